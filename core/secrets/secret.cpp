// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secrets/secret.h"

#include <QDebug>

#include <algorithm>
#include <utility>

namespace quantlens::secrets {

namespace {

constexpr qsizetype longestKey = 8 * 1024;

} // namespace

Secret::Secret(QByteArray value, Origin origin)
    : m_value(std::move(value))
    , m_origin(std::move(origin))
{
}

base::Expected<Secret> Secret::make(const QByteArray& value, Origin origin)
{
    const QByteArray key = value.trimmed();
    const QString code = QStringLiteral("keys.value");
    if (key.isEmpty())
        return base::failure(code, QStringLiteral("The key is empty."));
    if (key.size() > longestKey)
        return base::failure(code, QStringLiteral("The key is longer than %1 characters.").arg(longestKey));
    if (!std::ranges::all_of(key, [](char c) { return c > ' ' && c < '\x7f'; }))
        return base::failure(code, QStringLiteral("The key has spaces or characters outside ASCII in it."),
                             QStringLiteral("Copy the key alone, without quotes and line breaks."));
    return Secret(key, std::move(origin));
}

QDebug operator<<(QDebug debug, const Secret& secret)
{
    const QDebugStateSaver saver(debug);
    debug.nospace().noquote() << "Secret(" << secret.origin().text() << ')';
    return debug;
}

base::Expected<void> mayBeSent(const Secret& secret, const QUrl& url, bool allowPlainHttp)
{
    const auto target = originOf(url);
    if (!target)
        return std::unexpected(target.error());
    if (*target != secret.origin())
        return base::failure(
            QStringLiteral("keys.other_origin"),
            QStringLiteral("The key for %1 is not sent to %2.").arg(secret.origin().text(), target->text()),
            QStringLiteral("A key belongs to one scheme, host and port."));
    if (target->scheme == QLatin1String("http") && !isLoopback(target->host) && !allowPlainHttp)
        return base::failure(QStringLiteral("keys.plain_http"),
                             QStringLiteral("The key would cross the network to %1 unencrypted.").arg(target->text()),
                             QStringLiteral("Use https://, or allow it for this server with "
                                            "quantlens-cli keys set --allow-plain-http."));
    return {};
}

} // namespace quantlens::secrets
