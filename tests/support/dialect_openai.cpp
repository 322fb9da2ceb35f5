// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/dialectparts.h"

namespace quantlens::test {

namespace {

/// The lists of /v1/completions as OpenAI defined them.
QJsonObject legacyLogprobs(const QList<FakeToken>& tokens, qsizetype& offset)
{
    QJsonArray words;
    QJsonArray logprobs;
    QJsonArray top;
    QJsonArray offsets;
    for (const FakeToken& token : tokens) {
        words.append(QString::fromUtf8(token.bytes));
        logprobs.append(token.logprob);
        QJsonObject map;
        for (const FakeToken& other : token.top)
            map[QString::fromUtf8(other.bytes)] = other.logprob;
        top.append(map);
        offsets.append(offset);
        offset += QString::fromUtf8(token.bytes).size();
    }
    return {{QStringLiteral("tokens"), words},
            {QStringLiteral("token_logprobs"), logprobs},
            {QStringLiteral("top_logprobs"), top},
            {QStringLiteral("text_offset"), offsets}};
}

QJsonObject completionObject(const DialectRequest& request, const QList<FakeToken>& tokens, const QJsonValue& finish,
                             qsizetype& offset)
{
    const QJsonObject choice{{QStringLiteral("index"), 0},
                             {QStringLiteral("text"), QString::fromUtf8(fakeText(tokens))},
                             {QStringLiteral("finish_reason"), finish},
                             {QStringLiteral("logprobs"), request.logprobs && !tokens.isEmpty()
                                                              ? QJsonValue(legacyLogprobs(tokens, offset))
                                                              : QJsonValue::Null}};
    return {{QStringLiteral("id"), QStringLiteral("cmpl-fake")},
            {QStringLiteral("object"), QStringLiteral("text_completion")},
            {QStringLiteral("created"), 1'700'000'000},
            {QStringLiteral("model"), request.model.name},
            {QStringLiteral("choices"), QJsonArray{choice}}};
}

Script completionsAnswer(const DialectOptions& options, const DialectRequest& request, const QList<FakeToken>& tokens)
{
    const bool cut = request.maxTokens >= 0 && tokens.size() >= request.maxTokens;
    const QString finish = cut ? QStringLiteral("length") : QStringLiteral("stop");
    const int promptTokens = int(fakeTokens(request.prompt.toUtf8()).size());
    const QJsonObject usage{{QStringLiteral("prompt_tokens"), promptTokens},
                            {QStringLiteral("completion_tokens"), int(tokens.size())},
                            {QStringLiteral("total_tokens"), promptTokens + int(tokens.size())}};
    qsizetype offset = 0;
    if (!request.stream) {
        QJsonObject body = completionObject(request, tokens, finish, offset);
        body[QStringLiteral("usage")] = usage;
        return jsonAnswer(body, options.tokenDelayMs);
    }
    QList<QJsonObject> events;
    for (const FakeToken& token : tokens)
        events.append(completionObject(request, {token}, QJsonValue::Null, offset));
    events.append(completionObject(request, {}, finish, offset));
    events.last()[QStringLiteral("usage")] = usage;
    return eventsAnswer(events, true, options.tokenDelayMs);
}

Script modelList(const DialectOptions& options)
{
    QJsonArray data;
    for (const FakeModel& model : QList<FakeModel>{options.model} + options.more) {
        data.append(QJsonObject{{QStringLiteral("id"), model.name},
                                {QStringLiteral("object"), QStringLiteral("model")},
                                {QStringLiteral("created"), 1'700'000'000},
                                {QStringLiteral("owned_by"), QString::fromUtf8(options.owner)},
                                {QStringLiteral("max_model_len"), model.contextTokens}});
    }
    return jsonAnswer({{QStringLiteral("object"), QStringLiteral("list")}, {QStringLiteral("data"), data}});
}

} // namespace

Answerer openAi(DialectOptions options)
{
    return [options](const Received& received) -> std::optional<Script> {
        const DialectEntry entry = enterDialect(options, received);
        if (!entry.request)
            return entry.refused;
        const DialectRequest& request = *entry.request;
        const auto tokens = [&] { return fakeAnswer(request.model, request.prompt, request.maxTokens, request.top); };
        if (request.path == "/v1/models")
            return modelList(options);
        if (request.path == "/v1/chat/completions")
            return chatAnswer(options, request, tokens(), false, {});
        if (request.path == "/v1/completions")
            return completionsAnswer(options, request, tokens());
        if (request.path == "/version" && options.owner == "vllm")
            return jsonAnswer({{QStringLiteral("version"), QString::fromUtf8(options.build)}});
        return {};
    };
}

} // namespace quantlens::test
