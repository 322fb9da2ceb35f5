// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/corpuskld.h"
#include "core/scoring/runparts.h"
#include "core/scoring/units.h"

#include <QHash>
#include <QSet>

#include <algorithm>
#include <cmath>
#include <limits>

namespace quantlens::scoring {

namespace {

/// Above this many tokens two quants never list the very same ones, unless both list all there are.
constexpr qsizetype leastVocabulary = 100;
constexpr double wholeMass = 1 - 1e-4;

bool listsWholeVocabulary(const domain::TokenInfo& a, const domain::TokenInfo& b)
{
    if (a.top.size() < leastVocabulary || a.top.size() != b.top.size())
        return false;
    QSet<qint32> ids;
    double masses[2] = {0, 0};
    for (const domain::TopToken& top : a.top) {
        ids.insert(top.id);
        masses[0] += std::exp(double(top.logprob));
    }
    for (const domain::TopToken& top : b.top) {
        if (top.id < 0 || !ids.contains(top.id))
            return false;
        masses[1] += std::exp(double(top.logprob));
    }
    return ids.size() == a.top.size() && masses[0] >= wholeMass && masses[1] >= wholeMass;
}

bool allWhole(const QList<domain::TokenInfo>& a, const QList<domain::TokenInfo>& b)
{
    const qsizetype count = std::min(a.size(), b.size());
    if (count == 0 || !listsWholeVocabulary(a.constFirst(), b.constFirst()))
        return false;
    for (qsizetype i = 0; i < count; ++i) {
        if (a.at(i).top.size() != a.constFirst().top.size() || b.at(i).top.size() != a.constFirst().top.size())
            return false;
    }
    return true;
}

/// A forced answer scores only where it stands on the baseline's own tokens.
bool followsTokens(const QList<domain::TokenInfo>& a, const QList<domain::TokenInfo>& forced)
{
    for (qsizetype i = 0; i < std::min(a.size(), forced.size()); ++i) {
        if (a.at(i).bytes != forced.at(i).bytes)
            return false;
    }
    return true;
}

/// Units of the generated stream, reasoning included.
qint64 streamLength(const domain::Generation& generation, const domain::Comparison& pair)
{
    return qint64(pair.unitsA) + qint64(partUnits(generation, domain::Part::Reasoning, pair.unit).size());
}

} // namespace

QList<domain::Comparison> compareAll(const domain::RunData& data, const CompareOptions& options)
{
    return compareSides(data, 0, 1, options);
}

QList<domain::Comparison> compareIndexed(const domain::RunRecord& run, const RunIndex& index, int a, int b,
                                         const CompareOptions& options)
{
    QList<domain::Comparison> result;
    result.reserve(run.prompts.size());
    for (const domain::Prompt& prompt : run.prompts) {
        const domain::Generation* const first = index.one(a, domain::Pass::Answer, prompt.id);
        const domain::Generation* const second = index.one(b, domain::Pass::Answer, prompt.id);
        if (!first || !second)
            continue;
        result.append(compareWith(options, prompt, *first, *second, run.unit));
        overrideAnswers(result.last(), prompt, index.written(a, prompt.id), index.written(b, prompt.id));
    }
    return result;
}

KldScores scoreKld(const domain::RunRecord& run, const RunIndex& index, int side)
{
    if (const auto corpus = corpusKld(run, side))
        return *corpus;
    KldScores kld;
    const bool byId = tokensJoinById(run, run.baseline, side);
    // A forced pass that failed everywhere says no more than none at all.
    const bool forced = std::ranges::any_of(index.all(side, domain::Pass::Forced),
                                            [](const domain::Generation* each) { return !each->failed(); });
    kld.source = forced ? PositionSource::TeacherForced : PositionSource::SharedPrefix;
    std::vector<ScoredPositions> scored;
    for (const domain::Prompt& prompt : run.prompts) {
        kld.logByPrompt.push_back(std::numeric_limits<double>::quiet_NaN());
        const domain::Generation* const a = index.one(run.baseline, domain::Pass::Answer, prompt.id);
        const domain::Generation* const b = index.one(side, domain::Pass::Answer, prompt.id);
        const domain::Generation* const along = forced ? index.one(side, domain::Pass::Forced, prompt.id)
                                                       : index.one(side, domain::Pass::Answer, prompt.id);
        kld.ofPrompts += a && b && !a->failed() && !b->failed();
        if (!a || !along || a->failed() || along->failed())
            continue;
        if (forced && !followsTokens(a->entries, along->entries))
            continue;
        ScoredPositions positions =
            forced ? forcedPositions(a->entries, along->entries, byId, byId && allWhole(a->entries, along->entries))
                   : sharedPrefix(a->entries, along->entries, byId);
        if (const std::vector<Cluster> cluster = logKldClusters({positions}); !cluster.empty())
            kld.logByPrompt.back() = cluster.front().sum / cluster.front().n;
        scored.push_back(std::move(positions));
    }
    const ScoredPositions pooled = pooledPositions(scored);
    kld.summary = summarizePositions(pooled);
    const std::vector<Cluster> logs = logKldClusters(scored);
    std::vector<Cluster> values;
    qint64 differing = 0;
    for (const ScoredPositions& positions : scored) {
        if (positions.positions.empty())
            continue;
        Cluster cluster{0, double(positions.positions.size())};
        for (const PositionScore& position : positions.positions)
            cluster.sum += position.forward;
        differing += cluster.sum > leastBucket;
        values.push_back(cluster);
    }
    kld.prompts = qint64(values.size());
    kld.differing = wilson(differing, kld.prompts);
    kld.logForward = estimateMean(logs, differing, MeanKind::LogKld);
    kld.arithmetic = estimateMean(values, differing, MeanKind::ArithmeticKld);
    if (kld.logForward.interval)
        kld.geometric = Interval{kldFromLog(kld.logForward.interval->low), kldFromLog(kld.logForward.interval->high)};
    return kld;
}

PairScores scorePair(const domain::RunRecord& run, const RunIndex& index, int side, const NoiseReport& noise)
{
    PairScores scores;
    scores.side = side;
    scores.comparisons = compareIndexed(run, index, run.baseline, side, compareOptions(run, noise.level));
    scores.summary = summarize(run, scores.comparisons);
    scores.severe = wilson(scores.summary.severe, scores.summary.pairs);
    std::vector<double> similarities;
    QList<ForkExposure> exposures;
    for (const domain::Comparison& pair : std::as_const(scores.comparisons)) {
        if (!pair.scored())
            continue;
        similarities.push_back(pair.similarity);
        const domain::Generation& a = *index.one(run.baseline, domain::Pass::Answer, pair.promptId);
        exposures.append({pair.divergence ? qint64(pair.divergence->unit) : -1, streamLength(a, pair)});
    }
    scores.similarity = estimateMean(singletons(similarities), scores.summary.differing.count, MeanKind::Other);
    scores.forks = forkRate(exposures);
    scores.forksByPosition = forkRateByPosition(exposures);
    scores.kld = scoreKld(run, index, side);
    scores.noise = noiseStatements(run, scores, noise);
    return scores;
}

} // namespace quantlens::scoring
