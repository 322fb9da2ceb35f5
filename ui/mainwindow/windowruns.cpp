// SPDX-License-Identifier: GPL-3.0-or-later
// The window and the runs in the engine thread.
#include "ui/actions/actioncollection.h"
#include "ui/mainwindow/jobstatus.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/noticebar.h"
#include "ui/mainwindow/workspaces.h"
#include "ui/models/format.h"
#include "ui/models/runtext.h"
#include "ui/panels/runform.h"
#include "ui/panels/runpanel.h"
#include "ui/panels/startpage.h"

#include <QMetaObject>
#include <QtConcurrent>

namespace quantlens::ui {

using runners::ModelService;
using runners::RunService;

void MainWindow::makeRun()
{
    auto* panel = new RunPanel(m_actions, m_models, m_workspaces->runs(), this);
    m_run.set(panel);
    addPlace(Run, panel);
    connect(panel, &RunPanel::errorsChanged, this, &MainWindow::countErrors);
    connect(panel, &RunPanel::startWanted, this, &MainWindow::startRun);
    connect(panel, &RunPanel::openWanted, this, &MainWindow::openRun);
    connect(panel, &RunPanel::resumeWanted, this, &MainWindow::resumeRun);
    connect(panel, &RunPanel::retryWanted, this, &MainWindow::retryFailed);
    if (runners::RunService* runs = m_services.runs) {
        connect(panel, &RunPanel::cancelWanted, runs, &RunService::cancel, Qt::QueuedConnection);
        connect(panel, &RunPanel::pauseWanted, runs, &RunService::setPaused, Qt::QueuedConnection);
    }
    if (ModelService* service = m_services.models; service && !m_services.safe) {
        connect(panel, &RunPanel::estimateWanted, this,
                [this, service](const runners::RunRequest& request, quint64 ticket) {
                    runners::RunRequest asked = request;
                    useModelArguments(asked);
                    QMetaObject::invokeMethod(
                        service, [service, asked, ticket] { service->probe(asked, ticket); }, Qt::QueuedConnection);
                });
        connect(panel, &RunPanel::estimateCancelled, service, &ModelService::cancelProbe, Qt::QueuedConnection);
        connect(service, &ModelService::probed, panel, &RunPanel::takeEstimate, Qt::QueuedConnection);
    }
    if (const QString why = whyNothingIsAsked(); !why.isEmpty())
        panel->setEstimateBlocked(why);
    if (m_services.safe)
        panel->form()->setBlocked(whySafe());
    else if (!m_services.store)
        panel->form()->setBlocked(tr("Nothing can be run: the workspace is not open."));
    else if (!m_services.runs)
        panel->form()->setBlocked(tr("Nothing can be run: the engine thread does not run."));
}

void MainWindow::connectServices()
{
    if (ModelService* models = m_services.models) {
        connect(
            models, &ModelService::discovered, this,
            [this](const QString& host, const QList<backends::Discovered>& servers) {
                if (!host.isEmpty())
                    return; // another computer
                m_servers = servers;
                m_start->setFound(foundOnThisComputer(m_demo, m_servers));
            },
            Qt::QueuedConnection);
    } else {
        const QString why = whyNothingIsAsked();
        m_actions->block(QStringLiteral("models.test"), why);
        m_actions->block(QStringLiteral("models.discover"), why);
    }
    if (RunService* runs = m_services.runs) {
        connect(runs, &RunService::started, this, &MainWindow::runStarted, Qt::QueuedConnection);
        connect(runs, &RunService::finished, this, &MainWindow::runFinished, Qt::QueuedConnection);
        connect(
            runs, &RunService::updated, this,
            [this](const runners::LiveUpdate& update) {
                m_run->apply(update);
                m_job->setProgress(update);
            },
            Qt::QueuedConnection);
    }
    usePrograms();
}

bool MainWindow::running() const
{
    const RunPanel* panel = m_run.made();
    return panel && panel->running();
}

int MainWindow::failedRequests() const
{
    const RunPanel* panel = m_run.made();
    return panel ? panel->errors() : 0;
}

bool MainWindow::beginRun()
{
    if (!services().runs || running())
        return false;
    m_notice->dismiss();
    m_run->setStarting();
    m_start->setBusy(true);
    m_job->starting(tr("Starting a run"));
    go(Run);
    return true;
}

// By value: what the panel passes is its own run's, which starting another one clears.
void MainWindow::resumeRun(QString runId)
{
    if (running()) {
        report({.code = QStringLiteral("run.busy"),
                .message = tr("Another run is going: one runs at a time."),
                .hint = tr("Resume it when that one is through, or cancel that one."),
                .detail = {}});
        return;
    }
    if (!beginRun())
        return;
    QMetaObject::invokeMethod(
        m_services.runs, [runs = m_services.runs, runId] { runs->resume(runId, false); }, Qt::QueuedConnection);
}

void MainWindow::retryFailed(QString runId, QList<domain::GenerationKey> keys)
{
    const bool going = running() && m_run->runId() == runId;
    if (!m_services.runs || (!going && !beginRun()))
        return;
    QMetaObject::invokeMethod(
        m_services.runs, [runs = m_services.runs, runId, keys] { runs->retry(runId, keys); }, Qt::QueuedConnection);
}

void MainWindow::startRun(const runners::RunRequest& request)
{
    if (!beginRun())
        return;
    runners::RunRequest asked = request;
    useModelArguments(asked);
    QMetaObject::invokeMethod(
        m_services.runs, [runs = m_services.runs, asked] { runs->start(asked); }, Qt::QueuedConnection);
}

void MainWindow::startDemo()
{
    if (running()) {
        go(Run);
        return;
    }
    QAction* action = m_actions->action(QStringLiteral("start.demo"));
    action->setEnabled(false); // until it is prepared: a second press would prepare it twice
    m_job->starting(tr("Preparing the demo"));
    DemoOffer offer = m_demo;
    if (!services().runs)
        offer.server.clear();
    QtConcurrent::run([offer] {
        return prepareDemo(offer);
    }).then(this, [this, action](const base::Expected<DemoPlan>& plan) {
        action->setEnabled(true);
        m_job->finished(tr("Ready"));
        if (!plan) {
            report(plan.error());
        } else if (plan->live) {
            m_demoRun = true;
            m_run->form()->setRequest(plan->request);
            startRun(plan->request);
        } else {
            m_job->finished(tr("Demo: a recorded run, no engine was started"));
            m_workspaces->openGuest(plan->recorded);
        }
    });
}

void MainWindow::runStarted(const domain::RunRecord& run)
{
    m_run->setRun(run);
    m_job->starting(runTitle(run));
    updateTitle();
}

void MainWindow::runFinished(const domain::RunRecord& run)
{
    if (run.error && run.error->code == QLatin1String("run.busy")) {
        report(*run.error);
        return;
    }
    m_run->setFinished(run);
    m_start->setBusy(false);
    updateTitle();
    const bool demo = std::exchange(m_demoRun, false);
    QString line;
    if (run.status == domain::RunStatus::Finished)
        line = tr("%1 finished in %2").arg(runTitle(run), format::duration(double(run.started.msecsTo(run.finished))));
    else if (run.status == domain::RunStatus::Cancelled)
        line = tr("%1 cancelled: what was answered is kept").arg(runTitle(run));
    else
        line = tr("The run could not compare");
    m_job->finished(line);
    if (run.error)
        report(*run.error);
    m_workspaces->refresh();
    updateTitle();
    if (demo && run.status == domain::RunStatus::Finished && place() == Run)
        openRun(run.id);
}

} // namespace quantlens::ui
