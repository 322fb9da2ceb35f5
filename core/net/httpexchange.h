// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/net/cancel.h"
#include "core/secrets/redactor.h"

#include <QByteArray>
#include <QCoroTask>

#include <memory>
#include <optional>

class QNetworkReply;

namespace quantlens::net {

/// Bounds of one exchange. Every wait and every byte is bounded; 0 means no limit.
struct Limits
{
    int firstByteMs = 120'000;
    int idleMs = 60'000;
    int deadlineMs = 0;
    qint64 maxBytes = 256 * 1024 * 1024;
};

/// A whole reply. A status of 400 and more is a reply, too, not an error.
struct HttpReply
{
    int status = 0;
    QByteArray contentType; ///< without parameters, lower case
    QByteArray body;
    int retryAfterMs = -1; ///< how long the server asks to wait, at most an hour; negative: it does not say
};

/// One request and its reply, read piece by piece. Keep it in the coroutine that reads it; destroying it aborts.
/// The endpoint's key is taken out of everything it returns.
/// Errors: "network.refused", "network.unreachable", "network.host", "network.reset", "network.timeout",
/// "network.proxy", "network.too_large", "network.failed", "tls.unknown_ca", "tls.self_signed", "tls.expired",
/// "tls.not_yet_valid", "tls.host_name", "tls.certificate", "tls.handshake", "http.redirect", "http.encoding",
/// "run.cancelled", and what HttpClient::fault() says.
class HttpExchange
{
public:
    HttpExchange(HttpExchange&&) noexcept;
    HttpExchange& operator=(HttpExchange&&) = delete;
    ~HttpExchange();

    /// The next bytes; empty at the end of the reply.
    [[nodiscard]] QCoro::Task<base::Expected<QByteArray>> read();
    /// Everything that is still to come, together with the status.
    [[nodiscard]] QCoro::Task<base::Expected<HttpReply>> readAll();

    /// HTTP status, 0 before the headers came.
    [[nodiscard]] int status() const;
    /// Without parameters, lower case.
    [[nodiscard]] QByteArray contentType() const;
    /// As HttpReply::retryAfterMs.
    [[nodiscard]] int retryAfterMs() const;
    /// Milliseconds from sending to the first byte of the body; NaN before.
    [[nodiscard]] double firstByteMs() const;
    /// Milliseconds since sending.
    [[nodiscard]] double elapsedMs() const;

private:
    friend class HttpClient;
    struct State;

    /// Counts itself in `*inFlight` as long as it lives.
    HttpExchange(QNetworkReply* reply, Limits limits, Cancel* cancel, secrets::Redactor redactor,
                 std::shared_ptr<int> inFlight);
    /// A request that was not sent.
    explicit HttpExchange(base::Error fault);

    std::unique_ptr<State> d;
};

} // namespace quantlens::net
