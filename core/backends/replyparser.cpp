// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backends/replyparser.h"

#include "core/base/json.h"
#include "core/base/text.h"

#include <cmath>

namespace quantlens::backends {

namespace {

using domain::Generation;
using domain::Part;
using domain::TokenInfo;
using domain::TopToken;

constexpr qsizetype maxErrorText = 500;

float logprobOf(const QJsonObject& object)
{
    return float(base::numberOrNan(object, QLatin1String("logprob")));
}

/// Bytes are the truth; a server that sends none has the token's text, which cannot show half a character.
QByteArray bytesOf(const QJsonObject& object)
{
    const QJsonValue value = object.value(QLatin1String("bytes"));
    if (!value.isArray())
        return object.value(QLatin1String("token")).toString().toUtf8();
    QByteArray bytes;
    for (const QJsonValue& byte : value.toArray())
        bytes += char(byte.toInt() & 0xFF);
    return bytes;
}

QString errorText(const QJsonValue& error)
{
    const QString text =
        error.isObject() ? error.toObject().value(QLatin1String("message")).toString() : error.toString();
    return base::singleLine(text, maxErrorText);
}

base::Expected<void> checkError(const QJsonObject& object)
{
    const QJsonValue error = object.value(QLatin1String("error"));
    if (error.isUndefined() || error.isNull())
        return {};
    return base::failure(QStringLiteral("server.error"),
                         QStringLiteral("The server reports: %1").arg(errorText(error)));
}

void takeIdentity(const QJsonObject& object, Generation& answer)
{
    if (const QString model = object.value(QLatin1String("model")).toString(); !model.isEmpty())
        answer.server.model = model;
    if (const QString build = object.value(QLatin1String("system_fingerprint")).toString(); !build.isEmpty())
        answer.server.build = build;
    answer.server.slot = object.value(QLatin1String("id_slot")).toInt(answer.server.slot);
}

void takeTimings(const QJsonObject& object, Generation& answer)
{
    const QJsonObject timings = object.value(QLatin1String("timings")).toObject();
    if (timings.isEmpty())
        return;
    answer.timings.promptPerSecond = base::numberOrNan(timings, QLatin1String("prompt_per_second"));
    answer.timings.generatedPerSecond = base::numberOrNan(timings, QLatin1String("predicted_per_second"));
    answer.usage.cachedTokens = timings.value(QLatin1String("cache_n")).toInt(answer.usage.cachedTokens);
}

void takeUsage(const QJsonObject& object, Generation& answer)
{
    const QJsonObject usage = object.value(QLatin1String("usage")).toObject();
    answer.usage.promptTokens = usage.value(QLatin1String("prompt_tokens")).toInt(answer.usage.promptTokens);
    answer.usage.completionTokens =
        usage.value(QLatin1String("completion_tokens")).toInt(answer.usage.completionTokens);
    const QJsonObject details = usage.value(QLatin1String("prompt_tokens_details")).toObject();
    answer.usage.cachedTokens = details.value(QLatin1String("cached_tokens")).toInt(answer.usage.cachedTokens);
}

} // namespace

QList<TokenInfo> parseEntries(const QJsonArray& array, Part part)
{
    QList<TokenInfo> entries;
    entries.reserve(array.size());
    for (const QJsonValue& value : array) {
        const QJsonObject object = value.toObject();
        TokenInfo entry{object.value(QLatin1String("id")).toInt(-1), bytesOf(object), logprobOf(object), {}, part};
        const QJsonArray top = object.value(QLatin1String("top_logprobs")).toArray();
        entry.top.reserve(top.size());
        for (const QJsonValue& alternative : top) {
            const QJsonObject listed = alternative.toObject();
            entry.top.append(TopToken{listed.value(QLatin1String("id")).toInt(-1), bytesOf(listed), logprobOf(listed)});
        }
        entries.append(std::move(entry));
    }
    return entries;
}

base::Expected<void> takeChatObject(const QJsonObject& object, Generation& answer)
{
    if (auto checked = checkError(object); !checked)
        return checked;
    takeIdentity(object, answer);
    takeUsage(object, answer);
    takeTimings(object, answer);
    const QJsonValue choices = object.value(QLatin1String("choices"));
    if (!choices.isArray())
        return base::failure(QStringLiteral("server.format"),
                             QStringLiteral("The reply has no \"choices\": this is not a chat server's answer."));
    if (choices.toArray().isEmpty())
        return {}; // the usage object that ends a stream
    const QJsonObject choice = choices.toArray().first().toObject();
    const bool whole = choice.contains(QLatin1String("message"));
    const QJsonObject message = choice.value(whole ? QLatin1String("message") : QLatin1String("delta")).toObject();
    const QString reasoning = message.value(QLatin1String("reasoning_content")).toString();
    const QString content = message.value(QLatin1String("content")).toString();
    answer.reasoning += reasoning;
    answer.text += content;
    const Part part = !reasoning.isEmpty() && content.isEmpty()       ? Part::Reasoning
                      : message.contains(QLatin1String("tool_calls")) ? Part::ToolCall
                                                                      : Part::Content;
    const QJsonObject logprobs = choice.value(QLatin1String("logprobs")).toObject();
    answer.entries += parseEntries(logprobs.value(QLatin1String("content")).toArray(), part);
    if (const QString reason = choice.value(QLatin1String("finish_reason")).toString(); !reason.isEmpty())
        answer.finishReason = reason;
    return {};
}

base::Expected<void> takeCompletionObject(const QJsonObject& object, Generation& answer)
{
    if (auto checked = checkError(object); !checked)
        return checked;
    if (!object.value(QLatin1String("content")).isString())
        return base::failure(QStringLiteral("server.format"),
                             QStringLiteral("The reply has no \"content\": this is not llama-server's /completion."));
    takeIdentity(object, answer);
    takeTimings(object, answer);
    answer.text += object.value(QLatin1String("content")).toString();
    answer.entries += parseEntries(object.value(QLatin1String("completion_probabilities")).toArray(), Part::Content);
    answer.usage.promptTokens = object.value(QLatin1String("tokens_evaluated")).toInt(answer.usage.promptTokens);
    answer.usage.completionTokens =
        object.value(QLatin1String("tokens_predicted")).toInt(answer.usage.completionTokens);
    if (object.value(QLatin1String("stop")).toBool()) {
        const QString type = object.value(QLatin1String("stop_type")).toString();
        answer.finishReason = type == QLatin1String("limit") ? QStringLiteral("length") : QStringLiteral("stop");
    }
    return {};
}

base::Error httpError(int status, const QByteArray& contentType, const QByteArray& body, const QString& place)
{
    QString text;
    if (const auto object = base::parseJsonObject(body))
        text = errorText(object->value(QLatin1String("error")));
    else if (contentType != "text/html")
        text = base::singleLine(QString::fromUtf8(body.left(4 * maxErrorText)), maxErrorText);
    QString message = QStringLiteral("%1 answered with HTTP status %2").arg(place).arg(status);
    message += text.isEmpty() ? QStringLiteral(".") : QStringLiteral(": %1").arg(text);
    return {QStringLiteral("http.%1").arg(status), message, {}, {}};
}

base::Error notLlamaServer(const QString& place, const QString& why)
{
    return {QStringLiteral("backend.not_llama_server"),
            QStringLiteral("%1 does not answer like a llama-server: %2.").arg(place, why),
            QStringLiteral("Check the address; it must be the server's root, without a page's path."),
            {}};
}

int countGreedyMisses(const QList<TokenInfo>& entries)
{
    int misses = 0;
    for (const TokenInfo& entry : entries) {
        if (entry.top.isEmpty() || !std::isfinite(entry.logprob))
            continue;
        float best = entry.logprob;
        for (const TopToken& listed : entry.top)
            best = std::max(best, listed.logprob);
        misses += best > entry.logprob;
    }
    return misses;
}

} // namespace quantlens::backends
