// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reports/issuetext.h"

#include "core/base/text.h"
#include "core/reports/command.h"
#include "core/reports/numbers.h"

#include <QStringList>

#include <algorithm>

namespace quantlens::reports {

namespace {

constexpr qsizetype longestIssuePart = 20'000;

QString cutForIssue(const QString& text)
{
    if (text.size() <= longestIssuePart)
        return text;
    return text.left(longestIssuePart) + QStringLiteral("\n[… %1 more characters]").arg(text.size() - longestIssuePart);
}

QString issueCell(const QString& text)
{
    return base::singleLine(text, 120).replace(u'|', QLatin1String("\\|"));
}

QString answerSection(QChar letter, const IssueAnswer& side)
{
    QString text = QStringLiteral("### Output %1: %2\n\n").arg(QString(letter), base::singleLine(side.label, 80));
    if (!side.answer)
        return text + QStringLiteral("(not asked, or not finished)\n\n");
    if (side.answer->error)
        text += QStringLiteral("The request failed: %1 (`%2`)\n\n")
                    .arg(base::singleLine(side.answer->error->message, 400), side.answer->error->code);
    if (!side.answer->reasoning.isEmpty())
        text += QStringLiteral("Reasoning:\n\n") + fenced(cutForIssue(side.answer->reasoning)) + u'\n';
    if (!side.answer->error || !side.answer->text.isEmpty())
        text += fenced(cutForIssue(side.answer->text)) + u'\n';
    return text;
}

QString forkSection(const domain::Comparison& pair)
{
    QString text = QStringLiteral("### Where they part\n\n");
    if (!pair.scored())
        return text + QStringLiteral("Not compared: a request failed.\n\n");
    if (!pair.divergence)
        return text + QStringLiteral("The outputs are identical.\n\n");
    text += QStringLiteral("At %1 %2 (counted from 0), line %3, column %4%5; similarity %6, %7.\n")
                .arg(domain::name(pair.unit).chopped(1), QString::number(pair.divergence->unit),
                     QString::number(pair.divergence->line), QString::number(pair.divergence->column),
                     pair.divergence->inReasoning ? QStringLiteral(", in the reasoning") : QString(),
                     decimalText(pair.similarity, 3), domain::name(pair.severity));
    if (pair.answerA.found || pair.answerB.found)
        text += QStringLiteral("Answers: A %1, B %2%3.\n")
                    .arg(pair.answerA.found ? base::singleLine(pair.answerA.value, 80) : QStringLiteral("none"),
                         pair.answerB.found ? base::singleLine(pair.answerB.value, 80) : QStringLiteral("none"),
                         domain::isFlip(pair.flip) ? QStringLiteral(" (%1)").arg(domain::name(pair.flip)) : QString());
    if (pair.fork) {
        const auto row = [](const QString& token, double pA, double pB) {
            return QStringLiteral("| %1 | %2 | %3 |\n")
                .arg(issueCell(u'\'' + token + u'\''), decimalText(pA, 4), decimalText(pB, 4));
        };
        text += QStringLiteral("\n| token | p in A | p in B |\n|---|---|---|\n") +
                row(pair.fork->tokenA, pair.fork->probabilityAOfA, pair.fork->probabilityBOfA) +
                row(pair.fork->tokenB, pair.fork->probabilityAOfB, pair.fork->probabilityBOfB) +
                QStringLiteral("\nFork shift %1%2.\n")
                    .arg(shiftText(*pair.fork), pair.fork->nearTie ? QStringLiteral(" (a near tie)") : QString());
    }
    return text + u'\n';
}

QString versionSection(const domain::RunRecord& run, const std::array<IssueAnswer, 2>& answers)
{
    QString text = QStringLiteral("### Versions\n\n- Quantlens %1\n").arg(base::singleLine(run.version, 40));
    for (const std::size_t which : {0, 1}) {
        const int number = answers[which].side;
        if (number < 0 || number >= run.sides.size())
            continue;
        const domain::RunSide& side = run.sides.at(number);
        QStringList facts{domain::name(side.model.backend), side.serverBuild, side.fileType, side.serverModel};
        if (side.contextPerSlot > 0)
            facts << QStringLiteral("context %1").arg(side.contextPerSlot);
        facts.removeAll(QString());
        text += QStringLiteral("- %1: %2\n")
                    .arg(which == 0 ? u'A' : u'B')
                    .arg(base::singleLine(facts.join(QStringLiteral(", ")), 300));
    }
    text +=
        QStringLiteral("- suite %1, sha256 %2\n").arg(base::singleLine(run.suiteName, 80), run.suiteSha256.left(12));
    return text;
}

} // namespace

QString fenced(const QString& text, const QString& language)
{
    const QString safe = base::terminalSafe(text);
    qsizetype longest = 0;
    qsizetype ticks = 0;
    for (const QChar c : safe) {
        ticks = c == u'`' ? ticks + 1 : 0;
        longest = std::max(longest, ticks);
    }
    const QString fence(std::max<qsizetype>(3, longest + 1), u'`');
    return fence + language + u'\n' + safe + (safe.endsWith(u'\n') ? QString() : QStringLiteral("\n")) + fence + u'\n';
}

QString issueText(const domain::RunRecord& run, const QString& promptId, const std::array<IssueAnswer, 2>& answers,
                  const domain::Comparison* pair)
{
    QString text = QStringLiteral("## %1 and %2 give different outputs for `%3`\n\n")
                       .arg(base::singleLine(answers[0].label, 60), base::singleLine(answers[1].label, 60),
                            base::singleLine(promptId, 80).remove(u'`'));
    text += QStringLiteral("### Command\n\n") +
            fenced(commandFor(run, promptId, answers[0].side, answers[1].side), QStringLiteral("sh")) + u'\n';
    text += QStringLiteral("### Prompt\n\n");
    const auto prompt = std::ranges::find(run.prompts, promptId, &domain::Prompt::id);
    if (prompt != run.prompts.end()) {
        for (const domain::Message& message : prompt->messages)
            text += base::singleLine(message.role, 20) + QStringLiteral(":\n\n") +
                    fenced(cutForIssue(message.content)) + u'\n';
    }
    text += answerSection(u'A', answers[0]) + answerSection(u'B', answers[1]);
    if (pair)
        text += forkSection(*pair);
    return text + versionSection(run, answers);
}

} // namespace quantlens::reports
