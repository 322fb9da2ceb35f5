// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/secrets/secret.h"

#include <QCoroTask>
#include <QList>
#include <QMutex>
#include <QProcessEnvironment>
#include <QString>
#include <QUrl>

#include <optional>

namespace quantlens::secrets {

class Keychain;

/// Keys that were given for this session only: in memory, gone with the program. Any thread.
class SessionKeys
{
public:
    /// Replaces an earlier key of the same origin. `plainHttp`: the person agreed that it crosses the network over
    /// http.
    void set(const Secret& secret, bool plainHttp = false);
    void remove(const Origin& origin);
    [[nodiscard]] std::optional<Secret> find(const Origin& origin) const;
    [[nodiscard]] bool isPlainHttpAllowed(const Origin& origin) const;

private:
    mutable QMutex m_mutex;
    QList<Secret> m_keys;
    QList<Origin> m_plainHttp;
};

/// The key in an environment variable, bound to `origin`. Errors: "keys.environment" (no such variable, empty, or no
/// name of one; what looks like a key in its place is not repeated), "keys.value".
[[nodiscard]] base::Expected<Secret> keyFromEnvironment(const QString& name, const Origin& origin,
                                                        const QProcessEnvironment& environment);

/// Where keys may come from. Pointers may be null and outlive the search.
struct KeySources
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    const SessionKeys* session = nullptr;
    Keychain* keychain = nullptr;
    QString indexPath = {}; ///< of the KeyIndex; empty: the keychain is not asked
};

struct FoundKey
{
    Secret secret;
    bool plainHttpAllowed = false; ///< for net::EndpointOptions::allowPlainHttpKey
};

/// The key for the server at `url`; none where it needs none. The order: the variable `environmentName` when it is not
/// empty, then this session's, then the keychain's, which is asked only for origins in the index: servers without keys
/// make no keychain open. Errors: "keys.origin", "keys.environment", "keys.value", "keys.index", those of
/// Keychain::read; an entry that the index names and the keychain does not have is "keychain.locked".
[[nodiscard]] QCoro::Task<base::Expected<std::optional<FoundKey>>> findKey(KeySources sources, QUrl url,
                                                                           QString environmentName);

} // namespace quantlens::secrets
