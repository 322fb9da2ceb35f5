// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/comparison.h"

#include <QString>

#include <optional>
#include <vector>

namespace quantlens::scoring {

/// A rate with its Wilson score interval at 95 % (Wilson, JASA 22, 1927). n = 0 gives the interval 0…1.
[[nodiscard]] domain::Rate wilson(qint64 count, qint64 n);

/// The largest rate that n trials without a single event leave plausible at 95 % (the rule of three): 3/n, at most 1.
[[nodiscard]] double atMostWithoutEvent(qint64 n);

/// The fewest discordant pairs with which the exact test can reach 5 %.
inline constexpr qint64 fewestDiscordant = 6;

/// Exact two-sided McNemar test (binomial) of two rates on the same prompts: pairs where only the first, or only the
/// second, has the property. 1 without discordant pairs.
[[nodiscard]] double mcnemar(qint64 onlyFirst, qint64 onlySecond);

/// A p-value as text: "p < 0.001", "p = 0.032".
[[nodiscard]] QString chanceText(double p);

/// Holm's step-down adjusted p-values (Scandinavian Journal of Statistics 6, 1979), in the order given.
[[nodiscard]] std::vector<double> holm(const std::vector<double>& p);

/// All values of one prompt: positions and repeats of a prompt are never independent, so prompts are resampled whole.
struct Cluster
{
    double sum = 0;
    double n = 1;
};

[[nodiscard]] std::vector<Cluster> singletons(const std::vector<double>& values);

struct Interval
{
    double low = 0;
    double high = 0;
};

inline constexpr int bootstrapResamples = 10'000;

/// 95 % interval of the pooled mean by the studentised bootstrap over clusters (Efron & Tibshirani 1993, chapter 12),
/// fixed seed. Meant for ln KLD. None below two clusters.
[[nodiscard]] std::optional<Interval> bootstrapT(const std::vector<Cluster>& clusters,
                                                 int resamples = bootstrapResamples);

/// 95 % interval of the pooled mean by the bias-corrected and accelerated bootstrap (Efron, JASA 82, 1987).
[[nodiscard]] std::optional<Interval> bootstrapBca(const std::vector<Cluster>& clusters,
                                                   int resamples = bootstrapResamples);

/// Two-sided p-value of "the pooled mean is 0" by the studentised bootstrap; 1 below two clusters or without spread.
[[nodiscard]] double bootstrapPValue(const std::vector<Cluster>& clusters);

/// Why a mean stands without an interval.
enum class Silence {
    None,
    FewPairs,         ///< fewer than 20 pairs: numbers, no statistical claim
    FewDiffer,        ///< fewer than 10 pairs differ at all: the rate of differing pairs stands for it
    FewForArithmetic, ///< the arithmetic mean of KLD below 100 prompts
};

enum class MeanKind {
    LogKld,        ///< values are ln(KLD + 1e-9): bootstrap-t
    ArithmeticKld, ///< BCa, from 100 prompts on
    Other,         ///< BCa
};

/// A mean over prompts with its interval, or with the reason why it has none.
struct MeanEstimate
{
    double mean = 0;
    qint64 prompts = 0;
    std::optional<Interval> interval;
    Silence silence = Silence::None;
};

/// `differing`: how many of the pairs differ at all.
[[nodiscard]] MeanEstimate estimateMean(const std::vector<Cluster>& clusters, qint64 differing, MeanKind kind);

} // namespace quantlens::scoring
