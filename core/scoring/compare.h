// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/comparison.h"
#include "core/domain/generation.h"
#include "core/domain/run.h"

namespace quantlens::scoring {

/// What may be set about the scoring of a pair.
struct CompareOptions
{
    double minor = 0.8;    ///< least similarity of "minor"
    double moderate = 0.5; ///< least similarity of "moderate"; below is "severe"
    double noise = 0;      ///< the baseline's noise level, nats
};

/// Identical needs equal bytes; the other tiers go by similarity alone.
[[nodiscard]] domain::Severity severityOf(double similarity, bool equalBytes, const CompareOptions& options = {});

/// Scores one pair of generations of the same prompt; `unit` is the run's. Pure; never fails: a failed side gives a
/// Comparison that says so and scores nothing.
[[nodiscard]] domain::Comparison compare(const domain::Prompt& prompt, const domain::Generation& a,
                                         const domain::Generation& b, domain::Unit unit);

/// As compare(), with options of the run.
[[nodiscard]] domain::Comparison compareWith(const CompareOptions& options, const domain::Prompt& prompt,
                                             const domain::Generation& a, const domain::Generation& b,
                                             domain::Unit unit);

/// Scores all pairs of a compare run (sides 0 and 1), in the order of its prompts. Prompts without both generations are
/// left out here and counted as missing by summarize().
[[nodiscard]] QList<domain::Comparison> compareAll(const domain::RunData& data, const CompareOptions& options = {});

/// Counts, rates and means over the comparisons of a run. Failed pairs stay counted as failures and enter no rate; a
/// pair without a comparison is missing; an undetermined answer is left out of `changed`, is a change in
/// `changedWorstCase`, and is not right in `flips`, `rightA` and `rightB`.
[[nodiscard]] domain::Summary summarize(const domain::RunRecord& run, const QList<domain::Comparison>& comparisons);

/// Indices of the comparisons worth looking at first: flips, then changed answers, then the largest fork shift, then
/// the lowest similarity; identical pairs are left out. At most `count`.
[[nodiscard]] QList<qsizetype> mostInteresting(const QList<domain::Comparison>& comparisons, qsizetype count);

} // namespace quantlens::scoring
