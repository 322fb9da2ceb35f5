// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/corpuskld.h"

#include "core/base/json.h"

#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>
#include <cmath>
#include <limits>

namespace quantlens::scoring {

namespace {

constexpr double normal95 = 1.959964;

QJsonObject measuredOf(const domain::RunRecord& run, int side)
{
    return run.origin.value(QLatin1String("corpus")).toArray().at(side).toObject();
}

} // namespace

std::optional<KldScores> corpusKld(const domain::RunRecord& run, int side)
{
    const QJsonObject measured = measuredOf(run, side);
    const auto number = [&measured](QLatin1StringView key) { return base::numberOrNan(measured, key); };
    const double mean = number(QLatin1String("mean_kld"));
    if (!std::isfinite(mean))
        return std::nullopt;
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    KldScores kld;
    kld.source = PositionSource::CorpusWindows;
    // Rounding of the stored logits makes the mean of equal models slightly negative.
    kld.arithmetic.mean = std::max(0.0, mean);
    if (const double error = number(QLatin1String("mean_kld_error")); std::isfinite(error))
        kld.arithmetic.interval =
            Interval{std::max(0.0, mean - normal95 * error), std::max(0.0, mean + normal95 * error)};
    DistributionSummary summary;
    summary.source = kld.source;
    summary.lowerBound = false;
    summary.coverage = 1;
    // A window's second half is scored, its last token apart.
    const auto windows = measured.value(QLatin1String("windows")).toInteger();
    const auto context = measured.value(QLatin1String("context")).toInteger();
    if (windows > 0 && context > 1 && windows < 1'000'000'000 && context < 1'000'000'000)
        summary.positions = summary.available = windows * (context - 1 - context / 2);
    summary.forward = {none,
                       mean,
                       number(QLatin1String("median_kld")),
                       number(QLatin1String("p90")),
                       number(QLatin1String("p95")),
                       number(QLatin1String("p99")),
                       number(QLatin1String("p99_9")),
                       number(QLatin1String("maximum_kld"))};
    summary.backward = {none, none, none, none, none, none, none, none};
    if (const double same = number(QLatin1String("same_top")); std::isfinite(same))
        summary.sameTop = std::clamp(same, 0.0, 1.0);
    summary.deltaPMean = number(QLatin1String("delta_p_mean"));
    summary.deltaPRms = number(QLatin1String("delta_p_rms"));
    summary.deltaP05 = summary.deltaPMedian = summary.deltaP95 = none;
    kld.summary = summary;
    return kld;
}

qint64 corpusWindows(const domain::RunRecord& run, int side)
{
    return measuredOf(run, side).value(QLatin1String("windows")).toInteger();
}

} // namespace quantlens::scoring
