// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/runlist.h"

#include "core/base/text.h"
#include "ui/models/format.h"

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
    case RunList::What:
        return runTitle(item.run);
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

QString runKindText(domain::RunKind kind)
{
    switch (kind) {
    case domain::RunKind::Compare:
        return RunList::tr("compare");
    case domain::RunKind::Sweep:
        return RunList::tr("sweep");
    case domain::RunKind::Diff:
        return RunList::tr("diff");
    case domain::RunKind::Determinism:
        return RunList::tr("determinism");
    case domain::RunKind::Stress:
        return RunList::tr("stress");
    }
    std::unreachable();
}

QString verdictText(domain::Verdict verdict)
{
    switch (verdict) {
    case domain::Verdict::Pass:
        return RunList::tr("✓ pass");
    case domain::Verdict::Fail:
        return RunList::tr("✗ fail");
    case domain::Verdict::Undecidable:
        return RunList::tr("? undecidable");
    case domain::Verdict::NotComparable:
        return RunList::tr("✗ not comparable");
    }
    std::unreachable();
}

QString measureText(HeadlineMeasure measure)
{
    switch (measure) {
    case HeadlineMeasure::Flips:
        return RunList::tr("Flips");
    case HeadlineMeasure::Kld:
        return RunList::tr("KLD");
    case HeadlineMeasure::ForkShift:
        return RunList::tr("Fork shift");
    case HeadlineMeasure::SameText:
        return RunList::tr("Same text");
    case HeadlineMeasure::Changed:
        return RunList::tr("Changed answers");
    case HeadlineMeasure::Similarity:
        return RunList::tr("Similarity");
    case HeadlineMeasure::Determinism:
        return RunList::tr("Determinism");
    case HeadlineMeasure::Consistency:
        return RunList::tr("Consistency");
    }
    std::unreachable();
}

QString headlineText(HeadlineMeasure measure, const std::optional<scoring::HeadlineNumber>& number)
{
    if (!number)
        return format::none();
    if (scoring::isRate(measure))
        return format::rateShort(number->rate());
    if (measure == HeadlineMeasure::Determinism)
        return RunList::tr("%1 %").arg(format::decimal(number->value * 100, 1));
    // Divergences of good quants are small: digits that count, not places.
    if (measure == HeadlineMeasure::Kld || measure == HeadlineMeasure::ForkShift)
        return number->value != 0 && number->value < 0.001 ? QString::number(number->value, 'g', 2)
                                                           : format::decimal(number->value, 4);
    return format::decimal(number->value, 3);
}

double runDuration(const domain::RunRecord& run)
{
    return run.started.isValid() && run.finished.isValid() ? double(run.started.msecsTo(run.finished))
                                                           : std::numeric_limits<double>::quiet_NaN();
}

QString runTitle(const domain::RunRecord& run)
{
    if (run.sides.isEmpty())
        return domain::name(run.kind);
    const int baseline = run.baseline >= 0 && run.baseline < run.sides.size() ? run.baseline : 0;
    const QString first = base::singleLine(run.label(baseline), 60);
    switch (run.kind) {
    case domain::RunKind::Sweep:
        return RunList::tr("Sweep of %n model(s) against %1", nullptr, int(run.sides.size()) - 1).arg(first);
    case domain::RunKind::Determinism:
        return RunList::tr("Determinism of %1").arg(first);
    case domain::RunKind::Stress:
        return RunList::tr("Stress of %1").arg(first);
    case domain::RunKind::Compare:
    case domain::RunKind::Diff:
        break;
    }
    if (run.sides.size() < 2)
        return first;
    if (run.sides.size() > 2)
        return RunList::tr("%1 ↔ %n other(s)", nullptr, int(run.sides.size()) - 1).arg(first);
    return QStringLiteral("%1 ↔ %2").arg(base::singleLine(run.label(0), 60), base::singleLine(run.label(1), 60));
}

QString runSubtitle(const store::RunListItem& item)
{
    QString text =
        RunList::tr("%1, n = %2").arg(base::singleLine(item.run.suiteName, 60), format::integer(item.prompts));
    if (item.failures > 0)
        text += RunList::tr(" · %n error(s)", nullptr, int(item.failures));
    return text;
}

bool isUnfinished(const store::RunListItem& item)
{
    const bool ended = item.run.status == domain::RunStatus::Running || item.run.status == domain::RunStatus::Cancelled;
    return ended && item.answers + item.failures < item.planned;
}

QString runStatusText(const store::RunListItem& item)
{
    const QString progress = RunList::tr("%1 of %2").arg(format::integer(item.answers), format::integer(item.planned));
    switch (item.run.status) {
    case domain::RunStatus::Running:
        return RunList::tr("unfinished: %1").arg(progress);
    case domain::RunStatus::Finished:
        return RunList::tr("finished");
    case domain::RunStatus::Cancelled:
        return RunList::tr("cancelled at %1").arg(progress);
    case domain::RunStatus::Failed:
        return RunList::tr("could not compare");
    }
    std::unreachable();
}

void RunList::setRuns(QList<store::RunListItem> runs)
{
    beginResetModel();
    m_runs = std::move(runs);
    endResetModel();
}

const store::RunListItem* RunList::at(int row) const
{
    return row >= 0 && row < m_runs.size() ? &m_runs.at(row) : nullptr;
}

int RunList::find(const QString& runId) const
{
    const auto found =
        std::ranges::find_if(m_runs, [&](const store::RunListItem& each) { return each.run.id == runId; });
    return found == m_runs.end() ? -1 : int(found - m_runs.begin());
}

void RunList::rowChanged(int row)
{
    Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
}

void RunList::setHeadline(const QString& runId, const scoring::Headline& headline)
{
    if (const int row = find(runId); row >= 0) {
        m_runs[row].headline = headline;
        rowChanged(row);
    }
}

void RunList::setPinned(const QString& runId, bool pinned)
{
    if (const int row = find(runId); row >= 0) {
        m_runs[row].pinned = pinned;
        rowChanged(row);
    }
}

void RunList::setNote(const QString& runId, const QString& note)
{
    if (const int row = find(runId); row >= 0) {
        m_runs[row].note = note;
        rowChanged(row);
    }
}

void RunList::remove(const QString& runId)
{
    if (const int row = find(runId); row >= 0) {
        beginRemoveRows({}, row, row);
        m_runs.removeAt(row);
        endRemoveRows();
    }
}

void RunList::insert(const store::RunListItem& item)
{
    if (find(item.run.id) >= 0)
        return;
    const auto place = std::ranges::find_if(
        m_runs, [&](const store::RunListItem& each) { return each.run.started <= item.run.started; });
    const int row = int(place - m_runs.begin());
    beginInsertRows({}, row, row);
    m_runs.insert(row, item);
    endInsertRows();
}

int RunList::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_runs.size());
}

int RunList::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant RunList::data(const QModelIndex& index, int role) const
{
    const store::RunListItem* item = at(index.row());
    if (!item || index.parent().isValid())
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return runCellText(*item, index.column());
    case SortRole:
        if (const QVariant key = runSortKey(*item, index.column()); key.isValid())
            return key;
        return runCellText(*item, index.column());
    case AlarmRole:
        return alarming(*item, index.column());
    case SearchRole:
        return searchText(*item);
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
