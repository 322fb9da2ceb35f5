// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/run.h"
#include "core/runners/live.h"
#include "core/runners/runprobe.h"
#include "core/runners/runservice.h"

#include <QList>
#include <QTimer>
#include <QWidget>

#include <array>

class QSplitter;
class QStackedWidget;
class QTableView;

namespace quantlens::ui {

class ActionCollection;
class LiveFilter;
class LivePair;
class LiveTable;
class ModelTable;
class RunForm;
class RunList;
class RunPlanView;
class RunPreview;
class RunProgress;
class RunRequests;
class RunSoFar;
class UnfinishedBar;

/// The place of runs: what to run at the left and what it would do beside it; once it runs every request and both
/// answers live in the middle, the summary so far at the right.
class RunPanel : public QWidget
{
    Q_OBJECT

public:
    /// `runs` are those of the workspace, to go on with; nullptr: none.
    RunPanel(ActionCollection* actions, ModelTable* models, RunList* runs = nullptr, QWidget* parent = nullptr);

    /// Registers "run.new", "run.pause", "run.cancel", "run.retry", "run.open" and "run.follow".
    static void registerActions(ActionCollection* actions);

    [[nodiscard]] RunForm* form() const { return m_form; }
    /// Shows the fields of a new run instead of the plan of the last one.
    void showForm();
    /// Nothing can be started meanwhile: waiting for the engine thread to answer.
    void setStarting();
    void setRun(const domain::RunRecord& run);
    void apply(const runners::LiveUpdate& update);
    void setFinished(const domain::RunRecord& run);
    [[nodiscard]] bool running() const { return m_running; }
    [[nodiscard]] int errors() const;
    void showErrors();
    /// The run shown here, empty before the first.
    [[nodiscard]] QString runId() const { return m_run.id; }
    /// "Compare: F16 ↔ Q2_K" of the run shown, else the place's name.
    [[nodiscard]] QString title() const;
    /// Why the time of a run cannot be estimated, one sentence; empty: it can.
    void setEstimateBlocked(const QString& why);
    /// The answer to estimateWanted().
    void takeEstimate(const runners::RunProbe& probe);
    [[nodiscard]] LiveTable* table() const { return m_table; }

Q_SIGNALS:
    void startWanted(const quantlens::runners::RunRequest& request);
    void pauseWanted(bool paused);
    void cancelWanted();
    /// Go on with a stored run: what is missing and what failed.
    void resumeWanted(const QString& runId);
    /// Ask failed requests again; none named: all of them.
    void retryWanted(const QString& runId, const QList<quantlens::domain::GenerationKey>& keys);
    /// Show the finished run in Compare, at this prompt when it is not empty.
    void openWanted(const QString& runId, const QString& promptId);
    void errorsChanged(int count);
    /// Ask each model of the form's run once; `ticket` comes back with the answer.
    void estimateWanted(const quantlens::runners::RunRequest& request, quint64 ticket);
    void estimateCancelled();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* toolBar();
    QWidget* planPane(RunList* runs);
    QWidget* middlePane();
    QWidget* soFarPane();
    void connectActions();
    void showPreview();
    void showPair();
    void followNewest();
    void labelPair(const runners::LiveRow& left, const runners::LiveRow& right);
    void rowChosen();
    void choose(const domain::GenerationKey& key);
    void summarize();
    void updateActions();
    void blockEstimate();
    void tellErrors();
    [[nodiscard]] bool resumable() const;
    [[nodiscard]] qsizetype allPairs() const;
    [[nodiscard]] QString shownPrompt() const;

    ActionCollection* m_actions;
    LiveTable* m_table;
    LiveFilter* m_filter = nullptr;
    RunForm* m_form = nullptr;
    UnfinishedBar* m_unfinished = nullptr;
    QStackedWidget* m_left = nullptr;
    std::array<int, 2> m_leftWidths{340, 230}; ///< of the form and the plan, px
    RunPlanView* m_plan = nullptr;
    RunProgress* m_progress = nullptr;
    RunRequests* m_requests = nullptr;
    QTableView* m_view = nullptr;
    QStackedWidget* m_tableStack = nullptr;
    RunPreview* m_preview = nullptr;
    LivePair* m_pair = nullptr;
    RunSoFar* m_soFar = nullptr;
    QSplitter* m_across = nullptr;
    QWidget* m_soFarSide = nullptr;

    domain::RunRecord m_run;
    runners::LiveUpdate m_last; ///< without its rows
    int m_shownRow = -1;
    bool m_running = false;
    bool m_paused = false;
    bool m_cancelling = false;
    bool m_narrow = false;
    bool m_moving = false;
    QString m_estimateBlocked;
    QTimer m_summaryTimer;
    bool m_summarizing = false;
    bool m_summaryStale = false;
    quint64 m_summaryTicket = 0;
};

} // namespace quantlens::ui
