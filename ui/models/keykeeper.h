// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/secrets/origin.h"

#include <QByteArray>
#include <QObject>
#include <QString>
#include <QUrl>

namespace quantlens::secrets {
class Keychain;
class SessionKeys;
} // namespace quantlens::secrets

namespace quantlens::ui {

/// Keeps API keys where they belong: in the person's keychain, or in memory for this session. A key is never shown
/// again and never written anywhere else.
class KeyKeeper : public QObject
{
    Q_OBJECT

public:
    enum Place {
        Nowhere,
        Session,
        Keychain,
    };

    /// Pointers may be null: then nothing can be kept there. They outlive the keeper.
    KeyKeeper(secrets::Keychain* keychain, secrets::SessionKeys* session, QString indexPath, QObject* parent = nullptr);

    /// Where the key of an address is kept, as far as it is known without asking the keychain.
    [[nodiscard]] Place where(const QUrl& url) const;
    /// True when a key for this address would cross the network unencrypted.
    [[nodiscard]] static bool isUnencrypted(const QUrl& url);
    [[nodiscard]] bool hasKeychain() const { return m_keychain; }

    /// Puts a key into the keychain. Ends with kept() or failed(). `unencrypted`: the person agreed that it is sent
    /// over plain http.
    void keep(const QUrl& url, const QByteArray& value, bool unencrypted);
    /// Keeps a key in memory until the program ends. Ends with kept() or failed().
    void keepForSession(const QUrl& url, const QByteArray& value, bool unencrypted);
    /// Forgets the key of an address, in both places. Ends with removed() or failed().
    void remove(const QUrl& url);

Q_SIGNALS:
    /// `origin` is the address without path: "https://api.example.com".
    void kept(const QString& origin, int place);
    void removed(const QString& origin);
    /// Errors: those of secrets::Secret::make, Keychain, KeyIndex; "keys.plain_http" without the person's consent.
    void failed(const QString& origin, const quantlens::base::Error& error);

private:
    secrets::Keychain* m_keychain;
    secrets::SessionKeys* m_session;
    QString m_indexPath;
};

} // namespace quantlens::ui
