// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/suiteanswer.h"

#include "core/base/text.h"
#include "core/scoring/answers.h"

#include <QCoreApplication>

namespace quantlens::ui {

namespace {

/// The extractor is linear, but a text field is no place for books.
constexpr qsizetype longestTried = 200'000;

struct SuiteAnswerText
{
    Q_DECLARE_TR_FUNCTIONS(SuiteAnswer)
};

} // namespace

QString strategyLabel(const QString& type)
{
    if (type == QLatin1String("number"))
        return SuiteAnswerText::tr("number");
    if (type == QLatin1String("choice"))
        return SuiteAnswerText::tr("choice: one letter");
    if (type == QLatin1String("yes_no"))
        return SuiteAnswerText::tr("yes or no");
    if (type == QLatin1String("json"))
        return SuiteAnswerText::tr("JSON");
    if (type == QLatin1String("code"))
        return SuiteAnswerText::tr("code");
    if (type == QLatin1String("sql"))
        return SuiteAnswerText::tr("SQL");
    if (type == QLatin1String("exact"))
        return SuiteAnswerText::tr("exact text");
    if (type == QLatin1String("list"))
        return SuiteAnswerText::tr("list, in order");
    return SuiteAnswerText::tr("none: nothing is read");
}

QString readingOf(const domain::Prompt& prompt)
{
    const scoring::ResolvedStrategy how = scoring::resolveStrategy(prompt);
    const bool byCategory = !prompt.answer || prompt.answer->strategy.isEmpty();
    const QString strategy = strategyLabel(scoring::name(how.strategy));
    const QString reads = byCategory ? SuiteAnswerText::tr("By its category: %1.").arg(strategy)
                                     : SuiteAnswerText::tr("Read as %1.").arg(strategy);
    if (!prompt.answer || prompt.answer->value.isEmpty())
        return reads + u' ' + SuiteAnswerText::tr("Without a reference, answers are compared but not judged.");
    if (how.strategy == scoring::Strategy::None)
        return SuiteAnswerText::tr("The reference is never compared: choose how answers are read.");
    if (!how.reference)
        return SuiteAnswerText::tr("%1 The reference cannot be read that way.").arg(reads);
    return SuiteAnswerText::tr("%1 The reference is %2.").arg(reads, base::singleLine(*how.reference, 120));
}

QString tryReply(const domain::Prompt& prompt, const QString& reply)
{
    if (reply.trimmed().isEmpty())
        return SuiteAnswerText::tr("Type or paste a reply: here stands what is read from it.");
    const scoring::ResolvedStrategy how = scoring::resolveStrategy(prompt);
    if (how.strategy == scoring::Strategy::None)
        return SuiteAnswerText::tr("Nothing is read from replies to this prompt.");
    const domain::Answer answer = scoring::answerOf(how, reply.left(longestTried));
    if (!answer.found)
        return SuiteAnswerText::tr("✗ No answer is found in this reply.");
    const QString value = base::singleLine(answer.value, 120);
    if (!answer.right)
        return SuiteAnswerText::tr("Reads %1.").arg(value);
    return *answer.right ? SuiteAnswerText::tr("✓ Reads %1: right.").arg(value)
                         : SuiteAnswerText::tr("✗ Reads %1: wrong.").arg(value);
}

} // namespace quantlens::ui
