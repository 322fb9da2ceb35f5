// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scoring/runscores.h"

#include <QJsonObject>

#include <array>
#include <optional>

namespace quantlens::scoring {

/// What a list of runs says about each, in the order in which it is said everywhere.
enum class HeadlineMeasure {
    Flips,       ///< rate
    Kld,         ///< geometric mean of KLD(A‖B), nats
    ForkShift,   ///< median of the known ones, nats
    SameText,    ///< rate of pairs with equal texts
    Changed,     ///< rate of changed answers
    Similarity,  ///< mean
    Determinism, ///< mean over prompts
    Consistency, ///< rate of texts equal to those at rest
};
inline constexpr std::size_t headlineMeasures = 8;

/// "flips", "kld", "fork_shift", "same_text", "changed", "similarity", "determinism", "consistency".
[[nodiscard]] QString name(HeadlineMeasure measure);
/// True for counts of prompts: HeadlineNumber::count belongs to the number.
[[nodiscard]] bool isRate(HeadlineMeasure measure);
/// True for what grows with the loss.
[[nodiscard]] bool isLoss(HeadlineMeasure measure);

struct HeadlineNumber
{
    double value = 0;
    std::optional<Interval> interval; ///< 95 %
    qint64 count = 0;                 ///< of rates
    qint64 n = 0;                     ///< prompts (or texts, or forks) it rests on
    int side = -1;                    ///< of several compared models the worst; −1: there is no other
    int level = 0;                    ///< of several levels of load the worst; 0: not under load

    [[nodiscard]] domain::Rate rate() const;
};

/// A run's numbers for lists and trends: those of its worst side or level. What was not measured is absent.
struct Headline
{
    std::array<std::optional<HeadlineNumber>, headlineMeasures> numbers;

    [[nodiscard]] const std::optional<HeadlineNumber>& operator[](HeadlineMeasure measure) const
    {
        return numbers[std::size_t(measure)];
    }
    [[nodiscard]] std::optional<HeadlineNumber>& operator[](HeadlineMeasure measure)
    {
        return numbers[std::size_t(measure)];
    }
};

/// The headline of a scored run. Pure.
[[nodiscard]] Headline headlineOf(const RunScores& scores);

/// As it is stored; and back. None for what another version of the scores wrote: it has to be scored again.
[[nodiscard]] QJsonObject toJson(const Headline& headline);
[[nodiscard]] std::optional<Headline> headlineFromJson(const QJsonObject& object);

} // namespace quantlens::scoring
