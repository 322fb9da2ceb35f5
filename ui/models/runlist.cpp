// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/runlist.h"

#include "core/base/text.h"
#include "ui/models/format.h"
#include "ui/models/runtext.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace quantlens::ui {

using scoring::HeadlineMeasure;

namespace {

std::optional<HeadlineMeasure> measureOf(int column)
{
    switch (column) {
    case RunList::Flips:
        return HeadlineMeasure::Flips;
    case RunList::Kld:
        return HeadlineMeasure::Kld;
    case RunList::ForkShift:
        return HeadlineMeasure::ForkShift;
    case RunList::SameText:
        return HeadlineMeasure::SameText;
    case RunList::Changed:
        return HeadlineMeasure::Changed;
    case RunList::Similarity:
        return HeadlineMeasure::Similarity;
    default:
        return std::nullopt;
    }
}

/// The measure and number of a column in a run.
std::pair<HeadlineMeasure, std::optional<scoring::HeadlineNumber>> numberAt(const store::RunListItem& item, int column)
{
    HeadlineMeasure measure = measureOf(column).value_or(HeadlineMeasure::Determinism);
    if (column == RunList::Stable && item.run.kind == domain::RunKind::Stress)
        measure = HeadlineMeasure::Consistency;
    return {measure, item.headline ? (*item.headline)[measure] : std::nullopt};
}

bool isHeadlineColumn(int column)
{
    return measureOf(column) || column == RunList::Stable;
}

QString runStatusCell(const store::RunListItem& item)
{
    return item.run.verdict && item.run.status == domain::RunStatus::Finished ? verdictText(item.run.verdict->verdict)
                                                                              : runStatusText(item);
}

QString headlineTip(const store::RunListItem& item, int column)
{
    const auto& [measure, number] = numberAt(item, column);
    if (!number)
        return item.headline ? RunList::tr("Not measured in this run") : QString();
    QString tip = RunList::tr("%1: %2, n = %3")
                      .arg(measureText(measure), headlineText(measure, number), format::integer(number->n));
    if (number->side >= 0 && number->side < item.run.sides.size())
        tip +=
            u'\n' + RunList::tr("The worst of its models: %1").arg(base::singleLine(item.run.label(number->side), 80));
    if (number->level > 0)
        tip += u'\n' + RunList::tr("The worst level: %1 in flight").arg(number->level);
    return tip;
}

QString runCellTip(const store::RunListItem& item, int column)
{
    if (isHeadlineColumn(column))
        return headlineTip(item, column);
    switch (column) {
    case RunList::Started:
        return item.run.started.toLocalTime().toString(Qt::ISODate);
    case RunList::What: {
        QStringList labels;
        for (int side = 0; side < std::min<qsizetype>(item.run.sides.size(), 30); ++side)
            labels << base::singleLine(item.run.label(side), 120);
        return labels.join(u'\n');
    }
    case RunList::Status:
        if (item.run.error)
            return base::oneLine(*item.run.error);
        if (item.run.verdict && !item.run.verdict->judgements.isEmpty())
            return item.run.verdict->judgements.first().sentence;
        return runStatusText(item);
    case RunList::Note:
        return item.note.left(2000);
    default:
        return {};
    }
}

bool alarming(const store::RunListItem& item, int column)
{
    if (column != RunList::Status)
        return false;
    const bool failed = item.run.verdict && (item.run.verdict->verdict == domain::Verdict::Fail ||
                                             item.run.verdict->verdict == domain::Verdict::NotComparable);
    return failed || item.run.status == domain::RunStatus::Failed;
}

QVariant runSortKey(const store::RunListItem& item, int column)
{
    if (isHeadlineColumn(column)) {
        const auto number = numberAt(item, column).second;
        return number ? number->value : std::numeric_limits<double>::quiet_NaN();
    }
    switch (column) {
    case RunList::Pinned:
        return item.pinned ? 0.0 : 1.0;
    case RunList::Started:
        return double(item.run.started.toMSecsSinceEpoch());
    case RunList::Prompts:
        return double(item.prompts);
    case RunList::Duration:
        return runDuration(item.run);
    default:
        return {};
    }
}

QString runCellText(const store::RunListItem& item, int column)
{
    if (isHeadlineColumn(column)) {
        const auto& [measure, number] = numberAt(item, column);
        return headlineText(measure, number);
    }
    switch (column) {
    case RunList::Pinned:
        return item.pinned ? RunList::tr("pinned") : QString();
    case RunList::Started:
        return format::when(item.run.started);
    case RunList::Kind:
        return runKindText(item.run.kind);
    case RunList::Suite:
        return base::singleLine(item.run.suiteName, 60);
    case RunList::Status:
        return runStatusCell(item);
    case RunList::Prompts:
        return format::integer(item.prompts);
    case RunList::Duration:
        return format::duration(runDuration(item.run));
    case RunList::Note:
        return base::singleLine(item.note, 200);
    default:
        return {};
    }
}

QString searchText(const store::RunListItem& item)
{
    QStringList parts{item.run.id, item.run.suiteName, item.note, runCellText(item, RunList::Kind)};
    for (const domain::RunSide& side : item.run.sides)
        parts << side.model.label << side.model.spec << side.model.quant;
    return parts.join(u'\n');
}

bool isNumberColumn(int column)
{
    return isHeadlineColumn(column) || column == RunList::Prompts || column == RunList::Duration;
}

} // namespace

void RunList::continueWith(QList<store::RunListItem> all)
{
    const bool same =
        all.size() >= m_rows.size() &&
        std::ranges::equal(
            m_rows, all.first(m_rows.size()), {}, [](const Row& row) -> const QString& { return row.item.run.id; },
            [](const store::RunListItem& item) -> const QString& { return item.run.id; });
    if (!same) { // some came or went meanwhile
        setRuns(std::move(all));
        return;
    }
    m_complete = true;
    const auto known = int(m_rows.size());
    if (all.size() == known)
        return;
    beginInsertRows({}, known, int(all.size()) - 1);
    m_rows.reserve(all.size());
    for (qsizetype i = known; i < all.size(); ++i)
        m_rows.append({.item = std::move(all[i])});
    endInsertRows();
}

void RunList::setRuns(QList<store::RunListItem> runs, bool complete)
{
    beginResetModel();
    m_complete = complete;
    m_rows.clear();
    m_rows.reserve(runs.size());
    for (store::RunListItem& item : runs)
        m_rows.append({.item = std::move(item)});
    endResetModel();
}

const store::RunListItem* RunList::at(int row) const
{
    return row >= 0 && row < m_rows.size() ? &m_rows.at(row).item : nullptr;
}

int RunList::find(const QString& runId) const
{
    const auto found =
        std::ranges::find(m_rows, runId, [](const Row& each) -> const QString& { return each.item.run.id; });
    return found == m_rows.end() ? -1 : int(found - m_rows.begin());
}

void RunList::rowChanged(int row)
{
    Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
}

void RunList::setHeadline(const QString& runId, const scoring::Headline& headline)
{
    if (const int row = find(runId); row >= 0) {
        m_rows[row].item.headline = headline;
        rowChanged(row);
    }
}

void RunList::setPinned(const QString& runId, bool pinned)
{
    if (const int row = find(runId); row >= 0) {
        m_rows[row].item.pinned = pinned;
        rowChanged(row);
    }
}

void RunList::setNote(const QString& runId, const QString& note)
{
    if (const int row = find(runId); row >= 0) {
        m_rows[row].item.note = note;
        m_rows[row].search.clear();
        rowChanged(row);
    }
}

void RunList::remove(const QString& runId)
{
    if (const int row = find(runId); row >= 0) {
        beginRemoveRows({}, row, row);
        m_rows.removeAt(row);
        endRemoveRows();
    }
}

void RunList::insert(const store::RunListItem& item)
{
    if (find(item.run.id) >= 0)
        return;
    const auto place =
        std::ranges::find_if(m_rows, [&](const Row& each) { return each.item.run.started <= item.run.started; });
    const int row = int(place - m_rows.begin());
    beginInsertRows({}, row, row);
    m_rows.insert(row, Row{.item = item});
    endInsertRows();
}

int RunList::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int RunList::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QString RunList::text(const QModelIndex& index) const
{
    const Row& row = m_rows.at(index.row());
    if (index.column() != What)
        return runCellText(row.item, index.column());
    if (row.title.isEmpty())
        row.title = runTitle(row.item.run);
    return row.title;
}

QVariant RunList::data(const QModelIndex& index, int role) const
{
    const store::RunListItem* item = at(index.row());
    if (!item || index.parent().isValid())
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return text(index);
    case SortRole: {
        const QVariant key = runSortKey(*item, index.column());
        return key.isValid() ? key : QVariant(text(index));
    }
    case AlarmRole:
        return alarming(*item, index.column());
    case SearchRole: {
        const Row& row = m_rows.at(index.row());
        if (row.search.isEmpty())
            row.search = searchText(*item);
        return row.search;
    }
    case Qt::ToolTipRole: {
        const QString tip = runCellTip(*item, index.column());
        return tip.isEmpty() ? QVariant() : QVariant(base::htmlEscaped(tip).replace(u'\n', QLatin1String("<br>")));
    }
    case Qt::TextAlignmentRole:
        if (isNumberColumn(index.column()))
            return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
        return {};
    default:
        return {};
    }
}

QVariant RunList::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((isNumberColumn(section) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && isHeadlineColumn(section))
        return tr("Of runs with several models or levels: the worst. 95 % intervals.");
    if (role != Qt::DisplayRole)
        return {};
    const QString titles[] = {tr("Pin"),        tr("Started"),    tr("Kind"),      tr("Compared"),
                              tr("Suite"),      tr("Verdict"),    tr("Prompts"),   tr("Flips"),
                              tr("KLD"),        tr("Fork shift"), tr("Same text"), tr("Changed"),
                              tr("Similarity"), tr("Stable"),     tr("Duration"),  tr("Note")};
    return titles[section];
}

} // namespace quantlens::ui
