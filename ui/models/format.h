// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/comparison.h"

#include <QDateTime>
#include <QString>

/// Numbers as the window writes them: in the person's locale, with U+2212 as the minus sign.
namespace quantlens::ui::format {

/// "–", what stands where there is no value.
[[nodiscard]] QString none();
/// Fixed decimals; NaN and infinities give none().
[[nodiscard]] QString decimal(double value, int decimals);
[[nodiscard]] QString integer(qint64 value);
/// "4.0 MiB"
[[nodiscard]] QString bytes(quint64 value);
/// "2.1 M", "3.21 B" parameters; 0 gives none().
[[nodiscard]] QString parameters(quint64 value);
/// "84 ms" below a second, else "3.65 s"; NaN and negative values give none().
[[nodiscard]] QString milliseconds(double value);
/// Tokens per second: "41.2", from 100 on without decimals; none() for NaN and values that are not positive.
[[nodiscard]] QString speed(double perSecond);
/// A prompt's id for lists, one line: without the suite's name where it begins with "NAME/".
[[nodiscard]] QString promptId(const QString& id, const QString& suite);
/// "3 min 56 s", "12 s", "1 h 4 min".
[[nodiscard]] QString duration(double ms);
/// "7.5 % [4.0, 13.6], n = 120"; without anything counted none().
[[nodiscard]] QString rate(const domain::Rate& rate);
/// As rate(), without n, except where nothing was seen: "0 of 120 (at most 2.5 %)".
[[nodiscard]] QString rateShort(const domain::Rate& rate);
/// "today 14:32", "yesterday", "12 Nov", "12 Nov 2025".
[[nodiscard]] QString when(const QDateTime& utc);
/// A tool tip that shows the text as it is: one that looks like HTML would be read as such. Empty for none.
[[nodiscard]] QString plainTip(const QString& text);
/// At most `most` characters and then "…"; a character of two units is not cut.
[[nodiscard]] QString shortened(const QString& text, qsizetype most);
/// "right → wrong", …, translated.
[[nodiscard]] QString flip(domain::FlipState value);
/// "engine tokens", "words", "lines", translated.
[[nodiscard]] QString unit(domain::Unit value);
/// "token", "word", "line", translated.
[[nodiscard]] QString unitSingular(domain::Unit value);

} // namespace quantlens::ui::format
