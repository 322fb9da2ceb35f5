// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backends/httpbackend.h"

#include "core/backends/replyparser.h"
#include "core/base/json.h"
#include "core/net/failures.h"
#include "core/net/wait.h"
#include "core/secrets/redactanswer.h"

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

constexpr int factAttempts = 3; ///< of a request that only asks for facts
constexpr int firstBackOffMs = 500;
constexpr int longestBackOffMs = 30'000;

bool isRetried(const QString& code)
{
    static constexpr std::array codes{"http.408", "http.429", "http.500",     "http.502",
                                      "http.503", "http.504", "network.reset"};
    return std::ranges::any_of(codes, [&](const char* retried) { return code == QLatin1String(retried); });
}

/// Exponential, with up to 25 % of jitter so that many clients do not come back at the same moment.
int backOffMs(int attempt)
{
    const int base = std::min(longestBackOffMs, firstBackOffMs << std::min(attempt - 1, 10));
    return base + int(QRandomGenerator::global()->bounded(base / 4 + 1));
}

net::EndpointOptions rooted(net::EndpointOptions endpoint)
{
    endpoint.base = endpointRoot(endpoint.base);
    return endpoint;
}

} // namespace

QUrl endpointRoot(QUrl url)
{
    QString path = url.path();
    while (path.endsWith(u'/'))
        path.chop(1);
    if (path.endsWith(QLatin1String("/v1")))
        path.chop(3);
    while (path.endsWith(u'/'))
        path.chop(1);
    url.setPath(path);
    url.setFragment({});
    url.setQuery(QString());
    return url;
}

net::Limits limitsOf(const domain::RunOptions& options)
{
    return {
        .firstByteMs = options.firstByteTimeoutMs, .idleMs = options.idleTimeoutMs, .deadlineMs = options.deadlineMs};
}

HttpBackend::HttpBackend(net::EndpointOptions endpoint, FaultCheck fault)
    : m_endpoint(rooted(std::move(endpoint)))
    , m_client(m_endpoint)
    , m_fault(std::move(fault))
{
}

void HttpBackend::judge(const GenerationRequest&, Generation&) const {}

QString HttpBackend::place() const
{
    return net::place(m_client.base());
}

domain::Capabilities HttpBackend::capabilities() const
{
    domain::Capabilities capabilities = m_capabilities;
    capabilities.dropped = m_refusals.list();
    return capabilities;
}

QCoro::Task<Expected<QJsonObject>> HttpBackend::getObject(QString path, net::Cancel* cancel)
{
    net::HttpExchange exchange = m_client.get(path, questionLimits, cancel);
    const auto reply = co_await exchange.readAll();
    if (!reply)
        co_return std::unexpected(reply.error());
    if (reply->status >= 400)
        co_return std::unexpected(httpError(reply->status, reply->contentType, reply->body, place()));
    auto object = base::parseJsonObject(reply->body);
    if (!object)
        co_return std::unexpected(wrongServer(reply->contentType == "text/html"
                                                  ? QStringLiteral("%1 is a web page (HTML)").arg(path)
                                                  : QStringLiteral("%1 is not JSON").arg(path)));
    co_return object;
}

QCoro::Task<Expected<QJsonObject>> HttpBackend::postObject(QString path, QJsonObject body, net::Limits limits,
                                                           net::Cancel* cancel)
{
    const QByteArray bytes = base::canonicalJson(body);
    for (int attempt = 1;; ++attempt) {
        net::HttpExchange exchange = m_client.post(path, bytes, limits, cancel);
        const auto reply = co_await exchange.readAll();
        // Servers end kept connections after a while or a number of requests, now and then just as one is sent. These
        // requests only ask for facts, so they may be sent again.
        if (!reply && reply.error().code == QLatin1String("network.reset") && attempt < factAttempts)
            continue;
        if (!reply)
            co_return std::unexpected(reply.error());
        if (reply->status >= 400)
            co_return std::unexpected(httpError(reply->status, reply->contentType, reply->body, place()));
        auto object = base::parseJsonObject(reply->body);
        if (!object)
            co_return std::unexpected(wrongServer(QStringLiteral("%1 is not JSON").arg(path)));
        co_return object;
    }
}

QCoro::Task<HttpBackend::Outcome> HttpBackend::exchange(WireRequest wire, bool compatible, net::Limits limits,
                                                        Progress progress, net::Cancel* cancel, Generation* answer)
{
    net::HttpExchange exchange = m_client.post(wire.path, base::canonicalJson(wire.body), limits, cancel);
    AnswerReader reader(wire.take, place(), compatible, answer);
    Outcome outcome;
    while (true) {
        const auto bytes = co_await exchange.read();
        answer->timings.firstByte = exchange.firstByteMs();
        answer->timings.total = exchange.elapsedMs();
        outcome.began = reader.hasBegun();
        if (!bytes) {
            reader.abandon();
            outcome.error = bytes.error();
            co_return outcome;
        }
        if (bytes->isEmpty())
            break;
        if (const auto taken = reader.feed(*bytes, exchange.status(), exchange.contentType()); !taken) {
            reader.abandon();
            outcome.began = reader.hasBegun();
            outcome.error = taken.error();
            co_return outcome;
        }
        if (std::isnan(answer->timings.firstToken) && reader.hasBegun())
            answer->timings.firstToken = exchange.elapsedMs();
        if (progress)
            progress(*answer);
    }
    outcome.status = exchange.status();
    outcome.retryAfterMs = exchange.retryAfterMs();
    if (outcome.status < 400 && exchange.contentType() == "text/html") {
        outcome.error = wrongServer(QStringLiteral("it sent a web page (HTML)"));
        co_return outcome;
    }
    const auto done = reader.finish(outcome.status, exchange.contentType());
    outcome.began = reader.hasBegun();
    if (!done) {
        outcome.error = done.error();
        if (outcome.status == 400 || outcome.status == 422)
            outcome.refusal = readRefusal(reader.whole());
    }
    co_return outcome;
}

QCoro::Task<Generation> HttpBackend::generate(GenerationRequest request, domain::RunOptions options, Progress progress,
                                              net::Cancel* cancel)
{
    Generation answer = co_await askWithRetries(request, options, progress, cancel);
    secrets::redact(m_client.redactor(), &answer);
    co_return answer;
}

QCoro::Task<Generation> HttpBackend::askWithRetries(GenerationRequest request, domain::RunOptions options,
                                                    Progress progress, net::Cancel* cancel)
{
    const int retries = request.compatible ? 0 : options.retries;
    Generation answer;
    for (int attempt = 1;; ++attempt) {
        answer = Generation();
        answer.promptId = request.prompt.id;
        answer.server.attempt = attempt;
        answer.error = fault();
        if (answer.error)
            co_return answer;
        const Outcome outcome = co_await negotiate(request, limitsOf(options), progress, cancel, &answer);
        if (!outcome.error)
            break;
        answer.error = outcome.error;
        if (m_fault && outcome.error->code.startsWith(QLatin1String("network."))) {
            // The connection breaks a moment before the process is seen to have ended.
            for (int waited = 0; waited < 500 && !m_fault(); waited += 20)
                co_await net::Sleep(20, cancel);
            if (auto died = m_fault())
                answer.error = died;
        }
        if (attempt > retries || outcome.began || !isRetried(answer.error->code))
            co_return answer;
        const int pause = outcome.retryAfterMs >= 0 ? outcome.retryAfterMs : backOffMs(attempt);
        if (co_await net::Sleep(pause, cancel) == net::WaitEnd::Cancelled)
            co_return answer;
    }
    if (request.temperature == 0)
        answer.greedyMisses = countGreedyMisses(answer.entries);
    judge(request, answer);
    co_return answer;
}

} // namespace quantlens::backends
