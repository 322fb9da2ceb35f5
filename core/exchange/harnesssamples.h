// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/domain/run.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace quantlens::exchange {

/// One document of a samples file.
struct HarnessSample
{
    QString key; ///< its hash; its number where there is none
    QString prompt;
    QString text;                  ///< the whole answer; of choices the chosen one
    std::optional<QString> answer; ///< what the harness read out of it
    std::optional<bool> right;     ///< by the metric; none where that is no yes or no
};

/// What `lm_eval --log_samples` wrote about one task: samples_TASK_TIME.jsonl.
struct HarnessFile
{
    QString name;   ///< path as given
    QString task;   ///< from the file's name
    QString metric; ///< "acc", "exact_match", …
    QString filter; ///< the first one of the file; lines of others are left out
    QList<HarnessSample> samples;
    qint64 otherFilters = 0; ///< lines that were left out
    qint64 withoutText = 0;  ///< samples whose answer is only known to be another than the one asked about
};

/// Reads one file. Errors: "import.syntax", "import.record", "import.limit", each with path and line.
[[nodiscard]] base::Expected<HarnessFile> readHarnessFile(const QByteArray& bytes, const QString& name);

/// Joins the files of two or more models into one run; folders are models, the first one is the baseline. Documents
/// are joined by task and hash; flips go by the harness's own verdicts. Errors: "import.pair" (one model only, or no
/// document in common).
[[nodiscard]] base::Expected<domain::RunData> joinHarnessFiles(const QList<HarnessFile>& files);

} // namespace quantlens::exchange
