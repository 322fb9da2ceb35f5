// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/secrets/origin.h"

#include <QList>
#include <QString>

namespace quantlens::secrets {

/// One server whose key is in the keychain.
struct IndexedKey
{
    Origin origin;
    bool plainHttp = false; ///< the person agreed that it crosses the network over http

    bool operator==(const IndexedKey&) const = default;
};

/// The list of origins whose keys are in the keychain, which itself cannot be listed everywhere: a text file with one
/// origin a line, never a key. Programs may change it at the same time.
class KeyIndex
{
public:
    explicit KeyIndex(QString path);
    /// "key-origins" in the person's configuration folder.
    [[nodiscard]] static QString defaultPath();

    /// In the order of their origins; lines that are none are skipped, a missing file is an empty list.
    /// Errors: "keys.index" (cannot be read, larger than 1 MB).
    [[nodiscard]] base::Expected<QList<IndexedKey>> load() const;
    /// Adds an entry or replaces the one of the same origin. Errors: "keys.index".
    [[nodiscard]] base::Expected<void> put(const IndexedKey& key) const;
    /// Errors: "keys.index".
    [[nodiscard]] base::Expected<void> remove(const Origin& origin) const;

private:
    /// Replaces the entry of an origin by `replacement`, which may be none.
    [[nodiscard]] base::Expected<void> replace(const Origin& origin, const QList<IndexedKey>& replacement) const;

    QString m_path;
};

} // namespace quantlens::secrets
