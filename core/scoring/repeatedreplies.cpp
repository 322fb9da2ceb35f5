// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/repeatedreplies.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

namespace quantlens::scoring {

namespace {

using domain::Generation;

/// Agreement that chance would bring less often than this is no chance.
constexpr double leastChance = 1e-3;
/// Near misses that tell how often chance makes two replies agree.
constexpr double enoughNearMisses = 30;
/// Of more replies of one length, so many stand for all: pairs grow with the square.
constexpr std::size_t mostOfOneLength = 2000;

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

/// What one step of the server's clock is, ms: the largest of 1 s, 100 ms … 1 µs that all durations are multiples of.
double resolutionOf(const std::vector<Durations>& durations)
{
    const auto isMultiple = [](double value, double step) {
        const double steps = value / step;
        return std::abs(steps - std::round(steps)) < 1e-3;
    };
    for (double step = 1000; step > 0.0015; step /= 10) {
        if (std::ranges::all_of(durations, [&](const Durations& each) {
                return isMultiple(each.prompt, step) && isMultiple(each.generation, step);
            }))
            return step;
    }
    return 0.001;
}

/// Pairs of one length that agree in both durations to within `reach`, ms, but not exactly. `sorted` by prompt.
double nearMisses(const std::vector<Durations>& sorted, double reach, double resolution)
{
    double count = 0;
    for (auto one = sorted.begin(); one != sorted.end(); ++one) {
        for (auto other = one + 1; other != sorted.end() && other->prompt - one->prompt <= reach; ++other) {
            const double read = other->prompt - one->prompt;
            const double made = std::abs(other->generation - one->generation);
            count += made <= reach && (read > resolution / 2 || made > resolution / 2);
        }
    }
    return count;
}

/// Replies of one length whose pairs are counted, and how many pairs each of those stands for.
struct Counted
{
    std::vector<Durations> byPrompt;
    double weight = 1;
};

/// Of more than one reply.
Counted countedOf(const std::vector<Durations>& durations)
{
    const std::size_t step = durations.size() / mostOfOneLength + 1;
    Counted group;
    for (std::size_t i = 0; i < durations.size(); i += step)
        group.byPrompt.push_back(durations[i]);
    std::ranges::sort(group.byPrompt, {}, &Durations::prompt);
    const auto pairsOf = [](std::size_t size) { return double(size) * double(size - 1); };
    group.weight = pairsOf(durations.size()) / pairsOf(group.byPrompt.size());
    return group;
}

/// How many pairs of replies agree in both timings by chance: from how many nearly do, which knows what a formula
/// would not, that both timings depend on how busy the machine is and that quiet spells bring the same ones again and
/// again. Only replies of equal lengths can agree.
double expectedByChance(const QList<const Generation*>& answers)
{
    std::map<std::pair<int, int>, std::vector<Durations>> ofLength;
    std::vector<Durations> all;
    for (const Generation* answer : answers) {
        all.push_back(durationsOf(*answer));
        ofLength[{answer->usage.promptTokens, answer->usage.completionTokens}].push_back(all.back());
    }
    const double resolution = resolutionOf(all);
    std::vector<Counted> groups;
    for (const auto& [length, durations] : ofLength) {
        if (durations.size() > 1)
            groups.push_back(countedOf(durations));
    }
    double expected = 0;
    // One more than seen: nothing near is no proof that nothing ever is.
    for (double steps = 5; steps < 2000; steps *= 2) {
        double near = 1;
        for (const Counted& group : groups)
            near += group.weight * nearMisses(group.byPrompt, steps * resolution, resolution);
        const double cells = 2 * steps + 1;
        expected = near / (cells * cells);
        if (near > enoughNearMisses)
            break;
    }
    return expected;
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
    if (chanceOfAtLeast(repeated.size(), expectedByChance(timed)) > leastChance)
        return {};
    return repeated;
}

} // namespace quantlens::scoring
