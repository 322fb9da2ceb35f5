// SPDX-License-Identifier: GPL-3.0-or-later
// The window and what finds and tests models in the engine thread; keys and engines.
#include "ui/actions/actioncollection.h"
#include "ui/mainwindow/enginesdialog.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/models/keykeeper.h"
#include "ui/models/modeltable.h"
#include "ui/panels/modelspanel.h"
#include "ui/panels/runpanel.h"
#include "ui/panels/startpage.h"
#include "ui/settings/settings.h"

#include <QMetaObject>
#include <QtConcurrent>

namespace quantlens::ui {

using runners::ModelService;

engines::Programs MainWindow::programs() const
{
    return {.llamaServer = m_settings->get<QString>(Setting::LlamaServer),
            .mlxServer = m_settings->get<QString>(Setting::MlxServer)};
}

void MainWindow::connectModels()
{
    connect(m_actions->action(QStringLiteral("settings.engines")), &QAction::triggered, this, &MainWindow::showEngines);
    connect(m_modelsPanel, &ModelsPanel::foldersChosen, this, &MainWindow::searchFolders);
    if (m_services.safe) {
        m_run->setEstimateBlocked(tr("Safe mode: nothing is started or sent."));
        m_modelsPanel->setKeys(nullptr, tr("Safe mode: no key is kept or sent."));
        return;
    }
    if (m_services.keychain || m_services.sessionKeys)
        m_modelsPanel->setKeys(new KeyKeeper(m_services.keychain, m_services.sessionKeys, m_services.keyIndex, this),
                               {});
    usePrograms();
    ModelService* service = m_services.models;
    if (!service) {
        const QString why = tr("Nothing can be asked: the engine thread does not run.");
        m_actions->block(QStringLiteral("models.test"), why);
        m_actions->block(QStringLiteral("models.discover"), why);
        m_run->setEstimateBlocked(why);
        return;
    }
    connect(m_modelsPanel, &ModelsPanel::discoverWanted, this, [service](const QString& host) {
        QMetaObject::invokeMethod(service, [service, host] { service->discover(host); }, Qt::QueuedConnection);
    });
    connect(m_modelsPanel, &ModelsPanel::testWanted, this, [service](const runners::SideRequest& side) {
        QMetaObject::invokeMethod(service, [service, side] { service->test(side); }, Qt::QueuedConnection);
    });
    connect(m_modelsPanel, &ModelsPanel::cancelWanted, this,
            [service] { QMetaObject::invokeMethod(service, [service] { service->cancel(); }, Qt::QueuedConnection); });
    connect(m_run, &RunPanel::estimateWanted, this,
            [this, service](const runners::RunRequest& request, quint64 ticket) {
                runners::RunRequest asked = request;
                useModelArguments(asked);
                QMetaObject::invokeMethod(
                    service, [service, asked, ticket] { service->probe(asked, ticket); }, Qt::QueuedConnection);
            });
    connect(m_run, &RunPanel::estimateCancelled, this, [service] {
        QMetaObject::invokeMethod(service, [service] { service->cancelProbe(); }, Qt::QueuedConnection);
    });
    connect(service, &ModelService::probed, m_run, &RunPanel::takeEstimate, Qt::QueuedConnection);
    connect(service, &ModelService::testing, m_modelsPanel, &ModelsPanel::setTesting, Qt::QueuedConnection);
    connect(service, &ModelService::tested, m_modelsPanel, &ModelsPanel::takeReport, Qt::QueuedConnection);
    connect(service, &ModelService::discovered, m_modelsPanel, &ModelsPanel::takeServers, Qt::QueuedConnection);
    connect(
        service, &ModelService::discovered, this,
        [this](const QString& host, const QList<backends::Discovered>& servers) {
            if (!host.isEmpty())
                return; // another computer
            m_servers = servers;
            m_start->setFound(foundOnThisComputer(m_demo, m_servers));
        },
        Qt::QueuedConnection);
    // The start page says what runs here; only this computer is asked.
    QMetaObject::invokeMethod(service, [service] { service->discover({}); }, Qt::QueuedConnection);
    // A test beside a run would change what the run measures.
    const QAction* cancel = m_actions->action(QStringLiteral("run.cancel"));
    connect(cancel, &QAction::enabledChanged, this,
            [this](bool running) { m_modelsPanel->setTestsBlocked(running ? tr("A run is going.") : QString()); });
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

void MainWindow::lookForDemo()
{
    // Not before it is known whether it runs live: an early press would get the recorded run.
    m_actions->action(QStringLiteral("start.demo"))->setEnabled(false);
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
