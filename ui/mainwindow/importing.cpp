// SPDX-License-Identifier: GPL-3.0-or-later
// Results of other programs, read and stored off the UI thread.
#include "core/base/text.h"
#include "core/exchange/importfile.h"
#include "core/exchange/storeimport.h"
#include "ui/actions/actioncollection.h"
#include "ui/mainwindow/jobstatus.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/workspaces.h"
#include "ui/panels/runpanel.h"

#include <QFileDialog>
#include <QtConcurrent>

namespace quantlens::ui {

namespace {

struct ImportOutcome
{
    QStringList ids; ///< of all runs of the files, those that were there already among them
    qsizetype stored = 0;
    qsizetype renamed = 0; ///< of those: another run had the id
    QList<base::Error> errors;
};

ImportOutcome importInto(const std::shared_ptr<store::Store>& store, const QStringList& paths)
{
    exchange::ImportedFiles files = exchange::importFiles(paths);
    ImportOutcome outcome;
    outcome.errors = std::move(files.errors);
    for (const domain::RunData& run : std::as_const(files.runs)) {
        const auto stored = exchange::storeImported(*store, run);
        if (!stored) {
            outcome.errors.append(stored.error());
            break; // a full disk stays full
        }
        outcome.ids << stored->id;
        outcome.stored += stored->what == exchange::Stored::New;
        outcome.renamed += stored->what == exchange::Stored::New && stored->id != run.run.id;
    }
    return outcome;
}

} // namespace

void MainWindow::chooseImport()
{
    auto* dialog = new QFileDialog(this, tr("Import results"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setNameFilters({tr("Results (*.json *.jsonl *.log *.txt)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::filesSelected, this, &MainWindow::importResults);
    dialog->open();
}

void MainWindow::importResults(const QStringList& paths)
{
    if (m_services.safe || !m_services.store) {
        report({.code = QStringLiteral("window.no_workspace"),
                .message = m_services.safe ? tr("Nothing can be imported in safe mode: results are stored as runs.")
                                           : tr("Nothing can be imported: the workspace is not open."),
                .hint = {},
                .detail = {}});
        return;
    }
    QAction* action = m_actions->action(QStringLiteral("history.import"));
    if (paths.isEmpty() || !action->isEnabled())
        return;
    action->setEnabled(false); // one at a time
    const bool busy = m_run->running();
    if (!busy)
        m_job->starting(tr("Importing %n file(s)", nullptr, int(paths.size())));
    QtConcurrent::run(importInto, m_services.store, paths)
        .then(this, [this, action, busy](const ImportOutcome& outcome) {
            action->setEnabled(true);
            if (!busy)
                m_job->finished(outcome.renamed > 0 ? tr("%n run(s) imported; ids of other runs were replaced", nullptr,
                                                         int(outcome.stored))
                                : outcome.stored > 0 ? tr("%n run(s) imported", nullptr, int(outcome.stored))
                                                     : tr("Nothing new was imported"));
            if (!outcome.errors.isEmpty()) {
                base::Error error = outcome.errors.first();
                if (outcome.errors.size() > 1)
                    error.hint = tr("%n more file(s) could not be imported.", nullptr, int(outcome.errors.size()) - 1);
                report(error);
            }
            m_workspaces->refresh();
            if (!outcome.ids.isEmpty())
                openRun(outcome.ids.first());
        });
}

} // namespace quantlens::ui
