// SPDX-License-Identifier: GPL-3.0-or-later
// The window and what finds and tests models in the engine thread; keys and engines.
#include "core/base/text.h"
#include "ui/actions/actioncollection.h"
#include "ui/mainwindow/enginesdialog.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/models/keykeeper.h"
#include "ui/models/modeltable.h"
#include "ui/panels/modelspanel.h"
#include "ui/panels/runform.h"
#include "ui/panels/runpanel.h"
#include "ui/panels/startpage.h"
#include "ui/settings/settings.h"

#include <QMetaObject>
#include <QStatusBar>
#include <QtConcurrent>

namespace quantlens::ui {

using runners::ModelService;

engines::Programs MainWindow::programs() const
{
    return {.llamaServer = m_settings->get<QString>(Setting::LlamaServer),
            .mlxServer = m_settings->get<QString>(Setting::MlxServer)};
}

void MainWindow::makeModels()
{
    auto* panel = new ModelsPanel(m_actions, m_models, this);
    m_modelsPanel.set(panel);
    addPlace(Models, panel);
    connect(panel, &ModelsPanel::useWanted, this, [this](const QString& spec, int side) {
        m_run->form()->setModel(side, spec);
        statusBar()->showMessage(side == 0 ? tr("Side A of the next run: %1").arg(base::singleLine(spec, 200))
                                           : tr("Side B of the next run: %1").arg(base::singleLine(spec, 200)),
                                 5000);
    });
    connect(panel, &ModelsPanel::foldersChosen, this, &MainWindow::searchFolders);
    if (m_services.safe)
        panel->setKeys(nullptr, tr("Safe mode: no key is kept or sent."));
    else if (m_services.keychain || m_services.sessionKeys)
        panel->setKeys(new KeyKeeper(m_services.keychain, m_services.sessionKeys, m_services.keyIndex, this), {});
    ModelService* service = m_services.models;
    if (!service || m_services.safe)
        return;
    connect(panel, &ModelsPanel::discoverWanted, service, &ModelService::discover, Qt::QueuedConnection);
    connect(panel, &ModelsPanel::testWanted, service, &ModelService::test, Qt::QueuedConnection);
    connect(panel, &ModelsPanel::cancelWanted, service, &ModelService::cancel, Qt::QueuedConnection);
    connect(service, &ModelService::testing, panel, &ModelsPanel::setTesting, Qt::QueuedConnection);
    connect(service, &ModelService::tested, panel, &ModelsPanel::takeReport, Qt::QueuedConnection);
    connect(service, &ModelService::discovered, panel, &ModelsPanel::takeServers, Qt::QueuedConnection);
    // A test beside a run would change what the run measures.
    const auto block = [panel](bool running) { panel->setTestsBlocked(running ? tr("A run is going.") : QString()); };
    connect(m_actions->action(QStringLiteral("run.cancel")), &QAction::enabledChanged, panel, block);
    block(running());
}

QString MainWindow::whyNothingIsAsked() const
{
    return m_services.safe     ? tr("Safe mode: nothing is started or sent.")
           : m_services.models ? QString()
                               : tr("Nothing can be asked: the engine thread does not run.");
}

void MainWindow::lookForServers()
{
    if (ModelService* service = m_services.safe ? nullptr : services().models)
        QMetaObject::invokeMethod(service, [service] { service->discover({}); }, Qt::QueuedConnection);
}

void MainWindow::usePrograms()
{
    const engines::Programs programs = this->programs();
    if (ModelService* service = m_services.models)
        QMetaObject::invokeMethod(
            service, [service, programs] { service->setPrograms(programs); }, Qt::QueuedConnection);
    if (runners::RunService* runs = m_services.runs)
        QMetaObject::invokeMethod(runs, [runs, programs] { runs->setPrograms(programs); }, Qt::QueuedConnection);
}

void MainWindow::showEngines()
{
    auto* dialog = new EnginesDialog(programs(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        m_settings->set(Setting::LlamaServer, dialog->programs().llamaServer);
        m_settings->set(Setting::MlxServer, dialog->programs().mlxServer);
        usePrograms();
        lookForDemo();
    });
    dialog->open();
}

void MainWindow::awaitDemo()
{
    // Not before it is known whether it runs live: an early press would get the recorded run.
    m_actions->action(QStringLiteral("start.demo"))->setEnabled(false);
    m_start->setDemo(demoState({}));
}

void MainWindow::lookForDemo()
{
    awaitDemo();
    QtConcurrent::run([programs = programs()] {
        return findDemo(programs);
    }).then(this, [this](const DemoOffer& offer) {
        m_demo = offer;
        m_start->setDemo(demoState(offer));
        m_actions->action(QStringLiteral("start.demo"))->setEnabled(true);
        m_start->setFound(foundOnThisComputer(offer, m_servers));
    });
}

void MainWindow::useModelArguments(runners::RunRequest& request) const
{
    for (runners::SideRequest& side : request.sides) {
        if (side.engineArgs.isEmpty())
            side.engineArgs = m_models->engineArgs(side.spec);
    }
}

} // namespace quantlens::ui
