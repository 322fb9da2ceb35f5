// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/headline.h"

#include "core/base/json.h"

#include <QJsonArray>

#include <algorithm>
#include <cmath>

namespace quantlens::scoring {

namespace {

/// Of what toJson() writes. Raise it when a measure changes its meaning: old headlines are then scored again.
constexpr int headlineVersion = 1;

constexpr std::array<QLatin1StringView, headlineMeasures> measureNames{
    QLatin1StringView("flips"),       QLatin1StringView("kld"),        QLatin1StringView("fork_shift"),
    QLatin1StringView("same_text"),   QLatin1StringView("changed"),    QLatin1StringView("similarity"),
    QLatin1StringView("determinism"), QLatin1StringView("consistency")};

HeadlineNumber numberOf(const domain::Rate& rate)
{
    return {.value = rate.value(), .interval = Interval{rate.low, rate.high}, .count = rate.count, .n = rate.n};
}

HeadlineNumber numberOf(const MeanEstimate& mean)
{
    return {.value = mean.mean, .interval = mean.interval, .n = mean.prompts};
}

/// Keeps the worse of what stands there and a new number.
void keepWorst(Headline& headline, HeadlineMeasure measure, HeadlineNumber number)
{
    std::optional<HeadlineNumber>& kept = headline[measure];
    if (number.n == 0 || !std::isfinite(number.value))
        return;
    if (!kept || (isLoss(measure) ? number.value > kept->value : number.value < kept->value))
        kept = number;
}

void addPair(Headline& headline, const PairScores& pair, bool several)
{
    const auto keep = [&](HeadlineMeasure measure, HeadlineNumber number) {
        number.side = several ? pair.side : -1;
        keepWorst(headline, measure, number);
    };
    using enum HeadlineMeasure;
    keep(Flips, numberOf(pair.summary.flips));
    keep(Changed, numberOf(pair.summary.changed));
    keep(SameText, numberOf(wilson(pair.summary.identical, pair.summary.pairs)));
    keep(Similarity, numberOf(pair.similarity));
    if (pair.kld.summary)
        keep(Kld, {.value = pair.kld.value(), .interval = pair.kld.geometric, .n = pair.kld.prompts});
    std::vector<double> shifts;
    for (const domain::Comparison& comparison : pair.comparisons) {
        if (comparison.scored() && comparison.fork && !comparison.fork->bounded)
            shifts.push_back(comparison.fork->shift);
    }
    if (!shifts.empty()) {
        std::ranges::sort(shifts);
        keep(ForkShift, {.value = shifts.at(shifts.size() / 2), .interval = {}, .n = qint64(shifts.size())});
    }
}

} // namespace

domain::Rate HeadlineNumber::rate() const
{
    return {count, n, interval ? interval->low : 0, interval ? interval->high : 1};
}

QString name(HeadlineMeasure measure)
{
    return measureNames[std::size_t(measure)].toString();
}

bool isRate(HeadlineMeasure measure)
{
    using enum HeadlineMeasure;
    return measure == Flips || measure == Changed || measure == SameText || measure == Consistency;
}

bool isLoss(HeadlineMeasure measure)
{
    using enum HeadlineMeasure;
    return measure == Flips || measure == Changed || measure == Kld || measure == ForkShift;
}

Headline headlineOf(const RunScores& scores)
{
    Headline headline;
    // Single samples at a temperature above 0 say nothing about the models.
    if (!scores.sampled) {
        for (const PairScores& pair : scores.pairs)
            addPair(headline, pair, scores.pairs.size() > 1);
    }
    if (scores.determinism && !scores.determinism->earlyStop)
        keepWorst(headline, HeadlineMeasure::Determinism, numberOf(scores.determinism->overall));
    if (scores.stress) {
        for (const StressLevel& level : scores.stress->levels) {
            HeadlineNumber number = numberOf(level.equal);
            number.level = level.asked;
            keepWorst(headline, HeadlineMeasure::Consistency, number);
        }
    }
    return headline;
}

// Ten thousand of them are read at once, so a number is an array: value, n, count, side, level, and low and high where
// there is an interval.
QJsonObject toJson(const Headline& headline)
{
    QJsonObject object{{QStringLiteral("version"), headlineVersion}};
    for (std::size_t i = 0; i < headlineMeasures; ++i) {
        const std::optional<HeadlineNumber>& number = headline.numbers[i];
        if (!number)
            continue;
        QJsonArray written{base::jsonNumber(number->value), number->n, number->count, number->side, number->level};
        if (number->interval) {
            written.append(base::jsonNumber(number->interval->low));
            written.append(base::jsonNumber(number->interval->high));
        }
        object.insert(measureNames[i], written);
    }
    return object;
}

std::optional<Headline> headlineFromJson(const QJsonObject& object)
{
    if (object.value(QLatin1String("version")).toInt() != headlineVersion)
        return std::nullopt;
    Headline headline;
    for (std::size_t i = 0; i < headlineMeasures; ++i) {
        const QJsonArray written = object.value(measureNames[i]).toArray();
        HeadlineNumber number;
        number.value = written.at(0).toDouble(std::nan(""));
        number.n = written.at(1).toInteger();
        number.count = written.at(2).toInteger();
        number.side = written.at(3).toInt(-1);
        number.level = written.at(4).toInt();
        if (written.at(5).isDouble() && written.at(6).isDouble())
            number.interval = Interval{written.at(5).toDouble(), written.at(6).toDouble()};
        if (number.n > 0 && std::isfinite(number.value))
            headline.numbers[i] = number;
    }
    return headline;
}

} // namespace quantlens::scoring
