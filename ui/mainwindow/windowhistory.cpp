// SPDX-License-Identifier: GPL-3.0-or-later
// The window and its places History and Suites.
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/workspaces.h"
#include "ui/panels/historypanel.h"
#include "ui/panels/runform.h"
#include "ui/panels/runpanel.h"
#include "ui/panels/suitespanel.h"

#include <QAbstractButton>
#include <QMessageBox>
#include <QPushButton>

namespace quantlens::ui {

void MainWindow::makeHistory()
{
    auto* panel = new HistoryPanel(m_actions, this);
    m_history.set(panel);
    addPlace(History, panel);
    panel->setWorkspace(m_workspaces->runs(), m_services.store,
                        m_services.safe ? tr("Safe mode: nothing is written.") : QString());
    panel->setCanResume(m_services.runs != nullptr);
    connect(panel, &HistoryPanel::openWanted, this,
            [this](const QString& runId, const QString& promptId) { load(storeOfHistory(), runId, promptId); });
    connect(panel, &HistoryPanel::reportWanted, this,
            [this](const QString& runId) { loadReport(storeOfHistory(), runId); });
    connect(panel, &HistoryPanel::resumeWanted, this, &MainWindow::resumeRun);
    connect(panel, &HistoryPanel::ownWanted, this, [this] { showHistory(false); });
    connect(panel, &HistoryPanel::undoStackChanged, this, &MainWindow::activateUndo);
    connect(panel, &HistoryPanel::selectionChanged, this, &MainWindow::updateTitle);
    connect(panel, &HistoryPanel::failed, this, [this](const base::Error& error) {
        report(error);
        m_workspaces->refresh(); // what is listed may not be what is stored
    });
}

void MainWindow::showHistory(bool guest)
{
    if (guest && m_workspaces->guest())
        m_history->setWorkspace(m_workspaces->guestRuns(), m_workspaces->guest(),
                                tr("This file was opened to be read: nothing can be written into it."),
                                m_workspaces->guest()->path());
    else if (m_historyOfGuest)
        m_history->setWorkspace(m_workspaces->runs(), m_services.store);
    m_historyOfGuest = guest && m_workspaces->guest();
    go(History);
}

std::shared_ptr<store::Store> MainWindow::storeOfHistory() const
{
    return m_historyOfGuest ? m_workspaces->guest() : m_services.store;
}

QString MainWindow::reportableRun() const
{
    const QStringList chosen = m_history->selectedRuns();
    return chosen.size() == 1 && !m_history->showsDeleted() ? chosen.first() : QString();
}

void MainWindow::makeSuites()
{
    auto* panel = new SuitesPanel(m_actions, keptFile(QLatin1StringView("suites.json")), this);
    m_suites.set(panel);
    addPlace(Suites, panel);
    connect(panel, &SuitesPanel::failed, this, &MainWindow::report);
    connect(panel, &SuitesPanel::undoStackChanged, this, &MainWindow::activateUndo);
    connect(panel, &SuitesPanel::titleChanged, this, &MainWindow::updateTitle);
    connect(panel, &SuitesPanel::useWanted, this, [this](const QString& suite) {
        m_run->form()->setSuite(suite);
        go(Run);
        m_run->showForm();
    });
}

bool MainWindow::suitesMayClose()
{
    const QStringList unsaved = m_suites.made() ? m_suites->unsaved() : QStringList();
    if (unsaved.isEmpty() || m_discardSuites)
        return true;
    auto* box = new QMessageBox(QMessageBox::Warning, tr("Unsaved suites"),
                                tr("Changes are not saved: %1").arg(unsaved.join(QStringLiteral(", "))),
                                QMessageBox::Cancel, this);
    box->setObjectName(QStringLiteral("unsaved-suites"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    QPushButton* save = box->addButton(tr("&Save"), QMessageBox::AcceptRole);
    save->setObjectName(QStringLiteral("unsaved-suites-save"));
    QPushButton* discard = box->addButton(tr("&Discard"), QMessageBox::DestructiveRole);
    discard->setObjectName(QStringLiteral("unsaved-suites-discard"));
    box->setDefaultButton(save);
    connect(box, &QMessageBox::buttonClicked, this, [this, save, discard](QAbstractButton* pressed) {
        if (pressed == save) {
            go(Suites);
            if (m_suites->saveAll())
                close();
        } else if (pressed == discard) {
            m_discardSuites = true;
            close();
        }
    });
    box->open();
    return false;
}

} // namespace quantlens::ui
