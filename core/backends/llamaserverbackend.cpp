// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backends/llamaserverbackend.h"

#include "core/backends/answerreader.h"
#include "core/backends/replyparser.h"
#include "core/base/json.h"
#include "core/net/wait.h"

#include <QJsonArray>
#include <QRandomGenerator>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace quantlens::backends {

namespace {

using base::Expected;
using domain::Generation;
using domain::GenerationRequest;

constexpr int firstBackOffMs = 500;
constexpr int longestBackOffMs = 30'000;

bool isRetried(const base::Error& error, bool began)
{
    static constexpr std::array codes{"http.408", "http.429", "http.500",     "http.502",
                                      "http.503", "http.504", "network.reset"};
    return !began && std::ranges::any_of(codes, [&](const char* code) { return error.code == QLatin1String(code); });
}

/// Exponential, with up to 25 % of jitter so that many clients do not come back at the same moment.
int backOffMs(int attempt)
{
    const int base = std::min(longestBackOffMs, firstBackOffMs << std::min(attempt - 1, 10));
    return base + int(QRandomGenerator::global()->bounded(base / 4 + 1));
}

QString place(const net::HttpClient& client)
{
    const QUrl url = client.base();
    return url.port() > 0 ? QStringLiteral("%1:%2").arg(url.host()).arg(url.port()) : url.host();
}

} // namespace

QUrl endpointRoot(QUrl url)
{
    QString path = url.path();
    while (path.endsWith(u'/'))
        path.chop(1);
    if (path == QLatin1String("/v1") || path.endsWith(QLatin1String("/v1")))
        path.chop(3);
    url.setPath(path);
    url.setFragment({});
    url.setQuery(QString());
    return url;
}

LlamaServerBackend::LlamaServerBackend(const QUrl& url, FaultCheck fault)
    : m_client(endpointRoot(url))
    , m_fault(std::move(fault))
{
}

QCoro::Task<Expected<QJsonObject>> LlamaServerBackend::getObject(QString path, net::Cancel* cancel)
{
    net::HttpExchange exchange =
        m_client.get(path, {.firstByteMs = 20'000, .idleMs = 10'000, .maxBytes = 16 * 1024 * 1024}, cancel);
    const auto reply = co_await exchange.readAll();
    if (!reply)
        co_return std::unexpected(reply.error());
    if (reply->status >= 400)
        co_return std::unexpected(httpError(reply->status, reply->contentType, reply->body, place(m_client)));
    auto object = base::parseJsonObject(reply->body);
    if (!object)
        co_return std::unexpected(notLlamaServer(
            place(m_client), reply->contentType == "text/html" ? QStringLiteral("%1 is a web page (HTML)").arg(path)
                                                               : QStringLiteral("%1 is not JSON").arg(path)));
    co_return object;
}

QCoro::Task<Expected<EndpointInfo>> LlamaServerBackend::identify(net::Cancel* cancel)
{
    const auto props = co_await getObject(QStringLiteral("/props"), cancel);
    if (!props) {
        if (props.error().code == QLatin1String("http.404"))
            co_return std::unexpected(notLlamaServer(place(m_client), QStringLiteral("it has no /props")));
        co_return std::unexpected(props.error());
    }
    const QJsonObject defaults = props->value(QLatin1String("default_generation_settings")).toObject();
    if (defaults.isEmpty())
        co_return std::unexpected(notLlamaServer(place(m_client), QStringLiteral("/props has no generation settings")));
    EndpointInfo info;
    info.build = props->value(QLatin1String("build_info")).toString();
    info.modelPath = props->value(QLatin1String("model_path")).toString();
    info.model = props->value(QLatin1String("model_alias")).toString();
    info.fileType = props->value(QLatin1String("model_ftype")).toString();
    info.instance = props->value(QLatin1String("media_marker")).toString();
    info.slots = props->value(QLatin1String("total_slots")).toInt();
    info.contextPerSlot = defaults.value(QLatin1String("n_ctx")).toInt();
    const QString speculative = defaults.value(QLatin1String("params"))
                                    .toObject()
                                    .value(QLatin1String("speculative.types"))
                                    .toString(QStringLiteral("none"));
    info.speculative = speculative != QLatin1String("none");
    co_return info;
}

QCoro::Task<Expected<QList<int>>> LlamaServerBackend::tokenize(QString text, net::Cancel* cancel)
{
    const QByteArray body =
        base::canonicalJson(QJsonObject{{QStringLiteral("content"), text}, {QStringLiteral("add_special"), false}});
    net::HttpExchange exchange =
        m_client.post(QStringLiteral("/tokenize"), body, {.firstByteMs = 20'000, .idleMs = 10'000}, cancel);
    const auto reply = co_await exchange.readAll();
    if (!reply)
        co_return std::unexpected(reply.error());
    if (reply->status != 200)
        co_return std::unexpected(httpError(reply->status, reply->contentType, reply->body, place(m_client)));
    const auto object = base::parseJsonObject(reply->body);
    if (!object)
        co_return std::unexpected(object.error());
    QList<int> ids;
    for (const QJsonValue& id : object->value(QLatin1String("tokens")).toArray())
        ids.append(id.toInt(-1));
    co_return ids;
}

QJsonObject LlamaServerBackend::requestBody(const GenerationRequest& request)
{
    QJsonObject body{
        {QStringLiteral("temperature"), request.temperature},
        {QStringLiteral("seed"), qint64(request.seed)},
        {QStringLiteral("cache_prompt"), request.cachePrompt},
        {QStringLiteral("stream"), request.stream},
    };
    if (!request.serverSampling) {
        // Greedy means neutral: a server started with --repeat-penalty would change texts otherwise.
        body.insert(QStringLiteral("repeat_penalty"), 1);
        body.insert(QStringLiteral("presence_penalty"), 0);
        body.insert(QStringLiteral("frequency_penalty"), 0);
        body.insert(QStringLiteral("dry_multiplier"), 0);
        body.insert(QStringLiteral("xtc_probability"), 0);
        body.insert(QStringLiteral("mirostat"), 0);
        body.insert(QStringLiteral("top_k"), 0);
        body.insert(QStringLiteral("top_p"), 1);
        body.insert(QStringLiteral("min_p"), 0);
        body.insert(QStringLiteral("logit_bias"), QJsonArray());
    }
    if (!request.chat) {
        body.insert(QStringLiteral("prompt"), request.prompt.text());
        body.insert(QStringLiteral("n_predict"), request.maxTokens);
        body.insert(QStringLiteral("n_probs"), request.topLogprobs);
        return body;
    }
    QJsonArray messages;
    for (const domain::Message& message : request.prompt.messages)
        messages.append(
            QJsonObject{{QStringLiteral("role"), message.role}, {QStringLiteral("content"), message.content}});
    body.insert(QStringLiteral("messages"), messages);
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

QCoro::Task<Expected<void>> LlamaServerBackend::attempt(GenerationRequest request, QByteArray body, net::Limits limits,
                                                        Progress progress, net::Cancel* cancel, Generation* answer,
                                                        int* retryAfterMs)
{
    net::HttpExchange exchange = m_client.post(
        request.chat ? QStringLiteral("/v1/chat/completions") : QStringLiteral("/completion"), body, limits, cancel);
    AnswerReader reader(request.chat, place(m_client), answer);
    while (true) {
        const auto bytes = co_await exchange.read();
        answer->timings.firstByte = exchange.firstByteMs();
        answer->timings.total = exchange.elapsedMs();
        if (!bytes)
            co_return std::unexpected(bytes.error());
        if (bytes->isEmpty())
            break;
        if (const auto taken = reader.feed(*bytes, exchange.contentType()); !taken)
            co_return taken;
        if (std::isnan(answer->timings.firstToken) && hasBegun(*answer))
            answer->timings.firstToken = exchange.elapsedMs();
        if (progress)
            progress(*answer);
    }
    *retryAfterMs = exchange.retryAfterMs();
    co_return reader.finish(exchange.status(), exchange.contentType());
}

QCoro::Task<Generation> LlamaServerBackend::generate(GenerationRequest request, domain::RunOptions options,
                                                     Progress progress, net::Cancel* cancel)
{
    const QJsonObject bodyObject = requestBody(request);
    const QByteArray body = base::canonicalJson(bodyObject);
    const net::Limits limits{
        .firstByteMs = options.firstByteTimeoutMs, .idleMs = options.idleTimeoutMs, .deadlineMs = options.deadlineMs};
    Generation answer;
    for (int attempt = 1;; ++attempt) {
        answer = Generation();
        answer.promptId = request.prompt.id;
        answer.request = bodyObject;
        answer.server.attempt = attempt;
        if (m_fault) {
            answer.error = m_fault();
            if (answer.error)
                co_return answer;
        }
        int retryAfterMs = -1;
        const auto done = co_await this->attempt(request, body, limits, progress, cancel, &answer, &retryAfterMs);
        if (done)
            break;
        answer.error = done.error();
        if (m_fault && done.error().code.startsWith(QLatin1String("network."))) {
            // The connection breaks a moment before the process is seen to have ended.
            for (int waited = 0; waited < 500 && !m_fault(); waited += 20)
                co_await net::Sleep(20, cancel);
            if (auto fault = m_fault())
                answer.error = fault;
        }
        if (attempt > options.retries || !isRetried(*answer.error, hasBegun(answer)))
            co_return answer;
        if (co_await net::Sleep(retryAfterMs >= 0 ? retryAfterMs : backOffMs(attempt), cancel) ==
            net::WaitEnd::Cancelled)
            co_return answer;
    }
    if (request.temperature == 0)
        answer.greedyMisses = countGreedyMisses(answer.entries);
    if (!request.cachePrompt && answer.usage.cachedTokens > 0)
        answer.error =
            base::Error{QStringLiteral("server.cache"),
                        QStringLiteral("The server reused %1 cached prompt tokens although asked not to.")
                            .arg(answer.usage.cachedTokens),
                        QStringLiteral("Cached prompts move log-probabilities; start it with --no-cache-prompt."),
                        {}};
    co_return answer;
}

} // namespace quantlens::backends
