// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scoring/numberscan.h"

#include <QString>

#include <optional>

// Words around numbers, and numbers written as words.

namespace quantlens::scoring {

/// The word that ends before `at`, lower case; blanks and light punctuation between are skipped. `begin` receives where
/// it stands.
[[nodiscard]] QString wordBefore(QStringView text, qsizetype at, qsizetype* begin = nullptr);

/// The word that begins behind `at`, lower case.
[[nodiscard]] QString wordAfter(QStringView text, qsizetype at);

/// Where the word at a place ends.
[[nodiscard]] qsizetype wordEnd(QStringView text, qsizetype at);

/// A number written out ("minus twenty-one", "three hundred and five"), at the word that begins at `begin`; `end` is
/// set behind its words. None for words that only count things named before ("the two").
[[nodiscard]] std::optional<FoundNumber> numberInWords(QStringView text, qsizetype begin, qsizetype& end);

} // namespace quantlens::scoring
