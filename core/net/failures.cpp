// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/failures.h"

#include "core/net/certificates.h"
#include "core/secrets/origin.h"

#include <QNetworkReply>

namespace quantlens::net {

QString place(const QUrl& url)
{
    return url.authority(QUrl::RemoveUserInfo | QUrl::FullyEncoded);
}

base::Error transportError(const QNetworkReply& reply, const QList<QSslError>& causes)
{
    const QString where = place(reply.url());
    const QString reason = reply.errorString();
    switch (reply.error()) {
    case QNetworkReply::ConnectionRefusedError:
        return {QStringLiteral("network.refused"),
                QStringLiteral("Nothing listens at %1.").arg(where),
                QStringLiteral("Start the server, or check host and port."),
                {}};
    case QNetworkReply::HostNotFoundError:
        return {QStringLiteral("network.host"),
                QStringLiteral("The host of %1 is not known.").arg(where),
                QStringLiteral("Check the name."),
                {}};
    case QNetworkReply::RemoteHostClosedError:
    case QNetworkReply::ContentReSendError: // the connection closed, and a RequestBody is not sent again
        return {QStringLiteral("network.reset"),
                QStringLiteral("%1 closed the connection early.").arg(where),
                QStringLiteral("Look at the server's log."),
                {}};
    case QNetworkReply::SslHandshakeFailedError:
        return tlsError(where, causes, reason);
    case QNetworkReply::TimeoutError:
    case QNetworkReply::UnknownNetworkError:
    case QNetworkReply::TemporaryNetworkFailureError:
    case QNetworkReply::NetworkSessionFailedError:
        return {QStringLiteral("network.unreachable"),
                QStringLiteral("%1 cannot be reached: %2.").arg(where, reason),
                QStringLiteral("Check the address and the network."),
                {}};
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyConnectionClosedError:
    case QNetworkReply::ProxyNotFoundError:
    case QNetworkReply::ProxyTimeoutError:
    case QNetworkReply::ProxyAuthenticationRequiredError:
    case QNetworkReply::UnknownProxyError:
        return {QStringLiteral("network.proxy"),
                QStringLiteral("The proxy on the way to %1 fails: %2.").arg(where, reason),
                QStringLiteral("Check http_proxy, https_proxy and all_proxy, or name the host in no_proxy."),
                {}};
    default:
        return {QStringLiteral("network.failed"),
                QStringLiteral("%1: %2.").arg(where, reason),
                QStringLiteral("Look at the server's log, and try again."),
                {}};
    }
}

base::Error redirectError(const QNetworkReply& reply)
{
    const QUrl target = reply.url().resolved(QUrl::fromEncoded(reply.rawHeader("Location").left(8192)));
    const auto origin = secrets::originOf(target);
    const auto own = secrets::originOf(reply.url());
    QString where = QStringLiteral("somewhere that is no http address");
    if (origin && own)
        where = *origin == *own ? QStringLiteral("another path of itself") : origin->text();
    return {QStringLiteral("http.redirect"),
            QStringLiteral("%1 redirects to %2.").arg(place(reply.url()), where),
            QStringLiteral("Redirects are not followed; write the final address."),
            {}};
}

} // namespace quantlens::net
