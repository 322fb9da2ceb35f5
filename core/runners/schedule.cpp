// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runners/schedule.h"

#include "core/runners/plan.h"
#include "core/scoring/runverdict.h"

#include <algorithm>

namespace quantlens::runners {

namespace {

using domain::GenerationKey;
using domain::Pass;
using domain::RunKind;
using domain::RunRecord;

/// `repeats` keys of every prompt, prompt by prompt.
QList<GenerationKey> keysOf(const RunRecord& run, int side, Pass pass, int repeats, int level = 0, int firstRepeat = 0)
{
    QList<GenerationKey> keys;
    keys.reserve(run.prompts.size() * repeats);
    for (const domain::Prompt& prompt : run.prompts) {
        for (int repeat = firstRepeat; repeat < firstRepeat + repeats; ++repeat)
            keys.append({side, prompt.id, repeat, level, pass});
    }
    return keys;
}

int slotsOf(const RunRecord& run, int side)
{
    return std::max(1, run.sides.at(side).slots);
}

/// A side follows the baseline's tokens where both servers were found able: one tells them, the other follows.
bool isForced(const RunRecord& run, int side)
{
    const auto able = [&run](int which) { return run.sides.at(which).capabilities.forceTokens.value_or(false); };
    // A model that follows itself says what it said.
    if (side == run.baseline || isSameModel(run.sides.at(side).model, run.sides.at(run.baseline).model))
        return false;
    return run.options.distributions == domain::Distributions::Teacher && run.options.temperature == 0 && able(side) &&
           able(run.baseline);
}

/// Sweeps and stress runs always measure their noise, in full where the endpoint can answer several at once, unless
/// told otherwise. infer-check's requests are not added to.
domain::SelfCheck selfCheckOf(const RunRecord& run)
{
    const bool always = run.kind == RunKind::Sweep || run.kind == RunKind::Stress;
    if (!always || run.options.selfCheck != domain::SelfCheck::Off)
        return run.options.selfCheck;
    if (scoring::asksAsInferCheck(run))
        return domain::SelfCheck::Repeat;
    return slotsOf(run, run.baseline) > 1 ? domain::SelfCheck::Full : domain::SelfCheck::Repeat;
}

Phase answersOf(const RunRecord& run, int side)
{
    return {.pass = Pass::Answer,
            .side = side,
            .title = QStringLiteral("Asking"),
            .keys = keysOf(run, side, Pass::Answer, run.options.repeat),
            .concurrency = run.options.parallel};
}

Phase cacheCheckOf(const RunRecord& run, int side)
{
    return {.pass = Pass::CacheCheck,
            .side = side,
            .title = QStringLiteral("Self-check: with the prompt cache"),
            .keys = keysOf(run, side, Pass::CacheCheck, 1),
            .cachePrompt = true};
}

QList<Phase> checksOf(const RunRecord& run)
{
    const int side = run.baseline;
    QList<Phase> phases;
    if (run.options.temperature > 0)
        return phases; // samples differ anyway
    const domain::SelfCheck check = selfCheckOf(run);
    if (check != domain::SelfCheck::Off)
        phases.append({.pass = Pass::RepeatCheck,
                       .side = side,
                       .title = QStringLiteral("Self-check: the baseline again"),
                       .keys = keysOf(run, side, Pass::RepeatCheck, 1)});
    if (check == domain::SelfCheck::Full) {
        phases.append(cacheCheckOf(run, side));
        if (slotsOf(run, side) > 1)
            phases.append({.pass = Pass::LoadCheck,
                           .side = side,
                           .title = QStringLiteral("Self-check: with all slots busy"),
                           .keys = keysOf(run, side, Pass::LoadCheck, 1),
                           .concurrency = slotsOf(run, side)});
    }
    return phases;
}

QList<Step> comparingSteps(const RunRecord& run, const QList<int>& sides)
{
    QList<Step> steps;
    Step answers;
    Step forced;
    for (const int side : sides) {
        if (run.options.timing)
            steps.append(Step{answersOf(run, side)});
        else
            answers.append(answersOf(run, side));
        if (isForced(run, side))
            forced.append({.pass = Pass::Forced,
                           .side = side,
                           .title = QStringLiteral("Following the baseline's tokens"),
                           .keys = keysOf(run, side, Pass::Forced, 1)});
    }
    if (!answers.isEmpty())
        steps.append(answers);
    if (sides.contains(run.baseline)) {
        for (const Phase& check : checksOf(run))
            steps.append(Step{check});
    }
    if (!forced.isEmpty())
        steps.append(forced);
    return steps;
}

/// One side after the other, the baseline's self-check right behind its answers.
QList<Step> comparingStepsAsInferCheck(const RunRecord& run, const QList<int>& sides)
{
    QList<Step> steps;
    for (const int side : sides) {
        steps.append(Step{answersOf(run, side)});
        if (side != run.baseline)
            continue;
        for (const Phase& check : checksOf(run))
            steps.append(Step{check});
    }
    return steps;
}

Phase determinismOf(const RunRecord& run, int side)
{
    const bool concurrent = run.options.mode == domain::RepeatMode::Concurrent;
    return {.pass = Pass::Answer,
            .side = side,
            .title = QStringLiteral("Repeating"),
            .keys = keysOf(run, side, Pass::Answer, run.options.runs),
            .concurrency = concurrent ? std::max(run.options.parallel, slotsOf(run, side)) : 1,
            .cachePrompt = run.options.mode == domain::RepeatMode::Warm};
}

QList<Step> stressSteps(const RunRecord& run, int side)
{
    QList<Step> steps;
    const int references = scoring::asksAsInferCheck(run) ? 0 : 2; // infer-check's reference is its first level
    for (int repeat = 0; repeat < references; ++repeat)
        steps.append(Step{Phase{.pass = Pass::Reference,
                                .side = side,
                                .title = QStringLiteral("Reference, one at a time"),
                                .keys = keysOf(run, side, Pass::Reference, 1, 0, repeat)}});
    if (selfCheckOf(run) == domain::SelfCheck::Full) // the levels are what load does
        steps.append(Step{cacheCheckOf(run, side)});
    for (const int level : run.options.levels)
        steps.append(Step{Phase{.pass = Pass::Answer,
                                .side = side,
                                .title = QStringLiteral("Level %1").arg(level),
                                .keys = keysOf(run, side, Pass::Answer, run.options.repeat, level),
                                .concurrency = level}});
    return steps;
}

} // namespace

QList<Step> stepsOf(const RunRecord& run, const QList<int>& turn)
{
    QList<int> sides;
    for (const int side : turn) {
        if (!run.sides.at(side).error)
            sides.append(side);
    }
    if (sides.isEmpty())
        return {};
    switch (run.kind) {
    case RunKind::Determinism:
        return {Step{determinismOf(run, sides.first())}};
    case RunKind::Stress:
        return stressSteps(run, sides.first());
    case RunKind::Compare:
    case RunKind::Sweep:
    case RunKind::Diff:
        break;
    }
    return scoring::asksAsInferCheck(run) ? comparingStepsAsInferCheck(run, sides) : comparingSteps(run, sides);
}

QList<GenerationKey> plannedKeys(const RunRecord& run)
{
    QList<int> all;
    for (int side = 0; side < run.sides.size(); ++side)
        all.append(side);
    QList<GenerationKey> keys;
    const bool single = run.kind == RunKind::Determinism || run.kind == RunKind::Stress;
    if (!single) {
        for (const domain::Prompt& prompt : run.prompts) {
            for (const int side : all) {
                for (int repeat = 0; repeat < run.options.repeat && !run.sides.at(side).error; ++repeat)
                    keys.append({side, prompt.id, repeat, 0, Pass::Answer});
            }
        }
    }
    for (const Step& step : stepsOf(run, all)) {
        for (const Phase& phase : step) {
            if (single || phase.pass != Pass::Answer)
                keys.append(phase.keys);
        }
    }
    return keys;
}

} // namespace quantlens::runners
