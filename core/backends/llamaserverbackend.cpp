// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backends/llamaserverbackend.h"

#include "core/backends/dialect.h"
#include "core/backends/forcing.h"
#include "core/backends/messages.h"
#include "core/backends/replyparser.h"
#include "core/base/json.h"

#include <QJsonArray>

#include <utility>

namespace quantlens::backends {

using base::Expected;
using domain::Generation;
using domain::GenerationRequest;

namespace {

constexpr net::Limits slotsLimits{.firstByteMs = 10'000, .deadlineMs = 10'000, .maxBytes = 4 * 1024 * 1024};

} // namespace

LlamaServerBackend::LlamaServerBackend(net::EndpointOptions endpoint, FaultCheck fault)
    : HttpBackend(std::move(endpoint), std::move(fault))
{
}

LlamaServerBackend::LlamaServerBackend(const QUrl& url, FaultCheck fault)
    : LlamaServerBackend(net::EndpointOptions{.base = url}, std::move(fault))
{
}

base::Error LlamaServerBackend::wrongServer(const QString& why) const
{
    return {QStringLiteral("backend.not_llama_server"),
            QStringLiteral("%1 does not answer like a llama-server: %2.").arg(place(), why),
            QStringLiteral("Check the address; it must be the server's root, without a page's path."),
            {}};
}

QCoro::Task<Expected<EndpointInfo>> LlamaServerBackend::identify(net::Cancel* cancel)
{
    const auto props = co_await getObject(QStringLiteral("/props"), cancel);
    if (!props) {
        if (props.error().code == QLatin1String("http.404"))
            co_return std::unexpected(wrongServer(QStringLiteral("it has no /props")));
        co_return std::unexpected(props.error());
    }
    const QJsonObject defaults = props->value(QLatin1String("default_generation_settings")).toObject();
    if (defaults.isEmpty())
        co_return std::unexpected(wrongServer(QStringLiteral("/props has no generation settings")));
    EndpointInfo info;
    info.build = props->value(QLatin1String("build_info")).toString();
    info.modelPath = props->value(QLatin1String("model_path")).toString();
    info.model = props->value(QLatin1String("model_alias")).toString();
    info.fileType = props->value(QLatin1String("model_ftype")).toString();
    info.instance = props->value(QLatin1String("media_marker")).toString();
    info.slots = props->value(QLatin1String("total_slots")).toInt();
    info.contextPerSlot = defaults.value(QLatin1String("n_ctx")).toInt();
    const QString drafts = defaults.value(QLatin1String("params"))
                               .toObject()
                               .value(QLatin1String("speculative.types"))
                               .toString(QStringLiteral("none"));
    info.speculative = drafts != QLatin1String("none") || co_await speculates(cancel);
    co_return info;
}

QCoro::Task<bool> LlamaServerBackend::speculates(net::Cancel* cancel)
{
    net::HttpExchange exchange = client().get(QStringLiteral("/slots"), slotsLimits, cancel);
    const auto reply = co_await exchange.readAll();
    if (!reply || reply->status != 200) // a server may keep its slots to itself
        co_return false;
    const auto slots = base::parseJson(reply->body);
    if (!slots)
        co_return false;
    for (const QJsonValue& slot : slots->toArray()) {
        if (slot.toObject().value(QLatin1String("speculative")).toBool())
            co_return true;
    }
    co_return false;
}

QCoro::Task<Expected<QList<int>>> LlamaServerBackend::tokenize(QString text, net::Cancel* cancel)
{
    co_return co_await idsOf({{QStringLiteral("content"), text}, {QStringLiteral("add_special"), false}}, cancel);
}

QJsonObject LlamaServerBackend::requestBody(const GenerationRequest& request)
{
    if (request.compatible)
        return {{QStringLiteral("model"), request.model},
                {QStringLiteral("prompt"), compatiblePrompt(request)},
                {QStringLiteral("n_predict"), request.maxTokens},
                {QStringLiteral("temperature"), request.temperature},
                {QStringLiteral("n_probs"), 10}};
    QJsonObject body{
        {QStringLiteral("temperature"), request.temperature},
        {QStringLiteral("seed"), qint64(request.seed)},
        {QStringLiteral("cache_prompt"), request.cachePrompt},
        {QStringLiteral("stream"), request.stream},
    };
    if (!request.serverSampling) {
        // Greedy means neutral: a server started with --repeat-penalty would change texts otherwise.
        const QJsonObject samplers = neutralSamplers(Dialect::LlamaServer);
        for (auto it = samplers.begin(); it != samplers.end(); ++it)
            body.insert(it.key(), it.value());
    }
    if (!request.chat) {
        if (request.promptIds.isEmpty())
            body.insert(QStringLiteral("prompt"), request.prompt.text());
        else
            body.insert(QStringLiteral("prompt"), idsJson(request.promptIds));
        if (!request.grammar.isEmpty()) {
            body.insert(QStringLiteral("grammar"), request.grammar);
            body.insert(QStringLiteral("return_tokens"), true);
        }
        body.insert(QStringLiteral("n_predict"), request.maxTokens);
        body.insert(QStringLiteral("n_probs"), request.topLogprobs);
        return body;
    }
    body.insert(QStringLiteral("messages"), messagesJson(request));
    body.insert(QStringLiteral("max_tokens"), request.maxTokens);
    if (!request.model.isEmpty())
        body.insert(QStringLiteral("model"), request.model);
    if (request.topLogprobs > 0) {
        body.insert(QStringLiteral("logprobs"), true);
        body.insert(QStringLiteral("top_logprobs"), request.topLogprobs);
    }
    if (!request.thinking)
        body.insert(QStringLiteral("chat_template_kwargs"), QJsonObject{{QStringLiteral("enable_thinking"), false}});
    if (request.stream)
        body.insert(QStringLiteral("stream_options"), QJsonObject{{QStringLiteral("include_usage"), true}});
    return body;
}

WireRequest LlamaServerBackend::wireRequest(const GenerationRequest& request) const
{
    if (request.chat && !request.compatible)
        return {QStringLiteral("/v1/chat/completions"), requestBody(request), &takeChatObject};
    return {QStringLiteral("/completion"), requestBody(request), &takeCompletionObject};
}

void LlamaServerBackend::judge(const GenerationRequest& request, Generation& answer) const
{
    if (request.cachePrompt || request.compatible || answer.usage.cachedTokens <= 0)
        return;
    answer.error =
        base::Error{QStringLiteral("server.cache"),
                    QStringLiteral("The server reused %1 cached prompt tokens although asked not to.")
                        .arg(answer.usage.cachedTokens),
                    QStringLiteral("Cached prompts move log-probabilities; start it with --no-cache-prompt."),
                    {}};
}

} // namespace quantlens::backends
