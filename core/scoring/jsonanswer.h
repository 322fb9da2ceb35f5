// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace quantlens::scoring {

/// The canonical text of the first complete JSON value in a text: in a fenced block, else the first object or array
/// anywhere; keys sorted, no blank space, numbers by value (1.0 = 1 = 1e0, any number of digits). A text that is
/// nothing but a scalar counts too. Work is bounded by the text's length, whatever it holds.
[[nodiscard]] std::optional<QString> jsonAnswer(const QString& text);

/// The canonical text of a text that is one JSON value and nothing else.
[[nodiscard]] std::optional<QString> canonicalJsonText(QStringView text);

} // namespace quantlens::scoring
