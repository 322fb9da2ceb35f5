// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/runfilter.h"

#include "ui/models/runlist.h"

#include <algorithm>

namespace quantlens::ui {

namespace {

bool isShown(const store::RunListItem& item, RunFilter::Show show)
{
    const domain::RunRecord& run = item.run;
    switch (show) {
    case RunFilter::All:
        return true;
    case RunFilter::Pinned:
        return item.pinned;
    case RunFilter::Finished:
        return run.status == domain::RunStatus::Finished;
    case RunFilter::Unfinished:
        return run.status != domain::RunStatus::Finished;
    case RunFilter::Passed:
        return run.verdict && run.verdict->verdict == domain::Verdict::Pass;
    case RunFilter::Failed:
        return run.verdict && run.verdict->verdict != domain::Verdict::Pass;
    case RunFilter::Noted:
        return !item.note.isEmpty();
    }
    return true;
}

} // namespace

RunFilter::RunFilter(RunList* runs, QObject* parent)
    : TableProxy(parent)
    , m_runs(runs)
{
    setSourceModel(runs);
    setSortRole(RunList::SortRole);
}

void RunFilter::setRuns(RunList* runs)
{
    m_runs = runs;
    setSourceModel(runs);
}

void RunFilter::setText(const QString& text)
{
    m_words = text.split(u' ', Qt::SkipEmptyParts);
    invalidateRowsFilter();
}

void RunFilter::setKind(std::optional<domain::RunKind> kind)
{
    m_kind = kind;
    invalidateRowsFilter();
}

void RunFilter::setShow(Show show)
{
    m_show = show;
    invalidateRowsFilter();
}

QString RunFilter::runIdAt(int row) const
{
    const store::RunListItem* item = m_runs->at(mapToSource(index(row, 0)).row());
    return item ? item->run.id : QString();
}

bool RunFilter::filterAcceptsRow(int row, const QModelIndex& parent) const
{
    const store::RunListItem* item = m_runs->at(row);
    if (!item || parent.isValid() || (m_kind && item->run.kind != *m_kind) || !isShown(*item, m_show))
        return false;
    if (m_words.isEmpty())
        return true;
    const QString text = m_runs->index(row, 0).data(RunList::SearchRole).toString();
    return std::ranges::all_of(m_words, [&](const QString& word) { return text.contains(word, Qt::CaseInsensitive); });
}

} // namespace quantlens::ui
