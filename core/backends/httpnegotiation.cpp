// SPDX-License-Identifier: GPL-3.0-or-later
// The part of HttpBackend that finds out which parameters a server takes.
#include "core/backends/httpbackend.h"
#include "core/net/wait.h"

#include <QScopedValueRollback>

#include <algorithm>
#include <array>

namespace quantlens::backends {

namespace {

using base::Expected;
using domain::Generation;
using domain::GenerationRequest;

/// More refusals of one request than there are parameters: the server changes its mind.
constexpr int mostRefusals = 60;

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

WireRequest HttpBackend::wire(const GenerationRequest& request) const
{
    WireRequest wire = wireRequest(request);
    if (!request.compatible)
        wire.body = m_refusals.apply(wire.body);
    else if (m_extrasRefused)
        wire = withOnly(wire, {QStringLiteral("temperature")});
    return wire;
}

QCoro::Task<Expected<bool>> HttpBackend::search(GenerationRequest request, QString why, net::Limits limits,
                                                net::Cancel* cancel)
{
    const QScopedValueRollback searching(m_searching, true);
    request.maxTokens = 1;
    WireRequest full = wire(request);
    QStringList all = optionalParameters(full.body);
    // It goes with the stream, so it can be tried only after that.
    const QString streamOptions = QStringLiteral("stream_options");
    if (all.removeOne(streamOptions))
        all.append(streamOptions);
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
    // Two that blame at once would each drop a parameter for the same words, and one of them wrongly.
    Turn turn{this};
    const Progress watched = [&turn, &progress](const Generation& soFar) {
        if (!soFar.text.isEmpty())
            turn.end(); // the server takes it: nobody has to wait for the rest of the answer
        if (progress)
            progress(soFar);
    };
    for (int round = 0;; ++round) {
        // What is being found out need not be met again.
        while (m_searching || (m_negotiating && !turn.taken)) {
            if (co_await net::Sleep(10, cancel) == net::WaitEnd::Cancelled)
                break;
        }
        *answer = blank;
        const WireRequest sent = wire(request);
        answer->request = sent.body;
        Outcome outcome = co_await exchange(sent, request.compatible, limits, watched, cancel, answer);
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
        if (m_searching || (m_negotiating && !turn.taken) || wire(request).body != sent.body)
            continue;
        turn.begin();
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
        if (!found)
            outcome = {.error = found.error()}; // cancelled, or the connection broke
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

} // namespace quantlens::backends
