// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/droppedfiles.h"

#include "core/exchange/importfile.h"
#include "core/specs/quantnames.h"

#include <QFile>
#include <QFileInfo>
#include <QMimeData>
#include <QUrl>

namespace quantlens::ui {

namespace {

/// As much of a .jsonl file as is looked at.
constexpr qint64 beginningBytes = 256 << 10;

bool holdsAnswers(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return false;
    const exchange::FileFormat format = exchange::sniffFormat(file.read(beginningBytes));
    return format == exchange::FileFormat::HarnessSamples || format == exchange::FileFormat::AnswerLines;
}

} // namespace

DroppedFiles sortFiles(const QStringList& paths)
{
    DroppedFiles sorted;
    for (const QString& path : paths) {
        const QFileInfo info(path);
        const QString ending = info.suffix().toLower();
        if (info.isDir())
            sorted.folders << info.absoluteFilePath();
        else if (ending == QLatin1String("gguf"))
            sorted.models << info.absoluteFilePath();
        else if (ending == QLatin1String("jsonl"))
            (holdsAnswers(path) ? sorted.results : sorted.suites) << info.absoluteFilePath();
        else if (ending == QLatin1String("qlens") || ending == QLatin1String("sqlite"))
            sorted.workspaces << info.absoluteFilePath();
        else if (exchange::mayBeImported(path))
            sorted.results << info.absoluteFilePath();
        else
            sorted.unknown << path;
    }
    sorted.models.sort();
    return sorted;
}

QStringList baselineFirst(QStringList pair)
{
    if (pair.size() != 2)
        return pair;
    const auto a = specs::quantInName(QFileInfo(pair.at(0)).completeBaseName());
    const auto b = specs::quantInName(QFileInfo(pair.at(1)).completeBaseName());
    if (a && b && b->bitsPerWeight > a->bitsPerWeight)
        pair.swapItemsAt(0, 1);
    return pair;
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
