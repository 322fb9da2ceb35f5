// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/droppedfiles.h"

#include "core/exchange/importfile.h"
#include "core/specs/quantnames.h"

#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QMimeData>
#include <QUrl>

namespace quantlens::ui {

namespace {

/// As much of a .jsonl file as is looked at.
constexpr qint64 beginningBytes = 256 << 10;

exchange::FileFormat formatByBeginning(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? exchange::sniffFormat(file.read(beginningBytes))
                                          : exchange::FileFormat::Unknown;
}

bool holdsAnswers(const QString& path)
{
    const exchange::FileFormat format = formatByBeginning(path);
    return format == exchange::FileFormat::HarnessSamples || format == exchange::FileFormat::AnswerLines;
}

/// Any document may be JSON: only what gives a run is a result.
bool holdsRuns(const QString& path)
{
    return formatByBeginning(path) != exchange::FileFormat::Unknown && !exchange::importFiles({path}).runs.isEmpty();
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

QStringList resultFilesIn(const QString& folder, qsizetype most)
{
    QStringList results;
    QDirIterator each(folder, QDir::Files, QDirIterator::Subdirectories);
    while (each.hasNext() && results.size() < most) {
        const QString path = each.next();
        const QString ending = QFileInfo(path).suffix().toLower();
        const bool lines = ending == QLatin1String("jsonl");
        if (lines ? holdsAnswers(path) : exchange::mayBeImported(path) && holdsRuns(path))
            results << path;
    }
    results.sort();
    return results;
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
