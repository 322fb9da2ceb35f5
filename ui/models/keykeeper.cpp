// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/keykeeper.h"

#include "core/secrets/keychain.h"
#include "core/secrets/keyindex.h"
#include "core/secrets/sources.h"

#include <QFuture>

#include <algorithm>

namespace quantlens::ui {

KeyKeeper::KeyKeeper(secrets::Keychain* keychain, secrets::SessionKeys* session, QString indexPath, QObject* parent)
    : QObject(parent)
    , m_keychain(keychain)
    , m_session(session)
    , m_indexPath(std::move(indexPath))
{
}

KeyKeeper::Place KeyKeeper::where(const QUrl& url) const
{
    const auto origin = secrets::originOf(url);
    if (!origin)
        return Nowhere;
    if (m_session && m_session->find(*origin))
        return Session;
    if (!m_keychain || m_indexPath.isEmpty())
        return Nowhere;
    const auto keys = secrets::KeyIndex(m_indexPath).load();
    return keys && std::ranges::contains(*keys, *origin, &secrets::IndexedKey::origin) ? Keychain : Nowhere;
}

bool KeyKeeper::isUnencrypted(const QUrl& url)
{
    return url.scheme() == QLatin1StringView("http") && !secrets::isLoopback(url.host());
}

namespace {

/// The key, or why it cannot be one, or cannot be sent.
base::Expected<secrets::Secret> checkedKey(const QUrl& url, const QByteArray& value, bool unencrypted)
{
    const auto origin = secrets::originOf(url);
    if (!origin)
        return std::unexpected(origin.error());
    if (KeyKeeper::isUnencrypted(url) && !unencrypted)
        return base::failure(QStringLiteral("keys.plain_http"),
                             KeyKeeper::tr("A key for %1 would cross the network unencrypted.").arg(origin->text()),
                             KeyKeeper::tr("Use https://, or agree to it."));
    return secrets::Secret::make(value, *origin);
}

} // namespace

void KeyKeeper::keep(const QUrl& url, const QByteArray& value, bool unencrypted)
{
    const auto secret = checkedKey(url, value, unencrypted);
    const auto origin = secrets::originOf(url);
    const QString name = origin ? origin->text() : QString();
    if (!secret) {
        Q_EMIT failed(name, secret.error());
        return;
    }
    if (!m_keychain || m_indexPath.isEmpty()) {
        Q_EMIT failed(name, {QStringLiteral("keychain.unavailable"), tr("There is no keychain here."), {}, {}});
        return;
    }
    m_keychain->write(*secret).then(
        this, [this, name, secret = *secret, plainHttp = isUnencrypted(url)](const base::Expected<void>& written) {
            if (!written) {
                Q_EMIT failed(name, written.error());
                return;
            }
            const secrets::KeyIndex index(m_indexPath);
            if (const auto listed = index.put({secret.origin(), plainHttp}); !listed) {
                Q_EMIT failed(name, listed.error());
                return;
            }
            if (m_session)
                m_session->remove(secret.origin()); // it would come before the new one
            Q_EMIT kept(name, Keychain);
        });
}

void KeyKeeper::keepForSession(const QUrl& url, const QByteArray& value, bool unencrypted)
{
    const auto secret = checkedKey(url, value, unencrypted);
    const auto origin = secrets::originOf(url);
    const QString name = origin ? origin->text() : QString();
    if (!secret || !m_session) {
        Q_EMIT failed(
            name, secret ? base::Error{QStringLiteral("keychain.unavailable"), tr("No key can be kept here."), {}, {}}
                         : secret.error());
        return;
    }
    m_session->set(*secret, isUnencrypted(url));
    Q_EMIT kept(name, Session);
}

void KeyKeeper::remove(const QUrl& url)
{
    const auto origin = secrets::originOf(url);
    if (!origin)
        return;
    const bool stored = where(url) == Keychain;
    if (m_session)
        m_session->remove(*origin);
    if (!stored) {
        // A session's key may have stood before one in the keychain: that one stays.
        Q_EMIT removed(origin->text());
        return;
    }
    m_keychain->remove(*origin).then(this, [this, origin = *origin](const base::Expected<void>& gone) {
        if (!gone) {
            Q_EMIT failed(origin.text(), gone.error());
            return;
        }
        if (const auto unlisted = secrets::KeyIndex(m_indexPath).remove(origin); !unlisted)
            Q_EMIT failed(origin.text(), unlisted.error());
        else
            Q_EMIT removed(origin.text());
    });
}

} // namespace quantlens::ui
