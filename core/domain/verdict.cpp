// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/domain/verdict.h"

#include "core/base/json.h"

#include <QJsonArray>

#include <array>

namespace quantlens::domain {

namespace {

struct RateThreshold
{
    const char* name;
    std::optional<double> Thresholds::* member;
};

constexpr std::array rateThresholds{
    RateThreshold{"max_flip_rate", &Thresholds::maxFlipRate},
    RateThreshold{"max_changed_rate", &Thresholds::maxChangedRate},
    RateThreshold{"min_similarity", &Thresholds::minSimilarity},
    RateThreshold{"max_severe", &Thresholds::maxSevere},
    RateThreshold{"max_kld", &Thresholds::maxKld},
    RateThreshold{"min_determinism", &Thresholds::minDeterminism},
    RateThreshold{"min_consistency", &Thresholds::minConsistency},
};

std::optional<double> optionalNumber(const QJsonValue& value)
{
    return value.isDouble() ? std::optional(value.toDouble()) : std::nullopt;
}

} // namespace

QJsonObject toJson(const Thresholds& thresholds)
{
    QJsonObject object{{QStringLiteral("max_errors"), thresholds.maxErrors},
                       {QStringLiteral("judging"), name(thresholds.judging)}};
    for (const RateThreshold& each : rateThresholds) {
        if (const auto& value = thresholds.*each.member)
            object.insert(QLatin1String(each.name), *value);
    }
    if (thresholds.undecidable)
        object.insert(QStringLiteral("undecidable"), name(*thresholds.undecidable));
    return object;
}

Thresholds thresholdsFromJson(const QJsonObject& object)
{
    Thresholds thresholds;
    for (const RateThreshold& each : rateThresholds)
        thresholds.*each.member = optionalNumber(object.value(QLatin1String(each.name)));
    thresholds.maxErrors = object.value(QLatin1String("max_errors")).toInteger(thresholds.maxErrors);
    thresholds.judging =
        judgingFromName(object.value(QLatin1String("judging")).toString()).value_or(thresholds.judging);
    thresholds.undecidable = verdictFromName(object.value(QLatin1String("undecidable")).toString());
    return thresholds;
}

QJsonObject toJson(const RunVerdict& verdict)
{
    QJsonArray judgements;
    for (const Judgement& j : verdict.judgements) {
        judgements.append(QJsonObject{{QStringLiteral("rule"), j.rule},
                                      {QStringLiteral("about"), j.about},
                                      {QStringLiteral("threshold"), j.threshold},
                                      {QStringLiteral("value"), base::jsonNumber(j.value)},
                                      {QStringLiteral("low"), j.low ? base::jsonNumber(*j.low) : QJsonValue()},
                                      {QStringLiteral("high"), j.high ? base::jsonNumber(*j.high) : QJsonValue()},
                                      {QStringLiteral("n"), j.n},
                                      {QStringLiteral("verdict"), name(j.verdict)},
                                      {QStringLiteral("sentence"), j.sentence}});
    }
    return {{QStringLiteral("verdict"), name(verdict.verdict)}, {QStringLiteral("judgements"), judgements}};
}

RunVerdict verdictFromJson(const QJsonObject& object)
{
    RunVerdict verdict;
    verdict.verdict = verdictFromName(object.value(QLatin1String("verdict")).toString()).value_or(Verdict::Undecidable);
    for (const QJsonValue& value : object.value(QLatin1String("judgements")).toArray()) {
        const QJsonObject item = value.toObject();
        verdict.judgements.append(
            {item.value(QLatin1String("rule")).toString(), item.value(QLatin1String("about")).toString(),
             item.value(QLatin1String("threshold")).toDouble(), base::numberOrNan(item, QLatin1String("value")),
             optionalNumber(item.value(QLatin1String("low"))), optionalNumber(item.value(QLatin1String("high"))),
             item.value(QLatin1String("n")).toInteger(),
             verdictFromName(item.value(QLatin1String("verdict")).toString()).value_or(Verdict::Undecidable),
             item.value(QLatin1String("sentence")).toString()});
    }
    return verdict;
}

} // namespace quantlens::domain
