// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scoring/exactnumber.h"

#include <QString>

#include <optional>
#include <vector>

namespace quantlens::scoring {

/// A number found in a text.
struct FoundNumber
{
    qsizetype begin = 0; ///< in the text as plainNumbers() spells it
    qsizetype end = 0;
    ExactNumber value;
    bool weak = false; ///< ordinal, year, in parentheses, after "not", …: taken only when nothing better is there
};

/// All numbers of a text in plainNumbers()' spelling, in order. Dates, times, version numbers, list numbers, step and
/// question numbers, exponents of variables and digits inside words are left out. `continues`: the text stands behind
/// "is" or "=", so that "- 5" is a number and no bullet.
[[nodiscard]] std::vector<FoundNumber> findNumbers(QStringView plain, bool continues = false);

/// One number at the beginning of `plain`: digits with separators, decimals, exponent, power, fraction, per cent and
/// magnitude words; the sign in front of `begin` is the caller's. None when no number begins there or it is a date,
/// time or version number; `end` is set behind what was read either way.
[[nodiscard]] std::optional<ExactNumber> readNumber(QStringView plain, qsizetype begin, qsizetype& end);

/// The answer of a text that is a number: in the last \boxed{}, else behind the last "answer is …", else the last.
[[nodiscard]] std::optional<ExactNumber> numberAnswer(const QString& text);

} // namespace quantlens::scoring
