// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/secrets/secret.h"

#include <QByteArray>
#include <QJsonValue>
#include <QList>
#include <QString>

namespace quantlens::secrets {

/// Removes keys from whatever leaves the program. Finds each also percent-encoded, escaped for JSON or HTML (any mix,
/// nested), in other letter case and inside base64, and writes "[key]" instead. Values under 8 characters ("none",
/// "EMPTY") are placeholders, not keys: they would be found in ordinary text, and stay. Cheap to copy, safe to share.
class Redactor
{
public:
    void add(const Secret& secret) { add(secret.reveal()); }
    /// For values that are no API key, such as a proxy's password.
    void add(const QByteArray& value);
    /// Also removes what `other` removes.
    void add(const Redactor& other);

    [[nodiscard]] bool isEmpty() const { return m_patterns.isEmpty(); }

    [[nodiscard]] QByteArray apply(const QByteArray& bytes) const;
    [[nodiscard]] QString apply(const QString& text) const;
    /// All four texts.
    [[nodiscard]] base::Error apply(const base::Error& error) const;
    /// All strings and member names inside.
    [[nodiscard]] QJsonValue apply(const QJsonValue& value) const;

    /// As apply, for a stream: `*rest` is what an earlier call kept back because it may be the beginning of a key, and
    /// receives what this call keeps back; `atEnd` keeps nothing.
    [[nodiscard]] QByteArray applyPart(QByteArray* rest, const QByteArray& chunk, bool atEnd) const;

private:
    QList<QByteArray> m_patterns; ///< lower case: each value and the base64 of it at three offsets
};

} // namespace quantlens::secrets
