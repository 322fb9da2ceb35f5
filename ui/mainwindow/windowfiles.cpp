// SPDX-License-Identifier: GPL-3.0-or-later
// Files that come to the window: dropped, chosen, named on the command line.
#include "core/base/text.h"
#include "core/gguf/folder.h"
#include "ui/mainwindow/droppedfiles.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/recentfiles.h"
#include "ui/mainwindow/workspaces.h"
#include "ui/models/modeltable.h"
#include "ui/panels/comparepanel.h"
#include "ui/panels/modelspanel.h"
#include "ui/panels/runform.h"
#include "ui/panels/runpanel.h"
#include "ui/panels/suitespanel.h"

#include <QDir>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMimeData>
#include <QStatusBar>
#include <QtConcurrent>

namespace quantlens::ui {

namespace {

constexpr qsizetype mostModelsOfFolder = 1000;
constexpr qsizetype mostUnknownNamed = 5;
constexpr qsizetype mostResultsOfFolder = 1000;

/// What of a folder can be opened: models, and only where there are none results.
struct FolderContents
{
    QStringList models;
    QStringList results;
};

FolderContents contentsOf(const QString& folder)
{
    FolderContents contents{.models = gguf::modelFilesIn(folder, mostModelsOfFolder), .results = {}};
    if (contents.models.isEmpty())
        contents.results = resultFilesIn(folder, mostResultsOfFolder);
    return contents;
}

} // namespace

void MainWindow::openFiles(const QStringList& paths)
{
    const DroppedFiles files = sortFiles(paths);
    const bool toEdit = place() == Suites; // before a model leads elsewhere
    addModels(files.models);
    searchFolders(files.folders);
    for (const QStringList& group : {files.suites, files.workspaces, files.results}) {
        for (const QString& file : group)
            m_recent->add(file);
    }
    openSuites(files.suites, toEdit);
    if (!files.workspaces.isEmpty()) {
        m_workspaces->openGuest(files.workspaces.last());
        if (files.workspaces.size() > 1)
            statusBar()->showMessage(tr("One workspace is shown at a time: %1. The others stand in File → Open recent.")
                                         .arg(base::singleLine(QFileInfo(files.workspaces.last()).fileName(), 100)),
                                     10'000);
    }
    if (!files.results.isEmpty())
        importResults(files.results);
    if (!files.unknown.isEmpty()) {
        QStringList names;
        for (const QString& file : files.unknown.mid(0, mostUnknownNamed))
            names << base::singleLine(file, 200);
        if (files.unknown.size() > mostUnknownNamed)
            names << QStringLiteral("…");
        report({.code = QStringLiteral("window.unknown_file"),
                .message = names.size() == 1
                               ? tr("%1 is neither a model, a suite, a workspace nor a result.").arg(names.first())
                               : tr("These are neither models, suites, workspaces nor results: %1.")
                                     .arg(names.join(QStringLiteral(", "))),
                .hint = tr(
                    "Quantlens opens .gguf, .jsonl and .qlens files and folders of models, and imports .json, .jsonl, "
                    ".log and .txt."),
                .detail = {}});
    }
}

void MainWindow::openSuites(const QStringList& files, bool toEdit)
{
    if (files.isEmpty())
        return;
    if (toEdit) {
        go(Suites);
        for (const QString& file : files)
            m_suites->openSuite(file); // the last one is shown, all are listed
        return;
    }
    for (const QString& file : files)
        m_run->form()->setSuite(file);
    go(Run);
    m_run->showForm();
}

void MainWindow::addModels(const QStringList& files)
{
    if (files.isEmpty())
        return;
    m_modelsPanel->addFiles(files);
    for (const QString& file : files)
        m_recent->add(file);
    // Two files at once are a pair to compare, more a sweep.
    if (files.size() >= 2 && !m_services.safe) {
        m_run->form()->setModels(baselineFirst(files));
        go(Run);
        m_run->showForm();
    } else {
        go(Models);
    }
}

void MainWindow::searchFolders(const QStringList& folders)
{
    for (const QString& folder : folders) {
        QtConcurrent::run(contentsOf, folder).then(this, [this, folder](const FolderContents& found) {
            if (found.models.isEmpty() && found.results.isEmpty()) {
                report({.code = QStringLiteral("window.no_models"),
                        .message = tr("There is neither a .gguf file nor a result in %1 or the folders inside.")
                                       .arg(base::singleLine(QDir::toNativeSeparators(folder), 200)),
                        .hint = {},
                        .detail = {}});
                return;
            }
            m_recent->add(folder);
            if (found.models.isEmpty()) {
                importResults(found.results);
                return;
            }
            m_modelsPanel->addFiles(found.models);
            go(Models);
        });
    }
}

void MainWindow::chooseWorkspace()
{
    auto* dialog = new QFileDialog(this, tr("Open results"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Workspaces and results (*.qlens *.sqlite *.json *.jsonl *.log *.txt)"),
                            tr("Quantlens workspaces (*.qlens *.sqlite)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) { openFiles({path}); });
    dialog->open();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (sortFiles(localFiles(event->mimeData())).anyUseful())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    event->acceptProposedAction();
    openFiles(localFiles(event->mimeData()));
}

} // namespace quantlens::ui
