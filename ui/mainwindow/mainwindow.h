// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/runners/runservice.h"
#include "core/store/store.h"
#include "ui/mainwindow/demo.h"
#include "ui/models/shownrun.h"
#include "ui/theme/theme.h"

#include <QHash>
#include <QMainWindow>
#include <QStringList>

#include <memory>
#include <optional>

class QActionGroup;
class QLabel;
class QStackedWidget;
class QToolButton;

namespace quantlens::ui {

class ActionCollection;
class ComparePanel;
class HistoryPanel;
class JobStatus;
class ModelTable;
class ModelsPanel;
class NoticeBar;
class RunPanel;
class StabilityPanel;
class StartPage;
class SuitesPanel;
class SweepPanel;
class Workspaces;

/// What the window works with; made in app/.
struct WindowServices
{
    std::shared_ptr<store::Store> store; ///< the workspace; nullptr when it could not be opened
    std::optional<base::Error> storeError;
    runners::RunService* runs = nullptr; ///< lives in the engine thread; nullptr: nothing can be run
    QString configFolder; ///< keeps the list of models and what the window remembers; empty: nothing is kept
};

/// The window: places behind a rail, menus, status bar. Knows who talks to whom; what is shown belongs to the panels.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    enum Place {
        Start,
        Models,
        Run,
        Compare,
        Sweep,
        Stability,
        History,
        Suites,
        PlaceCount,
    };

    explicit MainWindow(WindowServices services, QWidget* parent = nullptr);
    ~MainWindow() override;

    void go(Place place);
    [[nodiscard]] Place place() const;
    /// Models, suites and workspaces by path, as dropped or named on the command line.
    void openFiles(const QStringList& paths);
    /// Shows a run of the workspace in Compare. `promptId` may be empty.
    void openRun(const QString& runId, const QString& promptId = {});
    /// Puts back what the last session showed. Called once, before the window is shown.
    void restoreSession();
    /// Light, dark or as the desktop; remembered for the next session.
    void setScheme(ColorScheme scheme);
    [[nodiscard]] ActionCollection* actions() const { return m_actions; }
    [[nodiscard]] ComparePanel* comparePanel() const { return m_compare; }
    [[nodiscard]] SweepPanel* sweepPanel() const { return m_sweep; }
    [[nodiscard]] StabilityPanel* stabilityPanel() const { return m_stability; }
    [[nodiscard]] RunPanel* runPanel() const { return m_run; }
    [[nodiscard]] HistoryPanel* historyPanel() const { return m_history; }
    [[nodiscard]] SuitesPanel* suitesPanel() const { return m_suites; }
    [[nodiscard]] ModelTable* models() const { return m_models; }

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void registerActions();
    void makeMenus();
    void makePlaces();
    void makeStatusBar();
    void connectPanels();
    void connectRuns();
    void connectHistory();
    void connectSuites();

    void goTo(Place place, bool remember);
    void startDemo();
    void startRun(const runners::RunRequest& request);
    void chooseWorkspace();
    void showHistory(bool guest);
    void showGuest();
    void resumeRun(const QString& runId);
    /// False when the person has to decide about unsaved suites first: the window closes by itself afterwards.
    [[nodiscard]] bool suitesMayClose();
    void load(const std::shared_ptr<store::Store>& store, const QString& runId, const QString& promptId);
    void runStarted(const domain::RunRecord& run);
    void runFinished(const domain::RunRecord& run);
    void showRun(const ShownRunPtr& run);
    /// Exactly these prompts of a run in Compare; `side` below 0: the pair it shows by itself.
    void openPrompts(const ShownRunPtr& run, int side, const QStringList& ids, const QString& why);
    void report(const base::Error& error);
    void showAbout();
    void updateTitle();
    void saveSession();
    /// The file with what the window remembers; empty when nothing is kept.
    [[nodiscard]] QString settingsFile() const;

    WindowServices m_services;
    ActionCollection* m_actions;
    Workspaces* m_workspaces;
    ModelTable* m_models;
    RunLoader* m_loader;
    NoticeBar* m_notice = nullptr;
    QStackedWidget* m_stack = nullptr;
    QActionGroup* m_places = nullptr;
    StartPage* m_start = nullptr;
    ModelsPanel* m_modelsPanel = nullptr;
    RunPanel* m_run = nullptr;
    ComparePanel* m_compare = nullptr;
    SweepPanel* m_sweep = nullptr;
    StabilityPanel* m_stability = nullptr;
    HistoryPanel* m_history = nullptr;
    SuitesPanel* m_suites = nullptr;
    bool m_historyOfGuest = false; ///< History shows the runs of the opened workspace
    bool m_discardSuites = false;  ///< the person said so
    JobStatus* m_job = nullptr;
    QToolButton* m_errorCount = nullptr;

    QList<Place> m_back;
    QList<Place> m_forward;
    ColorScheme m_scheme = ColorScheme::System;
    QHash<QString, std::shared_ptr<store::Store>> m_storeOf; ///< run id → where the runs shown in a place came from
    DemoOffer m_demo;
    bool m_demoRun = false;                  ///< the run going on is the demo: its end leads to Compare by itself
    std::shared_ptr<store::Store> m_loading; ///< where the run being loaded, or shown, comes from
    QString m_wantedPrompt;                  ///< to show when the run being loaded is there
};

} // namespace quantlens::ui
