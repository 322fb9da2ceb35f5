// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backends/replyparser.h"

#include "core/backends/refusals.h"
#include "core/base/json.h"
#include "core/base/text.h"

#include <algorithm>
#include <cmath>

namespace quantlens::backends {

namespace {

using domain::Generation;
using domain::Part;
using domain::TokenInfo;
using domain::TopToken;

constexpr qsizetype maxErrorText = 500;
/// What vLLM and infer-check write for "no value".
constexpr double noValue = -9999;

const QString checkAddress = QStringLiteral("Check the address, or name another --backend.");

float logprobFrom(const QJsonValue& value)
{
    const double logprob = value.toDouble(domain::noLogprob);
    return logprob > noValue && logprob < -noValue ? float(logprob) : domain::noLogprob;
}

float logprobOf(const QJsonObject& object)
{
    return logprobFrom(object.value(QLatin1String("logprob")));
}

/// Some servers send content as a list of parts; null and anything else is no text.
QString contentText(const QJsonValue& content)
{
    if (!content.isArray())
        return content.toString();
    QString text;
    for (const QJsonValue& part : content.toArray())
        text += part.toObject().value(QLatin1String("text")).toString();
    return text;
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
    if (error.isUndefined() || error.isNull() || (error.isString() && error.toString().isEmpty()))
        return {};
    return base::failure(QStringLiteral("server.error"), QStringLiteral("The server reports: %1").arg(errorText(error)),
                         QStringLiteral("Look at the server's log."));
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

QString statusHint(int status)
{
    switch (status) {
    case 400:
    case 422:
        return QStringLiteral("Look at what the server says: the prompt's length, its template and the options.");
    case 401:
    case 403:
        return QStringLiteral("Name a valid key with --api-key-env, or keep one with the command \"keys\".");
    case 404:
        return QStringLiteral("Check the address and the model's name.");
    case 408:
    case 429:
        return QStringLiteral("The server is busy: ask for fewer answers at once, or later.");
    default:
        return QStringLiteral("Look at the server's log.");
    }
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

QList<TokenInfo> parseOldEntries(const QJsonArray& array)
{
    QList<TokenInfo> entries;
    entries.reserve(array.size());
    for (const QJsonValue& value : array) {
        const QJsonObject object = value.toObject();
        TokenInfo entry{-1, object.value(QLatin1String("content")).toString().toUtf8(), domain::noLogprob, {}};
        for (const QJsonValue& listed : object.value(QLatin1String("probs")).toArray()) {
            const QJsonObject item = listed.toObject();
            const double probability = base::numberOrNan(item, QLatin1String("prob"));
            TopToken token{item.value(QLatin1String("id")).toInt(-1),
                           item.value(QLatin1String("tok_str")).toString().toUtf8(),
                           probability > 0 ? float(std::log(probability)) : domain::noLogprob};
            // The chosen token is told by its text: at temperatures above 0 it need not be the first.
            if (token.bytes == entry.bytes && !std::isfinite(entry.logprob)) {
                entry.id = token.id;
                entry.logprob = token.logprob;
            }
            entry.top.append(std::move(token));
        }
        entries.append(std::move(entry));
    }
    return entries;
}

QList<TokenInfo> parseLegacyEntries(const QJsonObject& logprobs)
{
    const QJsonArray tokens = logprobs.value(QLatin1String("tokens")).toArray();
    const QJsonArray values = logprobs.value(QLatin1String("token_logprobs")).toArray();
    const QJsonArray tops = logprobs.value(QLatin1String("top_logprobs")).toArray();
    const bool ids = tokens.first().isDouble();
    const auto token = [ids](const QString& text) {
        return ids ? TopToken{text.toInt(), {}, domain::noLogprob} : TopToken{-1, text.toUtf8(), domain::noLogprob};
    };
    QList<TokenInfo> entries;
    entries.reserve(tokens.size());
    for (qsizetype i = 0; i < tokens.size(); ++i) {
        TokenInfo entry;
        entry.id = ids ? tokens.at(i).toInt(-1) : -1;
        entry.bytes = tokens.at(i).toString().toUtf8();
        entry.logprob = logprobFrom(values.at(i));
        const QJsonObject top = tops.at(i).toObject();
        for (auto it = top.begin(); it != top.end(); ++it) {
            TopToken listed = token(it.key());
            listed.logprob = logprobFrom(it.value());
            entry.top.append(std::move(listed));
        }
        // A map has no order; what has no value comes last.
        std::ranges::stable_sort(entry.top, std::ranges::greater(), [](const TopToken& listed) {
            return std::isfinite(listed.logprob) ? listed.logprob : -std::numeric_limits<float>::infinity();
        });
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
                             QStringLiteral("The reply has no \"choices\": this is not a chat server's answer."),
                             checkAddress);
    if (choices.toArray().isEmpty())
        return {}; // the usage object that ends a stream
    const QJsonObject choice = choices.toArray().first().toObject();
    const bool whole = choice.contains(QLatin1String("message"));
    const QJsonObject message = choice.value(whole ? QLatin1String("message") : QLatin1String("delta")).toObject();
    QString reasoning = message.value(QLatin1String("reasoning_content")).toString();
    if (reasoning.isEmpty())
        reasoning = contentText(message.value(QLatin1String("reasoning")));
    const QString content = choice.contains(QLatin1String("text"))
                                ? choice.value(QLatin1String("text")).toString() // /v1/completions
                                : contentText(message.value(QLatin1String("content")));
    answer.reasoning += reasoning;
    answer.text += content;
    const bool tools = !message.value(QLatin1String("tool_calls")).toArray().isEmpty();
    const Part part = !reasoning.isEmpty() && content.isEmpty() ? Part::Reasoning
                      : tools && content.isEmpty()              ? Part::ToolCall
                                                                : Part::Content;
    const QJsonObject logprobs = choice.value(QLatin1String("logprobs")).toObject();
    if (logprobs.value(QLatin1String("content")).isArray())
        answer.entries += parseEntries(logprobs.value(QLatin1String("content")).toArray(), part);
    else
        answer.entries += parseLegacyEntries(logprobs);
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
                             QStringLiteral("The reply has no \"content\": this is not llama-server's /completion."),
                             checkAddress);
    takeIdentity(object, answer);
    takeTimings(object, answer);
    answer.text += object.value(QLatin1String("content")).toString();
    for (const QJsonValue& id : object.value(QLatin1String("tokens")).toArray())
        answer.ids.append(id.toInt(-1));
    const QJsonArray entries = object.value(QLatin1String("completion_probabilities")).toArray();
    const bool old = entries.first().toObject().contains(QLatin1String("probs"));
    answer.entries += old ? parseOldEntries(entries) : parseEntries(entries, Part::Content);
    answer.usage.promptTokens = object.value(QLatin1String("tokens_evaluated")).toInt(answer.usage.promptTokens);
    answer.usage.completionTokens =
        object.value(QLatin1String("tokens_predicted")).toInt(answer.usage.completionTokens);
    if (object.value(QLatin1String("stop")).toBool()) {
        const QString type = object.value(QLatin1String("stop_type")).toString();
        // Before there was a stop type, the limit had a field of its own.
        const bool limit = type == QLatin1String("limit") || object.value(QLatin1String("stopped_limit")).toBool();
        answer.finishReason = limit ? QStringLiteral("length") : QStringLiteral("stop");
    }
    return {};
}

base::Expected<void> takeOllamaObject(const QJsonObject& object, Generation& answer)
{
    if (auto checked = checkError(object); !checked)
        return checked;
    const QJsonObject message = object.value(QLatin1String("message")).toObject();
    const bool chat = object.value(QLatin1String("message")).isObject();
    const bool done = object.value(QLatin1String("done")).toBool();
    if (!chat && !object.value(QLatin1String("response")).isString() && !done)
        return base::failure(QStringLiteral("server.format"),
                             QStringLiteral("The reply has neither \"message\" nor \"response\": this is not "
                                            "Ollama's answer."),
                             checkAddress);
    takeIdentity(object, answer);
    const QJsonObject& source = chat ? message : object;
    const QString content = source.value(chat ? QLatin1String("content") : QLatin1String("response")).toString();
    const QString thinking = source.value(QLatin1String("thinking")).toString();
    answer.text += content;
    answer.reasoning += thinking;
    const Part part = !thinking.isEmpty() && content.isEmpty() ? Part::Reasoning : Part::Content;
    answer.entries += parseEntries(object.value(QLatin1String("logprobs")).toArray(), part);
    answer.usage.promptTokens = object.value(QLatin1String("prompt_eval_count")).toInt(answer.usage.promptTokens);
    answer.usage.completionTokens = object.value(QLatin1String("eval_count")).toInt(answer.usage.completionTokens);
    const auto speed = [&object](QLatin1StringView count, QLatin1StringView nanoseconds, double before) {
        const double duration = base::numberOrNan(object, nanoseconds);
        return duration > 0 ? base::numberOrNan(object, count) * 1e9 / duration : before;
    };
    answer.timings.promptPerSecond = speed(QLatin1String("prompt_eval_count"), QLatin1String("prompt_eval_duration"),
                                           answer.timings.promptPerSecond);
    answer.timings.generatedPerSecond =
        speed(QLatin1String("eval_count"), QLatin1String("eval_duration"), answer.timings.generatedPerSecond);
    if (done)
        answer.finishReason = object.value(QLatin1String("done_reason")).toString(QStringLiteral("stop"));
    return {};
}

base::Error httpError(int status, const QByteArray& contentType, const QByteArray& body, const QString& place)
{
    const QString text = contentType == "text/html" ? QString() : readRefusal(body).text;
    QString message = QStringLiteral("%1 answered with HTTP status %2").arg(place).arg(status);
    message += text.isEmpty() ? QStringLiteral(".") : QStringLiteral(": %1").arg(text);
    return {QStringLiteral("http.%1").arg(status), message, statusHint(status), {}};
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
