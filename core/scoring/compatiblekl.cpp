// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/compatible.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace quantlens::scoring::compatible {

namespace {

constexpr double smallest = 1e-10;

/// Logprobs (any value below 0) by a softmax, probabilities by their sum.
std::vector<double> probabilities(std::vector<double> values)
{
    if (std::ranges::any_of(values, [](double v) { return v < 0; })) {
        const double highest = *std::ranges::max_element(values);
        for (double& value : values)
            value = std::exp(value - highest);
    }
    double sum = 0;
    for (const double value : values)
        sum += value;
    for (double& value : values)
        value /= sum;
    return values;
}

/// Clipped, and not renormalised after it.
double klOfStep(const std::vector<double>& baseline, const std::vector<double>& test)
{
    const std::vector<double> p = probabilities(baseline);
    const std::vector<double> q = probabilities(test);
    const auto clip = [](double v) { return std::isnan(v) ? v : std::clamp(v, smallest, 1.0); };
    double sum = 0;
    for (std::size_t i = 0; i < p.size(); ++i)
        sum += clip(p[i]) * std::log(clip(p[i]) / clip(q[i]));
    return sum;
}

/// The values over the union of ids, renormalised.
std::vector<double> spread(const DistributionStep& step, const std::map<QString, TokenId>& all)
{
    const std::vector<double> listed = probabilities(step.values);
    std::map<TokenId, double> byId;
    for (const auto& [rank, id] : step.ids) {
        if (rank >= 0 && std::size_t(rank) < listed.size())
            byId[id] = listed[std::size_t(rank)];
    }
    std::vector<double> values;
    double sum = 0;
    for (const auto& [text, id] : all) {
        const auto found = byId.find(id);
        values.push_back(found == byId.end() ? 0.0 : found->second);
        sum += values.back();
    }
    for (double& value : values)
        value /= sum + 1e-12;
    return values;
}

std::set<bool> typesOf(const DistributionStep& step)
{
    std::set<bool> types;
    for (const auto& [rank, id] : step.ids)
        types.insert(id.isText);
    return types;
}

} // namespace

std::optional<double> klDivergence(const std::vector<DistributionStep>& baseline,
                                   const std::vector<DistributionStep>& test)
{
    double sum = 0;
    qsizetype used = 0;
    for (std::size_t i = 0; i < std::min(baseline.size(), test.size()); ++i) {
        const DistributionStep& p = baseline[i];
        const DistributionStep& q = test[i];
        if (p.isAligned && q.isAligned && p.values.size() == q.values.size()) {
            sum += klOfStep(p.values, q.values);
            ++used;
            continue;
        }
        if (!p.ids.contains(0) || !q.ids.contains(0) || typesOf(p) != typesOf(q))
            continue;
        std::map<QString, TokenId> all;
        for (const DistributionStep* step : {&p, &q}) {
            for (const auto& [rank, id] : step->ids)
                all[id.text] = id;
        }
        sum += klOfStep(spread(p, all), spread(q, all));
        ++used;
    }
    return used ? std::optional(sum / double(used)) : std::nullopt;
}

double chosenTokenKl(const std::vector<double>& baseline, const std::vector<double>& test)
{
    const std::size_t n = std::min(baseline.size(), test.size());
    double sum = 0;
    for (std::size_t i = 0; i < n; ++i) {
        const double p = std::clamp(std::exp(baseline[i]), smallest, 1.0);
        const double q = std::clamp(std::exp(test[i]), smallest, 1.0);
        sum += p * std::log(p / q);
    }
    return n ? sum / double(n) : 0.0;
}

} // namespace quantlens::scoring::compatible
