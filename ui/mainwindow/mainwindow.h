// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/runners/modelservice.h"
#include "core/runners/runservice.h"
#include "core/store/store.h"
#include "ui/mainwindow/demo.h"
#include "ui/mainwindow/lazily.h"
#include "ui/models/shownrun.h"
#include "ui/theme/theme.h"

#include <QHash>
#include <QMainWindow>
#include <QPointer>
#include <QStringList>

#include <array>
#include <functional>
#include <memory>
#include <optional>

namespace quantlens::secrets {
class Keychain;
class SessionKeys;
} // namespace quantlens::secrets

class QActionGroup;
class QLabel;
class QStackedWidget;
class QToolButton;
class QUndoGroup;

namespace quantlens::ui {

class ActionCollection;
class ColumnKeeper;
class ComparePanel;
class ErrorLog;
class ErrorsDialog;
class HistoryPanel;
class ImportStatus;
class JobStatus;
class ModelTable;
class ModelsPanel;
class NoticeBar;
class RecentFiles;
class RunPanel;
class Settings;
class StabilityPanel;
class StartPage;
class SuitesPanel;
class SweepPanel;
class Workspaces;

/// What the window works with; made in app/.
struct WindowServices
{
    std::shared_ptr<store::Store> store; ///< the workspace; nullptr when it could not be opened
    QList<base::Error> errors = {};      ///< why something of this is not there
    runners::RunService* runs = nullptr; ///< lives in the engine thread; nullptr: nothing can be run
    QString configFolder; ///< keeps the list of models and what the window remembers; empty: nothing is kept
    bool safe = false;    ///< files are only read, nothing is kept, started or sent
    runners::ModelService* models = nullptr; ///< lives in the engine thread; nullptr: nothing can be found or tested
    secrets::Keychain* keychain = nullptr;   ///< in the main thread; nullptr: keys cannot be stored
    secrets::SessionKeys* sessionKeys = nullptr;
    QString keyIndex = {}; ///< path of the list of servers with stored keys
    /// Opens the workspace and starts the engine: fills in what is not there yet. The window shows itself first, then
    /// calls this once and makes its other places, or does both when something asks for them. Empty: what is there is
    /// all there is, and all places are made at once.
    std::function<void(WindowServices&)> open = {};
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
    /// Models, folders of models, suites, workspaces and results by path, as dropped or named on the command line.
    void openFiles(const QStringList& paths);
    /// Shows a run of the workspace in Compare. `promptId` may be empty.
    void openRun(const QString& runId, const QString& promptId = {});
    /// The report of the run that the place shows; nothing where it shows none.
    void showReport();
    /// The report of a run of the workspace, which is loaded first.
    void showReportOf(const QString& runId);
    /// Puts back what the last session showed. Called once, before the window is shown.
    void restoreSession();
    /// The scheme of the session before, for who wants to apply it before there are widgets. `configFolder` as in
    /// WindowServices.
    [[nodiscard]] static ColorScheme keptScheme(const QString& configFolder);
    /// Light, dark or as the desktop; remembered for the next session.
    void setScheme(ColorScheme scheme);
    [[nodiscard]] ActionCollection* actions() const { return m_actions; }
    [[nodiscard]] ComparePanel* comparePanel() const { return m_compare.get(); }
    [[nodiscard]] SweepPanel* sweepPanel() const { return m_sweep.get(); }
    [[nodiscard]] StabilityPanel* stabilityPanel() const { return m_stability.get(); }
    [[nodiscard]] RunPanel* runPanel() const { return m_run.get(); }
    [[nodiscard]] HistoryPanel* historyPanel() const { return m_history.get(); }
    [[nodiscard]] SuitesPanel* suitesPanel() const { return m_suites.get(); }
    [[nodiscard]] ModelTable* models() const { return m_models; }
    [[nodiscard]] Settings* settings() const { return m_settings; }
    [[nodiscard]] ErrorLog* errors() const { return m_errors; }
    [[nodiscard]] RecentFiles* recentFiles() const { return m_recent; }

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void registerActions();
    void makeMenus();
    /// Where a list is kept; empty when nothing is.
    [[nodiscard]] QString keptFile(QLatin1StringView name) const;
    /// The start page, and room for the places that come later.
    void makeFrame();
    void makeStatusBar();
    void makeJobStatus();
    void makeImportStatus();
    void makeModels();
    void makeRun();
    void makeCompare();
    void makeSweep();
    void makeStability();
    void makeHistory();
    void makeSuites();
    /// Whatever the place is: it is there afterwards.
    void make(Place place);
    /// The services, opened now when nothing needed them before.
    const WindowServices& services();
    void openServices();
    /// Makes one place that is not there yet; again and again until all are, with everything that happens in between.
    void makeNext();
    /// Into its room in the stack, and as the session before left it.
    void addPlace(Place place, QWidget* panel);
    /// Puts back what the last session showed there.
    void restorePlace(Place place);
    void connectPlaces();
    void connectLoading();
    /// The services in the engine thread, which are there now.
    void connectServices();
    /// Palette, shortcuts, errors, undo: what belongs to no place.
    void connectFrame();
    /// What is said of whatever safe mode turns off.
    [[nodiscard]] static QString whySafe();
    /// Why no model can be asked; empty: it can.
    [[nodiscard]] QString whyNothingIsAsked() const;
    /// Says so, and turns off with a reason what would write, start or send.
    void enterSafeMode();

    void goTo(Place place, bool remember);
    /// True when the keyboard is nowhere, or on the rail at a place that is not shown, where nobody put it.
    [[nodiscard]] bool focusStrayed() const;
    [[nodiscard]] engines::Programs programs() const;
    void usePrograms();
    void showEngines();
    void awaitDemo();
    void lookForDemo();
    /// The start page says what runs here; only this computer is asked.
    void lookForServers();
    /// What the list of models says an engine shall be started with, into a request that says nothing else.
    void useModelArguments(runners::RunRequest& request) const;
    void startDemo();
    void startRun(const runners::RunRequest& request);
    void resumeRun(QString runId);
    void retryFailed(QString runId, QList<domain::GenerationKey> keys);
    /// A run goes on.
    [[nodiscard]] bool running() const;
    /// Requests of the run in the place Run that failed.
    [[nodiscard]] int failedRequests() const;
    /// The window waits for the engine thread to begin a run; false when it cannot.
    bool beginRun();
    void chooseWorkspace();
    void showHistory(bool guest);
    /// Where the runs listed in History come from.
    [[nodiscard]] std::shared_ptr<store::Store> storeOfHistory() const;
    /// The one run that is chosen in History; else empty.
    [[nodiscard]] QString reportableRun() const;
    void chooseImport();
    /// Reads results of other programs off the UI thread, stores them as runs and shows the first one.
    void importResults(const QStringList& paths);
    void addModels(const QStringList& files);
    /// Into the place Suites, or into the form of a run; several are all offered there, the last one is chosen.
    void openSuites(const QStringList& files, bool toEdit);
    void searchFolders(const QStringList& folders);
    void showGuest();
    /// False when the person has to decide about unsaved suites first: the window closes by itself afterwards.
    [[nodiscard]] bool suitesMayClose();
    /// A run of the workspace that was chosen in a place: the place stays, the run appears there.
    void loadChosen(const QString& runId);
    void load(const std::shared_ptr<store::Store>& store, const QString& runId, const QString& promptId,
              bool bringBack = false);
    /// The runs that Stability showed in the session before: loaded one by one when the place is shown.
    void restoreStability();
    void showFirstPlace();
    void loadKeptRun();
    void runStarted(const domain::RunRecord& run);
    void runFinished(const domain::RunRecord& run);
    void showRun(const ShownRunPtr& run);
    /// Places that announced a run which does not come go back to the one they show.
    void keepRuns();
    /// Charts of this run stand in the place that its kind has: Sweep, Stability; nothing when none shows it.
    [[nodiscard]] std::optional<Place> placeOfCharts(const QString& runId) const;
    /// Exactly these prompts of a run in Compare; `side` below 0: the pair it shows by itself.
    void openPrompts(const ShownRunPtr& run, int side, const QStringList& ids, const QString& why);
    void report(const base::Error& error);
    void countErrors();
    void showErrors();
    void showPalette();
    void showShortcuts();
    /// Undo and redo go to the place that is shown.
    void activateUndo();
    void connectReports();
    void loadReport(const std::shared_ptr<store::Store>& store, const QString& runId);
    void openReport(const ShownRunPtr& run);
    /// The run that the place shows, nullptr when it shows none.
    [[nodiscard]] ShownRunPtr runOfPlace() const;
    void showAbout();
    void updateTitle();
    void saveSession();

    WindowServices m_services;
    Settings* m_settings;
    ColumnKeeper* m_columns;
    ActionCollection* m_actions;
    Workspaces* m_workspaces;
    ModelTable* m_models;
    RunLoader* m_loader;
    ErrorLog* m_errors;
    RecentFiles* m_recent;
    QUndoGroup* m_undo;
    RunLoader* m_reportLoader;   ///< runs of which only the report is wanted
    RunLoader* m_keptLoader;     ///< runs of the session before
    QStringList m_keptRuns;      ///< of Stability, not loaded yet
    QString m_keptRun;           ///< being loaded
    bool m_bringingBack = false; ///< the run being loaded was shown in the session before: nobody asked for it now
    NoticeBar* m_notice = nullptr;
    QStackedWidget* m_stack = nullptr;
    QActionGroup* m_places = nullptr;
    StartPage* m_start = nullptr;
    Lazily<ModelsPanel> m_modelsPanel{[this] { makeModels(); }};
    Lazily<RunPanel> m_run{[this] { makeRun(); }};
    Lazily<ComparePanel> m_compare{[this] { makeCompare(); }};
    Lazily<SweepPanel> m_sweep{[this] { makeSweep(); }};
    Lazily<StabilityPanel> m_stability{[this] { makeStability(); }};
    Lazily<HistoryPanel> m_history{[this] { makeHistory(); }};
    Lazily<SuitesPanel> m_suites{[this] { makeSuites(); }};
    bool m_restored = false; ///< what the last session showed is put back, in places made later too
    bool m_painted = false;
    bool m_opened = false;                      ///< the services are what they will be
    std::array<bool, PlaceCount> m_there{true}; ///< places that are made; the start page always is
    bool m_historyOfGuest = false;              ///< History shows the runs of the opened workspace
    bool m_discardSuites = false;               ///< the person said so
    Lazily<JobStatus> m_job{[this] { makeJobStatus(); }};
    Lazily<ImportStatus> m_import{[this] { makeImportStatus(); }};
    QToolButton* m_errorCount = nullptr;
    QPointer<ErrorsDialog> m_errorsDialog;

    QList<Place> m_back;
    QList<Place> m_forward;
    ColorScheme m_scheme = ColorScheme::System;
    QHash<QString, std::shared_ptr<store::Store>> m_storeOf; ///< run id → where the runs shown in a place came from
    DemoOffer m_demo;
    QList<backends::Discovered> m_servers;   ///< that answered on this computer last
    bool m_demoRun = false;                  ///< the run going on is the demo: its end leads to Compare by itself
    std::shared_ptr<store::Store> m_loading; ///< where the run being loaded, or shown, comes from
    QString m_wantedPrompt;                  ///< to show when the run being loaded is there
};

} // namespace quantlens::ui
