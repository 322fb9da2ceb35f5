// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/terminal.h"
#include "core/domain/run.h"
#include "core/scoring/runscores.h"

#include <QString>

// The parts of runText(), by kind of run.

namespace quantlens::cli {

/// sweep and diff: a row a side, in three tables (answers and distributions, texts, models).
[[nodiscard]] QString sidesText(const domain::RunData& data, const scoring::RunScores& scores, const Global& global);
/// determinism: totals and the prompts that differ.
[[nodiscard]] QString determinismText(const domain::RunData& data, const scoring::RunScores& scores,
                                      const Global& global);
/// stress: a row a level.
[[nodiscard]] QString stressText(const domain::RunData& data, const scoring::RunScores& scores, const Global& global);
/// Samples at a temperature above 0: shares of right answers and distances of answers.
[[nodiscard]] QString sampledText(const domain::RunData& data, const scoring::RunScores& scores, const Global& global);

/// A label of a model in a table.
[[nodiscard]] QString labelCell(const domain::RunRecord& run, int side);

} // namespace quantlens::cli
