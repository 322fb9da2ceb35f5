// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/generation.h"
#include "core/runners/plan.h"

namespace quantlens::runners {

/// The most tokens an answer may have: the run's own budget, else the prompt's. In compatible runs a budget written
/// with the prompt wins.
[[nodiscard]] int budgetOf(const domain::RunRecord& run, const domain::Prompt& prompt);

/// What a side is asked for a prompt, by the run's options. The model's name is known once the side was opened.
[[nodiscard]] domain::GenerationRequest requestFor(const RunPlan& plan, int side, const domain::Prompt& prompt);

} // namespace quantlens::runners
