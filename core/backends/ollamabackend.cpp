// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backends/ollamabackend.h"

#include "core/backends/compatiblerequest.h"
#include "core/backends/messages.h"
#include "core/backends/openaibackend.h"
#include "core/backends/replyparser.h"

#include <QJsonArray>

#include <algorithm>
#include <bit>
#include <utility>

namespace quantlens::backends {

namespace {

using base::Expected;
using domain::GenerationRequest;

constexpr int leastContext = 4096;
constexpr int templateTokens = 256;
constexpr int mostContext = 1 << 20;

/// Said always: Ollama's own default depends on the machine, and longer prompts are cut without a word. When the caller
/// does not know, a power of two with room for one token a byte: another value loads the model anew.
int contextFor(const GenerationRequest& request)
{
    if (request.contextTokens > 0)
        return request.contextTokens;
    qsizetype bytes = 0;
    for (const domain::Message& message : request.prompt.messages)
        bytes += message.content.toUtf8().size();
    const qsizetype needed =
        std::clamp<qsizetype>(bytes + templateTokens + request.maxTokens, leastContext, mostContext);
    return int(std::bit_ceil(std::size_t(needed)));
}

/// "llama3" and "llama3:latest" are one tag.
QString fullTag(const QString& tag)
{
    return tag.contains(u':') ? tag : tag + QStringLiteral(":latest");
}

QString contextKey(const QJsonObject& modelInfo)
{
    for (auto it = modelInfo.begin(); it != modelInfo.end(); ++it) {
        if (it.key().endsWith(QLatin1String(".context_length")))
            return it.key();
    }
    return {};
}

} // namespace

OllamaBackend::OllamaBackend(net::EndpointOptions endpoint, QString model, FaultCheck fault)
    : HttpBackend(std::move(endpoint), std::move(fault))
    , m_model(std::move(model))
{
    m_capabilities.tokenize = false;
    m_capabilities.renderPrompt = false;
    m_capabilities.forceTokens = false;
}

base::Error OllamaBackend::wrongServer(const QString& why) const
{
    return {QStringLiteral("backend.not_ollama"),
            QStringLiteral("%1 does not answer like Ollama: %2.").arg(place(), why),
            QStringLiteral("Check the address, or name another --backend."),
            {}};
}

QCoro::Task<Expected<EndpointInfo>> OllamaBackend::identify(net::Cancel* cancel)
{
    EndpointInfo info;
    const auto version = co_await getObject(QStringLiteral("/api/version"), cancel);
    if (!version && version.error().code != QLatin1String("http.404"))
        co_return std::unexpected(version.error());
    if (version) {
        info.version = version->value(QLatin1String("version")).toString();
        info.build = QStringLiteral("Ollama ") + info.version;
    }
    const auto tags = co_await getObject(QStringLiteral("/api/tags"), cancel);
    m_native = tags.has_value();
    if (!tags) {
        if (tags.error().code != QLatin1String("http.404"))
            co_return std::unexpected(tags.error());
        // Something that keeps only the OpenAI endpoints, such as a proxy.
        const auto models = co_await getObject(QStringLiteral("/v1/models"), cancel);
        if (!models)
            co_return std::unexpected(wrongServer(QStringLiteral("it has neither /api/tags nor /v1/models")));
        for (const QJsonValue& model : models->value(QLatin1String("data")).toArray())
            info.models.append(model.toObject().value(QLatin1String("id")).toString());
        info.model = m_model;
        co_return info;
    }
    if (!tags->value(QLatin1String("models")).isArray())
        co_return std::unexpected(wrongServer(QStringLiteral("/api/tags lists no models")));
    for (const QJsonValue& model : tags->value(QLatin1String("models")).toArray())
        info.models.append(model.toObject().value(QLatin1String("name")).toString());
    info.model = m_model;
    const auto show =
        co_await postObject(QStringLiteral("/api/show"), {{QStringLiteral("model"), m_model}}, questionLimits, cancel);
    if (!show && show.error().code == QLatin1String("http.404"))
        co_return base::failure(QStringLiteral("backend.no_model"),
                                QStringLiteral("Ollama at %1 does not have %2.").arg(place(), fullTag(m_model)),
                                QStringLiteral("Fetch it with \"ollama pull %1\".").arg(m_model),
                                info.models.join(u'\n'));
    if (show) {
        const QJsonObject details = show->value(QLatin1String("details")).toObject();
        info.fileType = details.value(QLatin1String("quantization_level")).toString();
        const QJsonObject modelInfo = show->value(QLatin1String("model_info")).toObject();
        info.contextPerSlot = modelInfo.value(contextKey(modelInfo)).toInt();
    }
    co_return info;
}

QCoro::Task<Expected<QList<int>>> OllamaBackend::tokenize(QString, net::Cancel*)
{
    co_return base::failure(QStringLiteral("backend.unsupported"),
                            QStringLiteral("Ollama does not tell the tokens of a text."));
}

QJsonObject OllamaBackend::requestBody(const GenerationRequest& request)
{
    QJsonObject options = request.serverSampling ? QJsonObject() : neutralSamplers(Dialect::Ollama);
    options.insert(QStringLiteral("temperature"), request.temperature);
    options.insert(QStringLiteral("seed"), qint64(request.seed));
    options.insert(QStringLiteral("num_predict"), request.maxTokens);
    options.insert(QStringLiteral("num_ctx"), contextFor(request));
    QJsonObject body{{QStringLiteral("model"), request.model},
                     {QStringLiteral("stream"), request.stream},
                     {QStringLiteral("options"), options}};
    if (request.topLogprobs > 0) {
        body.insert(QStringLiteral("logprobs"), true);
        body.insert(QStringLiteral("top_logprobs"), request.topLogprobs);
    }
    if (request.chat) {
        body.insert(QStringLiteral("messages"), messagesJson(request));
        body.insert(QStringLiteral("think"), request.thinking);
    } else {
        body.insert(QStringLiteral("prompt"), request.prompt.text());
        body.insert(QStringLiteral("raw"), true);
    }
    return body;
}

WireRequest OllamaBackend::wireRequest(const GenerationRequest& request) const
{
    GenerationRequest named = request;
    named.model = request.model.isEmpty() ? m_model : request.model;
    if (request.compatible)
        return compatibleRequest(named, client().base());
    if (!m_native)
        return {request.chat ? QStringLiteral("/v1/chat/completions") : QStringLiteral("/v1/completions"),
                OpenAiBackend::requestBody(named, Dialect::Ollama), &takeChatObject};
    return {request.chat ? QStringLiteral("/api/chat") : QStringLiteral("/api/generate"), requestBody(named),
            &takeOllamaObject};
}

} // namespace quantlens::backends
