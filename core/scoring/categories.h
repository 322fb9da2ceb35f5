// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLatin1StringView>

#include <array>

namespace quantlens::scoring {

/// How answers of a category are read when the suite line does not say.
struct CategoryStrategy
{
    QLatin1StringView category;
    QLatin1StringView strategy;
};

// The one table category → strategy, sorted by category. "none": such prompts have no short answer that could be
// right or wrong by itself (free prose, several questions in one); a suite line may still give one.
inline constexpr std::array categoryStrategies{
    CategoryStrategy{QLatin1StringView("algebraic_reasoning"), QLatin1StringView("number")},
    CategoryStrategy{QLatin1StringView("arithmetic"), QLatin1StringView("number")},
    CategoryStrategy{QLatin1StringView("base_conversion"), QLatin1StringView("number")},
    CategoryStrategy{QLatin1StringView("bash"), QLatin1StringView("code")},
    CategoryStrategy{QLatin1StringView("carry_propagation"), QLatin1StringView("number")},
    CategoryStrategy{QLatin1StringView("catastrophic_cancellation"), QLatin1StringView("number")},
    CategoryStrategy{QLatin1StringView("chain_of_thought"), QLatin1StringView("number")},
    CategoryStrategy{QLatin1StringView("choice"), QLatin1StringView("choice")},
    CategoryStrategy{QLatin1StringView("code_translation"), QLatin1StringView("code")},
    CategoryStrategy{QLatin1StringView("completion"), QLatin1StringView("code")},
    CategoryStrategy{QLatin1StringView("constrained"), QLatin1StringView("none")},
    CategoryStrategy{QLatin1StringView("creative"), QLatin1StringView("none")},
    CategoryStrategy{QLatin1StringView("debugging"), QLatin1StringView("code")},
    CategoryStrategy{QLatin1StringView("devops"), QLatin1StringView("code")},
    CategoryStrategy{QLatin1StringView("edge_case"), QLatin1StringView("yes_no")},
    CategoryStrategy{QLatin1StringView("explanation"), QLatin1StringView("none")},
    CategoryStrategy{QLatin1StringView("factual"), QLatin1StringView("none")},
    CategoryStrategy{QLatin1StringView("floating_point"), QLatin1StringView("number")},
    CategoryStrategy{QLatin1StringView("formatting"), QLatin1StringView("number")},
    CategoryStrategy{QLatin1StringView("general"), QLatin1StringView("none")},
    CategoryStrategy{QLatin1StringView("html"), QLatin1StringView("code")},
    CategoryStrategy{QLatin1StringView("json"), QLatin1StringView("json")},
    CategoryStrategy{QLatin1StringView("large_number_reasoning"), QLatin1StringView("number")},
    CategoryStrategy{QLatin1StringView("large_numbers"), QLatin1StringView("number")},
    CategoryStrategy{QLatin1StringView("list"), QLatin1StringView("list")},
    CategoryStrategy{QLatin1StringView("logic"), QLatin1StringView("yes_no")},
    CategoryStrategy{QLatin1StringView("logical_puzzle"), QLatin1StringView("number")},
    CategoryStrategy{QLatin1StringView("long_chain_of_thought"), QLatin1StringView("number")},
    CategoryStrategy{QLatin1StringView("modular_arithmetic"), QLatin1StringView("number")},
    CategoryStrategy{QLatin1StringView("multi_digit_arithmetic"), QLatin1StringView("number")},
    CategoryStrategy{QLatin1StringView("multiple_choice"), QLatin1StringView("choice")},
    CategoryStrategy{QLatin1StringView("needle_in_haystack"), QLatin1StringView("none")},
    CategoryStrategy{QLatin1StringView("overflow"), QLatin1StringView("number")},
    CategoryStrategy{QLatin1StringView("precise_syntax"), QLatin1StringView("code")},
    CategoryStrategy{QLatin1StringView("precision"), QLatin1StringView("number")},
    CategoryStrategy{QLatin1StringView("precision_numerics"), QLatin1StringView("number")},
    CategoryStrategy{QLatin1StringView("python"), QLatin1StringView("code")},
    CategoryStrategy{QLatin1StringView("reasoning"), QLatin1StringView("none")},
    CategoryStrategy{QLatin1StringView("recall"), QLatin1StringView("none")},
    CategoryStrategy{QLatin1StringView("sequence"), QLatin1StringView("list")},
    CategoryStrategy{QLatin1StringView("sign_handling"), QLatin1StringView("number")},
    CategoryStrategy{QLatin1StringView("sorting"), QLatin1StringView("list")},
    CategoryStrategy{QLatin1StringView("sql"), QLatin1StringView("sql")},
    CategoryStrategy{QLatin1StringView("story"), QLatin1StringView("none")},
    CategoryStrategy{QLatin1StringView("summarization"), QLatin1StringView("none")},
    CategoryStrategy{QLatin1StringView("underflow"), QLatin1StringView("number")},
    CategoryStrategy{QLatin1StringView("word_problem"), QLatin1StringView("number")},
    CategoryStrategy{QLatin1StringView("yaml"), QLatin1StringView("code")},
};

} // namespace quantlens::scoring
