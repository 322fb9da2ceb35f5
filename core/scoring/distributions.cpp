// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/distributions.h"

#include "core/scoring/divergence.h"

#include <QHash>

#include <algorithm>
#include <cmath>
#include <limits>

namespace quantlens::scoring {

namespace {

struct ListedToken
{
    qint32 id;
    QByteArrayView bytes;
    double probability;
};

struct Listing
{
    std::vector<ListedToken> tokens; ///< usable ones, best first
    double smallest = 1;
};

/// The usable part of a position's list, sharpened to a temperature.
std::optional<Listing> listingOf(const domain::TokenInfo& entry, double temperature = 1)
{
    Listing listing;
    double highest = -std::numeric_limits<double>::infinity();
    for (const domain::TopToken& top : entry.top) {
        if (!hasValue(top.logprob))
            continue;
        listing.tokens.push_back({top.id, top.bytes, double(top.logprob)});
        highest = std::max(highest, double(top.logprob));
    }
    if (listing.tokens.empty())
        return std::nullopt;
    double mass = 0;
    for (ListedToken& token : listing.tokens) {
        token.probability = std::min(1.0, std::exp(token.probability));
        mass += token.probability;
    }
    if (temperature != 1) {
        double total = std::pow(std::clamp(1 - mass, 0.0, 1.0), 1 / temperature);
        for (ListedToken& token : listing.tokens) {
            token.probability = std::pow(token.probability, 1 / temperature);
            total += token.probability;
        }
        for (ListedToken& token : listing.tokens)
            token.probability /= total;
    }
    std::ranges::stable_sort(listing.tokens, std::greater{}, &ListedToken::probability);
    listing.smallest = listing.tokens.back().probability;
    return listing;
}

bool isSame(const ListedToken& a, const ListedToken& b, bool byId)
{
    return byId && a.id >= 0 && b.id >= 0 ? a.id == b.id : a.bytes == b.bytes;
}

/// For each of A's tokens its place in B's list, or −1.
std::vector<qsizetype> join(const Listing& a, const Listing& b, bool byId)
{
    std::vector<qsizetype> places(a.tokens.size(), -1);
    std::vector<bool> taken(b.tokens.size());
    constexpr std::size_t few = 32;
    if (b.tokens.size() <= few) {
        for (std::size_t i = 0; i < a.tokens.size(); ++i) {
            for (std::size_t j = 0; j < b.tokens.size(); ++j) {
                if (!taken[j] && isSame(a.tokens[i], b.tokens[j], byId)) {
                    places[i] = qsizetype(j);
                    taken[j] = true;
                    break;
                }
            }
        }
        return places;
    }
    QHash<qint32, qsizetype> ids;
    QHash<QByteArrayView, qsizetype> bytes;
    for (std::size_t j = b.tokens.size(); j-- > 0;) {
        if (byId && b.tokens[j].id >= 0)
            ids[b.tokens[j].id] = qsizetype(j);
        bytes[b.tokens[j].bytes] = qsizetype(j);
    }
    for (std::size_t i = 0; i < a.tokens.size(); ++i) {
        const ListedToken& token = a.tokens[i];
        const qsizetype place =
            byId && token.id >= 0 && !ids.isEmpty() ? ids.value(token.id, -1) : bytes.value(token.bytes, -1);
        if (place >= 0 && !taken[std::size_t(place)]) {
            places[i] = place;
            taken[std::size_t(place)] = true;
        }
    }
    return places;
}

double term(double p, double q)
{
    return p * std::log(p / q);
}

PositionScore score(const Listing& a, const Listing& b, bool byId, bool wholeVocabulary)
{
    PositionScore result;
    const std::vector<qsizetype> places = join(a, b, byId);
    double massP = 0;
    double massQ = 0;
    double variation = 0;
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (places[i] < 0)
            continue;
        const double p = a.tokens[i].probability;
        const double q = b.tokens[std::size_t(places[i])].probability;
        if (p <= 0 || q <= 0)
            continue;
        massP += p;
        massQ += q;
        variation += std::abs(p - q);
        result.forward += term(p, q);
        result.backward += term(q, p);
    }
    const double restP = std::clamp(1 - massP, 0.0, 1.0);
    const double restQ = std::clamp(1 - massQ, 0.0, 1.0);
    variation += std::abs(restP - restQ);
    if (restP >= leastBucket && restQ >= leastBucket) {
        result.forward += term(restP, restQ);
        result.backward += term(restQ, restP);
    } else {
        result.tailUnresolved = !wholeVocabulary;
    }
    // Listed masses may sum to 1.0000008: the value must not fall below 0 for it.
    result.forward = std::max(0.0, result.forward);
    result.backward = std::max(0.0, result.backward);
    result.totalVariation = std::min(1.0, variation / 2);
    result.coverage = std::min(1.0, massP);
    result.listed = int(std::min(a.tokens.size(), b.tokens.size()));
    result.sameTop = isSame(a.tokens.front(), b.tokens.front(), byId);
    const double greedy = a.tokens.front().probability;
    result.deltaPBounded = places.front() < 0;
    result.deltaP = (result.deltaPBounded ? b.smallest : b.tokens[std::size_t(places.front())].probability) - greedy;
    return result;
}

/// A character split over several tokens comes as one entry: it has no id where the others have one.
bool isMerged(const domain::TokenInfo& entry, bool idsKnown)
{
    return idsKnown && entry.id < 0;
}

ScoredPositions scoreUpTo(const QList<domain::TokenInfo>& a, const QList<domain::TokenInfo>& b, qsizetype count,
                          bool byId, bool wholeVocabulary)
{
    ScoredPositions result;
    result.available = std::max(a.size(), b.size());
    result.wholeVocabulary = wholeVocabulary;
    const auto knows = [](const QList<domain::TokenInfo>& list) {
        return std::ranges::any_of(list, [](const domain::TokenInfo& entry) { return entry.id >= 0; });
    };
    const bool idsA = knows(a);
    const bool idsB = knows(b);
    for (qsizetype i = 0; i < count; ++i) {
        if (isMerged(a.at(i), idsA) || isMerged(b.at(i), idsB)) {
            ++result.merged;
            continue;
        }
        if (const auto position = scorePosition(a.at(i), b.at(i), byId, wholeVocabulary))
            result.positions.push_back(*position);
        else
            ++result.withoutValue;
    }
    return result;
}

DivergenceSummary summaryOf(std::vector<double> values)
{
    std::ranges::sort(values);
    DivergenceSummary summary;
    double logs = 0;
    for (const double value : values) {
        summary.mean += value / double(values.size());
        logs += std::log(value + kldFloor) / double(values.size());
    }
    summary.geometricMean = kldFromLog(logs);
    summary.median = percentile(values, 0.5);
    summary.p90 = percentile(values, 0.9);
    summary.p95 = percentile(values, 0.95);
    summary.p99 = percentile(values, 0.99);
    summary.p999 = percentile(values, 0.999);
    summary.maximum = values.back();
    return summary;
}

} // namespace

double kldFromLog(double meanLog)
{
    // Positions without any divergence add up to ln(floor) only as far as sums are exact: the rest is no measurement.
    constexpr double leastOfTheFloor = 1e-6;
    const double value = std::exp(meanLog) - kldFloor;
    return value > kldFloor * leastOfTheFloor ? value : 0.0;
}

double percentile(const std::vector<double>& sorted, double f)
{
    if (sorted.empty())
        return std::numeric_limits<double>::quiet_NaN();
    const double place = std::clamp(f, 0.0, 1.0) * double(sorted.size() - 1);
    const std::size_t below = std::size_t(place);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (sorted[above] - sorted[below]) * (place - double(below));
}

std::optional<PositionScore> scorePosition(const domain::TokenInfo& a, const domain::TokenInfo& b, bool byId,
                                           bool wholeVocabulary)
{
    const std::optional<Listing> p = listingOf(a);
    const std::optional<Listing> q = listingOf(b);
    if (!p || !q)
        return std::nullopt;
    return score(*p, *q, byId, wholeVocabulary);
}

ScoredPositions forcedPositions(const QList<domain::TokenInfo>& a, const QList<domain::TokenInfo>& b, bool byId,
                                bool wholeVocabulary)
{
    return scoreUpTo(a, b, std::min(a.size(), b.size()), byId, wholeVocabulary);
}

ScoredPositions sharedPrefix(const QList<domain::TokenInfo>& a, const QList<domain::TokenInfo>& b, bool byId)
{
    qsizetype count = 0;
    const qsizetype shorter = std::min(a.size(), b.size());
    while (count < shorter && a.at(count).bytes == b.at(count).bytes)
        ++count;
    ScoredPositions result = scoreUpTo(a, b, std::min(count + 1, shorter), byId, false);
    result.source = PositionSource::SharedPrefix;
    return result;
}

std::optional<DistributionSummary> summarizePositions(const ScoredPositions& scored)
{
    if (scored.positions.empty())
        return std::nullopt;
    DistributionSummary summary;
    summary.source = scored.source;
    summary.positions = qint64(scored.positions.size());
    summary.available = scored.available;
    summary.withoutValue = scored.withoutValue;
    summary.merged = scored.merged;
    summary.lowerBound = !scored.wholeVocabulary;
    summary.k = std::numeric_limits<int>::max();
    std::vector<double> forward;
    std::vector<double> backward;
    std::vector<double> deltas;
    qint64 sameTops = 0;
    double squares = 0;
    const double n = double(scored.positions.size());
    for (const PositionScore& position : scored.positions) {
        forward.push_back(position.forward);
        backward.push_back(position.backward);
        deltas.push_back(position.deltaP);
        summary.tailUnresolved += position.tailUnresolved;
        summary.boundedDeltaP += position.deltaPBounded;
        summary.k = std::min(summary.k, position.listed);
        summary.coverage += position.coverage / n;
        summary.deltaPMean += position.deltaP / n;
        squares += position.deltaP * position.deltaP / n;
        sameTops += position.sameTop;
    }
    summary.forward = summaryOf(std::move(forward));
    summary.backward = summaryOf(std::move(backward));
    summary.deltaPRms = std::sqrt(squares);
    std::ranges::sort(deltas);
    summary.deltaP05 = percentile(deltas, 0.05);
    summary.deltaPMedian = percentile(deltas, 0.5);
    summary.deltaP95 = percentile(deltas, 0.95);
    if (scored.source == PositionSource::TeacherForced)
        summary.sameTop = double(sameTops) / n;
    return summary;
}

ScoredPositions pooledPositions(const std::vector<ScoredPositions>& pairs)
{
    ScoredPositions all;
    all.wholeVocabulary = !pairs.empty();
    for (const ScoredPositions& pair : pairs) {
        all.positions.insert(all.positions.end(), pair.positions.begin(), pair.positions.end());
        all.available += pair.available;
        all.withoutValue += pair.withoutValue;
        all.merged += pair.merged;
        all.wholeVocabulary = all.wholeVocabulary && pair.wholeVocabulary;
        if (pair.source == PositionSource::SharedPrefix)
            all.source = PositionSource::SharedPrefix;
    }
    return all;
}

std::vector<Cluster> logKldClusters(const std::vector<ScoredPositions>& pairs)
{
    std::vector<Cluster> clusters;
    for (const ScoredPositions& pair : pairs) {
        Cluster cluster{0, double(pair.positions.size())};
        for (const PositionScore& position : pair.positions)
            cluster.sum += std::log(position.forward + kldFloor);
        if (!pair.positions.empty())
            clusters.push_back(cluster);
    }
    return clusters;
}

std::optional<ExpectedAgreement> expectedAgreement(const QList<domain::TokenInfo>& a, const QList<domain::TokenInfo>& b,
                                                   bool byId, double temperature)
{
    if (!(temperature > 0) || temperature > 1)
        return std::nullopt;
    double logs = 0;
    qint64 used = 0;
    for (qsizetype i = 0; i < std::min(a.size(), b.size()); ++i) {
        const std::optional<Listing> p = listingOf(a.at(i), temperature);
        const std::optional<Listing> q = listingOf(b.at(i), temperature);
        if (!p || !q)
            continue;
        logs += std::log1p(-std::min(score(*p, *q, byId, false).totalVariation, 1 - 1e-12));
        ++used;
    }
    if (!used)
        return std::nullopt;
    ExpectedAgreement result{std::exp(logs), std::nullopt};
    if (logs < 0)
        result.halfAt = std::log(0.5) * double(used) / logs;
    return result;
}

} // namespace quantlens::scoring
