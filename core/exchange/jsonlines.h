// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/exchange/boundedjson.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>

#include <functional>
#include <optional>

namespace quantlens::exchange {

/// Calls `use` with each line's object; blank lines are left out, a byte order mark is skipped. Stops at the first line
/// that is no object, is too long, or that `use` fails. Returns the error, none when all were read.
[[nodiscard]] std::optional<base::Error> eachLine(const QByteArray& bytes, const QString& name,
                                                  const std::function<void(const QJsonObject&, FieldReader&)>& use);

} // namespace quantlens::exchange
