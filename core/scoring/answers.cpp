// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/answers.h"

#include "core/scoring/categories.h"
#include "core/scoring/codeanswer.h"
#include "core/scoring/jsonanswer.h"
#include "core/scoring/numberscan.h"
#include "core/scoring/textanswers.h"

#include <algorithm>
#include <utility>

namespace quantlens::scoring {

namespace {

constexpr std::array allStrategies{Strategy::None, Strategy::Number, Strategy::YesNo, Strategy::Choice, Strategy::Json,
                                   Strategy::List, Strategy::Code,   Strategy::Sql,   Strategy::Exact};

std::optional<QString> exactAnswer(const QString& text)
{
    const QString simplified = text.simplified();
    return simplified.isEmpty() ? std::nullopt : std::optional(simplified);
}

/// A reference is written as the bare answer; where the strategy sees none in it, it stands as it is.
QString canonicalReference(Strategy strategy, const QString& value, const QString& language)
{
    if (strategy == Strategy::Code && !value.contains(QLatin1StringView("```"))) {
        const QString fenced = QStringLiteral("```\n") + value + QStringLiteral("\n```");
        return codeAnswer(fenced, language).value_or(value.simplified());
    }
    if (strategy == Strategy::Choice && value.trimmed().size() == 1)
        return value.trimmed().toUpper();
    return extractAnswer(strategy, value, language).value_or(value.simplified());
}

} // namespace

QString name(Strategy strategy)
{
    switch (strategy) {
    case Strategy::None:
        return QStringLiteral("none");
    case Strategy::Number:
        return QStringLiteral("number");
    case Strategy::YesNo:
        return QStringLiteral("yes_no");
    case Strategy::Choice:
        return QStringLiteral("choice");
    case Strategy::Json:
        return QStringLiteral("json");
    case Strategy::List:
        return QStringLiteral("list");
    case Strategy::Code:
        return QStringLiteral("code");
    case Strategy::Sql:
        return QStringLiteral("sql");
    case Strategy::Exact:
        return QStringLiteral("exact");
    }
    std::unreachable();
}

std::optional<Strategy> strategyFromName(const QString& text)
{
    const auto found =
        std::ranges::find_if(allStrategies, [&text](Strategy strategy) { return name(strategy) == text; });
    return found == allStrategies.end() ? std::nullopt : std::optional(*found);
}

Strategy strategyForCategory(const QString& category)
{
    const QString lower = category.toLower();
    const auto found = std::ranges::find_if(
        categoryStrategies, [&lower](const CategoryStrategy& entry) { return lower == entry.category; });
    if (found == categoryStrategies.end())
        return Strategy::None;
    return strategyFromName(found->strategy.toString()).value_or(Strategy::None);
}

ResolvedStrategy resolveStrategy(const domain::Prompt& prompt)
{
    ResolvedStrategy how;
    how.strategy = strategyForCategory(prompt.category);
    const QString category = prompt.category.toLower();
    if (codeStyleOf(category) && *codeStyleOf(category) != CodeStyle::Lines)
        how.language = category;
    if (!prompt.answer)
        return how;
    if (!prompt.answer->strategy.isEmpty())
        how.strategy = strategyFromName(prompt.answer->strategy).value_or(how.strategy);
    how.tolerance = prompt.answer->tolerance;
    if (!prompt.answer->value.isEmpty() && how.strategy != Strategy::None)
        how.reference = canonicalReference(how.strategy, prompt.answer->value, how.language);
    return how;
}

std::optional<QString> extractAnswer(Strategy strategy, const QString& text, const QString& language)
{
    switch (strategy) {
    case Strategy::None:
        return std::nullopt;
    case Strategy::Number: {
        const auto number = numberAnswer(text);
        return number ? std::optional(toText(*number)) : std::nullopt;
    }
    case Strategy::YesNo:
        return yesNoAnswer(text);
    case Strategy::Choice:
        return choiceAnswer(text);
    case Strategy::Json:
        return jsonAnswer(text);
    case Strategy::List:
        return listAnswer(text);
    case Strategy::Code:
        return codeAnswer(text, language);
    case Strategy::Sql:
        return sqlAnswer(text);
    case Strategy::Exact:
        return exactAnswer(text);
    }
    std::unreachable();
}

domain::Answer answerOf(const ResolvedStrategy& how, const QString& text)
{
    domain::Answer answer;
    answer.strategy = name(how.strategy);
    const std::optional<QString> value = extractAnswer(how.strategy, text, how.language);
    answer.found = value.has_value();
    answer.value = value.value_or(QString());
    if (how.reference)
        answer.right = answer.found && sameAnswer(how.strategy, answer.value, *how.reference, how.tolerance);
    return answer;
}

bool sameAnswer(Strategy strategy, const QString& a, const QString& b, double tolerance)
{
    if (a == b)
        return true;
    if (strategy != Strategy::Number)
        return false;
    const auto x = numberFromText(a);
    const auto y = numberFromText(b);
    return x && y && sameValue(*x, *y, tolerance);
}

} // namespace quantlens::scoring
