// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/run.h"
#include "core/scoring/statistics.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace quantlens::scoring {

/// One measure of one side in two runs, on the prompts both have.
struct MetricDiff
{
    QString metric;      ///< "right answers", "same answer as baseline", "similarity", "ln KLD", "determinism", …
    bool isRate = false; ///< yes or no per prompt: exact McNemar; else the paired bootstrap
    bool lowerIsBetter = false;
    qint64 n = 0; ///< prompts with a value in both runs
    qint64 better = 0;
    qint64 worse = 0;
    qint64 unchanged = 0;
    double before = 0; ///< mean in the first run
    double after = 0;
    MeanEstimate difference;  ///< after − before, prompt by prompt; its interval holds 0 when nothing can be told
    double p = 1;             ///< two-sided
    bool significant = false; ///< p below 5 % after Holm over all measures of this comparison
    QStringList betterIds;    ///< at most 1,000
    QStringList worseIds;
};

/// One side of the first run with its counterpart in the second.
struct SideDiff
{
    QString labelBefore;
    QString labelAfter;
    QList<MetricDiff> metrics;
};

/// Two runs on the prompts they share.
struct RunDiff
{
    QString runBefore; ///< ids
    QString runAfter;
    qint64 joined = 0;
    QStringList onlyBefore; ///< prompt ids
    QStringList onlyAfter;
    QStringList rewritten;        ///< the same id with another text, category or answer: not joined
    qint64 renderedOtherwise = 0; ///< joined prompts left out of a side because the model was sent something else
    QList<SideDiff> sides;
    QStringList notes; ///< one sentence each: dates in prompts, other options, sides without a counterpart, …
};

/// Compares two runs prompt by prompt, joined by prompt id; sides by label, else by position. Pure.
[[nodiscard]] RunDiff diffRuns(const domain::RunData& before, const domain::RunData& after);

} // namespace quantlens::scoring
