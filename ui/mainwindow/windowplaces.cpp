// SPDX-License-Identifier: GPL-3.0-or-later
// The places of the window: made when they are needed, and those that nobody needed yet once the window is painted.
#include "ui/actions/actioncollection.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/workspaces.h"
#include "ui/panels/comparepanel.h"
#include "ui/panels/historypanel.h"
#include "ui/panels/modelspanel.h"
#include "ui/panels/runpanel.h"
#include "ui/panels/stabilitypanel.h"
#include "ui/panels/startpage.h"
#include "ui/panels/suitespanel.h"
#include "ui/panels/sweeppanel.h"
#include "ui/settings/settings.h"

#include <QStackedWidget>
#include <QTimer>

#include <array>
#include <utility>

namespace quantlens::ui {

void MainWindow::make(Place place)
{
    static constexpr std::array<void (MainWindow::*)(), PlaceCount> makers{nullptr, // the start page is always there
                                                                           &MainWindow::makeModels,
                                                                           &MainWindow::makeRun,
                                                                           &MainWindow::makeCompare,
                                                                           &MainWindow::makeSweep,
                                                                           &MainWindow::makeStability,
                                                                           &MainWindow::makeHistory,
                                                                           &MainWindow::makeSuites};
    if (m_there.at(place))
        return;
    openServices();
    (this->*makers.at(place))();
}

void MainWindow::openServices()
{
    if (std::exchange(m_opened, true))
        return;
    static_cast<void>(m_import.get()); // with the job's line: neither is in the first picture, which is what one can do
    if (m_services.open)
        m_services.open(m_services);
    for (const base::Error& error : std::as_const(m_services.errors))
        report(error);
    m_start->complete(m_settings->get<bool>(Setting::StartPage),
                      m_services.safe
                          ? tr("Safe mode keeps no runs. Open results to read them.")
                          : tr("No runs yet. Try the demo, or compare two models: every run is kept and listed here."));
    m_workspaces->setOwn(m_services.store);
    if (m_services.safe)
        return;
    connectServices();
    lookForDemo();
}

const WindowServices& MainWindow::services()
{
    openServices();
    return m_services;
}

void MainWindow::makeNext()
{
    // What people turn to first comes first.
    for (const Place place : {Run, Compare, Models, History, Sweep, Stability, Suites}) {
        if (m_there.at(place))
            continue;
        make(place);
        QTimer::singleShot(0, this, &MainWindow::makeNext);
        return;
    }
    lookForServers();
}

void MainWindow::paintEvent(QPaintEvent* event)
{
    QMainWindow::paintEvent(event);
    if (m_services.open && !std::exchange(m_painted, true))
        QTimer::singleShot(0, this, &MainWindow::makeNext);
}

void MainWindow::addPlace(Place place, QWidget* panel)
{
    QWidget* room = m_stack->widget(int(place));
    const bool shown = m_stack->currentWidget() == room;
    m_stack->insertWidget(int(place), panel);
    if (shown)
        m_stack->setCurrentWidget(panel);
    m_stack->removeWidget(room);
    room->deleteLater();
    m_there.at(place) = true;
    if (m_restored)
        restorePlace(place);
}

void MainWindow::makeCompare()
{
    auto* panel = new ComparePanel(m_actions, this);
    m_compare.set(panel);
    addPlace(Compare, panel);
    connect(panel, &ComparePanel::promptShown, this, &MainWindow::updateTitle);
    connect(panel, &ComparePanel::failed, this, &MainWindow::report);
    connect(panel, &ComparePanel::runChanged, this, [this](const ShownRunPtr& run) {
        // Answers set by hand count in the charts too.
        if (run && placeOfCharts(run->data.run.id) == Sweep)
            m_sweep->setRun(run);
    });
}

void MainWindow::makeSweep()
{
    auto* panel = new SweepPanel(m_actions, this);
    m_sweep.set(panel);
    addPlace(Sweep, panel);
    panel->setRuns(m_workspaces->runs());
    connect(panel, &SweepPanel::runWanted, this, &MainWindow::loadChosen);
    connect(panel, &SweepPanel::failed, this, &MainWindow::report);
    connect(panel, &SweepPanel::openPrompts, this, [this](int side, const QStringList& ids, const QString& why) {
        openPrompts(m_sweep->run(), side, ids, why);
    });
}

void MainWindow::makeStability()
{
    auto* panel = new StabilityPanel(m_actions, this);
    m_stability.set(panel);
    addPlace(Stability, panel);
    panel->setRuns(m_workspaces->runs());
    connect(panel, &StabilityPanel::runWanted, this, &MainWindow::loadChosen);
    connect(panel, &StabilityPanel::failed, this, &MainWindow::report);
    connect(panel, &StabilityPanel::openPrompts, this,
            [this](const ShownRunPtr& run, const QStringList& ids, const QString& why, int level) {
                openPrompts(run, -1, ids, why);
                if (level > 0)
                    m_compare->showLevel(level);
            });
}

} // namespace quantlens::ui
