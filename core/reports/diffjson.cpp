// SPDX-License-Identifier: GPL-3.0-or-later
// Two runs of the same prompts held against each other, as JSON.
#include "core/base/json.h"
#include "core/reports/runjson.h"

#include <QJsonArray>

namespace quantlens::reports {

QJsonObject toJson(const scoring::RunDiff& diff)
{
    QJsonArray sides;
    for (const scoring::SideDiff& side : diff.sides) {
        QJsonArray metrics;
        for (const scoring::MetricDiff& metric : side.metrics)
            metrics.append(QJsonObject{
                {QStringLiteral("metric"), metric.metric},
                {QStringLiteral("test"), metric.isRate ? QStringLiteral("mcnemar") : QStringLiteral("bootstrap")},
                {QStringLiteral("lower_is_better"), metric.lowerIsBetter},
                {QStringLiteral("n"), metric.n},
                {QStringLiteral("better"), metric.better},
                {QStringLiteral("worse"), metric.worse},
                {QStringLiteral("unchanged"), metric.unchanged},
                {QStringLiteral("before"), metric.n ? base::jsonNumber(metric.before) : QJsonValue()},
                {QStringLiteral("after"), metric.n ? base::jsonNumber(metric.after) : QJsonValue()},
                {QStringLiteral("difference"), toJson(metric.difference)},
                {QStringLiteral("p"), base::jsonNumber(metric.p)},
                {QStringLiteral("significant"), metric.significant},
                {QStringLiteral("better_ids"), QJsonArray::fromStringList(metric.betterIds)},
                {QStringLiteral("worse_ids"), QJsonArray::fromStringList(metric.worseIds)}});
        sides.append(QJsonObject{{QStringLiteral("label_before"), side.labelBefore},
                                 {QStringLiteral("label_after"), side.labelAfter},
                                 {QStringLiteral("metrics"), metrics}});
    }
    return {{QStringLiteral("format"), QStringLiteral("quantlens-diff")},
            {QStringLiteral("version"), 1},
            {QStringLiteral("before"), diff.runBefore},
            {QStringLiteral("after"), diff.runAfter},
            {QStringLiteral("joined"), diff.joined},
            {QStringLiteral("only_before"), QJsonArray::fromStringList(diff.onlyBefore)},
            {QStringLiteral("only_after"), QJsonArray::fromStringList(diff.onlyAfter)},
            {QStringLiteral("rewritten"), QJsonArray::fromStringList(diff.rewritten)},
            {QStringLiteral("rendered_otherwise"), diff.renderedOtherwise},
            {QStringLiteral("sides"), sides},
            {QStringLiteral("notes"), QJsonArray::fromStringList(diff.notes)}};
}

} // namespace quantlens::reports
