// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/httpclient.h"

#include "core/base/clock.h"
#include "core/net/wait.h"

#include <QHttp1Configuration>
#include <QNetworkAccessManager>
#include <QNetworkReply>

#include <algorithm>
#include <limits>

namespace quantlens::net {

namespace {

constexpr int connectionsPerManager = 255;
constexpr int longestRetryAfter = 3600; ///< seconds
/// Larger pieces than this are never buffered by Qt before we read them.
constexpr qint64 readBuffer = 1024 * 1024;

QString where(const QNetworkReply& reply)
{
    const QUrl url = reply.url();
    return url.port() > 0 ? QStringLiteral("%1:%2").arg(url.host()).arg(url.port()) : url.host();
}

base::Error networkError(const QNetworkReply& reply)
{
    const QString place = where(reply);
    switch (reply.error()) {
    case QNetworkReply::ConnectionRefusedError:
        return {QStringLiteral("network.refused"),
                QStringLiteral("Nothing listens at %1.").arg(place),
                QStringLiteral("Start the server, or check host and port."),
                {}};
    case QNetworkReply::HostNotFoundError:
        return {QStringLiteral("network.host"),
                QStringLiteral("The host of %1 is not known.").arg(place),
                QStringLiteral("Check the name."),
                {}};
    case QNetworkReply::RemoteHostClosedError:
        return {QStringLiteral("network.reset"),
                QStringLiteral("%1 closed the connection early.").arg(place),
                QStringLiteral("Look at the server's log."),
                {}};
    case QNetworkReply::SslHandshakeFailedError:
        return {QStringLiteral("network.tls"),
                QStringLiteral("No trusted TLS connection to %1: %2.").arg(place, reply.errorString()),
                QStringLiteral("Check the certificate, or use http:// where the server has no TLS."),
                {}};
    default:
        return {QStringLiteral("network.failed"), QStringLiteral("%1: %2.").arg(place, reply.errorString()), {}, {}};
    }
}

} // namespace

struct HttpExchange::State
{
    QNetworkReply* reply = nullptr;
    Limits limits;
    QPointer<Cancel> cancel;
    double sentAt = base::monotonicMs();
    double firstByte = std::numeric_limits<double>::quiet_NaN();
    qint64 received = 0;

    ~State()
    {
        if (!reply)
            return;
        reply->disconnect();
        reply->abort();
        reply->deleteLater();
    }

    /// Milliseconds until the nearest limit, negative without one; and which error passing it is.
    [[nodiscard]] std::pair<int, QString> nextLimit() const
    {
        const int quiet = received ? limits.idleMs : limits.firstByteMs;
        const QString what = received ? QStringLiteral("sent nothing for %1 s").arg(quiet / 1000)
                                      : QStringLiteral("did not begin to answer within %1 s").arg(quiet / 1000);
        if (limits.deadlineMs > 0) {
            const int left = std::max(0, limits.deadlineMs - int(base::monotonicMs() - sentAt));
            if (quiet <= 0 || left < quiet)
                return {left, QStringLiteral("did not finish within %1 s").arg(limits.deadlineMs / 1000)};
        }
        return {quiet > 0 ? quiet : -1, what};
    }
};

HttpExchange::HttpExchange(QNetworkReply* reply, Limits limits, Cancel* cancel)
    : d(std::make_unique<State>())
{
    d->reply = reply;
    d->limits = limits;
    d->cancel = cancel;
}

HttpExchange::HttpExchange(HttpExchange&&) noexcept = default;
HttpExchange::~HttpExchange() = default;

QCoro::Task<base::Expected<QByteArray>> HttpExchange::read()
{
    while (true) {
        const auto [ms, what] = d->nextLimit();
        const WaitEnd end = co_await ReplyWait(d->reply, ms, d->cancel);
        if (end == WaitEnd::Cancelled)
            co_return base::failure(QStringLiteral("run.cancelled"), QStringLiteral("The request was cancelled."));
        if (end == WaitEnd::Timeout)
            co_return base::failure(QStringLiteral("network.timeout"),
                                    QStringLiteral("%1 %2.").arg(where(*d->reply), what),
                                    QStringLiteral("Raise the time limit, or look whether the server is busy."));
        const int code = status();
        if (code >= 300 && code < 400)
            co_return base::failure(
                QStringLiteral("http.redirect"),
                QStringLiteral("%1 redirects to %2.")
                    .arg(where(*d->reply), QString::fromUtf8(d->reply->rawHeader("Location")).left(200)),
                QStringLiteral("Redirects are not followed; write the final address."));
        const QByteArray bytes = d->reply->readAll();
        if (!bytes.isEmpty()) {
            if (d->received == 0)
                d->firstByte = elapsedMs();
            d->received += bytes.size();
            if (d->limits.maxBytes > 0 && d->received > d->limits.maxBytes)
                co_return base::failure(QStringLiteral("network.too_large"),
                                        QStringLiteral("%1 sent more than %2 MB.")
                                            .arg(where(*d->reply))
                                            .arg(d->limits.maxBytes / (1024 * 1024)));
            co_return bytes;
        }
        if (!d->reply->isFinished())
            continue;
        // A status of 400 and more is an answer; only a broken transport is an error here.
        if (d->reply->error() != QNetworkReply::NoError &&
            (code < 400 || d->reply->error() < QNetworkReply::ContentAccessDenied))
            co_return std::unexpected(networkError(*d->reply));
        co_return QByteArray();
    }
}

QCoro::Task<base::Expected<HttpReply>> HttpExchange::readAll()
{
    HttpReply reply;
    while (true) {
        auto bytes = co_await read();
        if (!bytes)
            co_return std::unexpected(bytes.error());
        if (bytes->isEmpty())
            break;
        reply.body += *bytes;
    }
    reply.status = status();
    reply.contentType = contentType();
    reply.retryAfterMs = retryAfterMs();
    co_return reply;
}

int HttpExchange::status() const
{
    return d->reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
}

QByteArray HttpExchange::contentType() const
{
    const QByteArray header = d->reply->rawHeader("Content-Type");
    return header.split(';').first().trimmed().toLower();
}

double HttpExchange::firstByteMs() const
{
    return d->firstByte;
}

double HttpExchange::elapsedMs() const
{
    return base::monotonicMs() - d->sentAt;
}

int HttpExchange::retryAfterMs() const
{
    bool isNumber = false;
    const int seconds = d->reply->rawHeader("Retry-After").toInt(&isNumber);
    return isNumber && seconds >= 0 ? std::min(seconds, longestRetryAfter) * 1000 : -1;
}

HttpClient::HttpClient(QUrl base, int lanes, QObject* parent)
    : QObject(parent)
    , m_base(std::move(base))
{
    const int managers = (std::max(1, lanes) + connectionsPerManager - 1) / connectionsPerManager;
    for (int i = 0; i < managers; ++i) {
        auto* manager = new QNetworkAccessManager(this);
        manager->setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
        m_managers.push_back(manager);
    }
}

QUrl HttpClient::url(const QString& path) const
{
    QUrl url = m_base;
    QString prefix = url.path();
    while (prefix.endsWith(u'/'))
        prefix.chop(1);
    url.setPath(prefix + path);
    return url;
}

QNetworkRequest HttpClient::request(const QString& path) const
{
    QNetworkRequest request(url(path));
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    // Compressed replies would be unpacked without a bound.
    request.setRawHeader("Accept-Encoding", "identity");
    request.setHeader(QNetworkRequest::UserAgentHeader, QStringLiteral("quantlens/" QUANTLENS_VERSION));
    QHttp1Configuration http1;
    http1.setNumberOfConnectionsPerHost(connectionsPerManager);
    request.setHttp1Configuration(http1);
    return request;
}

QNetworkAccessManager* HttpClient::nextManager()
{
    return m_managers[m_next++ % m_managers.size()];
}

HttpExchange HttpClient::get(const QString& path, Limits limits, Cancel* cancel)
{
    QNetworkReply* reply = nextManager()->get(request(path));
    reply->setReadBufferSize(readBuffer);
    return {reply, limits, cancel};
}

HttpExchange HttpClient::post(const QString& path, const QByteArray& json, Limits limits, Cancel* cancel)
{
    QNetworkRequest request = this->request(path);
    request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
    QNetworkReply* reply = nextManager()->post(request, json);
    reply->setReadBufferSize(readBuffer);
    return {reply, limits, cancel};
}

} // namespace quantlens::net
