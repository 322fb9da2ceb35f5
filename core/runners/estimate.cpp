// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runners/estimate.h"

#include "core/runners/asking.h"
#include "core/runners/planlayout.h"
#include "core/runners/schedule.h"
#include "core/scoring/verdict.h"

#include <QHash>

#include <algorithm>

namespace quantlens::runners {

namespace {

QList<ProofNeed> proofsOf(const domain::Thresholds& thresholds)
{
    QList<ProofNeed> needs;
    const auto rate = [&needs](const char* rule, const std::optional<double>& threshold) {
        if (!threshold)
            return;
        const qint64 prompts = scoring::promptsToProve(*threshold);
        needs.append(
            {QString::fromLatin1(rule), *threshold, prompts < 0 ? std::nullopt : std::optional<qint64>(prompts)});
    };
    const auto mean = [&needs](const char* rule, const std::optional<double>& threshold) {
        if (threshold)
            needs.append({QString::fromLatin1(rule), *threshold, std::nullopt});
    };
    rate("max-flip-rate", thresholds.maxFlipRate);
    rate("max-changed-rate", thresholds.maxChangedRate);
    rate("max-severe", thresholds.maxSevere);
    mean("min-similarity", thresholds.minSimilarity);
    mean("max-kld", thresholds.maxKld);
    mean("min-determinism", thresholds.minDeterminism);
    mean("min-consistency", thresholds.minConsistency);
    return needs;
}

} // namespace

domain::RunRecord assumedRecord(const RunPlan& plan, const QSet<int>& opened)
{
    domain::RunRecord run = plan.run;
    for (int index = 0; index < run.sides.size(); ++index) {
        domain::RunSide& side = run.sides[index];
        if (opened.contains(index))
            continue;
        if (memoryOf(side) > 0)
            side.slots = plan.slots;
        const bool able = side.model.backend == domain::BackendKind::LlamaServer ||
                          side.model.spec.startsWith(QLatin1String("http"), Qt::CaseInsensitive);
        if (!side.capabilities.forceTokens)
            side.capabilities.forceTokens = able;
    }
    return run;
}

RunEstimate estimateRun(const RunPlan& plan)
{
    const domain::RunRecord run = assumedRecord(plan);
    QHash<QString, qint64> budgets;
    for (const domain::Prompt& prompt : std::as_const(run.prompts))
        budgets.insert(prompt.id, budgetOf(run, prompt));

    RunEstimate estimate;
    for (const QList<int>& sides : plan.turns) {
        TurnEstimate turn;
        turn.sides = sides;
        for (const int side : sides) {
            const bool shared = std::ranges::any_of(sides, [&](int other) {
                return other < side && isSameModel(run.sides.at(other).model, run.sides.at(side).model);
            });
            turn.memory += shared ? 0 : memoryOf(run.sides.at(side));
        }
        for (const Step& step : stepsOf(run, sides)) {
            StepEstimate phases;
            for (const Phase& phase : step) {
                const int slots = run.sides.at(phase.side).slots;
                qint64 tokens = 0;
                for (const domain::GenerationKey& key : phase.keys)
                    tokens += budgets.value(key.promptId);
                phases.append({phase.pass, phase.side, phase.title, phase.keys.size(), phase.concurrency,
                               slots > 0 ? std::min(slots, phase.concurrency) : phase.concurrency, tokens});
                estimate.requests += phase.keys.size();
                estimate.tokens += tokens;
            }
            turn.steps.append(phases);
        }
        estimate.turns.append(turn);
    }
    estimate.proofs = proofsOf(run.thresholds);
    return estimate;
}

std::optional<TimeEstimate> timeOf(const RunEstimate& estimate, const QList<ProbeAnswer>& answers)
{
    TimeEstimate time;
    for (const TurnEstimate& turn : estimate.turns) {
        for (const StepEstimate& step : turn.steps) {
            double likely = 0;
            double most = 0;
            for (const PhaseEstimate& phase : step) {
                const ProbeAnswer& answer = answers.at(phase.side);
                if (!answer.asked || answer.error || answer.tokens < 1)
                    return std::nullopt;
                // Several at once take longer than one alone; by how much is not known before.
                const double all = double(phase.requests) * answer.totalMs / std::max(1, phase.decoding);
                const double perToken = answer.totalMs / answer.tokens;
                likely = std::max(likely, all);
                most = std::max({most, all, double(phase.tokens) * perToken / std::max(1, phase.decoding)});
            }
            time.likelyMs += likely;
            time.mostMs += most;
        }
    }
    return time;
}

} // namespace quantlens::runners
