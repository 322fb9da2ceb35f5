// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

class QMimeData;

namespace quantlens::ui {

/// Files that were dropped on the window or named on the command line, by what they are.
struct DroppedFiles
{
    QStringList models;     ///< .gguf files, those of a dropped folder as well
    QStringList suites;     ///< .jsonl files
    QStringList workspaces; ///< .qlens and .sqlite files
    QStringList results;    ///< .json, .log and .txt files, and .jsonl files that hold answers
    QStringList unknown;

    [[nodiscard]] bool anyUseful() const
    {
        return !models.isEmpty() || !suites.isEmpty() || !workspaces.isEmpty() || !results.isEmpty();
    }
};

/// Sorts paths by ending, .jsonl files by their first line; folders give their .gguf files (not those of folders
/// inside, at most 1,000).
[[nodiscard]] DroppedFiles sortFiles(const QStringList& paths);

/// The local files of a drop.
[[nodiscard]] QStringList localFiles(const QMimeData* mime);

} // namespace quantlens::ui
