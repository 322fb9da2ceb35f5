// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

#include <optional>
#include <utility>

// What infer-check says about whole runs: determinism, stress, sweep, compare.

namespace quantlens::scoring::compatible {

/// One successful run of a prompt.
struct RunOutput
{
    QString text;
    QStringList tokens;
};

struct Determinism
{
    qsizetype runs = 0;
    qsizetype identical = 0;
    QList<qsizetype> divergencePositions;
    double score = 0;
};

/// The command's result: the first successful run is the reference, the requested runs the denominator. None when
/// every run failed. Failed runs are absent from `outputs`.
[[nodiscard]] std::optional<Determinism> determinism(const QList<RunOutput>& outputs, qsizetype requested);

/// infer-check's unused helper: the most common text over the successful runs.
[[nodiscard]] Determinism determinismByMode(const QList<RunOutput>& outputs);

struct DeterminismSummary
{
    double overall = 0;
    qsizetype perfect = 0;
    qsizetype others = 0;
    std::optional<double> meanPosition; ///< of the prompts' first positions
    QStringList worst;                  ///< at most five prompt ids
};

struct PromptDeterminism
{
    QString promptId;
    double score = 0;
    QList<qsizetype> positions;
};

[[nodiscard]] DeterminismSummary determinismSummary(const QList<PromptDeterminism>& prompts);

/// Share of equal texts per level against the first level that has any; a missing text is a failed request.
[[nodiscard]] QList<double> stressConsistency(const QList<QMap<QString, QString>>& levels);

/// One comparison as the sweep's statistics see it.
struct SweepPair
{
    QString promptId;
    bool failure = false;
    double similarity = 0;
    std::optional<QString> quant;
    std::optional<double> kl;
};

struct SweepStatistics
{
    double meanKl = 0;
    double medianKl = 0;
    double failureRate = 0;
    qsizetype failures = 0;
    double meanSimilarity = 0;
    QStringList worst; ///< at most five prompt ids, highest KL first
    std::optional<QString> cliff;
};

[[nodiscard]] SweepStatistics sweepStatistics(const QList<SweepPair>& pairs);

/// One pair as the compare command sums it up.
struct ComparePair
{
    QString category;
    bool flipped = false;
    double similarity = 0;
    std::optional<double> kl;
};

struct CompareAggregate
{
    qsizetype count = 0;
    double flipRate = 0;
    std::optional<double> meanSimilarity;
    std::optional<double> meanKl;
};

[[nodiscard]] CompareAggregate aggregate(const QList<ComparePair>& pairs);
/// Per category, in the order they first appear.
[[nodiscard]] QList<std::pair<QString, CompareAggregate>> aggregateByCategory(const QList<ComparePair>& pairs);

} // namespace quantlens::scoring::compatible
