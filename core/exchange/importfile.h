// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/domain/run.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <functional>

namespace quantlens::exchange {

/// What a file is, by its beginning and, for JSON Lines, its first line.
enum class FileFormat {
    Unknown,
    QuantlensRun,   ///< "format": "quantlens-run"
    InferCheck,     ///< one of infer-check's five shapes, or its merged export
    HarnessSamples, ///< samples_*.jsonl of lm-evaluation-harness with --log_samples
    PerplexityLog,  ///< output of llama-perplexity --kl-divergence
    AnswerLines,    ///< JSON Lines of prompts and outputs
};

[[nodiscard]] FileFormat sniffFormat(const QByteArray& beginning);

/// Where an import stands.
struct ImportStep
{
    enum Phase {
        Reading, ///< done and total are files
        Storing, ///< done and total are answers and annotations of one run
    };
    Phase phase = Reading;
    QString name; ///< path of the file being read, or what the run being stored is called
    qint64 done = 0;
    qint64 total = 0;
};

/// Told in the import's thread where it stands; false ends it soon.
using ImportWatch = std::function<bool(const ImportStep& step)>;

/// What was read from files: runs ready to be stored, and what could not be read.
struct ImportedFiles
{
    QList<domain::RunData> runs;
    QList<base::Error> errors; ///< one a file or group of files that gave no run; the message names path and line
};

/// Reads files of every format of docs/formats.md ("Imported runs"). Samples of lm-evaluation-harness belong together
/// by task, logs of llama-perplexity by their corpus: each group becomes one run, in the order given. Every run but
/// Quantlens' own has a new id; what its file does not hold is absent, and its notes say so. Blocking; takes as long
/// as reading takes.
/// Errors: "import.read", "import.format", "import.syntax", "import.record", "import.limit", "import.pair"; of
/// Quantlens' own files also those of parseRunFile().
/// `watch` is asked before each file; when it says no, the files so far are the result.
[[nodiscard]] ImportedFiles importFiles(const QStringList& paths, const ImportWatch& watch = {});

/// The same for files that are in memory already; `name` is what errors call them.
struct NamedBytes
{
    QString name;
    QByteArray bytes;
};
[[nodiscard]] ImportedFiles importBytes(const QList<NamedBytes>& files);

/// True for names that import has a format for: .json, .jsonl, .log and .txt.
[[nodiscard]] bool mayBeImported(const QString& path);

} // namespace quantlens::exchange
