// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/summarytext.h"

#include "core/base/text.h"
#include "core/reports/numbers.h"
#include "core/reports/scoretext.h"
#include "core/scoring/alignment.h"
#include "core/scoring/compare.h"
#include "core/scoring/units.h"

#include <algorithm>

namespace quantlens::cli {

namespace {

using base::singleLine;
using base::terminalSafe;
using domain::Comparison;
using domain::EditKind;
using reports::percent;
using reports::rateText;

constexpr int promptWidth = 47;
constexpr int answerWidth = 27;

QString fixed(double value, int decimals)
{
    return QString::number(value, 'f', decimals);
}

const domain::Prompt* findPrompt(const domain::RunRecord& run, const QString& id)
{
    for (const domain::Prompt& prompt : run.prompts) {
        if (prompt.id == id)
            return &prompt;
    }
    return nullptr;
}

QString answerText(const domain::Answer& answer)
{
    return answer.found ? singleLine(answer.value, answerWidth) : QStringLiteral("(none found)");
}

QString headline(const domain::RunData& data, const scoring::RunScores& scores, const Global& global)
{
    const scoring::PairScores& pair = scores.pairs.constFirst();
    const domain::Summary& s = pair.summary;
    const auto row = [](const QString& name, const QString& value) { return QStringList{name, value}; };
    QList<QStringList> rows{
        row(QStringLiteral("prompts"),
            QStringLiteral("%1 asked of both, %2 answered by both").arg(s.prompts).arg(s.pairs)),
    };
    if (s.failedA + s.failedB > 0)
        rows.append(row(QStringLiteral("failed requests"),
                        styled(QStringLiteral("A %1, B %2").arg(s.failedA).arg(s.failedB), Style::Bad, global.color)));
    if (s.missing > 0)
        rows.append(row(QStringLiteral("not asked"), QString::number(s.missing)));
    const QString title = QStringLiteral("Compare: %1 vs %2").arg(data.run.label(0), data.run.label(1));
    const auto whole = [&] {
        return table(styled(terminalSafe(title), Style::Bold, global.color), {{}, {}}, rows, false);
    };
    if (scores.sampled) // single samples are not compared
        return whole();
    if (s.flips.n > 0) {
        const QString cells =
            s.flips.count > 0
                ? QStringLiteral(" (right → wrong %1, wrong → right %2)").arg(s.rightToWrong).arg(s.wrongToRight)
                : QString();
        rows.append(row(QStringLiteral("flip rate"), rateText(s.flips) + cells));
    }
    const QString undetermined = s.undetermined > 0 ? QStringLiteral("; %1 undetermined, at worst %2 %")
                                                          .arg(s.undetermined)
                                                          .arg(percent(s.changedWorstCase.value()))
                                                    : QString();
    rows.append(row(QStringLiteral("changed answers"), rateText(s.changed) + undetermined));
    if (s.rightA.n > 0) {
        rows.append(row(QStringLiteral("right answers A"), rateText(s.rightA)));
        rows.append(row(QStringLiteral("right answers B"), rateText(s.rightB)));
    }
    if (s.byHand > 0)
        rows.append(row(QStringLiteral("answers by hand"),
                        QStringLiteral("%1 of %2 pairs rest on what a person said").arg(s.byHand).arg(s.pairs)));
    if (pair.kld.summary)
        rows.append(row(QStringLiteral("KLD(A‖B)"), reports::kldText(pair.kld)));
    if (const QString shift = reports::forkShiftText(pair); !shift.isEmpty())
        rows.append(row(QStringLiteral("fork shift"), shift));
    rows.append(row(QStringLiteral("forks per 1,000"), reports::forkRateText(pair.forks)));
    rows.append(row(QStringLiteral("differing texts"), rateText(s.differing)));
    rows.append(row(QStringLiteral("mean text similarity"),
                    s.pairs
                        ? QStringLiteral("%1, by %2").arg(reports::meanText(pair.similarity, 4), name(data.run.unit))
                        : QStringLiteral("N/A")));
    rows.append(row(QStringLiteral("identical"), QString::number(s.identical)));
    rows.append(row(QStringLiteral("minor"), QString::number(s.minor)));
    rows.append(row(QStringLiteral("moderate"), QString::number(s.moderate)));
    rows.append(row(QStringLiteral("severe"), QString::number(s.severe)));
    qint64 greedyMisses = 0;
    for (const scoring::SideScores& side : scores.sides)
        greedyMisses += side.greedyMisses;
    if (greedyMisses > 0)
        rows.append(
            row(QStringLiteral("greedy misses"),
                QStringLiteral("%1 tokens were not the likeliest of their list: the server did not decode greedily")
                    .arg(greedyMisses)));
    if (s.truncatedA + s.truncatedB > 0)
        rows.append(row(QStringLiteral("cut at the token budget"),
                        QStringLiteral("A %1, B %2").arg(s.truncatedA).arg(s.truncatedB)));
    return whole();
}

QString categoryTable(const domain::Summary& summary, const Global& global)
{
    if (summary.categories.empty())
        return {};
    QList<QStringList> rows;
    for (const auto& [category, s] : summary.categories)
        rows.append({singleLine(category, 30), QString::number(s.pairs), rateText(s.changed),
                     s.flips.n ? rateText(s.flips) : QStringLiteral("–"), fixed(s.meanSimilarity, 4)});
    return table(styled(QStringLiteral("Per-Category Breakdown (exploratory)"), Style::Bold, global.color),
                 {QStringLiteral("category"), QStringLiteral("pairs"), QStringLiteral("changed"),
                  QStringLiteral("flips"), QStringLiteral("mean similarity")},
                 rows);
}

QString flippedTable(const domain::RunRecord& run, const scoring::PairScores& scores, const Global& global)
{
    QList<QStringList> rows;
    for (const Comparison& c : scores.comparisons) {
        const bool changed = c.answers == domain::AnswerState::Changed;
        if (!c.scored() || (!domain::isFlip(c.flip) && !changed))
            continue;
        const domain::Prompt* prompt = findPrompt(run, c.promptId);
        const auto side = [&](const domain::Answer& answer) {
            const Style style = !answer.right ? Style::Plain : *answer.right ? Style::Good : Style::Bad;
            return styled(answerText(answer), style, global.color);
        };
        rows.append({singleLine(prompt ? prompt->text() : c.promptId, promptWidth), singleLine(c.category, 20),
                     domain::isFlip(c.flip) ? name(c.flip) : QStringLiteral("answer changed"), c.answerA.strategy,
                     side(c.answerA), side(c.answerB), fixed(c.similarity, 3)});
    }
    if (rows.isEmpty())
        return scores.summary.pairs > 0 ? QStringLiteral("No answer changed.\n") : QString();
    return table(styled(QStringLiteral("Flipped and Changed Answers (%1)").arg(rows.size()), Style::Bold, global.color),
                 {QStringLiteral("prompt"), QStringLiteral("category"), QStringLiteral("what"),
                  QStringLiteral("strategy"), QStringLiteral("answer A"), QStringLiteral("answer B"),
                  QStringLiteral("similarity")},
                 rows, false);
}

/// One side's text with what only this side has between marks; without colour the marks are brackets.
QString markedText(const std::vector<scoring::UnitPiece>& units, const domain::EditScript& script, EditKind own,
                   const Global& global)
{
    QByteArray plain;
    QString text;
    const auto flush = [&](bool marked) {
        if (plain.isEmpty())
            return;
        const QString piece = terminalSafe(QString::fromUtf8(plain));
        if (!marked)
            text += piece;
        else if (global.color)
            text += styled(piece, own == EditKind::OnlyA ? Style::SideA : Style::SideB, true);
        else
            text += u'⟦' + piece + u'⟧';
        plain.clear();
    };
    for (const domain::EditRun& run : script) {
        if (run.kind != EditKind::Equal && run.kind != own)
            continue;
        const qsizetype from = own == EditKind::OnlyA ? run.a : run.b;
        for (qsizetype i = from; i < from + run.length; ++i)
            plain += units[std::size_t(i)].bytes;
        flush(run.kind == own);
    }
    return text;
}

/// Keeps the lines around the first mark.
QString cutAround(const QString& text, int lines)
{
    QStringList all = text.split(u'\n');
    if (lines <= 0 || all.size() <= lines)
        return text;
    qsizetype first = 0;
    while (first < all.size() - 1 && !all.at(first).contains(u'⟦') && !all.at(first).contains(u'\x1b'))
        ++first;
    const qsizetype from = std::clamp<qsizetype>(first - lines / 2, 0, all.size() - lines);
    QStringList kept = all.mid(from, lines);
    if (from > 0)
        kept.prepend(QStringLiteral("…"));
    if (from + lines < all.size())
        kept.append(QStringLiteral("…"));
    return kept.join(u'\n');
}

QString indented(const QString& text, const QString& indent)
{
    return indent + QString(text).replace(u'\n', u'\n' + indent);
}

QString forkLine(const Comparison& c)
{
    if (!c.divergence)
        return QStringLiteral("identical");
    QString text = QStringLiteral("first divergence: the same for %1 %4, then line %2, column %3")
                       .arg(c.divergence->unit)
                       .arg(c.divergence->line)
                       .arg(c.divergence->column)
                       .arg(name(c.unit));
    if (!c.fork)
        return text;
    const auto p = [](double value) { return fixed(value, 3); };
    text += QStringLiteral("; A chose “%1” (p %2; B's token %3), B chose “%4” (p %5; A's token %6); fork shift %7%8")
                .arg(singleLine(c.fork->tokenA, 24), p(c.fork->probabilityAOfA), p(c.fork->probabilityAOfB),
                     singleLine(c.fork->tokenB, 24), p(c.fork->probabilityBOfB), p(c.fork->probabilityBOfA),
                     reports::shiftText(*c.fork), c.fork->nearTie ? QStringLiteral(", near tie") : QString());
    return text;
}

} // namespace

QString summaryText(const domain::RunData& data, const scoring::RunScores& scores, const Global& global)
{
    const scoring::PairScores& pair = scores.pairs.constFirst();
    QString text = headline(data, scores, global);
    if (scores.sampled)
        return text;
    for (const QString& part : {categoryTable(pair.summary, global), flippedTable(data.run, pair, global)}) {
        if (!part.isEmpty())
            text += u'\n' + part;
    }
    return text;
}

QString pairText(const ScoredRun& run, const Comparison& c, const Global& global, int lines)
{
    const domain::Prompt* prompt = findPrompt(run.data.run, c.promptId);
    QString text = styled(terminalSafe(c.promptId), Style::Bold, global.color) + QStringLiteral("  ") + c.category;
    if (c.scored())
        text += QStringLiteral("  %1  similarity %2").arg(name(c.severity), fixed(c.similarity, 3));
    if (c.flip != domain::FlipState::NoReference)
        text += QStringLiteral("  ") + name(c.flip);
    else if (c.answers == domain::AnswerState::Changed)
        text += QStringLiteral("  answer changed");
    text += u'\n';
    if (prompt)
        text += QStringLiteral("  prompt:\n") +
                indented(cutAround(terminalSafe(prompt->text()), lines), QStringLiteral("    ")) + u'\n';
    if (prompt && prompt->answer && !prompt->answer->value.isEmpty())
        text += QStringLiteral("  reference: %1\n").arg(singleLine(prompt->answer->value, 100));

    const domain::Generation* sides[] = {run.data.find(0, c.promptId), run.data.find(1, c.promptId)};
    domain::EditScript script;
    std::vector<scoring::UnitPiece> units[2];
    if (c.scored()) {
        for (int side : {0, 1})
            units[side] = scoring::contentUnits(*sides[side], c.unit);
        script = scoring::forDisplay(scoring::align(units[0], units[1]).script, units[0], units[1]);
    }
    for (const int side : {0, 1}) {
        const domain::Generation* g = sides[side];
        text +=
            styled(QStringLiteral("  %1 %2").arg(domain::sideLetter(side)).arg(terminalSafe(run.data.run.label(side))),
                   side == 0 ? Style::SideA : Style::SideB, global.color);
        if (!g) {
            text += QStringLiteral("  not asked\n");
            continue;
        }
        if (g->failed()) {
            text += QStringLiteral("  failed: %1\n").arg(terminalSafe(base::oneLine(*g->error)));
            if (lines == 0 && !g->error->detail.isEmpty())
                text += indented(terminalSafe(g->error->detail), QStringLiteral("    ")) + u'\n';
            continue;
        }
        const domain::Answer& answer = side == 0 ? c.answerA : c.answerB;
        if (c.answers != domain::AnswerState::NotApplicable)
            text += QStringLiteral("  answer %1%2")
                        .arg(answerText(answer), !answer.right   ? QString()
                                                 : *answer.right ? QStringLiteral(" (right)")
                                                                 : QStringLiteral(" (wrong)"));
        text += QStringLiteral("  %1\n").arg(g->finishReason);
        const QString shown =
            c.scored() ? markedText(units[side], script, side == 0 ? EditKind::OnlyA : EditKind::OnlyB, global)
                       : terminalSafe(g->text);
        text += indented(cutAround(shown, lines), QStringLiteral("    ")) + u'\n';
    }
    if (c.scored())
        text += QStringLiteral("  ") + forkLine(c) + u'\n';
    return text;
}

QString forksText(const ScoredRun& run, const Global& global, int count)
{
    if (run.scores.sampled)
        return {};
    const QList<qsizetype> interesting = scoring::mostInteresting(run.comparisons, count);
    if (interesting.isEmpty())
        return {};
    QString text =
        styled(QStringLiteral("Forks most worth a look (%1)").arg(interesting.size()), Style::Bold, global.color) +
        u'\n';
    for (const qsizetype index : interesting)
        text += u'\n' + pairText(run, run.comparisons.at(index), global, 8);
    return text;
}

} // namespace quantlens::cli
