// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secrets/origin.h"

#include <arpa/inet.h>

namespace quantlens::secrets {

namespace {

constexpr int httpPort = 80;
constexpr int httpsPort = 443;
constexpr qsizetype longestOrigin = 2048;

std::unexpected<base::Error> badOrigin(const QString& why)
{
    return base::failure(
        QStringLiteral("keys.origin"), why,
        QStringLiteral("Write the address of the server, such as https://api.example.com or http://127.0.0.1:8080."));
}

} // namespace

QString Origin::text() const
{
    const QString name = host.contains(u':') ? QStringLiteral("[%1]").arg(host) : host;
    if (port == (scheme == QLatin1String("https") ? httpsPort : httpPort))
        return QStringLiteral("%1://%2").arg(scheme, name);
    return QStringLiteral("%1://%2:%3").arg(scheme, name, QString::number(port));
}

base::Expected<Origin> originOf(const QUrl& url)
{
    const QString scheme = url.scheme().toLower();
    if (!url.isValid() || (scheme != QLatin1String("http") && scheme != QLatin1String("https")))
        return badOrigin(QStringLiteral("That is no http:// or https:// address."));
    if (!url.userInfo().isEmpty())
        return badOrigin(QStringLiteral("An address must not carry a user name or password."));
    const QString host = url.host(QUrl::FullyEncoded).toLower();
    if (host.isEmpty())
        return badOrigin(QStringLiteral("That address names no host."));
    const int port = url.port(scheme == QLatin1String("https") ? httpsPort : httpPort);
    if (port <= 0)
        return badOrigin(QStringLiteral("That address has no port that can be used."));
    const bool bracketed = host.startsWith(u'[') && host.endsWith(u']');
    return Origin{scheme, bracketed ? host.sliced(1, host.size() - 2) : host, port};
}

base::Expected<Origin> originFromText(const QString& text)
{
    const QString trimmed = text.trimmed();
    if (trimmed.size() > longestOrigin || !trimmed.contains(QLatin1String("://")))
        return badOrigin(QStringLiteral("That is no http:// or https:// address."));
    return originOf(QUrl(trimmed));
}

bool isLoopback(const QString& host)
{
    // Not QHostAddress: the window starts without Qt Network (docs/design.md).
    constexpr unsigned char loopbackNet = 127;
    const QByteArray text = host.toUtf8();
    if (text.contains('\0'))
        return false; // C would read only what stands before it
    in6_addr v6{};
    in_addr v4{};
    if (inet_pton(AF_INET6, text.constData(), &v6) == 1)
        return IN6_IS_ADDR_LOOPBACK(&v6) || (IN6_IS_ADDR_V4MAPPED(&v6) && v6.s6_addr[12] == loopbackNet);
    if (inet_pton(AF_INET, text.constData(), &v4) == 1)
        return ntohl(v4.s_addr) >> 24U == loopbackNet;
    return host.compare(QLatin1String("localhost"), Qt::CaseInsensitive) == 0;
}

} // namespace quantlens::secrets
