// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/httpexchange.h"

#include "core/base/clock.h"
#include "core/base/text.h"
#include "core/net/failures.h"
#include "core/net/retryafter.h"
#include "core/net/wait.h"

#include <QNetworkReply>
#include <QPointer>
#include <QSslError>

#include <algorithm>
#include <limits>
#include <utility>

namespace quantlens::net {

namespace {

/// Larger pieces than this are never buffered by Qt before we read them.
constexpr qint64 readBuffer = 1024 * 1024;
constexpr qsizetype longestMessage = 500;

QString secondsText(int ms)
{
    return QStringLiteral("%1 s").arg(ms / 1000.0);
}

} // namespace

struct HttpExchange::State
{
    QNetworkReply* reply = nullptr; ///< none when the request was not sent
    Limits limits;
    QPointer<Cancel> cancel;
    secrets::Redactor redactor;
    std::shared_ptr<int> inFlight;
    std::optional<base::Error> fault;
    QList<QSslError> tlsCauses;
    QByteArray heldBack; ///< the beginning of what may be a key
    double sentAt = base::monotonicMs();
    double firstByte = std::numeric_limits<double>::quiet_NaN();
    qint64 received = 0;

    ~State()
    {
        if (inFlight)
            --*inFlight;
        if (!reply)
            return;
        reply->disconnect();
        reply->abort();
        reply->deleteLater();
    }

    [[nodiscard]] QString where() const { return place(reply->url()); }

    /// Shortened only after keys are out: the rest of one that was cut would not be found.
    [[nodiscard]] std::unexpected<base::Error> failed(const base::Error& error) const
    {
        base::Error clean = redactor.apply(error);
        clean.message = base::singleLine(clean.message, longestMessage);
        return std::unexpected(clean);
    }

    [[nodiscard]] int deadlineLeftMs() const
    {
        return std::max(0, int(limits.deadlineMs - (base::monotonicMs() - sentAt)));
    }

    /// Milliseconds until the nearest limit, negative without one; and which error passing it is.
    [[nodiscard]] std::pair<int, QString> nextLimit() const
    {
        const int quiet = received ? limits.idleMs : limits.firstByteMs;
        if (limits.deadlineMs > 0 && (quiet <= 0 || deadlineLeftMs() < quiet))
            return {deadlineLeftMs(), QStringLiteral("did not finish within %1").arg(secondsText(limits.deadlineMs))};
        const QString what =
            received ? QStringLiteral("sent nothing for %1") : QStringLiteral("did not begin to answer within %1");
        return {quiet > 0 ? quiet : -1, what.arg(secondsText(quiet))};
    }

    [[nodiscard]] base::Error timeout(const QString& what) const
    {
        return {QStringLiteral("network.timeout"),
                QStringLiteral("%1 %2.").arg(where(), what),
                QStringLiteral("Raise the time limit, or look whether the server is busy."),
                {}};
    }

    /// What the headers already forbid.
    [[nodiscard]] std::optional<base::Error> refusedByHeaders() const
    {
        const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        if (status >= 300 && status < 400)
            return redirectError(*reply);
        const QByteArray encoding = reply->rawHeader("Content-Encoding").trimmed().toLower();
        if (!encoding.isEmpty() && encoding != "identity")
            return base::Error{QStringLiteral("http.encoding"),
                               QStringLiteral("%1 sent a compressed reply (%2) although none was asked for.")
                                   .arg(where(), QString::fromLatin1(encoding)),
                               QStringLiteral("Turn compression off in the server or the proxy before it."),
                               {}};
        return std::nullopt;
    }
};

HttpExchange::HttpExchange(QNetworkReply* reply, Limits limits, Cancel* cancel, secrets::Redactor redactor,
                           std::shared_ptr<int> inFlight)
    : d(std::make_unique<State>())
{
    d->reply = reply;
    d->limits = limits;
    d->cancel = cancel;
    d->redactor = std::move(redactor);
    d->inFlight = std::move(inFlight);
    ++*d->inFlight;
    reply->setReadBufferSize(readBuffer);
    QObject::connect(reply, &QNetworkReply::sslErrors, reply,
                     [state = d.get()](const QList<QSslError>& causes) { state->tlsCauses = causes; });
}

HttpExchange::HttpExchange(base::Error fault)
    : d(std::make_unique<State>())
{
    d->fault = std::move(fault);
}

HttpExchange::HttpExchange(HttpExchange&&) noexcept = default;
HttpExchange::~HttpExchange() = default;

QCoro::Task<base::Expected<QByteArray>> HttpExchange::read()
{
    if (d->fault)
        co_return std::unexpected(*d->fault);
    while (true) {
        const auto [ms, what] = d->nextLimit();
        const WaitEnd end = co_await ReplyWait(d->reply, ms, d->cancel);
        if (end == WaitEnd::Cancelled)
            co_return base::failure(QStringLiteral("run.cancelled"), QStringLiteral("The request was cancelled."));
        // Bytes that come faster than they are read make no wait at all, so the deadline is looked at besides.
        if (end == WaitEnd::Timeout || (d->limits.deadlineMs > 0 && d->deadlineLeftMs() == 0))
            co_return d->failed(d->timeout(d->nextLimit().second));
        if (const auto refused = d->refusedByHeaders())
            co_return d->failed(*refused);
        const QByteArray bytes = d->reply->readAll();
        if (!bytes.isEmpty()) {
            if (d->received == 0)
                d->firstByte = elapsedMs();
            d->received += bytes.size();
            if (d->limits.maxBytes > 0 && d->received > d->limits.maxBytes)
                co_return d->failed({QStringLiteral("network.too_large"),
                                     QStringLiteral("%1 sent more than %2 MB.")
                                         .arg(d->where(), QString::number(d->limits.maxBytes / 1e6)),
                                     QStringLiteral("Look what answers there; no answer is that long."),
                                     {}});
            const QByteArray clean = d->redactor.applyPart(&d->heldBack, bytes, false);
            if (!clean.isEmpty())
                co_return clean;
            continue;
        }
        if (!d->reply->isFinished())
            continue;
        if (!d->heldBack.isEmpty())
            co_return d->redactor.applyPart(&d->heldBack, {}, true);
        // A status of 400 and more is an answer; only a broken transport is an error here.
        const auto error = d->reply->error();
        if (error != QNetworkReply::NoError && (status() < 400 || error < QNetworkReply::ContentAccessDenied))
            co_return d->failed(transportError(*d->reply, d->tlsCauses));
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
    return d->reply ? d->reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt() : 0;
}

QByteArray HttpExchange::contentType() const
{
    const QByteArray header = d->reply ? d->reply->rawHeader("Content-Type") : QByteArray();
    return d->redactor.apply(header.split(';').first().trimmed().toLower());
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
    if (!d->reply)
        return -1;
    return net::retryAfterMs(d->reply->rawHeader("Retry-After"), d->reply->rawHeader("Date"),
                             QDateTime::currentDateTimeUtc());
}

} // namespace quantlens::net
