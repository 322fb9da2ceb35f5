// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/domain/run.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QString>

namespace quantlens::exchange {

/// One measurement of `llama-perplexity --kl-divergence`: a quant against the logits of a base over windows of a text.
struct PerplexityLog
{
    QString file;        ///< base name
    QString model;       ///< base name of the GGUF; empty: not in the log
    QString fileType;    ///< "Q4_K - Medium", as the log says
    QString build;       ///< of llama.cpp
    qint64 fileSize = 0; ///< bytes, from a figure of two decimals; 0: unknown
    std::optional<double> bitsPerWeight;
    qint64 windows = 0; ///< announced; else those that were finished
    qint64 finished = 0;
    qint64 context = 0; ///< tokens of a window
    /// As printed, in nats: "mean_kld", "mean_kld_error", "median_kld", "p90", "p95", "p99", "p99_9", "maximum_kld",
    /// "minimum_kld"; shares: "same_top", "delta_p_mean", "delta_p_rms"; "ppl", "ppl_base", "ln_ratio".
    QJsonObject numbers;
    bool complete = false; ///< has the statistics of the end, not only running values
};

/// Reads a log, which may hold several measurements. Errors: "import.record" (no KL divergence in it), "import.limit".
[[nodiscard]] base::Expected<QList<PerplexityLog>> readPerplexityLogs(const QByteArray& bytes, const QString& name);

/// Makes one run of the logs that were measured over the same text against the same base (equal windows, context and
/// perplexity of the base): a sweep whose points are corpus windows, without prompts. One run for each such text.
[[nodiscard]] QList<domain::RunData> joinPerplexityLogs(const QList<PerplexityLog>& logs);

} // namespace quantlens::exchange
