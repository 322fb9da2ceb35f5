// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backends/discovered.h"

#include "core/base/text.h"
#include "core/specs/addresses.h"

#include <array>

namespace quantlens::backends {

QList<QUrl> usualAddresses(const QString& host)
{
    static constexpr std::array ports{8080, 9931, 11434, 8000, 30000, 1234, 8081};
    QList<QUrl> addresses;
    for (const int port : ports) {
        QUrl url;
        url.setScheme(QStringLiteral("http"));
        url.setHost(host.isEmpty() ? QStringLiteral("127.0.0.1") : host);
        url.setPort(port);
        addresses.append(url);
    }
    return addresses;
}

base::Expected<QList<QUrl>> discoveryAddresses(const QString& host)
{
    const QString written = host.trimmed();
    if (written.isEmpty())
        return usualAddresses();
    if (!written.contains(QLatin1String("://"))) {
        // What stands before an "@" may be a password: it is not repeated.
        if (written.contains(u'/') || written.contains(u'@') || written.contains(u' '))
            return base::failure(QStringLiteral("usage.value"),
                                 QStringLiteral("\"%1\" is neither a host's name nor an address http://HOST:PORT.")
                                     .arg(base::singleLine((written.contains(u'@') ? QStringLiteral("…@") : QString()) +
                                                               written.sliced(written.lastIndexOf(u'@') + 1),
                                                           100)));
        if (QUrl url(QStringLiteral("http://") + written, QUrl::StrictMode); url.port() > 0)
            return QList<QUrl>{url};
        return usualAddresses(written);
    }
    const auto url = specs::parseAddress(written);
    if (!url)
        return std::unexpected(url.error());
    return url->port() > 0 || url->scheme() == QLatin1String("https") ? QList<QUrl>{*url} : usualAddresses(url->host());
}

QStringList specsOf(const Discovered& server)
{
    const QString address = server.url.toString();
    if (server.server.models.size() < 2)
        return {address};
    QStringList specs;
    for (const QString& model : server.server.models)
        specs.append(address + u'#' + model);
    return specs;
}

} // namespace quantlens::backends
