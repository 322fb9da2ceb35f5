// SPDX-License-Identifier: GPL-3.0-or-later
// LlamaServerBackend: prompts as the model sees them, the tokens of answers, and following them.
#include "core/backends/forcing.h"
#include "core/backends/llamaserverbackend.h"
#include "core/backends/messages.h"
#include "core/base/text.h"

#include <QJsonArray>

#include <algorithm>

namespace quantlens::backends {

using base::Expected;
using domain::Generation;
using domain::GenerationRequest;

namespace {

bool isAscii(const QByteArray& bytes)
{
    return std::ranges::all_of(bytes, [](char byte) { return static_cast<unsigned char>(byte) < 0x80; });
}

base::Error tokensUntold(const QString& why)
{
    return {QStringLiteral("forced.tokens"),
            QStringLiteral("The tokens of an answer cannot be told: %1.").arg(why),
            QStringLiteral("Its distributions are compared up to the first difference only."),
            {}};
}

} // namespace

QCoro::Task<Expected<QList<int>>> LlamaServerBackend::idsOf(QJsonObject body, net::Cancel* cancel)
{
    const auto object = co_await postObject(QStringLiteral("/tokenize"), std::move(body), questionLimits, cancel);
    if (!object)
        co_return std::unexpected(object.error());
    QList<int> ids;
    for (const QJsonValue& id : object->value(QLatin1String("tokens")).toArray())
        ids.append(id.toInt(-1));
    co_return ids;
}

QCoro::Task<Expected<RenderedPrompt>> LlamaServerBackend::render(GenerationRequest request, net::Cancel* cancel)
{
    RenderedPrompt prompt;
    if (request.chat) {
        // The very messages and template arguments that the chat request sends.
        const QJsonObject sent = requestBody(request);
        QJsonObject body;
        for (const char* key : {"messages", "chat_template_kwargs"}) {
            if (sent.contains(QLatin1String(key)))
                body.insert(QLatin1String(key), sent.value(QLatin1String(key)));
        }
        const auto object = co_await postObject(QStringLiteral("/apply-template"), body, questionLimits, cancel);
        if (!object) {
            base::Error error = object.error();
            if (error.code == QLatin1String("http.400") || error.code == QLatin1String("http.500")) {
                error.code = QStringLiteral("server.template");
                error.hint = QStringLiteral("Start the server with another chat template, or ask with --no-chat.");
            }
            co_return std::unexpected(error);
        }
        prompt.text = object->value(QLatin1String("prompt")).toString();
    } else {
        prompt.text = request.prompt.text();
    }
    auto tokens = co_await piecesOf(prompt.text.toUtf8(), true, cancel);
    if (!tokens)
        co_return std::unexpected(tokens.error());
    prompt.ids = std::move(tokens->ids);
    if (std::ranges::none_of(tokens->bytes, &QByteArray::isEmpty))
        prompt.pieces = std::move(tokens->bytes);
    co_return prompt;
}

QCoro::Task<Expected<AnswerTokens>> LlamaServerBackend::piecesOf(QByteArray bytes, bool prompt, net::Cancel* cancel)
{
    const QJsonObject body{{QStringLiteral("content"), QString::fromUtf8(bytes)},
                           {QStringLiteral("add_special"), prompt},
                           {QStringLiteral("parse_special"), prompt},
                           {QStringLiteral("with_pieces"), true}};
    const auto object = co_await postObject(QStringLiteral("/tokenize"), body, questionLimits, cancel);
    if (!object)
        co_return std::unexpected(object.error());
    AnswerTokens pieces;
    for (const QJsonValue& value : object->value(QLatin1String("tokens")).toArray()) {
        if (value.isDouble()) { // a build that does not know with_pieces
            pieces.ids.append(value.toInt(-1));
            pieces.bytes.append(QByteArray());
            continue;
        }
        const QJsonObject token = value.toObject();
        const QJsonValue piece = token.value(QLatin1String("piece"));
        QByteArray pieceBytes = piece.toString().toUtf8();
        for (const QJsonValue& byte : piece.toArray()) // of a token that is no text by itself
            pieceBytes.append(char(byte.toInt()));
        pieces.ids.append(token.value(QLatin1String("id")).toInt(-1));
        pieces.bytes.append(pieceBytes);
    }
    co_return pieces;
}

QCoro::Task<Expected<AnswerTokens>> LlamaServerBackend::tokensOfEntry(domain::TokenInfo entry, net::Cancel* cancel)
{
    if (isAscii(entry.bytes)) // no character of it can be split
        co_return AnswerTokens{.ids = {entry.id}, .bytes = {entry.bytes}};
    const QByteArray key = QByteArray::number(entry.id) + ' ' + entry.bytes;
    if (const auto known = m_pieces.constFind(key); known != m_pieces.cend())
        co_return *known;
    const auto pieces = co_await piecesOf(entry.bytes, false, cancel);
    if (!pieces)
        co_return std::unexpected(pieces.error());
    // The entry carries the id of its last token. A token of its own that reads like the whole entry needs no pieces.
    const bool whole = pieces->bytes.join() == entry.bytes && !pieces->ids.isEmpty() && pieces->ids.last() == entry.id;
    if (!whole)
        co_return std::unexpected(tokensUntold(
            QStringLiteral("\"%1\" splits in another way").arg(base::singleLine(QString::fromUtf8(entry.bytes), 20))));
    m_pieces.insert(key, *pieces);
    co_return *pieces;
}

QCoro::Task<Expected<AnswerTokens>> LlamaServerBackend::answerTokens(Generation answer, net::Cancel* cancel)
{
    if (answer.entries.isEmpty())
        co_return std::unexpected(tokensUntold(QStringLiteral("it came without log-probabilities")));
    AnswerTokens tokens;
    for (const domain::TokenInfo& entry : std::as_const(answer.entries)) {
        if (entry.id < 0)
            co_return std::unexpected(tokensUntold(QStringLiteral("the server names no ids")));
        // End-of-generation tokens have no text and cannot be forced; what follows one is no longer the answer.
        if (entry.bytes.isEmpty() || base::endsInsideCharacter(entry.bytes)) {
            tokens.cut = true;
            break;
        }
        const auto pieces = co_await tokensOfEntry(entry, cancel);
        if (!pieces)
            co_return std::unexpected(pieces.error());
        tokens.ids += pieces->ids;
        tokens.bytes += pieces->bytes;
    }
    co_return tokens;
}

QCoro::Task<Generation> LlamaServerBackend::force(GenerationRequest request, AnswerTokens tokens,
                                                  domain::RunOptions options, net::Cancel* cancel)
{
    Generation forced;
    forced.promptId = request.prompt.id;
    if (tokens.ids.isEmpty()) {
        forced.finishReason = QStringLiteral("length"); // an empty answer is followed at once
        co_return forced;
    }
    const auto prompt = co_await render(request, cancel);
    const auto grammar = forcingGrammar(tokens);
    if (!prompt || !grammar) {
        forced.error = prompt ? grammar.error() : prompt.error();
        co_return forced;
    }
    request.chat = false;
    request.promptIds = prompt->ids;
    request.grammar = *grammar;
    request.maxTokens = int(tokens.ids.size());
    request.topLogprobs = options.forcedTopLogprobs > 0 ? options.forcedTopLogprobs : request.topLogprobs;
    request.stream = false; // a stream loses the ids of split characters
    request.cachePrompt = false;
    request.serverSampling = false;
    forced = co_await generate(request, options, {}, cancel);
    forced.promptHash = promptHashOf(prompt->ids);
    forced.greedyMisses = 0; // the tokens were not its own choice
    // Both repeat what the answer that is followed holds already.
    forced.request.remove(QStringLiteral("grammar"));
    forced.request.remove(QStringLiteral("prompt"));
    if (!forced.failed() && forced.ids != tokens.ids) {
        const auto differing = std::ranges::mismatch(forced.ids, tokens.ids).in1 - forced.ids.begin();
        forced.error = base::Error{
            QStringLiteral("forced.mismatch"),
            QStringLiteral("The model could not be made to follow the baseline's answer: token %1 is another one.")
                .arg(differing),
            QStringLiteral("The pair has no teacher-forced distributions; this is counted."),
            {}};
    }
    co_return forced;
}

QCoro::Task<Expected<domain::Capabilities>> LlamaServerBackend::probe(GenerationRequest request,
                                                                      domain::RunOptions options, net::Cancel* cancel)
{
    const auto learnt = co_await HttpBackend::probe(request, options, cancel);
    if (!learnt)
        co_return learnt;
    const auto ids = co_await tokenize(QStringLiteral("one two three"), cancel);
    m_capabilities.tokenize = ids.has_value();
    m_capabilities.renderPrompt = (co_await render(request, cancel)).has_value();
    m_capabilities.forceTokens = false;
    const auto pieces = co_await piecesOf("one two three", false, cancel);
    if (pieces && pieces->ids.size() >= 3) {
        const AnswerTokens three{.ids = pieces->ids.first(3), .bytes = pieces->bytes.first(3)};
        const Generation followed = co_await force(request, three, options, cancel);
        m_capabilities.forceTokens = !followed.failed() && followed.entries.size() == 3;
    }
    co_return capabilities();
}

} // namespace quantlens::backends
