// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/runparts.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace quantlens::scoring {

namespace {

void countRequest(RequestCount& count, const domain::Generation& generation)
{
    ++count.requests;
    if (generation.failed()) {
        ++count.failed;
        ++count.errors[generation.error->code];
    }
}

SpeedSummary speedOf(std::vector<double> values)
{
    std::erase_if(values, [](double value) { return !std::isfinite(value) || value < 0; });
    std::ranges::sort(values);
    if (values.empty())
        return {};
    return {qint64(values.size()), percentile(values, 0.5), percentile(values, 0.1), percentile(values, 0.9)};
}

/// As the server says, else measured between the first and the last token; NaN where neither can be told.
double tokensPerSecond(const domain::Generation& generation)
{
    const domain::Timings& times = generation.timings;
    if (std::isfinite(times.generatedPerSecond))
        return times.generatedPerSecond;
    const double count = generation.usage.completionTokens >= 0 ? double(generation.usage.completionTokens)
                                                                : double(generation.entries.size());
    const double duration = times.total - times.firstToken;
    return count > 1 && duration > 0 ? (count - 1) / duration * 1000 : std::numeric_limits<double>::quiet_NaN();
}

std::optional<bool> sameHash(const QString& a, const QString& b)
{
    return a.isEmpty() || b.isEmpty() ? std::nullopt : std::optional(a == b);
}

} // namespace

bool tokensJoinById(const domain::RunRecord& run, int a, int b)
{
    const QString& hash = run.sides.at(a).tokenizerHash;
    return run.unit == domain::Unit::Tokens || (!hash.isEmpty() && hash == run.sides.at(b).tokenizerHash);
}

SideScores scoreSide(const domain::RunRecord& run, const RunIndex& index, int side)
{
    const domain::RunSide& facts = run.sides.at(side);
    SideScores scores;
    scores.side = side;
    scores.fileSize = facts.fileSize;
    scores.bitsPerWeight = facts.model.bitsPerWeight;
    scores.imatrix = facts.imatrix;
    scores.error = facts.error;
    if (run.baseline >= 0 && run.baseline < run.sides.size()) {
        const domain::RunSide& baseline = run.sides.at(run.baseline);
        scores.sameTokenizer = sameHash(facts.tokenizerHash, baseline.tokenizerHash);
        scores.sameTemplate = sameHash(facts.templateHash, baseline.templateHash);
    }
    if (!facts.fingerprintStart.top.isEmpty() && !facts.fingerprintEnd.top.isEmpty())
        scores.sameModelAtEnd = facts.fingerprintStart == facts.fingerprintEnd;
    std::vector<double> speeds;
    std::vector<double> firsts;
    for (const domain::Pass pass : {domain::Pass::Answer, domain::Pass::Reference}) {
        for (const domain::Generation* generation : index.all(side, pass)) {
            countRequest(scores.answers, *generation);
            if (generation->failed())
                continue;
            scores.truncated += generation->truncated();
            scores.greedyMisses += generation->greedyMisses;
            speeds.push_back(tokensPerSecond(*generation));
            firsts.push_back(generation->timings.firstToken);
        }
    }
    for (const domain::Generation* generation : index.all(side, domain::Pass::Forced))
        countRequest(scores.forced, *generation);
    scores.speed = speedOf(std::move(speeds));
    scores.firstToken = speedOf(std::move(firsts));
    return scores;
}

SampledScores scoreSamples(const domain::RunRecord& run, const RunIndex& index)
{
    SampledScores scores;
    for (int side = 0; side < run.sides.size(); ++side) {
        SampledSide sampled;
        sampled.side = side;
        for (const domain::Prompt& prompt : run.prompts) {
            QList<domain::Generation> samples;
            for (const domain::Generation* generation : index.of(side, domain::Pass::Answer, prompt.id))
                samples.append(*generation);
            sampled.prompts.append(sampleAnswers(resolveStrategy(prompt), samples));
            sampled.samples += sampled.prompts.constLast().samples;
            sampled.undetermined += sampled.prompts.constLast().undetermined;
        }
        sampled.right = shareRight(sampled.prompts);
        scores.sides.append(std::move(sampled));
    }
    for (const SampledSide& side : std::as_const(scores.sides)) {
        if (side.side == run.baseline || run.baseline < 0 || run.baseline >= scores.sides.size())
            continue;
        const SampledSide& baseline = scores.sides.at(run.baseline);
        SampledPair pair;
        pair.side = side.side;
        std::vector<double> differences;
        std::vector<double> distances;
        for (qsizetype i = 0; i < run.prompts.size(); ++i) {
            const SampledAnswers& a = baseline.prompts.at(i);
            const SampledAnswers& b = side.prompts.at(i);
            const bool both = a.samples > 0 && b.samples > 0;
            pair.distances.push_back(both ? answerDistance(a, b) : std::numeric_limits<double>::quiet_NaN());
            if (!both)
                continue;
            if (resolveStrategy(run.prompts.at(i)).strategy != Strategy::None)
                distances.push_back(pair.distances.back());
            if (a.hasReference)
                differences.push_back(double(b.right) / double(b.samples) - double(a.right) / double(a.samples));
        }
        const auto nonZero = [](const std::vector<double>& values) {
            return qint64(std::ranges::count_if(values, [](double value) { return value != 0; }));
        };
        pair.rightDifference = estimateMean(singletons(differences), nonZero(differences), MeanKind::Other);
        pair.answerDistance = estimateMean(singletons(distances), nonZero(distances), MeanKind::Other);
        scores.pairs.append(std::move(pair));
    }
    return scores;
}

} // namespace quantlens::scoring
