// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/run.h"
#include "core/figures/figure.h"
#include "core/scoring/runscores.h"

#include <QList>

// Figures of a run. Every number is one of its scores; where the scores have none, the figure says why.

namespace quantlens::figures {

// Sweep (and compare, diff): one item a side in the sweep's order. The self-check of the baseline stands first where it
// was asked for.

/// Identical, minor, moderate, severe, no answer: prompts by side.
[[nodiscard]] Figure severityFigure(const domain::RunData& data, const scoring::RunScores& scores);
/// Changed answers and flips with their Wilson intervals; the cliff; the self-check as noise.
[[nodiscard]] Figure ratesFigure(const domain::RunData& data, const scoring::RunScores& scores);
/// Quartiles of the similarity over prompts.
[[nodiscard]] Figure similarityFigure(const domain::RunData& data, const scoring::RunScores& scores);
/// KLD(A‖B), geometric mean with its interval and 99 % of positions, against bits per weight.
[[nodiscard]] Figure kldFigure(const domain::RunData& data, const scoring::RunScores& scores);
/// Loss against file size with the Pareto front.
[[nodiscard]] Figure paretoFigure(const domain::RunData& data, const scoring::RunScores& scores);
/// Mean of 1 − similarity by category and side.
[[nodiscard]] Figure categoryFigure(const domain::RunData& data, const scoring::RunScores& scores);

/// All of the above in the order of the window.
[[nodiscard]] QList<Figure> sweepFigures(const domain::RunData& data, const scoring::RunScores& scores);

/// Determinism: distinct outputs by prompt with their counts, the least certain prompts first.
[[nodiscard]] Figure outputsFigure(const domain::RunData& data, const scoring::RunScores& scores);
/// Where the outputs of one prompt part; missing for a prompt that always gave the same.
[[nodiscard]] Figure forkTreeFigure(const domain::RunData& data, const scoring::RunScores& scores,
                                    const QString& promptId);

/// What is said of a prompt whose `runs` successful runs gave one output: none seen is not none there.
[[nodiscard]] QString sameOutputText(qint64 runs);

/// Stress: share of outputs equal to those at rest by level.
[[nodiscard]] Figure consistencyFigure(const domain::RunData& data, const scoring::RunScores& scores);
[[nodiscard]] Figure latencyFigure(const domain::RunData& data, const scoring::RunScores& scores);
[[nodiscard]] Figure throughputFigure(const domain::RunData& data, const scoring::RunScores& scores);
/// In flight and decoding, mean and maximum, against what was asked for.
[[nodiscard]] Figure concurrencyFigure(const domain::RunData& data, const scoring::RunScores& scores);

/// The figures of stress in the order of the window.
[[nodiscard]] QList<Figure> stressFigures(const domain::RunData& data, const scoring::RunScores& scores);

/// One run of a pinned series.
struct TrendPoint
{
    QString label; ///< "12 Nov"
    QString runId;
    double value = 0;
    std::optional<double> low;
    std::optional<double> high;
    qint64 n = 0;
};

/// A series of runs, oldest first: at most the newest mostItems of them.
[[nodiscard]] Figure trendFigure(const QString& title, const QList<TrendPoint>& points, Format format);

/// "Q4_K_M" where every side's quant is known and another, else the label; one line, bounded.
[[nodiscard]] QString sideLabel(const domain::RunRecord& run, int side);

} // namespace quantlens::figures
