// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

// The answer strategies that are not numbers, JSON or code.

namespace quantlens::scoring {

/// "yes" or "no": behind the last "answer is", in the last box, in a concluding sentence, at the beginning, else the
/// last clause that says either. A negation in front of the word in its clause turns it around.
[[nodiscard]] std::optional<QString> yesNoAnswer(const QString& text);

/// "A" to "J": in the last box, behind the last "answer is", "option B", "(B)", or the text is nothing else.
[[nodiscard]] std::optional<QString> choiceAnswer(const QString& text);

/// The items in order, separated by ", ": a JSON array, the last run of numbers, bulleted or numbered lines, or words
/// between commas. Numbers by value, words in lower case.
[[nodiscard]] std::optional<QString> listAnswer(const QString& text);

} // namespace quantlens::scoring
