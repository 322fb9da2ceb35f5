// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/domain/endpoint.h"

#include "core/base/json.h"

#include <QJsonArray>

namespace quantlens::domain {

namespace {

QJsonValue knownToJson(const std::optional<bool>& known)
{
    return known ? QJsonValue(*known) : QJsonValue();
}

std::optional<bool> knownFromJson(const QJsonValue& value)
{
    return value.isBool() ? std::optional(value.toBool()) : std::nullopt;
}

QStringList stringsFromJson(const QJsonValue& value)
{
    QStringList list;
    for (const QJsonValue& item : value.toArray())
        list.append(item.toString());
    return list;
}

} // namespace

QJsonObject toJson(const Capabilities& c)
{
    return {{QStringLiteral("top_logprobs"), c.topLogprobs},
            {QStringLiteral("streaming"), knownToJson(c.streaming)},
            {QStringLiteral("thinking_switch"), knownToJson(c.thinkingSwitch)},
            {QStringLiteral("seed"), knownToJson(c.seed)},
            {QStringLiteral("tokenize"), knownToJson(c.tokenize)},
            {QStringLiteral("render_prompt"), knownToJson(c.renderPrompt)},
            {QStringLiteral("force_tokens"), knownToJson(c.forceTokens)},
            {QStringLiteral("dropped"), QJsonArray::fromStringList(c.dropped)}};
}

Capabilities capabilitiesFromJson(const QJsonObject& object)
{
    Capabilities c;
    c.topLogprobs = object.value(QLatin1String("top_logprobs")).toInt(-1);
    c.streaming = knownFromJson(object.value(QLatin1String("streaming")));
    c.thinkingSwitch = knownFromJson(object.value(QLatin1String("thinking_switch")));
    c.seed = knownFromJson(object.value(QLatin1String("seed")));
    c.tokenize = knownFromJson(object.value(QLatin1String("tokenize")));
    c.renderPrompt = knownFromJson(object.value(QLatin1String("render_prompt")));
    c.forceTokens = knownFromJson(object.value(QLatin1String("force_tokens")));
    c.dropped = stringsFromJson(object.value(QLatin1String("dropped")));
    return c;
}

QJsonObject toJson(const Fingerprint& fingerprint)
{
    QJsonArray top;
    for (const TopToken& token : fingerprint.top)
        top.append(QJsonObject{{QStringLiteral("id"), token.id},
                               {QStringLiteral("bytes"), QString::fromLatin1(token.bytes.toBase64())},
                               {QStringLiteral("logprob"), base::jsonNumber(double(token.logprob))}});
    return {{QStringLiteral("top"), top}};
}

Fingerprint fingerprintFromJson(const QJsonObject& object)
{
    Fingerprint fingerprint;
    for (const QJsonValue& value : object.value(QLatin1String("top")).toArray()) {
        const QJsonObject item = value.toObject();
        fingerprint.top.append({item.value(QLatin1String("id")).toInt(-1),
                                QByteArray::fromBase64(item.value(QLatin1String("bytes")).toString().toLatin1()),
                                float(base::numberOrNan(item, QLatin1String("logprob")))});
    }
    return fingerprint;
}

QJsonObject toJson(const PromptCheck& check)
{
    return {{QStringLiteral("rendered"), check.rendered},
            {QStringLiteral("compared"), check.compared},
            {QStringLiteral("differing"), check.differing},
            {QStringLiteral("first_prompt_id"), check.firstPromptId},
            {QStringLiteral("first_token"), qint64(check.firstToken)},
            {QStringLiteral("warnings"), QJsonArray::fromStringList(check.warnings)}};
}

PromptCheck promptCheckFromJson(const QJsonObject& object)
{
    return {object.value(QLatin1String("rendered")).toBool(),
            object.value(QLatin1String("compared")).toInteger(),
            object.value(QLatin1String("differing")).toInteger(),
            object.value(QLatin1String("first_prompt_id")).toString(),
            qsizetype(object.value(QLatin1String("first_token")).toInteger(-1)),
            stringsFromJson(object.value(QLatin1String("warnings")))};
}

} // namespace quantlens::domain
