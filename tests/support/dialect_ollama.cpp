// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"
#include "tests/support/dialectparts.h"

#include <QCryptographicHash>

#include <algorithm>

namespace quantlens::test {

namespace {

QList<FakeModel> ollamaModels(const DialectOptions& options)
{
    return QList<FakeModel>{options.model} + options.more;
}

QJsonObject modelEntry(const FakeModel& model)
{
    return {{QStringLiteral("name"), model.name},
            {QStringLiteral("model"), model.name},
            {QStringLiteral("modified_at"), QStringLiteral("2026-01-02T03:04:05Z")},
            {QStringLiteral("size"), 4'300'000},
            {QStringLiteral("digest"),
             QString::fromLatin1(QCryptographicHash::hash(model.name.toUtf8(), QCryptographicHash::Sha256).toHex())},
            {QStringLiteral("details"), QJsonObject{{QStringLiteral("format"), QStringLiteral("gguf")},
                                                    {QStringLiteral("family"), QStringLiteral("llama")},
                                                    {QStringLiteral("parameter_size"), QStringLiteral("2.1M")},
                                                    {QStringLiteral("quantization_level"), QStringLiteral("F16")}}}};
}

Script entryList(const DialectOptions& options)
{
    QJsonArray models;
    for (const FakeModel& model : ollamaModels(options))
        models.append(modelEntry(model));
    return jsonAnswer({{QStringLiteral("models"), models}});
}

Script ollamaError(int status, const QString& message)
{
    Script script = jsonAnswer({{QStringLiteral("error"), message}});
    script.status = status;
    return script;
}

bool knownModel(const DialectOptions& options, const QString& name)
{
    return std::ranges::any_of(ollamaModels(options), [&](const FakeModel& model) { return model.name == name; });
}

Script showModel(const DialectOptions& options, const DialectRequest& request)
{
    QString name = request.body[QLatin1StringView("model")].toString();
    if (name.isEmpty())
        name = request.body[QLatin1StringView("name")].toString();
    if (!knownModel(options, name))
        return ollamaError(404, QStringLiteral("model '%1' not found").arg(name));
    QJsonObject body = modelEntry(request.model);
    body[QStringLiteral("template")] = QStringLiteral("{{ .Prompt }}");
    body[QStringLiteral("capabilities")] = QJsonArray{QStringLiteral("completion")};
    body[QStringLiteral("model_info")] =
        QJsonObject{{QStringLiteral("general.architecture"), QStringLiteral("llama")},
                    {QStringLiteral("llama.context_length"), request.model.contextTokens}};
    return jsonAnswer(body);
}

/// One object of a reply: a part of a stream, or the whole.
QJsonObject ollamaPart(const DialectRequest& request, const QList<FakeToken>& tokens, bool chat)
{
    QJsonObject part{{QStringLiteral("model"), request.model.name},
                     {QStringLiteral("created_at"), QStringLiteral("2026-01-02T03:04:05Z")},
                     {QStringLiteral("done"), false}};
    const QString text = QString::fromUtf8(fakeText(tokens));
    if (chat)
        part[QStringLiteral("message")] =
            QJsonObject{{QStringLiteral("role"), QStringLiteral("assistant")}, {QStringLiteral("content"), text}};
    else
        part[QStringLiteral("response")] = text;
    if (request.logprobs && !tokens.isEmpty())
        part[QStringLiteral("logprobs")] = tokensJson(tokens, false);
    return part;
}

void addThinking(const DialectRequest& request, bool chat, QJsonObject& part)
{
    if (!request.thinks || request.model.reasoning.isEmpty())
        return;
    if (!chat) {
        part[QStringLiteral("thinking")] = request.model.reasoning;
        return;
    }
    QJsonObject message = part[QStringLiteral("message")].toObject();
    message[QStringLiteral("thinking")] = request.model.reasoning;
    part[QStringLiteral("message")] = message;
}

void addEnd(const DialectRequest& request, qsizetype count, QJsonObject& part)
{
    const bool cut = request.maxTokens >= 0 && count >= request.maxTokens;
    part[QStringLiteral("done")] = true;
    part[QStringLiteral("done_reason")] = cut ? QStringLiteral("length") : QStringLiteral("stop");
    part[QStringLiteral("prompt_eval_count")] = int(fakeTokens(request.prompt.toUtf8()).size()) + 4;
    part[QStringLiteral("prompt_eval_duration")] = 4'000'000;
    part[QStringLiteral("eval_count")] = int(count);
    part[QStringLiteral("eval_duration")] = 5'000'000 + 1'000'000 * int(count);
    part[QStringLiteral("load_duration")] = 1'000'000;
    part[QStringLiteral("total_duration")] = 11'000'000 + 1'000'000 * int(count);
}

Script ollamaAnswer(const DialectOptions& options, const DialectRequest& request, bool chat)
{
    const QString name = request.body[QLatin1StringView("model")].toString();
    if (!knownModel(options, name))
        return ollamaError(404, QStringLiteral("model '%1' not found").arg(name));
    const QList<FakeToken> tokens = fakeAnswer(request.model, request.prompt, request.maxTokens, request.top);
    if (!request.body[QLatin1StringView("stream")].toBool(true)) {
        QJsonObject whole = ollamaPart(request, tokens, chat);
        addThinking(request, chat, whole);
        addEnd(request, tokens.size(), whole);
        return jsonAnswer(whole, options.tokenDelayMs);
    }
    Script script{.contentType = "application/x-ndjson", .pieceDelayMs = options.tokenDelayMs, .chunked = true};
    const auto add = [&](const QJsonObject& part) {
        script.pieces.append(QJsonDocument(part).toJson(QJsonDocument::Compact) + '\n');
    };
    if (request.thinks && !request.model.reasoning.isEmpty()) {
        QJsonObject part = ollamaPart(request, {}, chat);
        addThinking(request, chat, part);
        add(part);
    }
    for (const FakeToken& token : tokens)
        add(ollamaPart(request, {token}, chat));
    QJsonObject end = ollamaPart(request, {}, chat);
    addEnd(request, tokens.size(), end);
    add(end);
    return script;
}

} // namespace

Answerer ollama(DialectOptions options)
{
    return [options, compatible = openAi(options)](const Received& received) -> std::optional<Script> {
        const DialectEntry entry = enterDialect(options, received);
        if (!entry.request)
            return entry.refused;
        const DialectRequest& request = *entry.request;
        if (request.path == "/api/chat")
            return ollamaAnswer(options, request, true);
        if (request.path == "/api/generate")
            return ollamaAnswer(options, request, false);
        if (request.path == "/api/tags" || request.path == "/api/ps")
            return entryList(options);
        if (request.path == "/api/show")
            return showModel(options, request);
        if (request.path == "/api/version")
            return jsonAnswer({{QStringLiteral("version"), QString::fromUtf8(options.build)}});
        if (request.path == "/")
            return Script{.contentType = "text/plain; charset=utf-8", .pieces = {"Ollama is running"}};
        return compatible(received);
    };
}

} // namespace quantlens::test
