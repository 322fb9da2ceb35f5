// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/domain/run.h"

#include <QByteArray>
#include <QDateTime>
#include <QJsonArray>
#include <QList>
#include <QString>

namespace quantlens::exchange {

/// A folder of infer-check's result files as its report command sees it.
struct InferCheckFolder
{
    QList<domain::RunData> runs; ///< by path, each file's runs in its order; `origin` names the file
    QStringList files;           ///< the files they come from, relative to the folder
    QList<base::Error> skipped;  ///< files that are no results of infer-check (or Quantlens' own), each with its reason
    qint64 scanned = 0;          ///< .json files below the folder

    QJsonArray sweeps; ///< the results as they stand in the files, for inferCheckExport()
    QJsonArray compares;
    QJsonArray diffs;
    QJsonArray stress;
    QJsonArray determinism;
};

/// Reads every .json file below `folder` (at most 10,000), sorted by path, apart from `except` (the report's own
/// output). A folder without a single result is an error, one with some leaves the others in `skipped`.
/// Errors: "import.folder" (no such folder, or no results in it).
[[nodiscard]] base::Expected<InferCheckFolder> inferCheckFolder(const QString& folder, const QString& except = {});

/// What `infer-check report --format json` writes: all results of the folder in one document, without the names of host
/// and machine.
[[nodiscard]] QByteArray inferCheckExport(const InferCheckFolder& folder, const QDateTime& now);

} // namespace quantlens::exchange
