// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/domain/generation.h"

#include "core/base/json.h"

namespace quantlens::domain {

using base::jsonNumber;
using base::numberOrNan;

QJsonObject factsToJson(const Generation& g)
{
    QJsonObject object{
        {QStringLiteral("finish_reason"), g.finishReason},
        {QStringLiteral("timings"),
         QJsonObject{{QStringLiteral("queued_at_ms"), jsonNumber(g.timings.queuedAt)},
                     {QStringLiteral("sent_at_ms"), jsonNumber(g.timings.sentAt)},
                     {QStringLiteral("first_byte_ms"), jsonNumber(g.timings.firstByte)},
                     {QStringLiteral("first_token_ms"), jsonNumber(g.timings.firstToken)},
                     {QStringLiteral("total_ms"), jsonNumber(g.timings.total)},
                     {QStringLiteral("prompt_per_second"), jsonNumber(g.timings.promptPerSecond)},
                     {QStringLiteral("generated_per_second"), jsonNumber(g.timings.generatedPerSecond)}}},
        {QStringLiteral("usage"), QJsonObject{{QStringLiteral("prompt_tokens"), g.usage.promptTokens},
                                              {QStringLiteral("completion_tokens"), g.usage.completionTokens},
                                              {QStringLiteral("cached_tokens"), g.usage.cachedTokens}}},
        {QStringLiteral("server"), QJsonObject{{QStringLiteral("model"), g.server.model},
                                               {QStringLiteral("build"), g.server.build},
                                               {QStringLiteral("slot"), g.server.slot},
                                               {QStringLiteral("attempt"), g.server.attempt}}},
        {QStringLiteral("request"), g.request},
        {QStringLiteral("greedy_misses"), g.greedyMisses},
    };
    if (!g.promptHash.isEmpty())
        object.insert(QStringLiteral("prompt_hash"), g.promptHash);
    if (!g.foreign.isEmpty())
        object.insert(QStringLiteral("foreign"), g.foreign);
    if (g.error)
        object.insert(QStringLiteral("error"), toJson(*g.error));
    return object;
}

void factsFromJson(const QJsonObject& object, Generation& g)
{
    g.finishReason = object.value(QLatin1String("finish_reason")).toString();
    const QJsonObject timings = object.value(QLatin1String("timings")).toObject();
    g.timings = {numberOrNan(timings, QLatin1String("queued_at_ms")),
                 numberOrNan(timings, QLatin1String("sent_at_ms")),
                 numberOrNan(timings, QLatin1String("first_byte_ms")),
                 numberOrNan(timings, QLatin1String("first_token_ms")),
                 numberOrNan(timings, QLatin1String("total_ms")),
                 numberOrNan(timings, QLatin1String("prompt_per_second")),
                 numberOrNan(timings, QLatin1String("generated_per_second"))};
    const QJsonObject usage = object.value(QLatin1String("usage")).toObject();
    g.usage = {usage.value(QLatin1String("prompt_tokens")).toInt(-1),
               usage.value(QLatin1String("completion_tokens")).toInt(-1),
               usage.value(QLatin1String("cached_tokens")).toInt(-1)};
    const QJsonObject server = object.value(QLatin1String("server")).toObject();
    g.server = {server.value(QLatin1String("model")).toString(), server.value(QLatin1String("build")).toString(),
                server.value(QLatin1String("slot")).toInt(-1), server.value(QLatin1String("attempt")).toInt(1)};
    g.request = object.value(QLatin1String("request")).toObject();
    g.foreign = object.value(QLatin1String("foreign")).toObject();
    g.promptHash = object.value(QLatin1String("prompt_hash")).toString();
    g.greedyMisses = object.value(QLatin1String("greedy_misses")).toInt();
    if (const QJsonValue error = object.value(QLatin1String("error")); error.isObject())
        g.error = errorFromJson(error.toObject());
}

QJsonObject toJson(const base::Error& error)
{
    return {{QStringLiteral("code"), error.code},
            {QStringLiteral("message"), error.message},
            {QStringLiteral("hint"), error.hint},
            {QStringLiteral("detail"), error.detail}};
}

base::Error errorFromJson(const QJsonObject& object)
{
    return {object.value(QLatin1String("code")).toString(), object.value(QLatin1String("message")).toString(),
            object.value(QLatin1String("hint")).toString(), object.value(QLatin1String("detail")).toString()};
}

} // namespace quantlens::domain
