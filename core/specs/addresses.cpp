// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/specs/addresses.h"

#include "core/base/text.h"

#include <QRegularExpression>

namespace quantlens::specs {

namespace {

std::unexpected<base::Error> addressError(const QString& text, const QString& what, const QString& hint)
{
    return base::failure(QStringLiteral("spec.url"),
                         QStringLiteral("The address %1 %2.").arg(base::singleLine(withoutUserInfo(text), 200), what),
                         hint);
}

} // namespace

bool isWebAddress(const QString& text)
{
    return text.startsWith(QLatin1String("http://"), Qt::CaseInsensitive) ||
           text.startsWith(QLatin1String("https://"), Qt::CaseInsensitive);
}

QString withoutUserInfo(const QString& text)
{
    // Up to the last "@" before the path: passwords contain "@" themselves.
    static const QRegularExpression userInfo(QStringLiteral("(//)[^/?#]*@"));
    QString out = text;
    return out.replace(userInfo, QStringLiteral("\\1"));
}

QString hostAndPort(const QUrl& url)
{
    return url.port() < 0 ? url.host() : QStringLiteral("%1:%2").arg(url.host()).arg(url.port());
}

base::Expected<QUrl> parseAddress(const QString& text)
{
    const QString written = text.trimmed();
    static const QRegularExpression scheme(QStringLiteral("^https?://"), QRegularExpression::CaseInsensitiveOption);
    if (!scheme.match(written).hasMatch())
        return addressError(written, QStringLiteral("is not an http or https URL"),
                            QStringLiteral("Write it as http://HOST:PORT."));
    if (withoutUserInfo(written) != written)
        return addressError(written, QStringLiteral("was written with a user name or password"),
                            QStringLiteral("Leave them out: they would end up in files and process lists. Give a key "
                                           "with --api-key-env NAME, or keep it in the keychain."));
    const QUrl url(written, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty() || url.port() == 0)
        return addressError(written, QStringLiteral("is not a valid URL"),
                            QStringLiteral("Write it as http://HOST:PORT."));
    if (url.hasQuery() || url.hasFragment())
        return addressError(written, QStringLiteral("has a query or a fragment"),
                            QStringLiteral("Only scheme, host, port and path are used."));
    return url;
}

} // namespace quantlens::specs
