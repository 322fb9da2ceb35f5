// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/verdict.h"
#include "core/scoring/statistics.h"

#include <optional>

namespace quantlens::scoring {

using domain::Judging;
using domain::Verdict;

/// One statistic against its threshold, rates as fractions of 1.
struct Judged
{
    double value = 0;
    std::optional<Interval> interval; ///< none: undecidable unless strict
    double threshold = 0;
    bool minimum = false; ///< --min-…: judged reversed
};

/// Fail: the value exceeds the threshold and the interval lies wholly above it. Pass: the value is at most the
/// threshold (Prove: the whole interval). Otherwise undecidable.
[[nodiscard]] Verdict judge(const Judged& judged, Judging judging);

/// The most serious of two: not comparable, fail, undecidable, pass.
[[nodiscard]] Verdict worse(Verdict a, Verdict b);

/// How many prompts --prove needs at least for a rate: the fewest n for which even 0 of n gives a Wilson interval at or
/// below the threshold. −1 where no number does (a threshold of 0).
[[nodiscard]] qint64 promptsToProve(double threshold);

} // namespace quantlens::scoring
