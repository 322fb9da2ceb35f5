// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/dialectparts.h"

#include <QRegularExpression>

#include <cmath>

namespace quantlens::test {

namespace {

constexpr int startToken = 1;
const QByteArray chatTemplate = "{% for m in messages %}{{ '<|im_start|>' + m['role'] + '\\n' + m['content'] + "
                                "'<|im_end|>' + '\\n' }}{% endfor %}{% if add_generation_prompt %}"
                                "{{ '<|im_start|>assistant\\n' }}{% endif %}";

QString rendered(const QJsonObject& body)
{
    QString text;
    for (const QJsonValue& message : body[QLatin1StringView("messages")].toArray())
        text += QStringLiteral("<|im_start|>") + message[QLatin1StringView("role")].toString() + u'\n' +
                message[QLatin1StringView("content")].toString() + QStringLiteral("<|im_end|>\n");
    return text + QStringLiteral("<|im_start|>assistant\n");
}

QJsonObject timingsOf(qsizetype promptTokens, qsizetype tokens)
{
    return {{QStringLiteral("cache_n"), 0},
            {QStringLiteral("prompt_n"), int(promptTokens)},
            {QStringLiteral("prompt_ms"), 4.0},
            {QStringLiteral("prompt_per_second"), 250.0 * double(promptTokens)},
            {QStringLiteral("predicted_n"), int(tokens)},
            {QStringLiteral("predicted_ms"), 5.0 + double(tokens)},
            {QStringLiteral("predicted_per_second"), 1000.0 * double(tokens) / (5.0 + double(tokens))}};
}

Script propsAnswer(const DialectOptions& options)
{
    QJsonObject props{{QStringLiteral("default_generation_settings"),
                       QJsonObject{{QStringLiteral("n_ctx"), options.model.contextTokens}}},
                      {QStringLiteral("total_slots"), options.slots},
                      {QStringLiteral("model_alias"), options.model.name},
                      {QStringLiteral("model_path"), QStringLiteral("models/%1.gguf").arg(options.model.name)},
                      {QStringLiteral("chat_template"), QString::fromUtf8(chatTemplate)},
                      {QStringLiteral("bos_token"), QStringLiteral("<s>")},
                      {QStringLiteral("eos_token"), QStringLiteral("<|im_end|>")},
                      {QStringLiteral("build_info"), QString::fromUtf8(options.build)}};
    if (!options.oldProbabilities)
        props[QStringLiteral("media_marker")] = QString::fromUtf8(options.marker);
    return jsonAnswer(props);
}

Script llamaModels(const DialectOptions& options)
{
    const QJsonObject meta{{QStringLiteral("n_ctx_train"), options.model.contextTokens},
                           {QStringLiteral("n_vocab"), 1'001'000},
                           {QStringLiteral("n_params"), 2'754'816},
                           {QStringLiteral("size"), 5'514'240}};
    const QJsonObject model{{QStringLiteral("id"), options.model.name},
                            {QStringLiteral("object"), QStringLiteral("model")},
                            {QStringLiteral("created"), 1'700'000'000},
                            {QStringLiteral("owned_by"), QStringLiteral("llamacpp")},
                            {QStringLiteral("meta"), meta}};
    return jsonAnswer(
        {{QStringLiteral("object"), QStringLiteral("list")}, {QStringLiteral("data"), QJsonArray{model}}});
}

Script slotsAnswer(const DialectOptions& options)
{
    QJsonArray all;
    for (int i = 0; i < options.slots; ++i) {
        all.append(QJsonObject{{QStringLiteral("id"), i},
                               {QStringLiteral("n_ctx"), options.model.contextTokens},
                               {QStringLiteral("speculative"), options.speculative},
                               {QStringLiteral("is_processing"), false}});
    }
    Script script = jsonAnswer({});
    script.pieces = {QJsonDocument(all).toJson(QJsonDocument::Compact)};
    return script;
}

Script tokenizeAnswer(const DialectOptions& options, const QJsonObject& body)
{
    const bool pieces = body[QLatin1StringView("with_pieces")].toBool();
    QJsonArray ids;
    const auto add = [&](int id, const QByteArray& piece) {
        ids.append(pieces ? QJsonValue(QJsonObject{{QStringLiteral("id"), id},
                                                   {QStringLiteral("piece"), QString::fromUtf8(piece)}})
                          : QJsonValue(id));
    };
    if (body[QLatin1StringView("add_special")].toBool())
        add(startToken, "<s>");
    if (options.doubleBos)
        add(startToken, "<s>");
    for (const FakeToken& token : fakeTokens(body[QLatin1StringView("content")].toString().toUtf8()))
        add(token.id, token.bytes);
    return jsonAnswer({{QStringLiteral("tokens"), ids}});
}

Script detokenizeAnswer(const QJsonObject& body)
{
    QByteArray text;
    for (const QJsonValue& id : body[QLatin1StringView("tokens")].toArray()) {
        if (id.toInt() != startToken)
            text += fakePiece(id.toInt());
    }
    return jsonAnswer({{QStringLiteral("content"), QString::fromUtf8(text)}});
}

/// The ids a grammar of token ids forces; empty when there is none.
QList<int> forcedIds(const QJsonObject& body)
{
    QList<int> ids;
    static const QRegularExpression id(QStringLiteral(R"(<\[(\d+)\]>)"));
    for (const QRegularExpressionMatch& match : id.globalMatch(body[QLatin1StringView("grammar")].toString()))
        ids.append(match.captured(1).toInt());
    return ids;
}

QList<FakeToken> llamaTokens(const DialectOptions& options, const DialectRequest& request, const QString& prompt)
{
    // Chat's switch alone means 20 here.
    const bool chatDefault = request.logprobs && request.body[QLatin1StringView("logprobs")].isBool() &&
                             !request.body.contains(QLatin1StringView("top_logprobs"));
    const int top = chatDefault ? 20 : request.top;
    const QList<int> ids = forcedIds(request.body);
    QList<FakeToken> tokens = ids.isEmpty() ? fakeAnswer(options.model, prompt, request.maxTokens, top)
                                            : fakeForced(options.model, prompt, ids, top);
    for (qsizetype i = 1; options.speculative && i < tokens.size(); i += 2) {
        tokens[i].logprob = 0;
        tokens[i].top.clear();
    }
    return tokens;
}

QJsonArray oldProbabilities(const QList<FakeToken>& tokens)
{
    QJsonArray all;
    for (const FakeToken& token : tokens) {
        QJsonArray probs;
        for (const FakeToken& other : token.top)
            probs.append(QJsonObject{{QStringLiteral("tok_str"), QString::fromUtf8(other.bytes)},
                                     {QStringLiteral("prob"), std::exp(other.logprob)}});
        all.append(
            QJsonObject{{QStringLiteral("content"), QString::fromUtf8(token.bytes)}, {QStringLiteral("probs"), probs}});
    }
    return all;
}

QJsonObject completionPart(const DialectOptions& options, const DialectRequest& request, const QList<FakeToken>& tokens,
                           bool ids)
{
    QJsonObject part{{QStringLiteral("index"), 0},
                     {QStringLiteral("content"), QString::fromUtf8(fakeText(tokens))},
                     {QStringLiteral("stop"), false}};
    QJsonArray list;
    for (const FakeToken& token : tokens)
        list.append(token.id);
    if (!options.oldProbabilities)
        part[QStringLiteral("tokens")] = ids ? list : QJsonArray();
    if (request.top > 0 && !tokens.isEmpty())
        part[QStringLiteral("completion_probabilities")] =
            options.oldProbabilities ? oldProbabilities(tokens) : tokensJson(tokens, true);
    return part;
}

Script completionAnswer(const DialectOptions& options, const DialectRequest& request)
{
    if (!request.body.contains(QLatin1StringView("prompt")))
        return dialectError(400, QStringLiteral("[json.exception.out_of_range.403] key 'prompt' not found"));
    const qsizetype promptTokens = fakeTokens(request.prompt.toUtf8()).size();
    if (promptTokens > options.model.contextTokens)
        return dialectError(400, QStringLiteral("request (%1 tokens) exceeds the available context size (%2 tokens), "
                                                "try increasing it")
                                     .arg(promptTokens)
                                     .arg(options.model.contextTokens));
    const QList<FakeToken> tokens = llamaTokens(options, request, request.prompt);
    const bool cut = request.maxTokens >= 0 && tokens.size() >= request.maxTokens;
    const QJsonObject end{{QStringLiteral("stop"), true},
                          {QStringLiteral("id_slot"), 0},
                          {QStringLiteral("model"), options.model.name},
                          {QStringLiteral("tokens_predicted"), int(tokens.size())},
                          {QStringLiteral("tokens_evaluated"), int(promptTokens)},
                          {QStringLiteral("prompt"), request.prompt},
                          {QStringLiteral("truncated"), false},
                          {QStringLiteral("stop_type"), cut ? QStringLiteral("limit") : QStringLiteral("eos")},
                          {QStringLiteral("stopping_word"), QString()},
                          {QStringLiteral("timings"), timingsOf(promptTokens, tokens.size())}};
    const auto ended = [&](QJsonObject part) {
        mergeInto(part, end);
        return part;
    };
    if (!request.stream)
        return jsonAnswer(
            ended(completionPart(options, request, tokens, request.body[QLatin1StringView("return_tokens")].toBool())),
            options.tokenDelayMs);
    QList<QJsonObject> events;
    for (const FakeToken& token : tokens)
        events.append(completionPart(options, request, {token}, true));
    events.append(ended(completionPart(options, request, {}, true)));
    return eventsAnswer(events, false, options.tokenDelayMs);
}

} // namespace

Answerer llamaServer(DialectOptions options)
{
    return [options, compatible = openAi(options)](const Received& received) -> std::optional<Script> {
        const DialectEntry entry = enterDialect(options, received);
        if (!entry.request)
            return entry.refused;
        DialectRequest request = *entry.request;
        request.model = options.model; // whatever "model" the request names
        if (request.path == "/health")
            return jsonAnswer({{QStringLiteral("status"), QStringLiteral("ok")}});
        if (request.path == "/props")
            return propsAnswer(options);
        if (request.path == "/v1/models" || request.path == "/models")
            return llamaModels(options);
        if (request.path == "/slots")
            return slotsAnswer(options);
        if (request.path == "/tokenize")
            return tokenizeAnswer(options, request.body);
        if (request.path == "/detokenize")
            return detokenizeAnswer(request.body);
        if (request.path == "/apply-template")
            return jsonAnswer({{QStringLiteral("prompt"), rendered(request.body)}});
        if (request.path == "/completion")
            return completionAnswer(options, request);
        if (request.path == "/v1/chat/completions") {
            const QList<FakeToken> tokens = llamaTokens(options, request, request.prompt);
            const qsizetype promptTokens = fakeTokens(rendered(request.body).toUtf8()).size();
            return chatAnswer(options, request, tokens, true,
                              {{QStringLiteral("timings"), timingsOf(promptTokens, tokens.size())}});
        }
        return compatible(received);
    };
}

} // namespace quantlens::test
