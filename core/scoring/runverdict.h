// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/domain/run.h"
#include "core/domain/verdict.h"
#include "core/scoring/runscores.h"

#include <QList>

namespace quantlens::scoring {

/// True when any threshold is set; --max-errors always holds and is none of them.
[[nodiscard]] bool hasThresholds(const domain::Thresholds& thresholds);

/// A compatible run by infer-check's own options: only its requests are sent, in its order, and nothing besides. What
/// ours need to judge by (thresholds, --strict-prompts) is measured with requests of ours.
[[nodiscard]] bool asksAsInferCheck(const domain::RunRecord& run);

/// Before a run: whether its thresholds can be judged at all. Errors: "usage.threshold" for a threshold the kind has no
/// measure for, one outside its range, and --max-flip-rate on prompts without reference answers.
[[nodiscard]] base::Expected<void> checkThresholds(const domain::Thresholds& thresholds, domain::RunKind kind,
                                                   const QList<domain::Prompt>& prompts);

/// Judges a run by its own thresholds, docs/scoring.md "Verdicts". A run without thresholds passes unless too many
/// requests failed or a side has nothing in common with the baseline. Each judgement keeps its own verdict; in the
/// run's, undecidable ones count as `thresholds.undecidable` says.
[[nodiscard]] domain::RunVerdict judgeRun(const RunScores& scores, const domain::RunRecord& run);

/// The exit code of a run: 130 cancelled, 2 wrong usage or bad input, 3 could not compare, 1 a threshold failed,
/// 4 undecidable, 0 passed; the first of these that applies.
[[nodiscard]] int exitCodeOf(const domain::RunRecord& run, const domain::RunVerdict& verdict);
/// Of an error: 130 "run.cancelled", 2 usage and input, 3 everything else.
[[nodiscard]] int exitCodeOf(const base::Error& error);

} // namespace quantlens::scoring
