// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace quantlens::test {

/// A key nobody has used before: "sk-" and 40 random characters: letters, digits, "-_/+" and those of `more`.
[[nodiscard]] QByteArray randomKey(const QByteArray& more = {});

/// Whether a text holds the key or its middle part: as it is, in other case, percent-encoded, with JSON's escapes, or
/// in base64.
[[nodiscard]] bool showsKey(const QByteArray& text, const QByteArray& key);

/// The files under a folder that show the key, in their bytes or in anything zlib-compressed in them (the blobs of a
/// workspace). Paths relative to the folder.
[[nodiscard]] QStringList filesShowingKey(const QString& folder, const QByteArray& key);

} // namespace quantlens::test
