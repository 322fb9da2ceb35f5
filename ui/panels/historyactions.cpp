// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done with the chosen runs.
#include "ui/actions/actioncollection.h"
#include "ui/models/runfilter.h"
#include "ui/models/runlist.h"
#include "ui/models/runmarks.h"
#include "ui/panels/historypanel.h"
#include "ui/panels/rundetails.h"
#include "ui/panels/rundiffview.h"
#include "ui/panels/trendview.h"

#include <QShortcut>
#include <QTabWidget>
#include <QTableView>
#include <QUndoStack>

#include <algorithm>

namespace quantlens::ui {

void HistoryPanel::registerActions(ActionCollection* actions)
{
    const QString one = tr("Choose a run in History.");
    const QString writable = tr("Choose a run of your own workspace in History.");
    const auto add = [actions](const char* id, const QString& text, Glyph glyph, const QString& tip,
                               const QString& needs) {
        actions->add(
            {.id = QLatin1String(id), .text = text, .icon = glyph, .shortcuts = {}, .tip = tip, .needs = needs});
    };
    add("history.open", tr("&Open"), Glyph::Open, tr("Show the chosen run where its kind is shown"), one);
    add("history.report", tr("Repor&t…"), Glyph::Report,
        tr("Choose what a report of the chosen run holds, look at it, and export it"), one);
    add("history.resume", tr("&Resume"), Glyph::Run, tr("Ask what the chosen run has no answer to yet"),
        tr("Choose a run of your own workspace in History that is not complete."));
    add("history.pin", tr("&Pin"), Glyph::Pin, tr("Pin the chosen runs: pinned runs of one series make a trend"),
        writable);
    add("history.note", tr("&Note"), Glyph::Note, tr("Write a note on the chosen run"), writable);
    add("history.delete", tr("&Delete"), Glyph::Remove, tr("Delete the chosen runs; for a day they can come back"),
        writable);
    add("history.restore", tr("&Bring back"), Glyph::Retry, tr("Bring the chosen deleted runs back"),
        tr("Choose “Deleted today” in History, and a run."));
    add("history.compare", tr("&Compare runs"), Glyph::Compare,
        tr("Two runs, prompt by prompt: what became better or worse, and whether that is more than chance"),
        tr("Choose two runs in History."));
    add("history.trend", tr("&Trend"), Glyph::Sweep, tr("How the numbers of the chosen run's pinned series moved"),
        one);
}

void HistoryPanel::connectActions()
{
    const auto on = [this](const char* id, void (HistoryPanel::*slot)()) {
        connect(m_actions->action(QLatin1String(id)), &QAction::triggered, this, slot);
    };
    on("history.open", &HistoryPanel::openCurrent);
    connect(m_actions->action(QStringLiteral("history.report")), &QAction::triggered, this, [this] {
        if (const store::RunListItem* item = current(); item && !m_showsDeleted)
            Q_EMIT reportWanted(item->run.id);
    });
    on("history.resume", &HistoryPanel::resumeCurrent);
    on("history.pin", &HistoryPanel::togglePin);
    on("history.delete", &HistoryPanel::removeSelected);
    on("history.restore", &HistoryPanel::restoreSelected);
    on("history.compare", &HistoryPanel::compareSelected);
    on("history.trend", &HistoryPanel::showTrend);
    connect(m_actions->action(QStringLiteral("history.note")), &QAction::triggered, this, [this] {
        m_tabs->setCurrentWidget(m_details);
        if (auto* note = m_details->findChild<QWidget*>(QStringLiteral("history-note")))
            note->setFocus();
    });
    // In the table alone: elsewhere these keys mean other things.
    const auto key = [this](int keys, void (HistoryPanel::*slot)()) {
        auto* shortcut = new QShortcut(QKeySequence(keys), m_view);
        shortcut->setContext(Qt::WidgetShortcut);
        connect(shortcut, &QShortcut::activated, this, slot);
    };
    key(Qt::Key_Return, &HistoryPanel::openCurrent);
    key(Qt::Key_Enter, &HistoryPanel::openCurrent);
    key(Qt::Key_Delete, &HistoryPanel::removeSelected);
    connect(m_view, &QTableView::doubleClicked, this, &HistoryPanel::openCurrent);
    connect(m_diff, &RunDiffView::promptWanted, this, &HistoryPanel::openWanted);
    connect(m_diff, &RunDiffView::failed, this, &HistoryPanel::failed);
    connect(m_trend, &TrendView::failed, this, &HistoryPanel::failed);
    connect(m_trend, &TrendView::runChosen, this, [this](const QString& id) {
        if (selectedRuns() != QStringList{id})
            selectRuns({id});
    });
    connect(m_details, &RunDetails::noteWritten, this, [this](const QString& id, const QString& note) {
        if (m_marks && m_runs) // the list may be gone first when the window closes
            m_marks->setNote(id, note);
    });
}

void HistoryPanel::openCurrent()
{
    if (const store::RunListItem* item = current(); item && !m_showsDeleted)
        Q_EMIT openWanted(item->run.id, {});
}

void HistoryPanel::resumeCurrent()
{
    if (const store::RunListItem* item = current())
        Q_EMIT resumeWanted(item->run.id);
}

void HistoryPanel::togglePin()
{
    const QStringList ids = selectedRuns();
    if (!m_marks || !m_runs || ids.isEmpty())
        return;
    const bool all = std::ranges::all_of(ids, [this](const QString& id) {
        const store::RunListItem* item = m_runs->at(m_runs->find(id));
        return item && item->pinned;
    });
    m_marks->setPinned(ids, !all);
}

void HistoryPanel::removeSelected()
{
    const QStringList ids = selectedRuns();
    if (!m_marks || !m_whyReadOnly.isEmpty() || m_showsDeleted || ids.isEmpty())
        return;
    m_details->finishEditing(); // the note is a change of its own, before the deletion
    QList<store::RunListItem> items;
    for (const QString& id : ids) {
        if (const store::RunListItem* item = m_runs->at(m_runs->find(id)))
            items.append(*item);
    }
    const int row = m_view->currentIndex().row();
    m_removed = items;
    m_marks->remove(ids);
    m_removedAt = m_marks->undoStack()->index();
    // The next run takes the place, so that several can be deleted by the same key.
    if (m_filter->rowCount() > 0)
        selectRuns({m_filter->runIdAt(std::clamp(row, 0, m_filter->rowCount() - 1))});
}

void HistoryPanel::undoRemoval()
{
    if (!m_marks)
        return;
    if (m_marks->undoStack()->index() == m_removedAt)
        m_marks->undoStack()->undo();
    else
        m_marks->restore(m_removed);
}

void HistoryPanel::restoreSelected()
{
    if (!m_marks || !m_showsDeleted)
        return;
    QList<store::RunListItem> items;
    for (const QString& id : selectedRuns()) {
        if (const store::RunListItem* item = m_deleted->at(m_deleted->find(id)))
            items.append(*item);
    }
    m_marks->restore(items);
}

void HistoryPanel::compareSelected()
{
    const QStringList ids = selectedRuns();
    if (ids.size() != 2 || !m_runs || !m_store)
        return;
    const store::RunListItem* first = m_runs->at(m_runs->find(ids.at(0)));
    const store::RunListItem* second = m_runs->at(m_runs->find(ids.at(1)));
    if (!first || !second)
        return;
    if (second->run.started < first->run.started)
        std::swap(first, second);
    m_tabs->setCurrentWidget(m_diff);
    m_diff->compare(m_store, first->run.id, second->run.id);
}

void HistoryPanel::showTrend()
{
    m_tabs->setCurrentWidget(m_trend);
    if (const store::RunListItem* item = current())
        m_trend->showSeriesOf(item->run);
}

} // namespace quantlens::ui
