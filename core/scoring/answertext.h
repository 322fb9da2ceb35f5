// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <optional>

// What the answer strategies share: fences, boxes, "the answer is", and the plain spelling of numbers.

namespace quantlens::scoring {

/// A fenced block of Markdown: ``` or ~~~, any tag, also on one line; the last one may be unclosed.
struct Fence
{
    QString tag;  ///< lower case, may be empty
    QString body; ///< without the fences
};

[[nodiscard]] QList<Fence> fencedBlocks(const QString& text);

/// The content of the last \boxed{…}, braces balanced; none when there is none or it never closes.
[[nodiscard]] std::optional<QString> lastBoxed(const QString& text);

/// Where the text after each "answer is", "answer:", "#### " begins, in order.
[[nodiscard]] QList<qsizetype> answerCues(const QString& text);

/// End of the sentence that begins at `from`: the line's end, or behind ". ", "! ", "? ".
[[nodiscard]] qsizetype sentenceEnd(QStringView text, qsizetype from);

/// The text with numbers spelled plainly: ASCII digits and signs, LaTeX commands resolved (\frac, \times, \text, …),
/// superscripts as ^n, vulgar fractions as n/d, narrow and hard blanks as U+2009, zero-width characters gone.
[[nodiscard]] QString plainNumbers(const QString& text);

/// "word" is a whole word that starts at `at`.
[[nodiscard]] bool isWordAt(QStringView text, qsizetype at, QStringView word);

} // namespace quantlens::scoring
