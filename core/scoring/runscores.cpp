// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/runscores.h"

#include "core/scoring/batchvariance.h"
#include "core/scoring/runparts.h"

#include <QHash>
#include <QJsonArray>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <set>

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
    else if (pair->kld.source == PositionSource::CorpusWindows && pair->kld.summary)
        quant.logKld = {std::log(pair->kld.value() + kldFloor)}; // one value: nothing to pair, so no test
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
        const bool corpus = pair && pair->kld.source == PositionSource::CorpusWindows;
        if (side.side == scores.baseline || (pair && pair->summary.pairs > 0) || corpus)
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

/// Several in flight: what of the differences batching explains, against each prompt's most frequent output.
LoadScore scoreLoad(const QList<PromptRepeats>& prompts, const QList<QList<const domain::Generation*>>& runs,
                    domain::Unit unit)
{
    const auto compareEach = [&](const auto& use) {
        for (qsizetype i = 0; i < prompts.size(); ++i) {
            if (prompts.at(i).variants.isEmpty())
                continue;
            const domain::Generation* const reference = runs.at(i).at(prompts.at(i).variants.constFirst().first);
            for (const domain::Generation* run : runs.at(i)) {
                if (!run->failed() && run != reference)
                    use(*reference, *run);
            }
        }
    };
    QList<LogprobChange> changes;
    compareEach([&changes](const domain::Generation& reference, const domain::Generation& run) {
        changes.append(compareRepeats(reference, run));
    });
    LoadScore load;
    load.shift = batchShift(changes);
    compareEach([&](const domain::Generation& reference, const domain::Generation& run) {
        const LoadCause cause = loadCause(reference, run, unit, load.shift);
        const bool otherText = run.text != reference.text || run.reasoning != reference.reasoning;
        load.batchTexts += cause == LoadCause::Batch && otherText;
        load.unknownTexts += cause == LoadCause::Unknown;
        if (cause == LoadCause::Beyond && !load.beyond.contains(run.promptId))
            load.beyond.append(run.promptId);
    });
    return load;
}

/// Counts without outputs, of an imported run: equal to the first output or not is all that is known.
DeterminismRun scoreForeignCounts(const QJsonArray& counts)
{
    DeterminismRun result;
    std::vector<double> values;
    for (const QJsonValue& said : counts) {
        PromptRepeats repeats;
        repeats.promptId = said[QLatin1String("prompt_id")].toString();
        repeats.countsOnly = true;
        repeats.requested = said[QLatin1String("num_runs")].toInteger();
        const qint64 identical = said[QLatin1String("identical_count")].toInteger();
        std::set<qsizetype> positions;
        const QJsonArray divergences = said[QLatin1String("divergence_positions")].toArray();
        for (const QJsonValue& position : divergences)
            positions.insert(position.toInteger());
        repeats.positions = QList<qsizetype>(positions.begin(), positions.end());
        repeats.succeeded = identical + divergences.size();
        repeats.sameText = identical;
        repeats.differentText = divergences.size();
        if (identical > 0)
            repeats.variants.append({{}, identical, -1, std::nullopt});
        if (!divergences.isEmpty())
            repeats.variants.append({{}, divergences.size(), -1, std::nullopt});
        if (repeats.succeeded > 0) {
            repeats.score = double(identical) / double(repeats.succeeded);
            values.push_back(*repeats.score);
        }
        result.sameText += repeats.sameText;
        result.differentText += repeats.differentText;
        result.prompts.append(repeats);
    }
    result.score = scoreDeterminism(result.prompts);
    result.overall = estimateMean(singletons(values), result.score.differing.count, MeanKind::Other);
    return result;
}

DeterminismRun scoreDeterminismRun(const domain::RunRecord& run, const RunIndex& index)
{
    DeterminismRun result;
    result.earlyStop = run.options.stopEarly;
    if (const QJsonValue counts = run.origin.value(QLatin1String("determinism")); counts.isArray())
        return scoreForeignCounts(counts.toArray());
    std::vector<double> values;
    QList<QList<const domain::Generation*>> all; // as result.prompts
    for (const domain::Prompt& prompt : run.prompts) {
        const auto runs = index.of(0, domain::Pass::Answer, prompt.id);
        if (runs.isEmpty())
            continue;
        const PromptRepeats repeats = scoreRepeats(prompt.id, copiesOf(runs), run.unit);
        all.append(runs);
        result.sameBits += repeats.sameBits;
        result.sameText += repeats.sameText;
        result.differentText += repeats.differentText;
        if (repeats.score)
            values.push_back(*repeats.score);
        result.prompts.append(repeats);
    }
    result.score = scoreDeterminism(result.prompts);
    result.overall = estimateMean(singletons(values), result.score.differing.count, MeanKind::Other);
    if (run.options.mode == domain::RepeatMode::Concurrent)
        result.load = scoreLoad(result.prompts, all, run.unit);
    return result;
}

StressScore scoreStressRun(const domain::RunRecord& run, const RunIndex& index)
{
    QList<domain::Generation> reference[2];
    for (const domain::Generation* generation : index.all(0, domain::Pass::Reference))
        reference[generation->repeat == 0 ? 0 : 1].append(*generation);
    const QList<domain::Generation> answers = copiesOf(index.all(0, domain::Pass::Answer));
    // infer-check asks nothing at rest: the first level with an answer is its reference.
    const bool foreign = reference[0].isEmpty() && run.origin.contains(QLatin1String("levels"));
    for (const int level : run.options.levels) {
        for (const domain::Generation& generation : answers) {
            if (foreign && generation.level == level && !generation.failed())
                reference[0].append(generation);
        }
        if (!reference[0].isEmpty())
            break;
    }
    if (foreign)
        reference[1] = reference[0];
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
    StressScore score = scoreStress(reference[0], reference[1], levels, run.unit);
    if (foreign)
        score.atRest = wilson(0, 0); // the reference was asked once
    // A server decodes no more answers than it has slots: what the clock here shows beyond is one answer's end, read
    // after the next one's beginning.
    const int slots = run.sides.isEmpty() ? 0 : run.sides.constFirst().slots;
    for (StressLevel& level : score.levels) {
        level.decoding.maximum = slots > 0 ? std::min(level.decoding.maximum, slots) : level.decoding.maximum;
        level.decoding.mean = slots > 0 ? std::min(level.decoding.mean, double(slots)) : level.decoding.mean;
    }
    return score;
}

} // namespace

double KldScores::value() const
{
    if (summary && source == PositionSource::CorpusWindows)
        return arithmetic.mean;
    return summary ? kldFromLog(logForward.mean) : std::numeric_limits<double>::quiet_NaN();
}

QList<int> RunScores::order() const
{
    if (sweep)
        return sweep->order;
    QList<int> sidesInOrder{baseline};
    for (const PairScores& pair : pairs)
        sidesInOrder.append(pair.side);
    return sidesInOrder;
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

RunScores rescoreAnswers(RunScores scores, const domain::RunData& data, const QString& promptId)
{
    const domain::RunRecord& run = data.run;
    const auto prompt = std::ranges::find(run.prompts, promptId, &domain::Prompt::id);
    if (prompt == run.prompts.end())
        return scores;
    const RunIndex index(data);
    for (PairScores& pair : scores.pairs) {
        const auto scored = std::ranges::find(pair.comparisons, promptId, &domain::Comparison::promptId);
        const domain::Generation* const a = index.one(scores.baseline, domain::Pass::Answer, promptId);
        const domain::Generation* const b = index.one(pair.side, domain::Pass::Answer, promptId);
        if (scored == pair.comparisons.end() || !a || !b)
            continue;
        *scored = compareWith(compareOptions(run, scores.noise.level), *prompt, *a, *b, run.unit);
        overrideAnswers(*scored, *prompt, index.written(scores.baseline, promptId), index.written(pair.side, promptId));
        pair.summary = summarize(run, pair.comparisons);
        pair.noise = noiseStatements(run, pair, scores.noise);
    }
    if (scores.sweep)
        scores.sweep = scoreSweep(run, scores);
    return scores;
}

} // namespace quantlens::scoring
