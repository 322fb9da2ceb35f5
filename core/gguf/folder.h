// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace quantlens::gguf {

/// The models of a folder and the folders inside: its .gguf files, sorted, of a split model only the first part. Stops
/// at `most`. A path that is no folder is given back alone. Reads the file system; call it off the UI thread.
[[nodiscard]] QStringList modelFilesIn(const QString& path, qsizetype most = 10'000);

/// True for "…-00002-of-00003.gguf": a part of a split model after its first.
[[nodiscard]] bool isLaterPart(const QString& path);

} // namespace quantlens::gguf
