// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/runpanel.h"

#include "core/base/text.h"
#include "ui/actions/actioncollection.h"
#include "ui/models/format.h"
#include "ui/models/livefilter.h"
#include "ui/models/livesummary.h"
#include "ui/models/livetable.h"
#include "ui/models/runtext.h"
#include "ui/panels/estimatebar.h"
#include "ui/panels/livepair.h"
#include "ui/panels/runform.h"
#include "ui/panels/runplan.h"
#include "ui/panels/runpreview.h"
#include "ui/panels/runprogress.h"
#include "ui/panels/runrequests.h"
#include "ui/panels/runsofar.h"
#include "ui/panels/unfinishedbar.h"

#include <QResizeEvent>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QtConcurrent>

namespace quantlens::ui {

namespace {

constexpr int narrowRunPanel = 1200 - 76; ///< window width below which "so far" hides, less the rail
constexpr int previewPage = 1;

bool comparesPairs(domain::RunKind kind)
{
    return kind == domain::RunKind::Compare || kind == domain::RunKind::Sweep || kind == domain::RunKind::Diff;
}

} // namespace

void RunPanel::showForm()
{
    m_left->setCurrentIndex(0);
    showPreview();
    m_form->setFocus();
}

/// Beside the form stands what it would do; beside a plan, what it does.
void RunPanel::showPreview()
{
    const bool preview = m_left->currentIndex() == 0;
    m_tableStack->setCurrentIndex(preview ? previewPage : 0);
    m_pair->setVisible(!preview);
    m_soFarSide->setVisible(!preview && !m_narrow);
    m_preview->setRequest(m_form->request(), m_form->problem(), m_form->estimator()->result());
}

void RunPanel::setEstimateBlocked(const QString& why)
{
    m_estimateBlocked = why;
    blockEstimate();
}

/// Beside a run it would change what the run measures.
void RunPanel::blockEstimate()
{
    m_preview->time()->setBlocked(m_running ? tr("A run is going.") : m_estimateBlocked);
}

void RunPanel::takeEstimate(const runners::RunProbe& probe)
{
    m_preview->time()->take(probe);
}

void RunPanel::setStarting()
{
    m_preview->time()->cancel(); // what it started gives its memory to the run
    m_running = true;
    m_paused = false;
    m_cancelling = false;
    m_run = {};
    m_last = {};
    m_shownRow = -1;
    m_progress->setStarting();
    m_table->setPlan({});
    m_pair->clear();
    m_soFar->clear();
    m_form->setEnabled(false);
    if (m_unfinished)
        m_unfinished->setBusy(true);
    ++m_summaryTicket;
    tellErrors();
    updateActions();
}

void RunPanel::setRun(const domain::RunRecord& run)
{
    m_running = true;
    m_run = run;
    m_table->setPlan(run);
    m_plan->setRun(run);
    m_pair->setLabels(run.label(0), run.label(std::min<int>(1, int(run.sides.size()) - 1)));
    m_left->setCurrentIndex(1);
    m_soFar->setRunning(true);
    m_requests->fitColumns(run.sides.size() > 1, comparesPairs(run.kind));
    showPreview();
    summarize();
    updateActions();
}

qsizetype RunPanel::allPairs() const
{
    if (!comparesPairs(m_run.kind))
        return 0;
    qsizetype others = 0;
    for (int side = 0; side < m_run.sides.size(); ++side)
        others += side != m_run.baseline && !m_run.sides.at(side).error ? 1 : 0;
    return others * m_run.prompts.size();
}

void RunPanel::apply(const runners::LiveUpdate& update)
{
    if (update.runId != m_run.id)
        return;
    m_last = update;
    m_last.rows.clear();
    m_last.comparisons.clear();
    const int before = m_soFar->errors();
    m_table->apply(update);
    m_soFar->apply(update);
    if (m_soFar->errors() != before)
        tellErrors();
    m_progress->setProgress(update, m_table->pairs(), allPairs());
    if (m_paused != update.paused) {
        m_paused = update.paused;
        updateActions();
    }
    // Ends of answers change the figures of every kind; comparisons come some time after the second of a pair.
    const bool news = !update.comparisons.isEmpty() || (!comparesPairs(m_run.kind) && !update.rows.isEmpty());
    if (news && !m_summaryTimer.isActive())
        m_summaryTimer.start();
    showPair();
}

void RunPanel::setFinished(const domain::RunRecord& run)
{
    m_running = false;
    m_paused = false;
    m_cancelling = false;
    m_form->setEnabled(true);
    m_soFar->setRunning(false);
    if (m_unfinished)
        m_unfinished->setBusy(false);
    if (!run.id.isEmpty())
        m_run = run;
    m_progress->setFinished(run.status, m_last);
    if (run.error)
        m_soFar->addError(*run.error);
    tellErrors();
    if (m_run.id.isEmpty()) {
        showForm();
        m_soFarSide->setVisible(!m_narrow && m_soFar->errors() > 0); // why it did not start
    } else {
        m_plan->setRun(m_run);
    }
    summarize();
    updateActions();
    showPair();
}

void RunPanel::tellErrors()
{
    m_progress->setErrors(m_soFar->errors());
    Q_EMIT errorsChanged(m_soFar->errors());
    updateActions();
}

/// Stays with a pair as long as it moves: what jumps cannot be read.
void RunPanel::followNewest()
{
    const auto moves = [this](int row) {
        const runners::LiveRow* live = m_table->at(row);
        return live && isMoving(live->state);
    };
    const int newest = m_table->newestRow();
    if (newest < 0 || newest == m_shownRow || moves(m_shownRow) || moves(m_table->partnerOf(m_shownRow)))
        return;
    m_shownRow = newest;
    const QModelIndex index = m_filter->mapFromSource(m_table->index(newest, 0));
    m_moving = true; // moving the cursor ourselves is not a choice of the person's
    m_view->setCurrentIndex(index);
    if (index.isValid())
        m_view->scrollTo(index.siblingAtRow(std::min(index.row() + 3, m_filter->rowCount() - 1)));
    m_moving = false;
}

void RunPanel::showPair()
{
    if (m_running && m_actions->action(QStringLiteral("run.follow"))->isChecked())
        followNewest();
    const runners::LiveRow* row = m_table->at(m_shownRow);
    if (!row)
        return;
    const runners::LiveRow* partner = m_table->at(m_table->partnerOf(m_shownRow));
    const bool reference = m_table->isReference(m_shownRow);
    const runners::LiveRow* left = reference ? row : partner;
    const runners::LiveRow* right = reference ? partner : row;
    if (left && right)
        labelPair(*left, *right);
    const bool pair = left && right && comparesPairs(m_run.kind) && left->side != right->side;
    m_pair->showPair(format::promptId(row->promptId, m_run.suiteName), left, right,
                     pair ? m_table->comparison(row->promptId, right->side) : nullptr);
}

void RunPanel::labelPair(const runners::LiveRow& left, const runners::LiveRow& right)
{
    if (left.side != right.side) {
        m_pair->setLabels(m_run.label(left.side), m_run.label(right.side), m_run.sides.size() == 2);
        return;
    }
    const auto named = [this](const runners::LiveRow& row) {
        const QString what = requestText(row.key);
        return what.isEmpty() ? (m_run.kind == domain::RunKind::Determinism ? tr("run 1") : m_run.label(row.side))
                              : what;
    };
    m_pair->setLabels(named(left), named(right), false);
}

QString RunPanel::shownPrompt() const
{
    const runners::LiveRow* row = m_table->at(m_shownRow);
    return row ? row->promptId : QString();
}

void RunPanel::rowChosen()
{
    const int row = m_filter->mapToSource(m_view->currentIndex()).row();
    if (!m_table->at(row) || m_moving)
        return;
    m_shownRow = row;
    if (m_running)
        m_actions->action(QStringLiteral("run.follow"))->setChecked(false);
    showPair();
}

void RunPanel::choose(const domain::GenerationKey& key)
{
    const QModelIndex index = m_filter->mapFromSource(m_table->index(m_table->rowOf(key), 0));
    if (index.isValid())
        m_view->setCurrentIndex(index);
}

void RunPanel::summarize()
{
    if (m_summarizing) {
        m_summaryStale = true;
        return;
    }
    m_summarizing = true;
    const quint64 ticket = m_summaryTicket;
    QMap<int, QList<domain::Comparison>> comparisons;
    for (int side = 0; side < m_run.sides.size(); ++side)
        comparisons.insert(side, m_table->comparisons(side));
    QtConcurrent::run([run = m_run, comparisons, tally = m_table->tally()] {
        return summarizeLive(run, comparisons, tally);
    }).then(this, [this, ticket](const LiveSummary& summary) {
        m_summarizing = false;
        if (ticket == m_summaryTicket)
            m_soFar->setSummary(summary);
        if (std::exchange(m_summaryStale, false))
            summarize();
    });
}

QString RunPanel::title() const
{
    return m_run.id.isEmpty() || m_left->currentIndex() == 0
               ? tr("Run")
               : QStringLiteral("%1: %2").arg(runKindText(m_run.kind), runTitle(m_run));
}

int RunPanel::errors() const
{
    return m_soFar->errors();
}

void RunPanel::showErrors()
{
    m_soFarSide->show();
    m_soFar->showErrors();
}

/// A run that is over before everything was asked.
bool RunPanel::resumable() const
{
    return !m_running && !m_run.id.isEmpty() && m_run.status == domain::RunStatus::Cancelled &&
           m_last.done < m_last.total;
}

void RunPanel::updateActions()
{
    blockEstimate();
    const bool started = m_running && !m_run.id.isEmpty();
    QAction* pause = m_actions->action(QStringLiteral("run.pause"));
    const bool goesOn = resumable() || (started && m_paused);
    pause->setText(goesOn ? tr("&Resume") : tr("&Pause"));
    pause->setIcon(icon(goesOn ? Glyph::Run : Glyph::Pause));
    pause->setEnabled((started && !m_cancelling) || resumable());
    QAction* cancel = m_actions->action(QStringLiteral("run.cancel"));
    cancel->setEnabled(m_running);
    cancel->setText(m_cancelling ? tr("S&top at once") : tr("&Cancel"));
    QAction* retry = m_actions->action(QStringLiteral("run.retry"));
    const qsizetype again = m_table->failedKeys().size();
    retry->setText(again > 0 ? tr("Retry &failed (%1)").arg(again) : tr("Retry &failed"));
    retry->setEnabled(again > 0 && !m_run.id.isEmpty() && !m_cancelling);
    m_actions->action(QStringLiteral("run.new"))->setEnabled(!m_running);
    m_actions->action(QStringLiteral("run.open"))->setEnabled(!m_run.id.isEmpty());
}

void RunPanel::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    // Only at the border: whoever opens it in a narrow window keeps it.
    const bool narrow = event->size().width() < narrowRunPanel;
    if (narrow != m_narrow) {
        m_narrow = narrow;
        m_soFarSide->setVisible(!narrow && m_left->currentIndex() != 0);
    }
}

} // namespace quantlens::ui
