// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace quantlens::base {

/// One line of at most `limit` characters for tables and messages: line breaks, tabs and every control or
/// format character (bidi overrides, zero-width) become visible or blank; longer text ends in "…".
[[nodiscard]] QString singleLine(const QString& text, qsizetype limit);

/// Text that may be written to a terminal: control characters except line feed and tab become their code point in
/// angle brackets, so that model output cannot move the cursor or recolour the screen.
[[nodiscard]] QString terminalSafe(const QString& text);

/// True for characters a reader cannot see but which make two texts differ (zero-width, bidi controls, soft hyphen,
/// variation selectors, controls, unusual spaces).
[[nodiscard]] bool isInvisible(char32_t codePoint);

/// A visible stand-in for an invisible character, for example "·" for a no-break space or "⟨U+200B⟩".
[[nodiscard]] QString visibleForm(char32_t codePoint);

/// True when the bytes end inside a UTF-8 sequence that more bytes could complete.
[[nodiscard]] bool endsInsideCharacter(QByteArrayView utf8);

/// Escapes the five characters with a meaning in HTML, and writes bidi controls and other invisible characters as
/// visible forms: model text cannot open a tag, leave an attribute or reorder what stands beside it.
[[nodiscard]] QString htmlEscaped(const QString& text);

} // namespace quantlens::base
