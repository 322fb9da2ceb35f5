// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/runload.h"

#include <QString>

namespace quantlens::cli {

/// The own tables of a compare run: headline, categories, flipped prompts. The run has its pair.
[[nodiscard]] QString summaryText(const domain::RunData& data, const scoring::RunScores& scores, const Global& global);

/// One pair in full: both outputs with their divergent parts marked, the fork and its probabilities, the answers.
/// Outputs longer than `lines` lines are cut around the fork; 0 shows all.
[[nodiscard]] QString pairText(const ScoredRun& run, const domain::Comparison& comparison, const Global& global,
                               int lines);

/// The forks most worth a look, as pairText, cut.
[[nodiscard]] QString forksText(const ScoredRun& run, const Global& global, int count);

} // namespace quantlens::cli
