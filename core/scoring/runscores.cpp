// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/runscores.h"

#include "core/scoring/runparts.h"

#include <QHash>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace quantlens::scoring {

namespace {

constexpr std::array countedPasses{domain::Pass::Answer, domain::Pass::Reference, domain::Pass::RepeatCheck,
                                   domain::Pass::CacheCheck, domain::Pass::LoadCheck};

QList<domain::Generation> copiesOf(const QList<const domain::Generation*>& list)
{
    QList<domain::Generation> copies;
    copies.reserve(list.size());
    for (const domain::Generation* generation : list)
        copies.append(*generation);
    return copies;
}

RequestCount countFailures(const domain::RunRecord& run, const RunIndex& index)
{
    RequestCount count;
    for (int side = 0; side < run.sides.size(); ++side) {
        for (const domain::Pass pass : countedPasses) {
            for (const domain::Generation* generation : index.all(side, pass)) {
                ++count.requests;
                if (generation->failed()) {
                    ++count.failed;
                    ++count.errors[generation->error->code];
                }
            }
        }
    }
    return count;
}

SweepQuant quantOf(const domain::RunRecord& run, const SideScores& side, const PairScores* pair)
{
    SweepQuant quant;
    quant.label = run.label(side.side);
    quant.bitsPerWeight = side.bitsPerWeight;
    quant.fileSize = side.fileSize;
    if (!pair)
        return quant;
    if (pair->kld.source == PositionSource::TeacherForced && pair->kld.summary)
        quant.logKld = pair->kld.logByPrompt;
    QHash<QString, qint8> changed;
    for (const domain::Comparison& comparison : pair->comparisons) {
        if (comparison.scored() && comparison.answers == domain::AnswerState::Changed)
            changed.insert(comparison.promptId, 1);
        else if (comparison.scored() && comparison.answers == domain::AnswerState::Same)
            changed.insert(comparison.promptId, 0);
    }
    for (const domain::Prompt& prompt : run.prompts)
        quant.changed.push_back(changed.value(prompt.id, -1));
    return quant;
}

SweepScores scoreSweep(const domain::RunRecord& run, const RunScores& scores)
{
    SweepScores sweep;
    QList<SweepQuant> quants;
    QList<int> asked; // sides with an answer: the others have no place between the steps
    for (const SideScores& side : scores.sides) {
        quants.append(quantOf(run, side, scores.pair(side.side)));
        const PairScores* const pair = scores.pair(side.side);
        if (side.side == scores.baseline || (pair && pair->summary.pairs > 0))
            asked.append(side.side);
    }
    QList<SweepQuant> ordered;
    for (const int side : std::as_const(asked))
        ordered.append(quants.at(side));
    for (const qsizetype place : sweepOrder(ordered, asked.indexOf(scores.baseline)))
        sweep.order.append(asked.at(place));
    QList<qsizetype> steps;
    for (const int side : std::as_const(sweep.order)) {
        if (side != scores.baseline)
            steps.append(side);
    }
    for (const SideScores& side : scores.sides) {
        if (!sweep.order.contains(side.side))
            sweep.order.append(side.side);
    }
    const bool allForced = std::ranges::all_of(steps, [&](qsizetype side) { return !quants.at(side).logKld.empty(); });
    sweep.loss = allForced && !steps.isEmpty() ? SweepLoss::Kld : SweepLoss::Changed;
    sweep.cliff = findCliff(quants, steps, sweep.loss);
    sweep.places = paretoFront(quants, sweep.loss);
    for (const SweepQuant& quant : std::as_const(quants))
        sweep.losses.append(lossOf(quant, sweep.loss));
    return sweep;
}

DeterminismRun scoreDeterminismRun(const domain::RunRecord& run, const RunIndex& index)
{
    DeterminismRun result;
    result.earlyStop = run.options.stopEarly;
    std::vector<double> values;
    for (const domain::Prompt& prompt : run.prompts) {
        const auto runs = index.of(0, domain::Pass::Answer, prompt.id);
        if (runs.isEmpty())
            continue;
        const PromptRepeats repeats = scoreRepeats(prompt.id, copiesOf(runs), run.unit);
        result.sameBits += repeats.sameBits;
        result.sameText += repeats.sameText;
        result.differentText += repeats.differentText;
        if (repeats.score)
            values.push_back(*repeats.score);
        result.prompts.append(repeats);
    }
    result.score = scoreDeterminism(result.prompts);
    result.overall = estimateMean(singletons(values), result.score.differing.count, MeanKind::Other);
    return result;
}

StressScore scoreStressRun(const domain::RunRecord& run, const RunIndex& index)
{
    QList<domain::Generation> reference[2];
    for (const domain::Generation* generation : index.all(0, domain::Pass::Reference))
        reference[generation->repeat == 0 ? 0 : 1].append(*generation);
    const QList<domain::Generation> answers = copiesOf(index.all(0, domain::Pass::Answer));
    QList<StressPass> levels;
    for (const int level : run.options.levels) {
        StressPass pass{level, {}};
        for (const domain::Generation& generation : answers) {
            if (generation.level == level)
                pass.generations.append(generation);
        }
        if (!pass.generations.isEmpty())
            levels.append(std::move(pass));
    }
    return scoreStress(reference[0], reference[1], levels, run.unit);
}

} // namespace

double KldScores::value() const
{
    return summary ? std::max(0.0, std::exp(logForward.mean) - kldFloor) : std::numeric_limits<double>::quiet_NaN();
}

const PairScores* RunScores::pair(int side) const
{
    const auto found = std::ranges::find(pairs, side, &PairScores::side);
    return found == pairs.end() ? nullptr : &*found;
}

CompareOptions compareOptions(const domain::RunRecord& run, double noise)
{
    return {run.options.minor, run.options.moderate, noise};
}

QList<domain::Comparison> compareSides(const domain::RunData& data, int a, int b, const CompareOptions& options)
{
    return compareIndexed(data.run, RunIndex(data), a, b, options);
}

RunScores scoreRun(const domain::RunData& data)
{
    // A stored record may say anything.
    const int baseline = std::clamp<int>(data.run.baseline, 0, std::max(0, int(data.run.sides.size()) - 1));
    if (baseline != data.run.baseline) {
        domain::RunData repaired = data;
        repaired.run.baseline = baseline;
        return scoreRun(repaired);
    }
    const domain::RunRecord& run = data.run;
    const RunIndex index(data);
    RunScores scores;
    scores.kind = run.kind;
    scores.baseline = baseline;
    for (int side = 0; side < run.sides.size(); ++side)
        scores.sides.append(scoreSide(run, index, side));
    scores.failures = countFailures(run, index);
    scores.noise = scoreNoise(run, index);
    switch (run.kind) {
    case domain::RunKind::Compare:
    case domain::RunKind::Sweep:
    case domain::RunKind::Diff:
        for (int side = 0; side < run.sides.size(); ++side) {
            if (side != scores.baseline)
                scores.pairs.append(scorePair(run, index, side, scores.noise));
        }
        break;
    case domain::RunKind::Determinism:
        scores.determinism = scoreDeterminismRun(run, index);
        break;
    case domain::RunKind::Stress:
        scores.stress = scoreStressRun(run, index);
        break;
    }
    if (run.kind == domain::RunKind::Sweep)
        scores.sweep = scoreSweep(run, scores);
    if (run.options.temperature > 0)
        scores.sampled = scoreSamples(run, index);
    scores.findings = findFaults(data, scores.sides);
    return scores;
}

} // namespace quantlens::scoring
