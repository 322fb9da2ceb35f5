// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/dialectparts.h"

namespace quantlens::test {

namespace {

struct ChatShape
{
    QJsonObject common; ///< of every object of the reply
    QJsonObject usage;
    QString finish;
};

ChatShape chatShape(const DialectRequest& request, const QList<FakeToken>& tokens, bool stream)
{
    const int promptTokens = int(fakeTokens(request.prompt.toUtf8()).size()) + 4;
    const bool cut = request.maxTokens >= 0 && tokens.size() >= request.maxTokens;
    return {.common = {{QStringLiteral("id"), QStringLiteral("chatcmpl-fake")},
                       {QStringLiteral("created"), 1'700'000'000},
                       {QStringLiteral("model"), request.model.name},
                       {QStringLiteral("system_fingerprint"), QStringLiteral("fake")},
                       {QStringLiteral("object"),
                        stream ? QStringLiteral("chat.completion.chunk") : QStringLiteral("chat.completion")}},
            .usage = {{QStringLiteral("prompt_tokens"), promptTokens},
                      {QStringLiteral("completion_tokens"), int(tokens.size())},
                      {QStringLiteral("total_tokens"), promptTokens + int(tokens.size())}},
            .finish = cut ? QStringLiteral("length") : QStringLiteral("stop")};
}

QJsonObject chatEvent(const ChatShape& shape, const QJsonObject& delta, const QJsonValue& logprobs, bool last)
{
    QJsonObject choice{{QStringLiteral("index"), 0},
                       {QStringLiteral("delta"), delta},
                       {QStringLiteral("finish_reason"), last ? QJsonValue(shape.finish) : QJsonValue::Null}};
    if (!logprobs.isUndefined())
        choice[QStringLiteral("logprobs")] = logprobs;
    QJsonObject event = shape.common;
    event[QStringLiteral("choices")] = QJsonArray{choice};
    return event;
}

QList<QJsonObject> chatEvents(const DialectRequest& request, const QList<FakeToken>& tokens, bool withIds,
                              const QJsonObject& extra)
{
    const ChatShape shape = chatShape(request, tokens, true);
    QList<QJsonObject> events{chatEvent(
        shape, {{QStringLiteral("role"), QStringLiteral("assistant")}, {QStringLiteral("content"), QJsonValue::Null}},
        QJsonValue::Undefined, false)};
    if (request.thinks && !request.model.reasoning.isEmpty())
        events.append(chatEvent(shape, {{QStringLiteral("reasoning_content"), request.model.reasoning}},
                                QJsonValue::Undefined, false));
    for (const FakeToken& token : tokens) {
        const QJsonValue logprobs = request.logprobs
                                        ? QJsonObject{{QStringLiteral("content"), tokensJson({token}, withIds)}}
                                        : QJsonValue(QJsonValue::Undefined);
        events.append(chatEvent(shape, {{QStringLiteral("content"), QString::fromUtf8(token.bytes)}}, logprobs, false));
    }
    events.append(chatEvent(shape, {}, QJsonValue::Undefined, true));
    const QJsonObject options = request.body[QLatin1StringView("stream_options")].toObject();
    if (options[QLatin1StringView("include_usage")].toBool() || !extra.isEmpty()) {
        QJsonObject event = shape.common;
        event[QStringLiteral("choices")] = QJsonArray();
        event[QStringLiteral("usage")] = shape.usage;
        mergeInto(event, extra);
        events.append(event);
    }
    return events;
}

} // namespace

Script chatAnswer(const DialectOptions& options, const DialectRequest& request, const QList<FakeToken>& tokens,
                  bool withIds, const QJsonObject& extra)
{
    if (!request.body.contains(QLatin1StringView("messages")))
        return dialectError(400, QStringLiteral("'messages' is required"));
    if (request.stream)
        return eventsAnswer(chatEvents(request, tokens, withIds, extra), true, options.tokenDelayMs);
    const ChatShape shape = chatShape(request, tokens, false);
    QJsonObject message{{QStringLiteral("role"), QStringLiteral("assistant")},
                        {QStringLiteral("content"), QString::fromUtf8(fakeText(tokens))}};
    if (request.thinks && !request.model.reasoning.isEmpty())
        message[QStringLiteral("reasoning_content")] = request.model.reasoning;
    QJsonObject choice{{QStringLiteral("index"), 0},
                       {QStringLiteral("message"), message},
                       {QStringLiteral("finish_reason"), shape.finish}};
    if (request.logprobs)
        choice[QStringLiteral("logprobs")] = QJsonObject{{QStringLiteral("content"), tokensJson(tokens, withIds)}};
    QJsonObject body = shape.common;
    body[QStringLiteral("choices")] = QJsonArray{choice};
    body[QStringLiteral("usage")] = shape.usage;
    mergeInto(body, extra);
    return jsonAnswer(body, options.tokenDelayMs);
}

} // namespace quantlens::test
