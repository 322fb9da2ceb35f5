// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/dialectparts.h"

#include "core/base/json.h"
#include "tests/support/fakestate.h"

#include <algorithm>

namespace quantlens::test {

namespace {

QString contentText(const QJsonValue& content)
{
    if (!content.isArray())
        return content.toString();
    QString text;
    for (const QJsonValue& part : content.toArray())
        text += part[QLatin1StringView("text")].toString();
    return text;
}

/// The last user message of a prompt in ChatML, so that a rendered prompt gets the answer of its messages.
QString lastMessage(const QString& prompt)
{
    const QLatin1StringView opening("<|im_start|>user\n");
    const qsizetype begin = prompt.lastIndexOf(opening);
    if (begin < 0)
        return prompt;
    const qsizetype end = prompt.indexOf(QLatin1StringView("<|im_end|>"), begin);
    return prompt.mid(begin + opening.size(), end < 0 ? -1 : end - begin - opening.size());
}

QString promptOf(const QJsonObject& body)
{
    QString last;
    for (const QJsonValue& message : body[QLatin1StringView("messages")].toArray()) {
        if (message[QLatin1StringView("role")].toString() == QLatin1StringView("user"))
            last = contentText(message[QLatin1StringView("content")]);
    }
    if (body.contains(QLatin1StringView("messages")))
        return last;
    const QJsonValue prompt = body[QLatin1StringView("prompt")];
    if (!prompt.isArray())
        return lastMessage(prompt.toString());
    QByteArray text;
    for (const QJsonValue& part : prompt.toArray())
        text += part.isString() ? part.toString().toUtf8() : fakePiece(part.toInt());
    return lastMessage(QString::fromUtf8(text));
}

bool thinkingWanted(const QJsonObject& body)
{
    const QJsonObject kwargs = body[QLatin1StringView("chat_template_kwargs")].toObject();
    return kwargs[QLatin1StringView("enable_thinking")].toBool(true) &&
           kwargs[QLatin1StringView("thinking")].toBool(true) && body[QLatin1StringView("think")].toBool(true) &&
           body[QLatin1StringView("reasoning")][QLatin1StringView("enabled")].toBool(true) &&
           body[QLatin1StringView("reasoning_effort")].toString() != QLatin1StringView("none");
}

int firstInt(const QJsonObject& body, std::initializer_list<const char*> keys, int otherwise)
{
    for (const char* key : keys) {
        const QJsonValue value = body[QLatin1StringView(key)];
        if (value.isDouble())
            return value.toInt(otherwise);
    }
    return otherwise;
}

/// The model the request names: one of the further ones, else the first.
FakeModel namedModel(const DialectOptions& options, const QString& name)
{
    const auto found = std::ranges::find(options.more, name, &FakeModel::name);
    return found == options.more.end() ? options.model : *found;
}

void readCounts(DialectRequest& request)
{
    const QJsonObject& body = request.body;
    const QJsonObject ollamaOptions = body[QLatin1StringView("options")].toObject();
    request.maxTokens = firstInt(body, {"max_tokens", "max_completion_tokens", "n_predict"},
                                 firstInt(ollamaOptions, {"num_predict"}, -1));
    // "logprobs" is a switch in chat and a number in completions; llama-server's raw endpoint says n_probs.
    const QJsonValue logprobs = body[QLatin1StringView("logprobs")];
    const int number = logprobs.isDouble() ? logprobs.toInt() : firstInt(body, {"top_logprobs", "n_probs"}, 0);
    request.logprobs = logprobs.isDouble() || logprobs.toBool() || body.contains(QLatin1StringView("n_probs"));
    request.top = request.logprobs ? std::clamp(number, 0, 100) : 0;
}

} // namespace

DialectEntry enterDialect(const DialectOptions& options, const Received& received)
{
    QByteArray path = barePath(received.path);
    if (!path.startsWith(options.prefix))
        return {};
    path.remove(0, options.prefix.size());
    if (!options.key.isEmpty() && received.headers.value("authorization") != "Bearer " + options.key)
        return {.refused = dialectError(401, QStringLiteral("Invalid API Key"))};
    DialectRequest request{.path = path, .model = options.model};
    if (received.method == "POST") {
        const auto body = base::parseJsonObject(received.body);
        if (!body)
            return {.refused = dialectError(400, QStringLiteral("The body is not JSON"))};
        request.body = *body;
        request.model = namedModel(options, request.body[QLatin1StringView("model")].toString());
        request.prompt = promptOf(request.body);
        request.stream = request.body[QLatin1StringView("stream")].toBool();
        request.thinks = thinkingWanted(request.body);
        readCounts(request);
        request.logprobs = request.logprobs && options.logprobs;
        request.top = options.logprobs ? request.top : 0;
    }
    return {.request = request};
}

Script jsonAnswer(const QJsonObject& body, int delayMs)
{
    return {.contentType = "application/json; charset=utf-8",
            .pieces = {QJsonDocument(body).toJson(QJsonDocument::Compact)},
            .delayMs = delayMs};
}

Script dialectError(int status, const QString& message)
{
    Script script = jsonAnswer(
        {{QStringLiteral("error"), QJsonObject{{QStringLiteral("message"), message},
                                               {QStringLiteral("type"), QStringLiteral("invalid_request_error")},
                                               {QStringLiteral("code"), status}}}});
    script.status = status;
    return script;
}

Script eventsAnswer(const QList<QJsonObject>& events, bool doneMark, int delayMs)
{
    Script script{.contentType = "text/event-stream", .pieceDelayMs = delayMs, .chunked = true};
    for (const QJsonObject& event : events)
        script.pieces.append("data: " + QJsonDocument(event).toJson(QJsonDocument::Compact) + "\n\n");
    if (doneMark)
        script.pieces.append("data: [DONE]\n\n");
    return script;
}

void mergeInto(QJsonObject& object, const QJsonObject& extra)
{
    for (auto member = extra.begin(); member != extra.end(); ++member)
        object[member.key()] = member.value();
}

QJsonObject tokenJson(const FakeToken& token, bool withId)
{
    QJsonArray bytes;
    for (const char c : token.bytes)
        bytes.append(int(uchar(c)));
    QJsonObject json{{QStringLiteral("token"), QString::fromUtf8(token.bytes)},
                     {QStringLiteral("bytes"), bytes},
                     {QStringLiteral("logprob"), token.logprob}};
    if (withId)
        json[QStringLiteral("id")] = token.id;
    return json;
}

QJsonArray tokensJson(const QList<FakeToken>& tokens, bool withId)
{
    QJsonArray all;
    for (const FakeToken& token : tokens) {
        QJsonObject json = tokenJson(token, withId);
        QJsonArray top;
        for (const FakeToken& other : token.top)
            top.append(tokenJson(other, withId));
        json[QStringLiteral("top_logprobs")] = top;
        all.append(json);
    }
    return all;
}

} // namespace quantlens::test
