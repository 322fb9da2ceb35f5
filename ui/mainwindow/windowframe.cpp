// SPDX-License-Identifier: GPL-3.0-or-later
// What belongs to no place: palette, shortcuts, the list of errors, undo, safe mode.
#include "ui/actions/actioncollection.h"
#include "ui/mainwindow/commandpalette.h"
#include "ui/mainwindow/errorsdialog.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/noticebar.h"
#include "ui/mainwindow/recentfiles.h"
#include "ui/mainwindow/shortcutdialog.h"
#include "ui/models/errorlog.h"
#include "ui/panels/historypanel.h"
#include "ui/panels/parts.h"
#include "ui/panels/runform.h"
#include "ui/panels/runpanel.h"
#include "ui/panels/suitespanel.h"

#include <QStackedWidget>
#include <QToolButton>
#include <QUndoGroup>
#include <QUndoStack>
#include <QVBoxLayout>

namespace quantlens::ui {

void MainWindow::connectFrame()
{
    const auto on = [this](const char* id, auto&& slot) {
        connect(m_actions->action(QLatin1String(id)), &QAction::triggered, this, slot);
    };
    on("help.find-action", [this] { showPalette(); });
    on("settings.shortcuts", [this] { showShortcuts(); });
    on("settings.engines", [this] { showEngines(); });
    on("go.errors", [this] { showErrors(); });
    connect(m_recent, &RecentFiles::chosen, this, [this](const QString& path) { openFiles({path}); });

    QAction* undo = m_actions->action(QStringLiteral("edit.undo"));
    QAction* redo = m_actions->action(QStringLiteral("edit.redo"));
    connect(undo, &QAction::triggered, m_undo, &QUndoGroup::undo);
    connect(redo, &QAction::triggered, m_undo, &QUndoGroup::redo);
    connect(m_undo, &QUndoGroup::canUndoChanged, undo, &QAction::setEnabled);
    connect(m_undo, &QUndoGroup::canRedoChanged, redo, &QAction::setEnabled);
    // Names of models and prompts may hold "&".
    const auto named = [](const QString& what, const QString& text) {
        return text.isEmpty() ? what : what + u' ' + QString(text).replace(u'&', QLatin1StringView("&&"));
    };
    connect(m_undo, &QUndoGroup::undoTextChanged, undo,
            [undo, named](const QString& text) { undo->setText(named(tr("&Undo"), text)); });
    connect(m_undo, &QUndoGroup::redoTextChanged, redo,
            [redo, named](const QString& text) { redo->setText(named(tr("&Redo"), text)); });
    undo->setEnabled(false);
    redo->setEnabled(false);
}

void MainWindow::activateUndo()
{
    auto* stack = place() == History  ? m_history->undoStack()
                  : place() == Suites ? m_suites->undoStack() // one for each suite
                                      : m_stack->currentWidget()->findChild<QUndoStack*>();
    if (stack && !m_undo->stacks().contains(stack))
        m_undo->addStack(stack);
    m_undo->setActiveStack(stack);
}

void MainWindow::showPalette()
{
    auto* palette = new CommandPalette(m_actions, this);
    palette->setAttribute(Qt::WA_DeleteOnClose);
    palette->open();
}

void MainWindow::showShortcuts()
{
    auto* dialog = new ShortcutDialog(m_actions, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::countErrors()
{
    const int count = m_errors->rowCount() + failedRequests();
    m_errorCount->setText(count == 0 ? tr("0 errors") : tr("⚠ %n error(s)", nullptr, count));
    m_errorCount->setAccessibleDescription(m_errorCount->text());
    if (m_errorsDialog)
        m_errorsDialog->setFailedRequests(failedRequests());
}

void MainWindow::showErrors()
{
    if (!m_errorsDialog) {
        m_errorsDialog = new ErrorsDialog(m_errors, this);
        m_errorsDialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(m_errorsDialog, &ErrorsDialog::failedRequestsWanted, this, [this] {
            m_errorsDialog->close();
            go(Run);
            m_run->showErrors();
        });
    }
    m_errorsDialog->setFailedRequests(failedRequests());
    m_errorsDialog->show();
    m_errorsDialog->raise();
    m_errorsDialog->activateWindow();
}

QString MainWindow::whySafe()
{
    return tr("Safe mode: files are only read, nothing is started, sent or kept.");
}

void MainWindow::enterSafeMode()
{
    const QString why = whySafe();
    for (const char* id : {"start.demo",      "run.new",         "run.pause",        "run.cancel",     "run.retry",
                           "models.discover", "models.test",     "settings.engines", "file.runs",      "file.report",
                           "history.import",  "history.report",  "history.resume",   "history.pin",    "history.note",
                           "history.delete",  "history.restore", "suites.save",      "suites.save-as", "suites.use"})
        m_actions->block(QLatin1String(id), why);
    auto* strip = new QFrame(this);
    nameControl(strip, QStringLiteral("safe-mode"), tr("Safe mode"));
    strip->setFrameShape(QFrame::StyledPanel);
    auto* sign = new QLabel(strip);
    sign->setPixmap(icon(Glyph::Eye, themeFor(palette()).text).pixmap(QSize(16, 16), devicePixelRatioF()));
    sign->setAccessibleName(tr("Safe mode"));
    QLabel* text = plainLabel(tr("Safe mode: files are only read. No engine is started, nothing is sent over the "
                                 "network, and nothing is written or kept."),
                              strip);
    text->setObjectName(QStringLiteral("safe-mode-text"));
    auto* row = new QHBoxLayout(strip);
    row->setContentsMargins(10, 5, 6, 5);
    row->addWidget(sign);
    row->addWidget(text, 1);
    if (auto* right = qobject_cast<QVBoxLayout*>(m_notice->parentWidget()->layout()->itemAt(1)->layout()))
        right->insertWidget(0, strip);
}

} // namespace quantlens::ui
