// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secrets/sources.h"

#include "core/secrets/keychain.h"
#include "core/secrets/keyindex.h"

#include <QCoroFuture>
#include <QMutexLocker>
#include <QRegularExpression>

#include <algorithm>

namespace quantlens::secrets {

void SessionKeys::set(const Secret& secret, bool plainHttp)
{
    const QMutexLocker lock(&m_mutex);
    m_keys.removeIf([&](const Secret& key) { return key.origin() == secret.origin(); });
    m_keys.append(secret);
    m_plainHttp.removeAll(secret.origin());
    if (plainHttp)
        m_plainHttp.append(secret.origin());
}

bool SessionKeys::isPlainHttpAllowed(const Origin& origin) const
{
    const QMutexLocker lock(&m_mutex);
    return m_plainHttp.contains(origin);
}

void SessionKeys::remove(const Origin& origin)
{
    const QMutexLocker lock(&m_mutex);
    m_keys.removeIf([&](const Secret& key) { return key.origin() == origin; });
    m_plainHttp.removeAll(origin);
}

std::optional<Secret> SessionKeys::find(const Origin& origin) const
{
    const QMutexLocker lock(&m_mutex);
    const auto found = std::ranges::find(m_keys, origin, &Secret::origin);
    return found == m_keys.end() ? std::nullopt : std::optional(*found);
}

base::Expected<Secret> keyFromEnvironment(const QString& name, const Origin& origin,
                                          const QProcessEnvironment& environment)
{
    const QString value = environment.value(name);
    if (!value.trimmed().isEmpty())
        return Secret::make(value.toUtf8(), origin);
    // Somebody may have written the key itself where its variable's name belongs.
    static const QRegularExpression usual(QStringLiteral("^[A-Z_][A-Z0-9_]{0,63}$"));
    const QString said = usual.match(name).hasMatch() ? QStringLiteral("The environment variable %1").arg(name)
                                                      : QStringLiteral("The environment variable named for the key");
    return base::failure(
        QStringLiteral("keys.environment"),
        QStringLiteral("%1 is %2.")
            .arg(said, environment.contains(name) ? QStringLiteral("empty") : QStringLiteral("not set")),
        QStringLiteral("Write its name, such as OPENAI_API_KEY, and export it; the key itself is never an argument."));
}

QCoro::Task<base::Expected<std::optional<FoundKey>>> findKey(KeySources sources, QUrl url, QString environmentName)
{
    const auto origin = originOf(url);
    if (!origin)
        co_return std::unexpected(origin.error());
    std::optional<IndexedKey> indexed;
    if (!sources.indexPath.isEmpty()) {
        const auto index = KeyIndex(sources.indexPath).load();
        if (!index)
            co_return std::unexpected(index.error());
        if (const auto entry = std::ranges::find(*index, *origin, &IndexedKey::origin); entry != index->end())
            indexed = *entry;
    }
    const bool plainHttp = indexed && indexed->plainHttp;
    if (!environmentName.isEmpty()) {
        const auto secret = keyFromEnvironment(environmentName, *origin, sources.environment);
        if (!secret)
            co_return std::unexpected(secret.error());
        co_return FoundKey{*secret, plainHttp};
    }
    if (const auto secret = sources.session ? sources.session->find(*origin) : std::nullopt)
        co_return FoundKey{*secret, plainHttp || sources.session->isPlainHttpAllowed(*origin)};
    if (!indexed || !sources.keychain)
        co_return std::nullopt;
    const base::Expected<Secret> stored = co_await sources.keychain->read(*origin);
    if (stored)
        co_return FoundKey{*stored, plainHttp};
    if (stored.error().code == QLatin1String("keychain.not_found"))
        co_return base::failure(
            QStringLiteral("keychain.locked"),
            QStringLiteral("The keychain does not show the key that was stored for %1.").arg(origin->text()),
            QStringLiteral("Unlock the keychain; if the key was removed there, quantlens-cli keys remove %1.")
                .arg(origin->text()));
    co_return std::unexpected(stored.error());
}

} // namespace quantlens::secrets
