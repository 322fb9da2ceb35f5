// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

class QMimeData;

namespace quantlens::ui {

/// Files that were dropped on the window or named on the command line, by what they are.
struct DroppedFiles
{
    QStringList models;     ///< .gguf files
    QStringList folders;    ///< to be searched for models and results, which takes a while
    QStringList suites;     ///< .jsonl files
    QStringList workspaces; ///< .qlens and .sqlite files
    QStringList results;    ///< .json, .log and .txt files, and .jsonl files that hold answers
    QStringList unknown;

    [[nodiscard]] bool anyUseful() const
    {
        return !models.isEmpty() || !folders.isEmpty() || !suites.isEmpty() || !workspaces.isEmpty() ||
               !results.isEmpty();
    }
};

/// Sorts paths by ending, .jsonl files by their first lines; does not look into folders.
[[nodiscard]] DroppedFiles sortFiles(const QStringList& paths);

/// Results of other programs below a folder, at most `most` of them, by path. Reads every file that may be one: call it
/// off the UI thread.
[[nodiscard]] QStringList resultFilesIn(const QString& folder, qsizetype most);

/// Two models in the order of a comparison: the one with more bits per weight is the baseline, where the names of both
/// tell; else as they are.
[[nodiscard]] QStringList baselineFirst(QStringList pair);

/// The local files of a drop.
[[nodiscard]] QStringList localFiles(const QMimeData* mime);

} // namespace quantlens::ui
