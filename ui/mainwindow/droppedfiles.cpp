// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/droppedfiles.h"

#include <QDir>
#include <QDirIterator>
#include <QFileInfo>
#include <QMimeData>
#include <QUrl>

namespace quantlens::ui {

namespace {

constexpr qsizetype mostModelsOfFolder = 1000;

} // namespace

DroppedFiles sortFiles(const QStringList& paths)
{
    DroppedFiles sorted;
    for (const QString& path : paths) {
        const QFileInfo info(path);
        const QString ending = info.suffix().toLower();
        if (info.isDir()) {
            QDirIterator files(path, {QStringLiteral("*.gguf")}, QDir::Files);
            while (files.hasNext() && sorted.models.size() < mostModelsOfFolder)
                sorted.models << files.next();
        } else if (ending == QLatin1String("gguf")) {
            sorted.models << info.absoluteFilePath();
        } else if (ending == QLatin1String("jsonl")) {
            sorted.suites << info.absoluteFilePath();
        } else if (ending == QLatin1String("qlens") || ending == QLatin1String("sqlite")) {
            sorted.workspaces << info.absoluteFilePath();
        } else {
            sorted.unknown << path;
        }
    }
    sorted.models.sort();
    return sorted;
}

QStringList localFiles(const QMimeData* mime)
{
    QStringList files;
    const QList<QUrl> urls = mime->urls();
    for (const QUrl& url : urls) {
        if (url.isLocalFile())
            files << url.toLocalFile();
    }
    return files;
}

} // namespace quantlens::ui
