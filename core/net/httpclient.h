// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/net/cancel.h"

#include <QByteArray>
#include <QCoroTask>
#include <QNetworkRequest>
#include <QObject>
#include <QUrl>

#include <memory>
#include <vector>

class QNetworkAccessManager;
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
    int retryAfterMs = -1; ///< of a Retry-After header in seconds; negative: none
};

/// One request and its reply, read piece by piece. Keep it in the coroutine that reads it; destroying it aborts.
/// Errors: "network.refused", "network.unreachable", "network.host", "network.reset", "network.timeout",
/// "network.tls", "network.too_large", "network.failed", "http.redirect", "run.cancelled".
class HttpExchange
{
public:
    HttpExchange(QNetworkReply* reply, Limits limits, Cancel* cancel);
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
    /// Of a Retry-After header in seconds; negative: none.
    [[nodiscard]] int retryAfterMs() const;
    /// Milliseconds from sending to the first byte of the body; NaN before.
    [[nodiscard]] double firstByteMs() const;
    /// Milliseconds since sending.
    [[nodiscard]] double elapsedMs() const;

private:
    struct State;
    std::unique_ptr<State> d;
};

/// HTTP to one endpoint: up to `lanes` connections (255 a manager), no redirects followed, no HTTP/2, no compression.
/// Lives in the engine thread.
class HttpClient : public QObject
{
    Q_OBJECT

public:
    explicit HttpClient(QUrl base, int lanes = 1, QObject* parent = nullptr);

    [[nodiscard]] QUrl base() const { return m_base; }
    /// The address of `path` ("/v1/models") below the endpoint, whose own path prefix is kept.
    [[nodiscard]] QUrl url(const QString& path) const;

    [[nodiscard]] HttpExchange get(const QString& path, Limits limits, Cancel* cancel);
    [[nodiscard]] HttpExchange post(const QString& path, const QByteArray& json, Limits limits, Cancel* cancel);

private:
    [[nodiscard]] QNetworkRequest request(const QString& path) const;
    [[nodiscard]] QNetworkAccessManager* nextManager();

    QUrl m_base;
    std::vector<QNetworkAccessManager*> m_managers;
    std::size_t m_next = 0;
};

} // namespace quantlens::net
