// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/historypanel.h"

#include "core/base/text.h"
#include "ui/actions/actioncollection.h"
#include "ui/models/format.h"
#include "ui/models/headlines.h"
#include "ui/models/runfilter.h"
#include "ui/models/runlist.h"
#include "ui/models/runmarks.h"
#include "ui/models/runtext.h"
#include "ui/panels/parts.h"
#include "ui/panels/rundetails.h"
#include "ui/panels/rundiffview.h"
#include "ui/panels/trendview.h"

#include <QComboBox>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QUndoStack>

#include <algorithm>

namespace quantlens::ui {

void HistoryPanel::setWorkspace(RunList* runs, const std::shared_ptr<store::Store>& store, const QString& whyReadOnly,
                                const QString& name)
{
    m_details->finishEditing();
    if (m_runs)
        m_runs->disconnect(this);
    delete m_marks;
    delete m_filler;
    m_marks = nullptr;
    m_filler = nullptr;
    m_notice->hide();
    m_store = store;
    m_runs = runs;
    m_whyReadOnly = whyReadOnly;
    m_where->setText(name.isEmpty() ? QString()
                                    : tr("Runs of %1, which was opened to be read").arg(base::singleLine(name, 300)));
    m_whereRow->setVisible(!name.isEmpty());
    m_diff->setDiff({});
    m_show->setCurrentIndex(0);
    showDeleted(false);
    if (runs) {
        m_filler = new HeadlineFiller(runs, store, this);
        m_filler->setActive(isVisible());
        if (whyReadOnly.isEmpty() && store) {
            m_marks = new RunMarks(runs, store, this);
            connectMarks();
        }
        connect(runs, &RunList::modelAboutToBeReset, this, &HistoryPanel::keepSelection);
        connect(runs, &RunList::modelReset, this, &HistoryPanel::restoreSelection);
        connect(runs, &RunList::dataChanged, this, [this] {
            showCurrent();
            m_trend->refresh(*m_runs);
        });
        for (const auto signal : {&RunList::rowsInserted, &RunList::rowsRemoved})
            connect(runs, signal, this, [this] { m_trend->refresh(*m_runs); });
        m_trend->refresh(*runs);
    }
    restoreSelection();
    Q_EMIT undoStackChanged();
}

void HistoryPanel::connectMarks()
{
    connect(m_marks, &RunMarks::failed, this, &HistoryPanel::failed);
    connect(m_marks, &RunMarks::noteChanged, this, [this](const QString& id) {
        const store::RunListItem* item = current();
        if (item && item->run.id == id)
            m_details->setNote(item->note);
    });
    connect(m_marks, &RunMarks::removed, this, [this](const QStringList& ids) {
        m_noticeText->setText(ids.size() == 1 && m_removed.size() == 1
                                  ? tr("Deleted “%1”. For a day it can come back.").arg(runTitle(m_removed.first().run))
                                  : tr("Deleted %n run(s). For a day they can come back.", nullptr, int(ids.size())));
        m_notice->show();
    });
    connect(m_marks, &RunMarks::cameBack, this, [this](const QStringList& ids) {
        m_notice->hide();
        for (const QString& id : ids)
            m_deleted->remove(id);
        if (!m_showsDeleted)
            selectRuns(ids);
    });
}

void HistoryPanel::setCanResume(bool can)
{
    m_canResume = can;
    takeSelection();
}

QUndoStack* HistoryPanel::undoStack() const
{
    return m_marks ? m_marks->undoStack() : nullptr;
}

QStringList HistoryPanel::selectedRuns() const
{
    QList<int> rows;
    for (const QModelIndex& index : m_view->selectionModel()->selectedRows())
        rows << index.row();
    std::ranges::sort(rows);
    QStringList ids;
    for (const int row : rows)
        ids << m_filter->runIdAt(row);
    return ids;
}

void HistoryPanel::selectRuns(const QStringList& ids)
{
    QItemSelection chosen;
    QModelIndex first;
    for (int row = 0; row < m_filter->rowCount(); ++row) {
        if (!ids.contains(m_filter->runIdAt(row)))
            continue;
        const QModelIndex index = m_filter->index(row, RunList::Started);
        chosen.select(m_filter->index(row, 0), m_filter->index(row, RunList::ColumnCount - 1));
        if (!first.isValid())
            first = index;
    }
    m_view->selectionModel()->setCurrentIndex(first, QItemSelectionModel::NoUpdate);
    m_view->selectionModel()->select(chosen, QItemSelectionModel::ClearAndSelect);
    if (first.isValid())
        m_view->scrollTo(first);
}

void HistoryPanel::keepSelection()
{
    m_kept = selectedRuns();
    const store::RunListItem* item = current();
    m_keptCurrent = item ? item->run.id : QString();
}

void HistoryPanel::restoreSelection()
{
    if (m_runs && !m_showsDeleted)
        m_trend->refresh(*m_runs);
    const QStringList wanted = std::exchange(m_kept, {});
    if (!wanted.isEmpty())
        selectRuns(wanted);
    if (selectedRuns().isEmpty() && m_filter->rowCount() > 0)
        selectRuns({m_filter->runIdAt(0)});
    updateCount();
    takeSelection();
}

const store::RunListItem* HistoryPanel::current() const
{
    const RunList* list = m_showsDeleted ? m_deleted : m_runs.data();
    const QModelIndex index = m_view->currentIndex();
    if (!list || !index.isValid() || !m_view->selectionModel()->isRowSelected(index.row()))
        return nullptr;
    return list->at(m_filter->mapToSource(index).row());
}

void HistoryPanel::takeSelection()
{
    const QStringList ids = selectedRuns();
    const store::RunListItem* item = current();
    const bool writable = m_marks != nullptr;
    const auto enable = [this](const char* id, bool enabled) {
        m_actions->action(QLatin1String(id))->setEnabled(enabled);
    };
    enable("history.open", item && !m_showsDeleted);
    enable("history.report", item && ids.size() == 1 && !m_showsDeleted);
    enable("history.resume", item && !m_showsDeleted && m_canResume && writable &&
                                 (item->run.status != domain::RunStatus::Finished || item->failures > 0));
    enable("history.pin", item && !m_showsDeleted && writable);
    enable("history.note", item && !m_showsDeleted && writable);
    enable("history.delete", item && !m_showsDeleted && writable);
    enable("history.restore", item && m_showsDeleted && writable);
    enable("history.compare", ids.size() == 2 && !m_showsDeleted);
    enable("history.trend", item && !m_showsDeleted);
    QAction* pin = m_actions->action(QStringLiteral("history.pin"));
    pin->setText(item && item->pinned ? tr("Un&pin") : tr("&Pin"));
    m_actions->action(QStringLiteral("history.restore"))->setVisible(m_showsDeleted);
    m_actions->action(QStringLiteral("history.delete"))->setVisible(!m_showsDeleted);
    showCurrent();
    Q_EMIT selectionChanged();
}

void HistoryPanel::showCurrent()
{
    m_details->showRun(current(), m_marks && !m_showsDeleted);
    if (const store::RunListItem* item = current(); item && m_runs) {
        QAction* pin = m_actions->action(QStringLiteral("history.pin"));
        pin->setText(item->pinned ? tr("Un&pin") : tr("&Pin"));
    }
}

void HistoryPanel::updateCount()
{
    const RunList* list = m_showsDeleted ? m_deleted : m_runs.data();
    const int all = list ? list->rowCount() : 0;
    const int shown = m_filter->rowCount();
    m_count->setText(shown == all ? tr("%n run(s)", nullptr, all)
                                  : tr("%1 of %2 runs").arg(format::integer(shown), format::integer(all)));
    if (list && !list->isComplete())
        m_count->setText(tr("%1, reading…").arg(m_count->text()));
    m_stack->setCurrentIndex(shown > 0 ? 0 : 1);
    if (shown > 0)
        return;
    if (m_showsDeleted)
        m_empty->setText(tr("No run was deleted in the last 24 hours."));
    else if (all > 0)
        m_empty->setText(tr("No run is like that. Clear the search, or choose “All runs”."));
    else if (!m_store)
        m_empty->setText(tr("The workspace is not open: there are no runs to list."));
    else if (!m_whyReadOnly.isEmpty())
        m_empty->setText(tr("There are no runs in this file."));
    else
        m_empty->setText(tr("No runs yet. Start one in Run, or try the demo: every run is kept and listed here."));
}

void HistoryPanel::showDeleted(bool deleted)
{
    if (deleted == m_showsDeleted && m_filter->sourceModel() == (deleted ? m_deleted : m_runs.data()))
        return;
    m_details->finishEditing();
    m_showsDeleted = deleted;
    m_filter->setRuns(deleted ? m_deleted : m_runs ? m_runs.data() : m_nothing);
    if (deleted)
        loadDeleted();
    if (!deleted)
        restoreSelection();
    takeSelection();
}

void HistoryPanel::loadDeleted()
{
    m_deleted->setRuns({});
    if (!m_store)
        return;
    m_store->runs(store::Listed::Deleted)
        .then(this, [this, ticket = ++m_ticket](const base::Expected<QList<store::RunListItem>>& runs) {
            if (ticket != m_ticket)
                return;
            if (!runs) {
                Q_EMIT failed(runs.error());
                return;
            }
            m_deleted->setRuns(*runs);
            if (m_showsDeleted && m_filter->rowCount() > 0)
                selectRuns({m_filter->runIdAt(0)});
            updateCount();
        });
}

void HistoryPanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (m_filler)
        m_filler->setActive(true);
}

void HistoryPanel::hideEvent(QHideEvent* event)
{
    if (m_filler)
        m_filler->setActive(false);
    QWidget::hideEvent(event);
}

} // namespace quantlens::ui
