// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/misbehaviour.h"

namespace quantlens::test {

[[nodiscard]] Script jsonScript(int status, const QJsonObject& body, QByteArrayList headers = {});

/// {"error": {"message", "type", "code"}}
[[nodiscard]] QJsonObject errorBody(const QString& message, const QString& type, int code);

/// The first of the order's fields that the body has; empty when it has none.
[[nodiscard]] QString refusedField(const Misbehaviour& order, const Received& request);

/// The refusal as the order words it, or `good` when the body has none of the fields.
[[nodiscard]] Script refuse(const Misbehaviour& order, const Received& request, Script good);

} // namespace quantlens::test
