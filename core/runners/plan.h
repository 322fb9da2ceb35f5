// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/domain/run.h"
#include "core/engines/locate.h"
#include "core/runners/request.h"
#include "core/secrets/sources.h"

namespace quantlens::runners {

/// A run, understood and checked, before anything is started or sent.
struct RunPlan
{
    domain::RunRecord run; ///< without times and server facts
    /// Groups of sides that are asked at the same time, in order; the baseline is in the first. Engines of one group
    /// run together, and end before the next group's start.
    QList<QList<int>> turns;
    int contextTokens = 0;           ///< for each engine slot
    int slots = 1;                   ///< of each engine we start
    secrets::KeySources keys = {};   ///< where API keys are looked for; none are ever in a plan
    engines::Programs programs = {}; ///< which programs are started as engines
};

/// Resolves the specs, loads the suite, chooses the prompts and decides the order. Reads files, sends nothing; may take
/// a moment. Errors: those of specs::resolve, suites::loadSuite (all bad lines in `detail`), "usage.…".
[[nodiscard]] base::Expected<RunPlan> planRun(const RunRequest& request);

/// A plan that asks one side one short prompt, for a test of the model. Errors: as planRun.
[[nodiscard]] base::Expected<RunPlan> planTest(const SideRequest& side);

/// A stored run planned again, to go on with it: its own record, models and prompts. Errors: "engine.…" of files that
/// are gone ("gguf.missing").
[[nodiscard]] base::Expected<RunPlan> planAgain(const domain::RunRecord& run);

/// True when two sides are the same model with the same arguments, whatever they are called.
[[nodiscard]] bool isSameModel(const domain::ResolvedModel& a, const domain::ResolvedModel& b);

/// Tokens a slot needs for the longest prompt of the list with its answer. A token has at least one byte, so a
/// prompt's bytes bound its tokens; the template gets an allowance.
[[nodiscard]] int neededContext(const QList<domain::Prompt>& prompts, int maxTokens);

} // namespace quantlens::runners
