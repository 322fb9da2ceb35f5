// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/runlist.h"

#include "core/base/text.h"
#include "ui/models/format.h"

#include <utility>

namespace quantlens::ui {

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
    if (role == Qt::TextAlignmentRole && index.column() == Prompts)
        return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::UserRole) { // what a column sorts by
        if (index.column() == Started)
            return item->run.started;
        if (index.column() == Prompts)
            return item->prompts;
    }
    if (role == Qt::ToolTipRole)
        return item->run.error ? QVariant(base::htmlEscaped(base::oneLine(*item->run.error))) : QVariant();
    if (role != Qt::DisplayRole && role != Qt::UserRole)
        return {};
    switch (index.column()) {
    case Started:
        return format::when(item->run.started);
    case What:
        return runTitle(item->run);
    case Suite:
        return base::singleLine(item->run.suiteName, 60);
    case Prompts:
        return format::integer(item->prompts);
    case Status:
        return runStatusText(*item);
    default:
        return {};
    }
}

QVariant RunList::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount || role != Qt::DisplayRole)
        return {};
    const QString titles[] = {tr("Started"), tr("Compared"), tr("Suite"), tr("Prompts"), tr("Status")};
    return titles[section];
}

} // namespace quantlens::ui
