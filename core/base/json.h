// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QByteArray>
#include <QJsonObject>
#include <QJsonValue>

namespace quantlens::base {

/// Parses one JSON value (object, array or scalar). Python's bare NaN, Infinity and -Infinity and numbers beyond a
/// double's range become null instead of losing the document. A leading byte order mark is skipped.
/// Errors: "json.syntax" with the byte offset.
[[nodiscard]] Expected<QJsonValue> parseJson(const QByteArray& bytes);

/// As parseJson, and the value must be an object. Errors: "json.syntax", "json.type".
[[nodiscard]] Expected<QJsonObject> parseJsonObject(const QByteArray& bytes);

/// Compact JSON with sorted keys: equal values give equal bytes, so it can be hashed.
[[nodiscard]] QByteArray canonicalJson(const QJsonValue& value);

/// A finite double, or null: JSON has no NaN.
[[nodiscard]] QJsonValue jsonNumber(double value);

/// The number at `key`, or NaN when it is missing or not a number.
[[nodiscard]] double numberOrNan(const QJsonObject& object, QLatin1StringView key);

} // namespace quantlens::base
