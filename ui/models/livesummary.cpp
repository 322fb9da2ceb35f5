// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/livesummary.h"

#include "core/base/text.h"
#include "core/scoring/compare.h"
#include "core/scoring/statistics.h"
#include "ui/models/format.h"

#include <QCoreApplication>

#include <cmath>

namespace quantlens::ui {

namespace {

constexpr std::size_t fewestForInterval = 20;
constexpr std::size_t mostForBootstrap = 2000; ///< above, the normal approximation is as good and instant
constexpr int liveResamples = 1000;

struct LiveSummaryText
{
    Q_DECLARE_TR_FUNCTIONS(LiveSummary)
};

/// "0.884 [0.846, 0.917]"; the mean alone below 20 pairs.
QString meanText(const std::vector<double>& values)
{
    if (values.empty())
        return {};
    double sum = 0;
    for (const double value : values)
        sum += value;
    const double mean = sum / double(values.size());
    std::optional<scoring::Interval> interval;
    if (values.size() > mostForBootstrap) {
        double squares = 0;
        for (const double value : values)
            squares += (value - mean) * (value - mean);
        const double half = 1.96 * std::sqrt(squares / double(values.size() - 1) / double(values.size()));
        interval = scoring::Interval{mean - half, mean + half};
    } else if (values.size() >= fewestForInterval) {
        interval = scoring::bootstrapBca(scoring::singletons(values), liveResamples);
    }
    const QString text = format::decimal(mean, 3);
    return interval ? QStringLiteral("%1 [%2, %3]")
                          .arg(text, format::decimal(interval->low, 3), format::decimal(interval->high, 3))
                    : text;
}

void addSide(LiveSummary& summary, const domain::RunRecord& run, int side, const QList<domain::Comparison>& comparisons)
{
    const domain::Summary s = scoring::summarize(run, comparisons);
    summary.n += s.pairs;
    summary.severities[0] += s.identical;
    summary.severities[1] += s.minor;
    summary.severities[2] += s.moderate;
    summary.severities[3] += s.severe;
    summary.undetermined += s.undetermined;
    const bool one = run.sides.size() == 2;
    const QString label = base::singleLine(run.label(side), 40);
    const auto named = [&](const QString& what) { return one ? what : QStringLiteral("%1: %2").arg(label, what); };
    const QString suffix = one ? QString() : QStringLiteral("-%1").arg(side);
    summary.rates.append({QStringLiteral("changed") + suffix, named(LiveSummaryText::tr("Changed")),
                          LiveSummaryText::tr("Answers that are others, right or wrong"), s.changed});
    summary.rates.append({QStringLiteral("flips") + suffix, named(LiveSummaryText::tr("Flips")),
                          LiveSummaryText::tr("Answers that went from right to wrong or back"), s.flips});
    std::vector<double> similarities;
    for (const domain::Comparison& pair : comparisons) {
        if (pair.scored())
            similarities.push_back(pair.similarity);
    }
    summary.means.append({named(LiveSummaryText::tr("Similarity")), meanText(similarities)});
    if (one && s.rightA.n > 0) {
        summary.means.append({LiveSummaryText::tr("A right"), format::rateShort(s.rightA)});
        summary.means.append({LiveSummaryText::tr("B right"), format::rateShort(s.rightB)});
    }
    if (s.forks > 0)
        summary.means.append(
            {named(LiveSummaryText::tr("Near-tie forks")), format::rateShort(scoring::wilson(s.nearTies, s.forks))});
}

} // namespace

LiveSummary summarizeLive(const domain::RunRecord& run, const QMap<int, QList<domain::Comparison>>& comparisons,
                          const LiveTally& tally)
{
    LiveSummary summary;
    if (run.kind == domain::RunKind::Determinism) {
        summary.compares = false;
        summary.n = tally.answered;
        summary.rates.append({QStringLiteral("varying"), LiveSummaryText::tr("Prompts that vary"),
                              LiveSummaryText::tr("Of the prompts with two answers and more: those whose answers are "
                                                  "not all the same"),
                              scoring::wilson(tally.varying, tally.answered)});
        summary.means.append({LiveSummaryText::tr("Distinct outputs"), format::integer(tally.outputs)});
        return summary;
    }
    if (run.kind == domain::RunKind::Stress) {
        summary.compares = false;
        for (const auto& [level, counts] : tally.levels) {
            summary.n += counts.n;
            summary.rates.append({QStringLiteral("level-%1").arg(level),
                                  LiveSummaryText::tr("Level %1").arg(format::integer(level)),
                                  LiveSummaryText::tr("Answers like the reference, which was asked alone"),
                                  scoring::wilson(counts.same, counts.n)});
        }
        return summary;
    }
    for (int side = 0; side < run.sides.size(); ++side) {
        if (side != run.baseline)
            addSide(summary, run, side, comparisons.value(side));
    }
    return summary;
}

} // namespace quantlens::ui
