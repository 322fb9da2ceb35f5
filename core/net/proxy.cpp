// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/proxy.h"

#include "core/secrets/origin.h"

#include <QHostAddress>

#include <algorithm>
#include <array>

namespace quantlens::net {

namespace {

struct Variable
{
    QString name;
    QString value;
};

Variable firstSet(const QProcessEnvironment& environment, std::initializer_list<const char*> names)
{
    for (const char* name : names) {
        const QString lower = QLatin1String(name);
        for (const QString& variable : {lower, lower.toUpper()}) {
            if (const QString value = environment.value(variable).trimmed(); !value.isEmpty())
                return {variable, value};
        }
    }
    return {};
}

bool matchesNoProxy(const QString& host, int port, QString entry)
{
    if (entry == QLatin1String("*"))
        return true;
    if (const auto subnet = QHostAddress::parseSubnet(entry); entry.contains(u'/') && subnet.second >= 0)
        return QHostAddress(host).isInSubnet(subnet);
    const bool bracketed = entry.startsWith(u'[');
    const qsizetype colon = entry.lastIndexOf(u':');
    if (colon > entry.lastIndexOf(u']') && (bracketed || entry.count(u':') == 1)) {
        if (entry.sliced(colon + 1).toInt() != port)
            return false;
        entry.truncate(colon);
    }
    if (entry.startsWith(u'[') && entry.endsWith(u']'))
        entry = entry.sliced(1, entry.size() - 2);
    if (const QHostAddress address(entry); !address.isNull())
        return address == QHostAddress(host);
    while (entry.startsWith(u'.') || entry.startsWith(u'*'))
        entry.remove(0, 1);
    if (entry.isEmpty())
        return false;
    return host.compare(entry, Qt::CaseInsensitive) == 0 || host.endsWith(u'.' + entry, Qt::CaseInsensitive);
}

std::unexpected<base::Error> badProxy(const QString& variable)
{
    return base::failure(QStringLiteral("network.proxy"),
                         QStringLiteral("The environment variable %1 names no usable proxy.").arg(variable),
                         QStringLiteral("Write http://HOST:PORT or socks5://HOST:PORT."));
}

} // namespace

base::Expected<QNetworkProxy> proxyFor(const QUrl& url, const QProcessEnvironment& environment)
{
    static constexpr int httpDefault = 80;
    static constexpr int socksDefault = 1080;
    const QNetworkProxy none(QNetworkProxy::NoProxy);
    const QString host = url.host();
    if (secrets::isLoopback(host))
        return none;
    const bool tls = url.scheme().compare(QLatin1String("https"), Qt::CaseInsensitive) == 0;
    const Variable variable = firstSet(environment, {tls ? "https_proxy" : "http_proxy", "all_proxy"});
    if (variable.value.isEmpty())
        return none;
    const int port = url.port(tls ? 443 : 80);
    const QStringList exceptions = firstSet(environment, {"no_proxy"}).value.split(u',', Qt::SkipEmptyParts);
    if (std::ranges::any_of(exceptions, [&](const QString& entry) {
            const QString name = entry.trimmed();
            return !name.isEmpty() && matchesNoProxy(host, port, name);
        }))
        return none;

    const QUrl proxy(variable.value.contains(QLatin1String("://")) ? variable.value
                                                                   : QStringLiteral("http://") + variable.value);
    const QString scheme = proxy.scheme().toLower();
    const bool socks =
        scheme == QLatin1String("socks5") || scheme == QLatin1String("socks5h") || scheme == QLatin1String("socks");
    if (!proxy.isValid() || proxy.host().isEmpty() || (!socks && scheme != QLatin1String("http")))
        return badProxy(variable.name);
    return QNetworkProxy(socks ? QNetworkProxy::Socks5Proxy : QNetworkProxy::HttpProxy, proxy.host(),
                         quint16(proxy.port(socks ? socksDefault : httpDefault)), proxy.userName(QUrl::FullyDecoded),
                         proxy.password(QUrl::FullyDecoded));
}

} // namespace quantlens::net
