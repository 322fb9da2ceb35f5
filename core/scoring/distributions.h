// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/generation.h"
#include "core/scoring/statistics.h"

#include <optional>
#include <vector>

namespace quantlens::scoring {

/// Added to a KLD before its logarithm is taken, so that equal positions have one.
inline constexpr double kldFloor = 1e-9;
/// A KLD from the mean of ln(KLD + kldFloor), nats: exp(meanLog) − kldFloor, 0 where that is nothing but rounding.
[[nodiscard]] double kldFromLog(double meanLog);
/// A bucket with less mass than this cannot be told from rounding.
inline constexpr double leastBucket = 1e-9;

/// Where the positions of two sides come from.
enum class PositionSource {
    TeacherForced, ///< B was given A's tokens: the same positions for every quant
    SharedPrefix,  ///< up to and including the first divergence: selected by agreement, never ranked across quants
    CorpusWindows, ///< another program's own numbers over the windows of a text: an arithmetic mean, no prompts
};

/// One position, p from A and q from B. Tokens listed by both sides are cells, everything else is one bucket.
struct PositionScore
{
    double forward = 0;          ///< KLD(A‖B), nats; a lower bound unless the whole vocabulary was listed
    double backward = 0;         ///< KLD(B‖A)
    double totalVariation = 0;   ///< 0…1, a lower bound
    double coverage = 0;         ///< A's mass on the cells
    double deltaP = 0;           ///< q(t) − p(t) of A's greedy token
    bool deltaPBounded = false;  ///< B does not list t: q(t) is at most what was taken
    bool sameTop = false;        ///< both sides' greedy tokens are the same
    bool tailUnresolved = false; ///< the bucket was too small on a side and was left out
    int listed = 0;              ///< the shorter list's length
};

/// None when a side has no usable value: an empty list, NaN, infinities, or a server's stand-in for p = 0. Tokens are
/// joined by id when the tokenizers are the same, else by bytes. `wholeVocabulary`: both lists are complete.
[[nodiscard]] std::optional<PositionScore> scorePosition(const domain::TokenInfo& a, const domain::TokenInfo& b,
                                                         bool byId, bool wholeVocabulary = false);

/// Value at f·(n−1) of the sorted values, interpolated linearly; NaN for none.
[[nodiscard]] double percentile(const std::vector<double>& sorted, double f);

/// One direction of the divergence over many positions, in nats.
struct DivergenceSummary
{
    double geometricMean = 0; ///< kldFromLog(mean ln(KLD + 1e-9)): the headline
    double mean = 0;
    double median = 0;
    double p90 = 0;
    double p95 = 0;
    double p99 = 0;
    double p999 = 0;
    double maximum = 0;
};

/// Everything about the positions of one pair, or of a run.
struct DistributionSummary
{
    PositionSource source = PositionSource::TeacherForced;
    qint64 positions = 0;      ///< scored
    qint64 available = 0;      ///< of the longer answer
    qint64 withoutValue = 0;   ///< a side had no usable value
    qint64 merged = 0;         ///< characters split over several tokens
    qint64 tailUnresolved = 0; ///< scored without their bucket
    qint64 boundedDeltaP = 0;
    int k = 0; ///< shortest list; the numbers are "≥" with this k
    bool lowerBound = true;
    double coverage = 0; ///< mean mass of A on the cells
    DivergenceSummary forward;
    DivergenceSummary backward;
    std::optional<double> sameTop; ///< share; none for the shared prefix, where it says nothing
    double deltaPMean = 0;
    double deltaPRms = 0;
    double deltaP05 = 0;
    double deltaPMedian = 0;
    double deltaP95 = 0;
};

/// The scored positions of a pair and what was left out.
struct ScoredPositions
{
    PositionSource source = PositionSource::TeacherForced;
    std::vector<PositionScore> positions;
    qint64 available = 0;
    qint64 withoutValue = 0;
    qint64 merged = 0;
    bool wholeVocabulary = false;
};

/// Positions of a forced pass: B's entries stand on A's tokens, entry by entry.
[[nodiscard]] ScoredPositions forcedPositions(const QList<domain::TokenInfo>& a, const QList<domain::TokenInfo>& b,
                                              bool byId, bool wholeVocabulary = false);
/// Positions up to and including the first entry whose bytes differ.
[[nodiscard]] ScoredPositions sharedPrefix(const QList<domain::TokenInfo>& a, const QList<domain::TokenInfo>& b,
                                           bool byId);

/// None when no position could be scored.
[[nodiscard]] std::optional<DistributionSummary> summarizePositions(const ScoredPositions& scored);

/// The positions of many pairs together. The shared prefix of one pair makes all of them that.
[[nodiscard]] ScoredPositions pooledPositions(const std::vector<ScoredPositions>& pairs);

/// One cluster a prompt for the intervals of a run's mean: Σ ln(KLD(A‖B) + 1e-9) and the number of its positions; pairs
/// without a position are left out.
[[nodiscard]] std::vector<Cluster> logKldClusters(const std::vector<ScoredPositions>& pairs);

/// What sampling at a temperature would make of it, from the same data.
struct ExpectedAgreement
{
    double agreement = 1;         ///< Π(1 − TV): the share of sampled answers that stay equal over these positions
    std::optional<double> halfAt; ///< tokens until half of the sampled answers differ; none when none would
};

/// At T = 1 from the lists as they are; below, the lists are sharpened and the unlisted rest counts as one token.
/// `temperature` must be in (0, 1]. None without a usable position.
[[nodiscard]] std::optional<ExpectedAgreement>
expectedAgreement(const QList<domain::TokenInfo>& a, const QList<domain::TokenInfo>& b, bool byId, double temperature);

} // namespace quantlens::scoring
