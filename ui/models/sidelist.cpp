// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/sidelist.h"

#include "core/base/text.h"
#include "core/runners/planfile.h"
#include "core/runners/requestcommand.h"
#include "core/specs/addresses.h"
#include "ui/models/format.h"

#include <QSet>
#include <QtConcurrent>

#include <algorithm>
#include <utility>

namespace quantlens::ui {

using runners::SideRequest;

SideList::SideList(Mode mode, QObject* parent)
    : QAbstractTableModel(parent)
    , m_mode(mode)
{
}

void SideList::setSides(QList<SideRequest> sides, int baseline)
{
    beginResetModel();
    m_sides = std::move(sides);
    m_baseline = baseline >= 0 && baseline < m_sides.size() ? baseline : 0;
    endResetModel();
    for (const SideRequest& side : std::as_const(m_sides))
        look(side.spec);
    Q_EMIT changed();
}

void SideList::setBaseline(int row)
{
    if (row < 0 || row >= m_sides.size() || row == m_baseline)
        return;
    const int before = std::exchange(m_baseline, row);
    for (const int at : {before, row})
        Q_EMIT dataChanged(index(at, 0), index(at, columnCount() - 1));
    Q_EMIT changed();
}

int SideList::add(const QList<SideRequest>& sides)
{
    QList<SideRequest> news;
    for (const SideRequest& side : sides) {
        if (m_mode == Backends || (!m_sides.contains(side) && !news.contains(side)))
            news.append(side);
    }
    if (news.isEmpty())
        return 0;
    beginInsertRows({}, int(m_sides.size()), int(m_sides.size() + news.size()) - 1);
    m_sides += news;
    endInsertRows();
    for (const SideRequest& side : std::as_const(news))
        look(side.spec);
    Q_EMIT changed();
    return int(news.size());
}

void SideList::removeAt(int row)
{
    if (row < 0 || row >= m_sides.size())
        return;
    beginRemoveRows({}, row, row);
    m_sides.removeAt(row);
    if (row < m_baseline || m_baseline >= m_sides.size())
        m_baseline = std::max(0, m_baseline - 1);
    endRemoveRows();
    if (!m_sides.isEmpty())
        Q_EMIT dataChanged(index(0, 0), index(int(m_sides.size()) - 1, columnCount() - 1));
    Q_EMIT changed();
}

bool SideList::move(int row, int by)
{
    const int to = row + by;
    if (row < 0 || row >= m_sides.size() || to < 0 || to >= m_sides.size() || by == 0)
        return false;
    // Qt counts the target before the row is taken out.
    beginMoveRows({}, row, row, {}, to > row ? to + 1 : to);
    m_sides.move(row, to);
    if (m_mode == Models && m_baseline == row)
        m_baseline = to;
    else if (m_mode == Models && m_baseline == to)
        m_baseline = row;
    endMoveRows();
    Q_EMIT dataChanged(index(std::min(row, to), 0), index(std::max(row, to), columnCount() - 1));
    Q_EMIT changed();
    return true;
}

void SideList::look(const QString& spec)
{
    if (m_mode == Backends || spec.isEmpty() || m_known.contains(spec))
        return;
    KnownModel pending;
    pending.spec = spec;
    m_known.insert(spec, pending);
    QtConcurrent::run([spec] { return inspectSpec(spec); }).then(this, [this](const KnownModel& known) {
        m_known.insert(known.spec, known);
        for (int row = 0; row < m_sides.size(); ++row) {
            if (m_sides.at(row).spec == known.spec)
                Q_EMIT dataChanged(index(row, 0), index(row, columnCount() - 1));
        }
        Q_EMIT changed();
    });
}

QString SideList::problem() const
{
    if (m_mode == Backends) {
        if (m_sides.size() < 2)
            return tr("Add at least two backends: the first is the baseline.");
        for (const SideRequest& side : m_sides) {
            const auto address = specs::parseAddress(side.baseUrl);
            if (!side.baseUrl.isEmpty() && !address)
                return tr("The address of %1 cannot be used: %2").arg(side.backend, address.error().message);
        }
        return {};
    }
    if (m_sides.size() < 2)
        return tr("Add at least two models: the quants, and one to compare them with.");
    QSet<QString> labels;
    for (int row = 0; row < m_sides.size(); ++row) {
        const SideRequest& side = m_sides.at(row);
        if (side.spec.isEmpty())
            return tr("Model %1 of the list has no file or address.").arg(row + 1);
        const KnownModel known = m_known.value(side.spec);
        if (known.pending)
            return tr("Looking at model %1…").arg(row + 1);
        // A damaged quant is left out of a sweep; without its baseline there is none.
        if (known.error && row == m_baseline)
            return tr("The baseline cannot be used: %1").arg(known.error->message);
        if (!side.label.isEmpty() && labels.contains(side.label))
            return tr("Two models have the label “%1”.").arg(base::singleLine(side.label, 60));
        labels.insert(side.label);
    }
    return {};
}

int SideList::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_sides.size());
}

int SideList::columnCount(const QModelIndex& parent) const
{
    if (parent.isValid())
        return 0;
    return m_mode == Models ? 3 : 2;
}

QString SideList::text(const SideRequest& side, int column) const
{
    if (m_mode == Backends)
        return column == Backend ? side.backend : side.baseUrl;
    if (column == Spec)
        return side.spec;
    return column == Label ? side.label : runners::joinArguments(side.engineArgs);
}

QVariant SideList::toolTip(int row, int column) const
{
    const SideRequest& side = m_sides.at(row);
    if (m_mode == Backends) {
        return column == Backend ? tr("The protocol this server speaks; the first row is the baseline")
                                 : tr("Where it answers; empty: the usual port on this computer");
    }
    if (column == Label)
        return tr("The name in tables and files; empty: the file's or model's own");
    if (column == Arguments)
        return tr("More arguments for the engine started for this model, as on a shell's line");
    const KnownModel known = m_known.value(side.spec);
    QString text = base::htmlEscaped(side.spec.left(400));
    if (!side.spec.isEmpty())
        text += QStringLiteral("<br>") + base::htmlEscaped(known.pending ? tr("looking…") : describe(known));
    if (row == m_baseline)
        text += QStringLiteral("<br>") + tr("The baseline: every other model is compared with it");
    return text;
}

QVariant SideList::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= m_sides.size() || index.parent().isValid())
        return {};
    const SideRequest& side = m_sides.at(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole: {
        const QString shown = text(side, column);
        if (m_mode == Models && column == Spec && shown.isEmpty())
            return tr("type a path or an address");
        if (m_mode == Models && column == Label && shown.isEmpty())
            return displayName(m_known.value(side.spec));
        if (m_mode == Backends && column == Address && shown.isEmpty())
            return tr("usual port");
        // Of a long path the end tells.
        return m_mode == Models && column == Spec ? base::singleLine(shown.section(u'/', -1), 200)
                                                  : base::singleLine(shown, 200);
    }
    case Qt::EditRole:
        return text(side, column);
    case Qt::ToolTipRole:
        return toolTip(index.row(), column);
    case Qt::CheckStateRole:
        if (m_mode == Models && column == Spec)
            return index.row() == m_baseline ? Qt::Checked : Qt::Unchecked;
        return {};
    case Qt::AccessibleTextRole:
        return m_mode == Models && column == Spec && index.row() == m_baseline
                   ? QVariant(tr("%1, the baseline").arg(side.spec))
                   : QVariant();
    case Qt::AccessibleDescriptionRole:
        return m_mode == Models && column == Spec ? QVariant(describe(m_known.value(side.spec))) : QVariant();
    default:
        return {};
    }
}

bool SideList::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (!index.isValid() || index.row() >= m_sides.size())
        return false;
    if (role == Qt::CheckStateRole) {
        // Exactly one is the baseline: taking a check away chooses nothing.
        if (m_mode != Models || index.column() != Spec || value.toInt() != Qt::Checked)
            return false;
        setBaseline(index.row());
        return true;
    }
    if (role != Qt::EditRole)
        return false;
    SideRequest side = m_sides.at(index.row());
    const QString written = value.toString().trimmed();
    if (m_mode == Backends) {
        (index.column() == Backend ? side.backend : side.baseUrl) = written;
    } else if (index.column() == Arguments) {
        const auto split = runners::splitArguments(written);
        if (!split)
            return false;
        side.engineArgs = *split;
    } else {
        (index.column() == Spec ? side.spec : side.label) = written;
    }
    if (side == m_sides.at(index.row()))
        return true;
    m_sides[index.row()] = side;
    look(side.spec);
    Q_EMIT dataChanged(index.siblingAtColumn(0), index.siblingAtColumn(columnCount() - 1));
    Q_EMIT changed();
    return true;
}

QVariant SideList::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    if (role == Qt::ToolTipRole && m_mode == Models && section == Spec)
        return tr("The check mark tells the baseline");
    if (role != Qt::DisplayRole)
        return {};
    const QString models[] = {tr("✓ Baseline, model"), tr("Label"), tr("Arguments")};
    const QString backends[] = {tr("Backend"), tr("Address")};
    return m_mode == Models ? models[section] : backends[section];
}

Qt::ItemFlags SideList::flags(const QModelIndex& index) const
{
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (!index.isValid())
        return flags;
    flags |= Qt::ItemIsEditable;
    if (m_mode == Models && index.column() == Spec)
        flags |= Qt::ItemIsUserCheckable;
    return flags;
}

} // namespace quantlens::ui
