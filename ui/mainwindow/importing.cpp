// SPDX-License-Identifier: GPL-3.0-or-later
// Results of other programs, read and stored off the UI thread.
#include "core/base/text.h"
#include "core/exchange/importfile.h"
#include "core/exchange/storeimport.h"
#include "ui/actions/actioncollection.h"
#include "ui/mainwindow/importstatus.h"
#include "ui/mainwindow/jobstatus.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/workspaces.h"

#include <QFileDialog>
#include <QStatusBar>
#include <QtConcurrent>

namespace quantlens::ui {

namespace {

struct ImportOutcome
{
    QStringList ids; ///< of all runs of the files, those that were there already among them
    qsizetype stored = 0;
    qsizetype renamed = 0; ///< of those: another run had the id
    bool cancelled = false;
    QList<base::Error> errors;
};

/// Nothing of a cancelled import stays.
ImportOutcome takenBack(store::Store& store, const QList<exchange::StoredRun>& done)
{
    ImportOutcome outcome;
    outcome.cancelled = true;
    for (const exchange::StoredRun& run : done) {
        if (const auto undone = exchange::undoImported(store, run); !undone)
            outcome.errors.append(undone.error());
    }
    return outcome;
}

ImportOutcome importInto(const std::shared_ptr<store::Store>& store, const QStringList& paths,
                         const std::shared_ptr<ImportTask>& task)
{
    const exchange::ImportWatch watch = [task](const exchange::ImportStep& step) { return task->tell(step); };
    exchange::ImportedFiles files = exchange::importFiles(paths, watch);
    QList<exchange::StoredRun> done;
    ImportOutcome outcome;
    outcome.errors = std::move(files.errors);
    for (const domain::RunData& run : std::as_const(files.runs)) {
        if (task->cancelled())
            return takenBack(*store, done);
        const auto stored = exchange::storeImported(*store, run, watch);
        if (!stored && stored.error().code == QLatin1String("import.cancelled"))
            return takenBack(*store, done);
        if (!stored) {
            outcome.errors.append(stored.error());
            break; // a full disk stays full
        }
        done.append(*stored);
        outcome.ids << stored->id;
        outcome.stored += stored->what == exchange::Stored::New;
        outcome.renamed += stored->what == exchange::Stored::New && stored->id != run.run.id;
    }
    return task->cancelled() ? takenBack(*store, done) : outcome;
}

QString importedText(const ImportOutcome& outcome)
{
    if (outcome.cancelled)
        return MainWindow::tr("Import cancelled: nothing of it was kept");
    if (outcome.renamed > 0)
        return MainWindow::tr("%n run(s) imported; ids of other runs were replaced", nullptr, int(outcome.stored));
    return outcome.stored > 0 ? MainWindow::tr("%n run(s) imported", nullptr, int(outcome.stored))
                              : MainWindow::tr("Nothing new was imported");
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
    if (m_services.safe || !services().store) {
        report({.code = QStringLiteral("window.no_workspace"),
                .message = m_services.safe ? tr("Nothing can be imported in safe mode: results are stored as runs.")
                                           : tr("Nothing can be imported: the workspace is not open."),
                .hint = {},
                .detail = {}});
        return;
    }
    QAction* action = m_actions->action(QStringLiteral("history.import"));
    if (paths.isEmpty())
        return;
    if (m_import->busy()) {
        statusBar()->showMessage(tr("An import is going on: these files can be imported when it is through."), 8000);
        return;
    }
    action->setEnabled(false); // one at a time
    const auto task = std::make_shared<ImportTask>();
    m_import->start(task, paths.first(), paths.size());
    QtConcurrent::run(importInto, m_services.store, paths, task)
        .then(this, [this, action](const ImportOutcome& outcome) {
            action->setEnabled(true);
            m_import->done();
            // The line of a run that is going is that run's.
            if (running())
                statusBar()->showMessage(importedText(outcome), 5000);
            else
                m_job->finished(importedText(outcome));
            if (!outcome.errors.isEmpty()) {
                base::Error error = outcome.errors.first();
                if (outcome.errors.size() > 1 && !outcome.cancelled)
                    error.hint = tr("%n more file(s) could not be imported.", nullptr, int(outcome.errors.size()) - 1);
                report(error);
            }
            m_workspaces->refresh();
            if (!outcome.ids.isEmpty())
                openRun(outcome.ids.first());
        });
}

} // namespace quantlens::ui
