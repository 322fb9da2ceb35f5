// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/run.h"
#include "core/runners/live.h"
#include "core/runners/runservice.h"

#include <QList>
#include <QTimer>
#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QSplitter;
class QStackedWidget;
class QTableView;

namespace quantlens::ui {

class ActionCollection;
class FactGrid;
class LiveFilter;
class LivePair;
class LiveTable;
class ModelTable;
class RunForm;
class RunSoFar;

/// The place of runs: what to compare at the left, every request and both answers live in the middle, the summary so
/// far at the right.
class RunPanel : public QWidget
{
    Q_OBJECT

public:
    RunPanel(ActionCollection* actions, ModelTable* models, QWidget* parent = nullptr);

    /// Registers "run.new", "run.cancel", "run.open" and "run.follow".
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
    [[nodiscard]] QList<QSplitter*> splitters() const { return {m_across, m_down}; }
    [[nodiscard]] LiveTable* table() const { return m_table; }

Q_SIGNALS:
    void startWanted(const quantlens::runners::RunRequest& request);
    void cancelWanted();
    /// Show the finished run in Compare, at this prompt when it is not empty.
    void openWanted(const QString& runId, const QString& promptId);
    void errorsChanged(int count);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QWidget* toolBar();
    QWidget* progressStrip();
    QWidget* planPane();
    QWidget* middlePane();
    QWidget* soFarPane();
    void showPlan();
    void showPair();
    void rowChosen();
    void summarize();
    void updateActions();

    ActionCollection* m_actions;
    LiveTable* m_table;
    LiveFilter* m_filter;
    RunForm* m_form = nullptr;
    QStackedWidget* m_left = nullptr;
    FactGrid* m_plan = nullptr;
    FactGrid* m_options = nullptr;
    QLabel* m_planNotes = nullptr;
    QComboBox* m_show = nullptr;
    QLineEdit* m_search = nullptr;
    QProgressBar* m_progress = nullptr;
    QLabel* m_requests = nullptr;
    QLabel* m_pairs = nullptr;
    QLabel* m_rate = nullptr;
    QLabel* m_time = nullptr;
    QTableView* m_view = nullptr;
    QStackedWidget* m_tableStack = nullptr;
    LivePair* m_pair = nullptr;
    RunSoFar* m_soFar = nullptr;
    QSplitter* m_across = nullptr;
    QSplitter* m_down = nullptr;
    QWidget* m_soFarSide = nullptr;

    domain::RunRecord m_run;
    runners::LiveUpdate m_last;
    QString m_shownPrompt;
    bool m_running = false;
    bool m_narrow = false;
    bool m_moving = false;
    QTimer m_summaryTimer;
    bool m_summarizing = false;
    bool m_summaryStale = false;
    quint64 m_summaryTicket = 0;
};

} // namespace quantlens::ui
