// SPDX-License-Identifier: GPL-3.0-or-later
// The window and the reports of the runs it shows.
#include "ui/actions/actioncollection.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/panels/comparepanel.h"
#include "ui/panels/reportdialog.h"
#include "ui/panels/runpanel.h"
#include "ui/panels/stabilitypanel.h"
#include "ui/panels/sweeppanel.h"

namespace quantlens::ui {

void MainWindow::connectReports()
{
    connect(m_actions->action(QStringLiteral("file.report")), &QAction::triggered, this, &MainWindow::showReport);
    connect(m_reportLoader, &RunLoader::loaded, this, &MainWindow::openReport);
    connect(m_reportLoader, &RunLoader::failed, this, &MainWindow::report);
}

ShownRunPtr MainWindow::runOfPlace() const
{
    switch (place()) {
    case Compare:
        return m_compare->run();
    case Sweep:
        return m_sweep->run();
    case Stability:
        return m_stability->run();
    default:
        return {};
    }
}

void MainWindow::showReport()
{
    if (const ShownRunPtr run = runOfPlace())
        openReport(run);
    else if (place() == Run && !running())
        showReportOf(m_run->runId());
    else if (place() == History)
        loadReport(storeOfHistory(), reportableRun());
}

void MainWindow::showReportOf(const QString& runId)
{
    loadReport(services().store, runId);
}

void MainWindow::loadReport(const std::shared_ptr<store::Store>& store, const QString& runId)
{
    if (store && !runId.isEmpty())
        m_reportLoader->load(store, runId);
}

void MainWindow::openReport(const ShownRunPtr& run)
{
    auto* dialog = new ReportDialog(run, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

} // namespace quantlens::ui
