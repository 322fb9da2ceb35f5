// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/repeatedreplies.h"

#include "core/scoring/distributions.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

namespace quantlens::scoring {

namespace {

using domain::Generation;

constexpr double timingResolutionMs = 0.001;
/// Agreement that chance would bring less often than this is no chance.
constexpr double leastChance = 1e-3;

bool isTimed(const Generation& answer)
{
    return !answer.failed() && answer.timings.promptPerSecond > 0 && answer.timings.generatedPerSecond > 0;
}

/// What the server measured, ms.
struct Durations
{
    double prompt = 0;
    double generation = 0;
};

Durations durationsOf(const Generation& answer)
{
    const int read = std::max(1, answer.usage.promptTokens - std::max(0, answer.usage.cachedTokens));
    return {1000.0 * read / answer.timings.promptPerSecond,
            1000.0 * std::max(1, answer.usage.completionTokens) / answer.timings.generatedPerSecond};
}

/// Chance that two durations are the same to the resolution, from how far apart others are: half of the differences
/// lie within the median on either side, so their density at 0 is about 1 ÷ (4 · median).
double chanceOfAgreement(std::vector<double> differences)
{
    std::ranges::sort(differences);
    const double median = percentile(differences, 0.5);
    return median > 0 ? std::min(1.0, timingResolutionMs / (4 * median)) : 1.0;
}

/// How many pairs of replies agree in both timings by chance; negative: it cannot be told. Only replies of equal
/// lengths can.
double expectedByChance(const QList<const Generation*>& answers)
{
    std::map<std::pair<int, int>, std::vector<Durations>> ofLength;
    for (const Generation* answer : answers)
        ofLength[{answer->usage.promptTokens, answer->usage.completionTokens}].push_back(durationsOf(*answer));
    double pairs = 0;
    std::vector<double> prompt;
    std::vector<double> generation;
    for (const auto& [length, durations] : ofLength) {
        pairs += double(durations.size()) * double(durations.size() - 1) / 2;
        for (std::size_t i = 1; i < durations.size(); ++i) {
            const double read = std::abs(durations[i].prompt - durations[i - 1].prompt);
            const double made = std::abs(durations[i].generation - durations[i - 1].generation);
            if (read < timingResolutionMs / 2 && made < timingResolutionMs / 2)
                continue; // what is to be explained says nothing about chance
            prompt.push_back(read);
            generation.push_back(made);
        }
    }
    if (prompt.empty())
        return -1;
    return pairs * chanceOfAgreement(std::move(prompt)) * chanceOfAgreement(std::move(generation));
}

/// Chance of at least `count` events where `expected` are expected (Poisson).
double chanceOfAtLeast(qsizetype count, double expected)
{
    if (double(count) <= expected)
        return 1;
    if (!(expected > 0))
        return 0;
    double term = std::exp(double(count) * std::log(expected) - expected - std::lgamma(double(count) + 1));
    double sum = 0;
    for (qsizetype i = count + 1; term > sum * 1e-12; ++i) {
        sum += term;
        term *= expected / double(i);
    }
    return std::min(1.0, sum);
}

} // namespace

QList<RepeatedReply> repeatedReplies(const QList<const Generation*>& answers)
{
    std::map<std::pair<double, double>, const Generation*> first;
    QList<const Generation*> timed;
    QList<RepeatedReply> repeated;
    for (const Generation* answer : answers) {
        if (!isTimed(*answer))
            continue;
        timed.append(answer);
        const auto [known, isNew] =
            first.try_emplace({answer->timings.promptPerSecond, answer->timings.generatedPerSecond}, answer);
        if (!isNew)
            repeated.append(RepeatedReply{answer, known->second});
    }
    if (repeated.isEmpty() || qsizetype(first.size()) * 2 <= timed.size())
        return {};
    const double expected = expectedByChance(timed);
    if (expected >= 0 && chanceOfAtLeast(repeated.size(), expected) > leastChance)
        return {};
    return repeated;
}

} // namespace quantlens::scoring
