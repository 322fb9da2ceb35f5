// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secrets/keyindex.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>
#include <QSaveFile>
#include <QStandardPaths>

#include <algorithm>
#include <utility>

namespace quantlens::secrets {

namespace {

constexpr qint64 largestIndex = 1024 * 1024;
constexpr int indexLockMs = 5000;
constexpr QByteArrayView plainHttpWord = "plain-http";

std::unexpected<base::Error> indexFailure(const QString& path, const QString& why)
{
    return base::failure(QStringLiteral("keys.index"),
                         QStringLiteral("The list of servers with keys (%1) %2.").arg(path, why));
}

} // namespace

KeyIndex::KeyIndex(QString path)
    : m_path(std::move(path))
{
}

QString KeyIndex::defaultPath()
{
    return QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation) + QStringLiteral("/key-origins");
}

base::Expected<QList<IndexedKey>> KeyIndex::load() const
{
    QFile file(m_path);
    if (!file.exists())
        return QList<IndexedKey>();
    if (!file.open(QIODevice::ReadOnly))
        return indexFailure(m_path, QStringLiteral("cannot be read: %1").arg(file.errorString()));
    if (file.size() > largestIndex)
        return indexFailure(m_path, QStringLiteral("is too large to be one"));
    QList<IndexedKey> keys;
    for (const QByteArray& line : file.read(largestIndex).split('\n')) {
        const QByteArrayList words = line.simplified().split(' ');
        const auto origin = originFromText(QString::fromUtf8(words.first()));
        if (origin)
            keys.append({*origin, words.contains(plainHttpWord)});
    }
    return keys;
}

base::Expected<void> KeyIndex::put(const IndexedKey& key) const
{
    return replace(key.origin, {key});
}

base::Expected<void> KeyIndex::remove(const Origin& origin) const
{
    return replace(origin, {});
}

base::Expected<void> KeyIndex::replace(const Origin& origin, const QList<IndexedKey>& replacement) const
{
    QDir().mkpath(QFileInfo(m_path).absolutePath());
    QLockFile lock(m_path + QStringLiteral(".lock"));
    if (!lock.tryLock(indexLockMs))
        return indexFailure(m_path, QStringLiteral("cannot be locked for writing"));
    auto keys = load();
    if (!keys)
        return std::unexpected(keys.error());
    keys->removeIf([&](const IndexedKey& key) { return key.origin == origin; });
    *keys += replacement;
    std::ranges::sort(*keys, {}, [](const IndexedKey& key) { return key.origin.text(); });
    QSaveFile file(m_path);
    if (!file.open(QIODevice::WriteOnly))
        return indexFailure(m_path, QStringLiteral("cannot be written: %1").arg(file.errorString()));
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    file.write("# Servers whose API keys Quantlens keeps in the keychain. The keys themselves are not here.\n");
    for (const IndexedKey& key : *keys)
        file.write(key.origin.text().toUtf8() + (key.plainHttp ? " " + plainHttpWord.toByteArray() : QByteArray()) +
                   "\n");
    if (!file.commit())
        return indexFailure(m_path, QStringLiteral("cannot be written: %1").arg(file.errorString()));
    return {};
}

} // namespace quantlens::secrets
