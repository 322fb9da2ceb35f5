// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/domain/run.h"
#include "core/runners/runservice.h"

namespace quantlens::runners {

/// A compare run, understood and checked, before anything is started or sent.
struct ComparePlan
{
    domain::RunRecord run;  ///< without times and server facts
    bool selfCheck = false; ///< the same spec with the same arguments on both sides
    bool together = true;   ///< both engines fit in memory at once
    int contextTokens = 0;  ///< for each engine slot
};

/// Resolves both specs, loads the suite and decides the order. Reads files, sends nothing; may take a moment.
/// Errors: those of specs::resolve, suites::loadSuite (all bad lines in `detail`), "usage.…".
[[nodiscard]] base::Expected<ComparePlan> planCompare(const CompareRequest& request);

/// Tokens a slot needs for the longest prompt of the list with its answer. A token has at least one byte, so a
/// prompt's bytes bound its tokens; the template gets an allowance.
[[nodiscard]] int neededContext(const QList<domain::Prompt>& prompts, int maxTokens);

} // namespace quantlens::runners
