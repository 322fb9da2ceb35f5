// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/mainwindow.h"

#include "core/base/text.h"
#include "ui/actions/actioncollection.h"
#include "ui/mainwindow/columnkeeper.h"
#include "ui/mainwindow/importstatus.h"
#include "ui/mainwindow/jobstatus.h"
#include "ui/mainwindow/noticebar.h"
#include "ui/mainwindow/rail.h"
#include "ui/mainwindow/recentfiles.h"
#include "ui/mainwindow/workspaces.h"
#include "ui/models/errorlog.h"
#include "ui/models/format.h"
#include "ui/models/modeltable.h"
#include "ui/models/runlist.h"
#include "ui/panels/comparepanel.h"
#include "ui/panels/historypanel.h"
#include "ui/panels/parts.h"
#include "ui/panels/runform.h"
#include "ui/panels/runpanel.h"
#include "ui/panels/stabilitypanel.h"
#include "ui/panels/startpage.h"
#include "ui/panels/suitespanel.h"
#include "ui/panels/sweeppanel.h"
#include "ui/settings/settings.h"

#include <QActionGroup>
#include <QDir>
#include <QStackedWidget>
#include <QStatusBar>
#include <QToolButton>
#include <QUndoGroup>
#include <QVBoxLayout>

namespace quantlens::ui {

namespace {

/// Gives the keyboard to the first control of a place; to none where it has none to show.
void focusFirst(QWidget* place)
{
    for (QWidget* next = place->nextInFocusChain(); next != place; next = next->nextInFocusChain()) {
        if (place->isAncestorOf(next) && next->isVisibleTo(place) && next->isEnabled() &&
            (next->focusPolicy() & Qt::TabFocus) == Qt::TabFocus) {
            next->setFocus();
            return;
        }
    }
    if (QWidget* focused = place->window()->focusWidget())
        focused->clearFocus();
}

/// Why nothing can be written into a run that came from `store`; empty: it can.
QString whyOnlyRead(const std::shared_ptr<store::Store>& store, const WindowServices& services)
{
    return store && store == services.store
               ? QString()
               : MainWindow::tr("This file was opened to be read: nothing can be written into it.");
}

} // namespace

MainWindow::MainWindow(WindowServices services, QWidget* parent)
    : QMainWindow(parent)
    , m_services(std::move(services))
    , m_settings(new Settings(m_services.safe ? QString() : m_services.configFolder, this))
    , m_columns(new ColumnKeeper(m_settings, this))
    , m_actions(new ActionCollection(this, m_settings))
    , m_workspaces(new Workspaces(this))
    , m_models(new ModelTable(keptFile(QLatin1StringView("models.json")), this))
    , m_loader(new RunLoader(this))
    , m_errors(new ErrorLog(this))
    , m_recent(new RecentFiles(m_settings, this))
    , m_undo(new QUndoGroup(this))
    , m_reportLoader(new RunLoader(this))
    , m_keptLoader(new RunLoader(this))
{
    setObjectName(QStringLiteral("main-window"));
    setAcceptDrops(true);
    setMinimumSize(640, 420);
    registerActions();
    makeFrame();
    makeMenus();
    makeStatusBar();
    connectPlaces();
    connectLoading();
    connectFrame();
    connectReports();
    goTo(Start, false);
    if (const auto loaded = m_models->load(); !loaded)
        report(loaded.error());
    if (m_services.safe)
        enterSafeMode();
    if (!m_services.open) {
        openServices();
        for (int place = 0; place < PlaceCount; ++place)
            make(Place(place));
        lookForServers();
    } else if (!m_services.safe) {
        awaitDemo();
    }
}

MainWindow::~MainWindow() = default;

QString MainWindow::keptFile(QLatin1StringView name) const
{
    return m_services.safe || m_services.configFolder.isEmpty() ? QString()
                                                                : QDir(m_services.configFolder).filePath(name);
}

void MainWindow::makeFrame()
{
    m_start = new StartPage(m_actions, m_workspaces->runs(), this);
    m_stack = new QStackedWidget(this);
    m_stack->addWidget(m_start);
    for (int place = Start + 1; place < PlaceCount; ++place)
        m_stack->addWidget(new QWidget(m_stack));

    m_places = new QActionGroup(this);
    m_places->setExclusionPolicy(QActionGroup::ExclusionPolicy::ExclusiveOptional);
    QList<QAction*> onRail;
    for (const auto& [place, id] :
         {std::pair(Models, "go.models"), std::pair(Run, "go.run"), std::pair(Compare, "go.compare"),
          std::pair(Sweep, "go.sweep"), std::pair(Stability, "go.stability"), std::pair(History, "go.history"),
          std::pair(Suites, "go.suites")}) {
        QAction* action = m_actions->action(QLatin1String(id));
        action->setData(int(place));
        m_places->addAction(action);
        onRail << action;
        connect(action, &QAction::triggered, this, [this, place] { go(place); });
    }
    m_notice = new NoticeBar(this);
    auto* right = new QVBoxLayout;
    right->setSpacing(0);
    right->addWidget(m_notice);
    right->addWidget(m_stack, 1);
    auto* central = new QWidget(this);
    auto* row = new QHBoxLayout(central);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(new Rail(onRail, central));
    row->addLayout(right, 1);
    setCentralWidget(central);
}

void MainWindow::makeStatusBar()
{
    m_errorCount = new QToolButton(this);
    m_errorCount->setAutoRaise(true);
    nameControl(m_errorCount, QStringLiteral("error-count"), tr("Errors"));
    m_errorCount->setFocusPolicy(Qt::TabFocus);
    m_errorCount->setToolTip(tr("Show the list of errors"));
    statusBar()->addPermanentWidget(m_errorCount);
    connect(m_errors, &ErrorLog::countChanged, this, &MainWindow::countErrors);
    connect(m_errorCount, &QToolButton::clicked, this, &MainWindow::showErrors);
    countErrors();
}

void MainWindow::makeJobStatus()
{
    m_job.set(new JobStatus(m_actions->action(QStringLiteral("run.pause")),
                            m_actions->action(QStringLiteral("run.cancel")), this));
    statusBar()->addWidget(m_job.get(), 1);
}

void MainWindow::makeImportStatus()
{
    static_cast<void>(m_job.get()); // is the first of the line
    m_import.set(new ImportStatus(m_actions->action(QStringLiteral("history.cancel-import")), this));
    statusBar()->insertPermanentWidget(1, m_import.get());
    m_import->hide(); // inserting shows it
}

void MainWindow::connectPlaces()
{
    const auto on = [this](const char* id, auto&& slot) {
        connect(m_actions->action(QLatin1String(id)), &QAction::triggered, this, slot);
    };
    on("start.demo", [this] { startDemo(); });
    on("run.new", [this] {
        go(Run);
        m_run->showForm();
    });
    on("file.open", [this] { chooseWorkspace(); });
    on("file.runs", [this] { showHistory(false); });
    on("history.import", [this] { chooseImport(); });
    on("file.quit", [this] { close(); });
    on("go.start", [this] { go(Start); });
    on("go.back", [this] {
        if (m_back.isEmpty())
            return;
        m_forward.append(place());
        goTo(m_back.takeLast(), false);
    });
    on("go.forward", [this] {
        if (m_forward.isEmpty())
            return;
        m_back.append(place());
        goTo(m_forward.takeLast(), false);
    });
    on("help.about", [this] { showAbout(); });

    connect(m_start, &StartPage::runChosen, this, [this](const QString& id) { openRun(id); });
    connect(m_start, &StartPage::resumeWanted, this, &MainWindow::resumeRun);
    connect(m_start, &StartPage::shownAtStartChosen, this,
            [this](bool shown) { m_settings->set(Setting::StartPage, shown); });
    connect(m_start, &StartPage::allRunsWanted, this, [this] { showHistory(false); });
}

void MainWindow::connectLoading()
{
    connect(m_models, &ModelTable::saveFailed, this, &MainWindow::report);
    connect(m_workspaces, &Workspaces::failed, this, &MainWindow::report);
    connect(m_workspaces, &Workspaces::guestOpened, this, &MainWindow::showGuest);
    connect(m_loader, &RunLoader::loaded, this, &MainWindow::showRun);
    connect(m_loader, &RunLoader::failed, this, [this](const base::Error& error) {
        m_compare->setLoading(false);
        keepRuns();
        // Of another workspace, or deleted since.
        if (std::exchange(m_bringingBack, false) && error.code == QLatin1String("store.no_run"))
            showFirstPlace();
        else
            report(error);
    });
}

void MainWindow::go(Place place)
{
    goTo(place, true);
}

void MainWindow::goTo(Place place, bool remember)
{
    if (remember && place != this->place()) {
        m_back.append(this->place());
        m_forward.clear();
    }
    make(place);
    const bool leaving = focusWidget() && m_stack->currentWidget()->isAncestorOf(focusWidget());
    m_stack->setCurrentIndex(int(place));
    for (QAction* action : m_places->actions())
        action->setChecked(action->data().toInt() == int(place));
    // Not to the next control of the window, which is on the rail.
    if (leaving ? !m_stack->currentWidget()->isAncestorOf(focusWidget()) : focusStrayed())
        focusFirst(m_stack->currentWidget());
    m_actions->action(QStringLiteral("go.back"))->setEnabled(!m_back.isEmpty());
    m_actions->action(QStringLiteral("go.forward"))->setEnabled(!m_forward.isEmpty());
    if (place == Stability)
        loadKeptRun();
    activateUndo();
    updateTitle();
}

bool MainWindow::focusStrayed() const
{
    if (!focusWidget())
        return place() != Start;
    const auto* button = qobject_cast<QToolButton*>(focusWidget());
    return button && m_places->actions().contains(button->defaultAction()) && !button->isChecked();
}

MainWindow::Place MainWindow::place() const
{
    return Place(m_stack->currentIndex());
}

void MainWindow::updateTitle()
{
    QString title;
    switch (place()) {
    case Models:
        title = tr("Models");
        break;
    case Run:
        title = m_run->title();
        break;
    case Compare:
        title = m_compare->title();
        break;
    case Sweep:
        title = m_sweep->title();
        break;
    case Stability:
        title = m_stability->title();
        break;
    case History:
        title = tr("History");
        break;
    case Suites:
        title = m_suites->title();
        break;
    default:
        title = tr("Start");
    }
    setWindowTitle(tr("%1 — Quantlens").arg(title));
    m_actions->action(QStringLiteral("file.report"))
        ->setEnabled(runOfPlace() || (place() == Run && !running() && !m_run->runId().isEmpty()) ||
                     (place() == History && !reportableRun().isEmpty()));
}

void MainWindow::report(const base::Error& error)
{
    m_errors->add(error);
    m_notice->report(error);
}

void MainWindow::openRun(const QString& runId, const QString& promptId)
{
    load(services().store, runId, promptId);
}

void MainWindow::load(const std::shared_ptr<store::Store>& store, const QString& runId, const QString& promptId,
                      bool bringBack)
{
    if (!store || runId.isEmpty())
        return;
    m_bringingBack = bringBack;
    go(Compare);
    // A run that was still going when it was loaded has more answers by now.
    const ShownRunPtr& shown = m_compare->run();
    if (shown && shown->data.run.id == runId && shown->data.run.status != domain::RunStatus::Running) {
        m_compare->selectPrompt(promptId);
        if (const auto charts = placeOfCharts(runId); charts && promptId.isEmpty())
            goTo(*charts, false);
        return;
    }
    m_wantedPrompt = promptId;
    m_compare->setLoading(true);
    m_loading = store;
    m_loader->load(store, runId);
}

void MainWindow::showRun(const ShownRunPtr& run)
{
    m_compare->setRun(run, m_loading, whyOnlyRead(m_loading, m_services));
    m_storeOf.insert(run->data.run.id, m_loading);
    const QString prompt = std::exchange(m_wantedPrompt, {});
    m_compare->selectPrompt(prompt);
    if (SweepPanel::shows(run->data.run)) {
        m_sweep->setRun(run);
        if (prompt.isEmpty())
            goTo(Sweep, false);
    } else if (StabilityPanel::shows(run->data.run)) {
        m_stability->setRun(run);
        if (prompt.isEmpty())
            goTo(Stability, false);
    }
    if (focusStrayed()) // while there was nothing yet that could have it
        focusFirst(m_stack->currentWidget());
    // It may have taken the place of one that was chosen there and had not come yet.
    keepRuns();
    updateTitle();
}

void MainWindow::loadChosen(const QString& runId)
{
    if (!services().store) {
        keepRuns();
        return;
    }
    m_bringingBack = false;
    m_wantedPrompt.clear();
    m_loading = m_services.store;
    m_loader->load(m_services.store, runId);
}

void MainWindow::keepRuns()
{
    if (SweepPanel* sweep = m_sweep.made())
        sweep->keepRun();
    if (StabilityPanel* stability = m_stability.made())
        stability->keepRuns();
}

std::optional<MainWindow::Place> MainWindow::placeOfCharts(const QString& runId) const
{
    const auto shows = [&runId](const auto* panel) {
        return panel && panel->run() && panel->run()->data.run.id == runId;
    };
    if (shows(m_sweep.made()))
        return Sweep;
    if (shows(m_stability.made()))
        return Stability;
    return {};
}

void MainWindow::openPrompts(const ShownRunPtr& run, int side, const QStringList& ids, const QString& why)
{
    if (!run)
        return;
    if (!m_compare->run() || m_compare->run()->data.run.id != run->data.run.id) {
        const std::shared_ptr<store::Store> store = m_storeOf.value(run->data.run.id);
        m_compare->setRun(run, store, whyOnlyRead(store, m_services));
    }
    if (side >= 0)
        m_compare->showSide(side);
    m_compare->showOnly(ids, why);
    go(Compare);
}

void MainWindow::showGuest()
{
    const store::RunListItem* newest = m_workspaces->guestRuns()->at(0);
    if (!newest) {
        report({.code = QStringLiteral("window.empty_workspace"),
                .message = tr("There is no run in %1.").arg(m_workspaces->guest()->path()),
                .hint = {},
                .detail = {}});
        return;
    }
    if (m_workspaces->guestRuns()->rowCount() == 1)
        load(m_workspaces->guest(), newest->run.id, {});
    else
        showHistory(true);
}

} // namespace quantlens::ui
