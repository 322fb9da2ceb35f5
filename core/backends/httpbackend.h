// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backends/answerreader.h"
#include "core/backends/backend.h"
#include "core/backends/refusals.h"
#include "core/net/httpclient.h"

#include <QJsonObject>
#include <QSet>

#include <functional>
#include <optional>

namespace quantlens::backends {

/// Tells why the server behind an endpoint can no longer answer, or nothing while it can: an engine of ours that died.
using FaultCheck = std::function<std::optional<base::Error>()>;

/// One request as a protocol writes it, with everything that is asked for.
struct WireRequest
{
    QString path;
    QJsonObject body;
    TakeObject take = nullptr; ///< reads an object of the reply
};

/// What all protocols over HTTP share: retries with back-off, limits, reading streams, parameters a server refuses,
/// the greedy check. A protocol says how a request is written and how an object of its reply is read.
class HttpBackend : public Backend
{
public:
    [[nodiscard]] QCoro::Task<domain::Generation> generate(domain::GenerationRequest request,
                                                           domain::RunOptions options, Progress progress,
                                                           net::Cancel* cancel) override;
    [[nodiscard]] domain::Capabilities capabilities() const override;
    /// Asks the request with a budget of one token, so that refusals are met before the first answer, and looks whether
    /// log-probabilities came. Errors: as generate's.
    [[nodiscard]] QCoro::Task<base::Expected<domain::Capabilities>>
    probe(domain::GenerationRequest request, domain::RunOptions options, net::Cancel* cancel) override;

protected:
    HttpBackend(net::EndpointOptions endpoint, FaultCheck fault);

    /// The request with everything that is asked for; what the server refuses is taken out afterwards.
    [[nodiscard]] virtual WireRequest wireRequest(const domain::GenerationRequest& request) const = 0;
    /// The error of a server that turns out to be something else; `why` is half a sentence.
    [[nodiscard]] virtual base::Error wrongServer(const QString& why) const = 0;

    /// A last look at a complete answer: sets its error when the server did not do as it was told.
    virtual void judge(const domain::GenerationRequest& request, domain::Generation& answer) const;

    /// A JSON object behind a path. Errors: "http.STATUS", that of wrongServer when it is none, those of HttpExchange.
    [[nodiscard]] QCoro::Task<base::Expected<QJsonObject>> getObject(QString path, net::Cancel* cancel);
    /// As getObject, with a body.
    [[nodiscard]] QCoro::Task<base::Expected<QJsonObject>> postObject(QString path, QJsonObject body,
                                                                      net::Limits limits, net::Cancel* cancel);

    [[nodiscard]] net::HttpClient& client() { return m_client; }
    [[nodiscard]] const net::HttpClient& client() const { return m_client; }
    /// As given, its base without "/v1".
    [[nodiscard]] const net::EndpointOptions& endpoint() const { return m_endpoint; }
    /// "host:port", for messages.
    [[nodiscard]] QString place() const;
    /// The server's error right now, when an engine of ours died.
    [[nodiscard]] std::optional<base::Error> fault() const { return m_fault ? m_fault() : std::nullopt; }

    domain::Capabilities m_capabilities; ///< what the protocol knows; refused parameters are added

private:
    /// What became of one exchange.
    struct Outcome
    {
        std::optional<base::Error> error = {};
        Refusal refusal = {}; ///< with error "http.400" and "http.422"
        bool began = false;   ///< output came: it must not be asked for again
        int retryAfterMs = -1;
        int status = 0;
    };

    [[nodiscard]] QCoro::Task<domain::Generation> askWithRetries(domain::GenerationRequest request,
                                                                 domain::RunOptions options, Progress progress,
                                                                 net::Cancel* cancel);
    [[nodiscard]] QCoro::Task<Outcome> exchange(WireRequest wire, bool compatible, net::Limits limits,
                                                Progress progress, net::Cancel* cancel, domain::Generation* answer);
    /// Sends once, or more often while the server refuses optional parameters.
    [[nodiscard]] QCoro::Task<Outcome> negotiate(domain::GenerationRequest request, net::Limits limits,
                                                 Progress progress, net::Cancel* cancel, domain::Generation* answer);
    /// Finds the refused parameters by trial. True when some were found.
    [[nodiscard]] QCoro::Task<base::Expected<bool>> search(domain::GenerationRequest request, QString why,
                                                           net::Limits limits, net::Cancel* cancel);
    [[nodiscard]] WireRequest wire(const domain::GenerationRequest& request) const;
    void learn(const WireRequest& wire, const domain::Generation& answer);

    net::EndpointOptions m_endpoint;
    net::HttpClient m_client;
    FaultCheck m_fault;
    Refusals m_refusals;
    QSet<QByteArray> m_accepted;  ///< sets of parameters that were taken once
    bool m_searching = false;     ///< one trial at a time; others wait for what it finds
    bool m_extrasRefused = false; ///< infer-check's one-shot downgrade, compatible requests only
};

/// The limits of a question about the server, its model or the tokens of a text: no option lifts them, so that a server
/// that never ends its reply cannot hold a run up.
inline constexpr net::Limits questionLimits{
    .firstByteMs = 20'000, .idleMs = 10'000, .deadlineMs = 60'000, .maxBytes = 64 * 1024 * 1024};

/// The limits of a run's requests.
[[nodiscard]] net::Limits limitsOf(const domain::RunOptions& options);

} // namespace quantlens::backends
