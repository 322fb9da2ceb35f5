// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/comparison.h"
#include "core/domain/prompt.h"

#include <optional>

namespace quantlens::scoring {

/// How an answer is read out of a text.
enum class Strategy {
    None,   ///< the prompt has no answer to extract
    Number, ///< by value
    YesNo,
    Choice, ///< a letter
    Json,   ///< structural, numbers by value
    List,   ///< items in order
    Code,   ///< blank space outside strings and comments normalised
    Sql,    ///< as code, keywords in any case
    Exact,  ///< the whole text, outer white space and the width of inner white space left out
};

/// "none", "number", "yes_no", "choice", "json", "list", "code", "sql", "exact".
[[nodiscard]] QString name(Strategy strategy);
[[nodiscard]] std::optional<Strategy> strategyFromName(const QString& text);

/// The strategy of a category (any case) by core/scoring/categories.h; None for unknown ones.
[[nodiscard]] Strategy strategyForCategory(const QString& category);

/// How the answers to one prompt are read and judged.
struct ResolvedStrategy
{
    Strategy strategy = Strategy::None;
    double tolerance = 0;             ///< absolute, numbers only
    std::optional<QString> reference; ///< canonical; none: nothing to be right against
    QString language;                 ///< for code: the category's language, may be empty
};

/// The strategy of a prompt: its line's own answer object wins over its category.
[[nodiscard]] ResolvedStrategy resolveStrategy(const domain::Prompt& prompt);

/// The answer in a text in canonical form, none when there is none. Linear in the text, for any text.
[[nodiscard]] std::optional<QString> extractAnswer(Strategy strategy, const QString& text,
                                                   const QString& language = {});

/// As extractAnswer, with what the reference says.
[[nodiscard]] domain::Answer answerOf(const ResolvedStrategy& how, const QString& text);

/// True when two canonical answers mean the same. Numbers compare by value; a percentage equals both its value and its
/// number (25 % = 0.25 and 25 % = 25), because answers leave the sign out as any other unit.
[[nodiscard]] bool sameAnswer(Strategy strategy, const QString& a, const QString& b, double tolerance = 0);

} // namespace quantlens::scoring
