// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backends/httpbackend.h"

#include "core/backends/replyparser.h"
#include "core/base/json.h"
#include "core/net/failures.h"
#include "core/net/wait.h"

#include <QRandomGenerator>
#include <QScopedValueRollback>

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
/// More refusals of one request than there are parameters: the server changes its mind.
constexpr int mostRefusals = 60;
constexpr qint64 mostInfoBytes = 16 * 1024 * 1024;

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

/// Path, parameters and k of a request: what the server takes or refuses, whatever the prompt.
QByteArray signature(const WireRequest& wire)
{
    return wire.path.toUtf8() + ' ' + wire.body.keys().join(u',').toUtf8() + ' ' +
           QByteArray::number(topLogprobsOf(wire.body)) +
           (wire.body.value(QLatin1String("stream")).toBool() ? " stream" : "");
}

/// The body with no other optional parameters than `kept`.
WireRequest withOnly(WireRequest wire, const QStringList& kept)
{
    Refusals others;
    for (const QString& name : optionalParameters(wire.body)) {
        if (kept.contains(name))
            continue;
        others.drop(wire.body, name, {});
        if (name == QLatin1String("logprobs"))
            others.drop(others.apply(wire.body), name, {}); // to 5, then to none
    }
    wire.body = others.apply(wire.body);
    return wire;
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
    net::HttpExchange exchange =
        m_client.get(path, {.firstByteMs = 20'000, .idleMs = 10'000, .maxBytes = mostInfoBytes}, cancel);
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
    net::HttpExchange exchange = m_client.post(path, base::canonicalJson(body), limits, cancel);
    const auto reply = co_await exchange.readAll();
    if (!reply)
        co_return std::unexpected(reply.error());
    if (reply->status >= 400)
        co_return std::unexpected(httpError(reply->status, reply->contentType, reply->body, place()));
    auto object = base::parseJsonObject(reply->body);
    if (!object)
        co_return std::unexpected(wrongServer(QStringLiteral("%1 is not JSON").arg(path)));
    co_return object;
}

WireRequest HttpBackend::wire(const GenerationRequest& request) const
{
    WireRequest wire = wireRequest(request);
    if (!request.compatible)
        wire.body = m_refusals.apply(wire.body);
    else if (m_extrasRefused)
        wire = withOnly(wire, {QStringLiteral("temperature")});
    return wire;
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

QCoro::Task<Expected<bool>> HttpBackend::search(GenerationRequest request, QString why, net::Limits limits,
                                                net::Cancel* cancel)
{
    const QScopedValueRollback searching(m_searching, true);
    request.maxTokens = 1;
    WireRequest full = wire(request);
    const QStringList all = optionalParameters(full.body);
    QStringList kept;
    // The last is tried first: with none of them. When that is refused, too, the fault lies elsewhere.
    QList<QStringList> parts{all.sliced(all.size() / 2), all.first(all.size() / 2), QStringList()};
    bool found = false;
    while (!parts.isEmpty()) {
        const QStringList part = parts.takeLast();
        Generation ignored;
        const WireRequest trial = withOnly(full, kept + part);
        const Outcome outcome = co_await exchange(trial, false, limits, {}, cancel, &ignored);
        const bool refused = outcome.status == 400 || outcome.status == 422;
        if (outcome.error && !refused)
            co_return std::unexpected(*outcome.error);
        if (!refused) {
            kept += part;
            m_accepted.insert(signature(trial));
            continue;
        }
        if (part.isEmpty())
            co_return false;
        if (part.size() > 1) {
            parts.append(part.sliced(part.size() / 2));
            parts.append(part.first(part.size() / 2));
            continue;
        }
        found = true;
        m_refusals.drop(full.body, part.first(), QStringLiteral("found by trial; the server says: %1").arg(why));
        full.body = m_refusals.apply(full.body);
        if (optionalParameters(full.body).contains(part.first()))
            parts.append(part); // fewer log-probabilities may be accepted
    }
    co_return found;
}

QCoro::Task<HttpBackend::Outcome> HttpBackend::negotiate(GenerationRequest request, net::Limits limits,
                                                         Progress progress, net::Cancel* cancel, Generation* answer)
{
    const Generation blank = *answer;
    QString blamed;
    QString blamedFor;
    bool searched = false;
    for (int round = 0;; ++round) {
        // What a search under way finds need not be met again.
        while (m_searching) {
            if (co_await net::Sleep(10, cancel) == net::WaitEnd::Cancelled)
                break;
        }
        *answer = blank;
        const WireRequest sent = wire(request);
        answer->request = m_client.redactor().apply(QJsonValue(sent.body)).toObject();
        Outcome outcome = co_await exchange(sent, request.compatible, limits, progress, cancel, answer);
        if (!outcome.error)
            learn(sent, *answer);
        const bool refused = outcome.error && (outcome.status == 400 || outcome.status == 422);
        if (!refused || round >= mostRefusals)
            co_return outcome;
        if (request.compatible) {
            // infer-check drops all its extras together, once, and only in chat; unlike there, each request that was
            // under way then is asked again.
            const bool extras = sent.path == QLatin1String("/v1/chat/completions") &&
                                optionalParameters(sent.body) != QStringList{QStringLiteral("temperature")};
            if (!extras)
                co_return outcome;
            m_extrasRefused = true;
            continue;
        }
        // Another request found something out meanwhile, or is about to.
        if (m_searching || wire(request).body != sent.body)
            continue;
        if (m_accepted.contains(signature(sent)))
            co_return outcome; // the server took these parameters before: the fault lies elsewhere
        if (!blamed.isEmpty() && outcome.refusal.text == blamedFor)
            m_refusals.acquit(blamed);
        blamedFor = outcome.refusal.text;
        blamed = m_refusals.blame(wire(request).body, outcome.refusal);
        if (!blamed.isEmpty() || wire(request).body != sent.body)
            continue;
        if (searched)
            co_return outcome;
        searched = true;
        const auto found = co_await search(request, outcome.refusal.text, limits, cancel);
        if (!found || !*found)
            co_return outcome;
    }
}

void HttpBackend::learn(const WireRequest& wire, const Generation& answer)
{
    m_accepted.insert(signature(wire));
    const int asked = topLogprobsOf(wire.body);
    if (!answer.entries.isEmpty() || asked == 0)
        m_capabilities.topLogprobs = std::max(m_capabilities.topLogprobs, asked);
    m_capabilities.seed = !m_refusals.isRefused(QStringLiteral("seed"));
    if (wire.body.value(QLatin1String("stream")).toBool())
        m_capabilities.streaming = true;
    else if (m_refusals.isRefused(QStringLiteral("stream")))
        m_capabilities.streaming = false;
}

QCoro::Task<Expected<domain::Capabilities>> HttpBackend::probe(GenerationRequest request, domain::RunOptions options,
                                                               net::Cancel* cancel)
{
    request.maxTokens = 1;
    const Generation answer = co_await generate(request, options, {}, cancel);
    if (answer.error)
        co_return std::unexpected(*answer.error);
    if (answer.entries.isEmpty() && answer.usage.completionTokens != 0)
        m_capabilities.topLogprobs = 0;
    if (!request.thinking && request.chat) {
        const QStringList sent = answer.request.keys();
        m_capabilities.thinkingSwitch = std::ranges::any_of(sent, [](const QString& name) {
            static constexpr std::array switches{"think", "reasoning", "reasoning_effort", "chat_template_kwargs"};
            return std::ranges::any_of(switches, [&](const char* key) { return name == QLatin1String(key); });
        });
    }
    co_return capabilities();
}

QCoro::Task<Generation> HttpBackend::generate(GenerationRequest request, domain::RunOptions options, Progress progress,
                                              net::Cancel* cancel)
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
