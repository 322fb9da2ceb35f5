// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/discoveredtable.h"

#include "core/base/text.h"
#include "core/specs/addresses.h"
#include "ui/models/format.h"

namespace quantlens::ui {

namespace {

QString orNone(const QString& text, qsizetype limit)
{
    return text.isEmpty() ? format::none() : base::singleLine(text, limit);
}

} // namespace

void DiscoveredTable::setServers(const QList<backends::Discovered>& servers, const QStringList& known)
{
    beginResetModel();
    m_rows.clear();
    for (const backends::Discovered& found : servers) {
        const QStringList specs = backends::specsOf(found);
        for (qsizetype i = 0; i < specs.size(); ++i) {
            const QString model = found.server.models.value(i);
            const int context = found.server.contexts.value(model);
            Row row;
            row.spec = specs.at(i);
            row.known = known.contains(row.spec);
            row.checked = !row.known;
            row.context = context;
            row.cells = {row.known ? tr("%1 (listed already)").arg(orNone(model, 120)) : orNone(model, 120),
                         base::singleLine(specs::hostAndPort(found.url), 80),
                         backends::name(found.server.dialect),
                         orNone(found.server.version, 40),
                         orNone(found.server.quants.value(model), 40),
                         context > 0 ? format::integer(context) : format::none()};
            m_rows.append(row);
        }
    }
    endResetModel();
}

QStringList DiscoveredTable::chosen() const
{
    QStringList specs;
    for (const Row& row : m_rows) {
        if (row.checked)
            specs.append(row.spec);
    }
    return specs;
}

int DiscoveredTable::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int DiscoveredTable::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant DiscoveredTable::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= m_rows.size())
        return {};
    const Row& row = m_rows.at(index.row());
    if (role == SortRole && index.column() == Context)
        return row.context > 0 ? QVariant(row.context) : QVariant();
    if (role == Qt::DisplayRole || role == SortRole)
        return row.cells.value(index.column());
    if (role == Qt::CheckStateRole && index.column() == Model)
        return row.checked ? Qt::Checked : Qt::Unchecked;
    if (role == Qt::TextAlignmentRole && index.column() == Context)
        return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    return {};
}

bool DiscoveredTable::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (role != Qt::CheckStateRole || !index.isValid() || index.column() != Model || m_rows.at(index.row()).known)
        return false;
    m_rows[index.row()].checked = value.toInt() == Qt::Checked;
    Q_EMIT dataChanged(index, index, {Qt::CheckStateRole});
    return true;
}

Qt::ItemFlags DiscoveredTable::flags(const QModelIndex& index) const
{
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (index.isValid() && index.column() == Model && !m_rows.at(index.row()).known)
        flags |= Qt::ItemIsUserCheckable;
    return flags;
}

QVariant DiscoveredTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((section == Context ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    const QString titles[] = {tr("Model"), tr("Server"), tr("Program"), tr("Version"), tr("Quant"), tr("Context")};
    return titles[section];
}

} // namespace quantlens::ui
