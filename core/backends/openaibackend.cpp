// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backends/openaibackend.h"

#include "core/backends/compatiblerequest.h"
#include "core/backends/messages.h"
#include "core/backends/recognise.h"
#include "core/backends/replyparser.h"

#include <QJsonArray>

#include <algorithm>
#include <utility>

namespace quantlens::backends {

namespace {

using base::Expected;
using domain::GenerationRequest;

/// More is an error there, and some versions close the connection instead of saying so.
constexpr int mostMlxTop = 10;

QList<int> idsOf(const QJsonValue& value)
{
    QList<int> ids;
    for (const QJsonValue& id : value.toArray())
        ids.append(id.toInt(-1));
    return ids;
}

base::Error untold(const QString& what)
{
    return {QStringLiteral("backend.unsupported"),
            QStringLiteral("This server does not %1.").arg(what),
            QStringLiteral("llama-server and vLLM do; see docs/backends.md."),
            {}};
}

} // namespace

OpenAiBackend::OpenAiBackend(net::EndpointOptions endpoint, QString model, Dialect dialect, FaultCheck fault)
    : HttpBackend(std::move(endpoint), std::move(fault))
    , m_model(std::move(model))
    , m_dialect(dialect == Dialect::Other ? dialectOf(client().base()) : dialect)
{
}

base::Error OpenAiBackend::wrongServer(const QString& why) const
{
    return {QStringLiteral("backend.not_openai"),
            QStringLiteral("%1 does not answer like a server with OpenAI's protocol: %2.").arg(place(), why),
            QStringLiteral("Check the address; it must be the server's root or end in /v1."),
            {}};
}

QString OpenAiBackend::modelFor(const GenerationRequest& request) const
{
    return request.model.isEmpty() ? m_model : request.model;
}

QCoro::Task<Expected<EndpointInfo>> OpenAiBackend::identify(net::Cancel* cancel)
{
    const auto found = co_await recognise(endpoint(), cancel);
    if (!found)
        co_return std::unexpected(found.error());
    // A public service is known by its host; behind any other address the server is believed.
    m_dialect = found->dialect == Dialect::Other ? m_dialect : found->dialect;
    EndpointInfo info;
    info.models = found->models;
    info.version = found->version;
    info.build = found->version.isEmpty() ? name(m_dialect) : name(m_dialect) + u' ' + found->version;
    if (m_model.isEmpty() && found->models.size() == 1)
        m_model = found->models.first();
    info.model = m_model;
    info.contextPerSlot = found->contexts.value(m_model);
    info.fileType = found->quants.value(m_model);
    if (m_dialect == Dialect::LlamaServer) {
        if (const auto props = co_await getObject(QStringLiteral("/props"), cancel)) {
            info.modelPath = props->value(QLatin1String("model_path")).toString();
            info.fileType = props->value(QLatin1String("model_ftype")).toString();
            info.instance = props->value(QLatin1String("media_marker")).toString();
            info.slots = props->value(QLatin1String("total_slots")).toInt();
            info.contextPerSlot = props->value(QLatin1String("default_generation_settings"))
                                      .toObject()
                                      .value(QLatin1String("n_ctx"))
                                      .toInt();
        }
    }
    m_capabilities.tokenize =
        m_dialect == Dialect::Vllm || m_dialect == Dialect::Sglang || m_dialect == Dialect::LlamaServer;
    m_capabilities.renderPrompt = m_dialect == Dialect::Vllm;
    m_capabilities.forceTokens = false;
    co_return info;
}

QCoro::Task<Expected<QList<int>>> OpenAiBackend::tokenize(QString text, net::Cancel* cancel)
{
    QJsonObject body;
    if (m_dialect == Dialect::LlamaServer)
        body = {{QStringLiteral("content"), text}, {QStringLiteral("add_special"), false}};
    else if (m_dialect == Dialect::Vllm || m_dialect == Dialect::Sglang)
        body = {{QStringLiteral("model"), m_model},
                {QStringLiteral("prompt"), text},
                {QStringLiteral("add_special_tokens"), false}};
    else
        co_return std::unexpected(untold(QStringLiteral("tell the tokens of a text")));
    const auto object = co_await postObject(QStringLiteral("/tokenize"), body, questionLimits, cancel);
    if (!object)
        co_return std::unexpected(object.error());
    co_return idsOf(object->value(QLatin1String("tokens")));
}

QCoro::Task<Expected<RenderedPrompt>> OpenAiBackend::render(GenerationRequest request, net::Cancel* cancel)
{
    if (m_dialect != Dialect::Vllm)
        co_return std::unexpected(untold(QStringLiteral("show the prompt as the model sees it")));
    QJsonObject body{{QStringLiteral("model"), modelFor(request)}};
    if (request.chat) {
        body.insert(QStringLiteral("messages"), messagesJson(request));
        body.insert(QStringLiteral("add_generation_prompt"), true);
        insertAll(body, thinkingFields(Dialect::Vllm, request.thinking));
    } else {
        body.insert(QStringLiteral("prompt"), request.prompt.text());
    }
    const auto object = co_await postObject(QStringLiteral("/tokenize"), body, questionLimits, cancel);
    if (!object)
        co_return std::unexpected(object.error());
    RenderedPrompt rendered;
    rendered.ids = idsOf(object->value(QLatin1String("tokens")));
    const QJsonObject back{{QStringLiteral("model"), modelFor(request)},
                           {QStringLiteral("tokens"), object->value(QLatin1String("tokens"))}};
    const auto text = co_await postObject(QStringLiteral("/detokenize"), back, questionLimits, cancel);
    if (!text)
        co_return std::unexpected(text.error());
    rendered.text = text->value(QLatin1String("prompt")).toString();
    co_return rendered;
}

QJsonObject OpenAiBackend::requestBody(const GenerationRequest& request, Dialect dialect)
{
    QJsonObject body{
        {QStringLiteral("model"), request.model},
        {QStringLiteral("max_tokens"), request.maxTokens},
        {QStringLiteral("temperature"), request.temperature},
        {QStringLiteral("seed"), qint64(request.seed)},
    };
    if (!request.serverSampling)
        insertAll(body, neutralSamplers(dialect));
    if (dialect == Dialect::LlamaServer)
        body.insert(QStringLiteral("cache_prompt"), request.cachePrompt);
    const int top = dialect == Dialect::MlxLm ? std::min(request.topLogprobs, mostMlxTop) : request.topLogprobs;
    // mlx_lm.server leaves log-probabilities out of its streams.
    const bool stream = request.stream && (dialect != Dialect::MlxLm || top == 0);
    body.insert(QStringLiteral("stream"), stream);
    if (stream)
        body.insert(QStringLiteral("stream_options"), QJsonObject{{QStringLiteral("include_usage"), true}});
    if (!request.chat) {
        body.insert(QStringLiteral("prompt"), request.prompt.text());
        if (top > 0 && dialect != Dialect::MlxLm)
            body.insert(QStringLiteral("logprobs"), top);
    } else {
        body.insert(QStringLiteral("messages"), messagesJson(request));
        insertAll(body, thinkingFields(dialect, request.thinking));
    }
    if (top > 0 && (request.chat || dialect == Dialect::MlxLm)) {
        body.insert(QStringLiteral("logprobs"), true);
        body.insert(QStringLiteral("top_logprobs"), top);
    }
    return body;
}

WireRequest OpenAiBackend::wireRequest(const GenerationRequest& request) const
{
    GenerationRequest named = request;
    named.model = modelFor(request);
    if (request.compatible)
        return compatibleRequest(named, client().base());
    return {request.chat ? QStringLiteral("/v1/chat/completions") : QStringLiteral("/v1/completions"),
            requestBody(named, m_dialect), &takeChatObject};
}

} // namespace quantlens::backends
