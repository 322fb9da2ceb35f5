// SPDX-License-Identifier: GPL-3.0-or-later
// Compare, sweep, diff: the pairs and the index of the prompts.
#include "core/reports/build.h"
#include "core/reports/numbers.h"
#include "core/scoring/compare.h"

#include <QSet>

#include <algorithm>

namespace quantlens::reports {

using domain::Comparison;

namespace {

/// Models of a sweep share what is shown open.
constexpr qsizetype leastOpenPairs = 3;

Pair pairOf(const Source& source, const scoring::PairScores& scores, qsizetype number)
{
    const Comparison& comparison = scores.comparisons.at(number);
    const int baseline = std::max(0, source.scores().baseline);
    return {.prompt = source.prompts.value(comparison.promptId),
            .scores = comparison,
            .a = source.index.one(baseline, domain::Pass::Answer, comparison.promptId),
            .b = source.index.one(scores.side, domain::Pass::Answer, comparison.promptId),
            .promptId = comparison.promptId,
            .labelA = source.label(baseline),
            .labelB = source.label(scores.side),
            .note = source.written(comparison.promptId, domain::AnnotationKind::Note),
            .rating = source.written(comparison.promptId, domain::AnnotationKind::Rating),
            .hosts = source.hosts,
            .unit = comparison.unit,
            .anchor = source.anchor(scores.side, number)};
}

Cell answerCell(const domain::Answer& answer)
{
    if (answer.strategy.isEmpty())
        return cell(QStringLiteral("–"));
    if (!answer.found)
        return cell(QStringLiteral("none"), Tone::Dim);
    Cell made = foreignCell(answer.value, 30);
    if (answer.right)
        made.words << (*answer.right ? say(QStringLiteral(" ✓"), Tone::Good) : say(QStringLiteral(" ✗"), Tone::Bad));
    return made;
}

QString whatChanged(const Comparison& pair)
{
    if (!pair.scored())
        return QStringLiteral("failed");
    if (domain::isFlip(pair.flip))
        return domain::name(pair.flip);
    if (pair.answers == domain::AnswerState::Changed || pair.answers == domain::AnswerState::Undetermined)
        return pair.answers == domain::AnswerState::Changed ? QStringLiteral("changed")
                                                            : QStringLiteral("undetermined");
    return {};
}

QList<Cell> indexRow(const Comparison& pair, const QString& anchor)
{
    Cell id = foreignCell(pair.promptId, 60);
    id.target = anchor;
    const bool failed = !pair.scored();
    return {id,
            foreignCell(pair.category, 40),
            cell(failed ? QStringLiteral("–") : domain::name(pair.severity)),
            cell(failed ? QStringLiteral("–") : decimalText(pair.similarity, 3)),
            cell(failed || !pair.divergence ? QStringLiteral("–") : QString::number(pair.divergence->unit)),
            failed ? cell(QStringLiteral("–")) : answerCell(pair.answerA),
            failed ? cell(QStringLiteral("–")) : answerCell(pair.answerB),
            cell(whatChanged(pair), domain::isFlip(pair.flip) || failed ? Tone::Bad : Tone::Plain)};
}

Table indexTable(const Source& source, const scoring::PairScores& scores, const QSet<qsizetype>& shown)
{
    Table table{.name = QStringLiteral("Index"),
                .columns = {{QStringLiteral("Prompt")},
                            {.title = QStringLiteral("Category"), .spare = true},
                            {QStringLiteral("Severity")},
                            {.title = QStringLiteral("Similarity"), .number = true},
                            {.title = QStringLiteral("Parts at"), .number = true, .spare = true},
                            {.title = QStringLiteral("Answer A"), .spare = true},
                            {.title = QStringLiteral("Answer B"), .spare = true},
                            {QStringLiteral("Answer")}}};
    for (qsizetype i = 0; i < scores.comparisons.size(); ++i) {
        if (source.options.indexRows > 0 && i >= source.options.indexRows)
            break;
        table.rows.append(
            indexRow(scores.comparisons.at(i), shown.contains(i) ? source.anchor(scores.side, i) : QString()));
    }
    return table;
}

struct Chosen
{
    QList<qsizetype> open;
    QList<qsizetype> folded;
};

Chosen choosePairs(const Source& source, const scoring::PairScores& scores)
{
    Chosen chosen;
    const bool several = source.scores().pairs.size() > 1;
    const qsizetype most = several ? std::max(leastOpenPairs, source.options.openPairs / source.scores().pairs.size())
                                   : source.options.openPairs;
    if (source.wants(Part::Pairs))
        chosen.open = scoring::mostInteresting(scores.comparisons, most);
    if (!source.wants(Part::Outputs))
        return chosen;
    const bool named = !source.options.promptId.isEmpty();
    for (qsizetype i = 0; i < scores.comparisons.size(); ++i) {
        // The baseline's text would stand there once more for every model.
        const Comparison& pair = scores.comparisons.at(i);
        const bool identical = pair.scored() && pair.severity == domain::Severity::Identical && !pair.divergence;
        if (!chosen.open.contains(i) && !(several && identical && !named))
            chosen.folded.append(i);
    }
    return chosen;
}

void addOpenPairs(Document& document, const Source& source, const scoring::PairScores& scores, const Chosen& chosen)
{
    if (chosen.open.isEmpty())
        return;
    Section section{.part = Part::Pairs, .title = QStringLiteral("Where they part")};
    if (source.scores().pairs.size() > 1)
        section.about = source.label(scores.side);
    section.blocks.append(
        Words{say(QStringLiteral("%1 of %2 pairs that differ: flips first, then changed answers, then "
                                 "by how far the fork moved.")
                      .arg(chosen.open.size())
                      .arg(scores.summary.differing.count),
                  Tone::Dim)});
    for (const qsizetype i : chosen.open)
        section.blocks.append(pairOf(source, scores, i));
    document.sections.append(section);
}

void addIndex(Document& document, const Source& source, const scoring::PairScores& scores, const Chosen& chosen)
{
    if (!source.wants(Part::Index) || scores.comparisons.isEmpty())
        return;
    QSet<qsizetype> shown(chosen.open.begin(), chosen.open.end());
    shown.unite(QSet<qsizetype>(chosen.folded.begin(), chosen.folded.end()));
    Section section{.part = Part::Index, .title = QStringLiteral("All prompts")};
    if (source.scores().pairs.size() > 1)
        section.about = source.label(scores.side);
    const Table table = indexTable(source, scores, shown);
    section.blocks.append(table);
    if (table.rows.size() < scores.comparisons.size())
        section.blocks.append(
            Words{say(QStringLiteral("and %1 more").arg(scores.comparisons.size() - table.rows.size()), Tone::Dim)});
    document.sections.append(section);
}

void addFolded(Document& document, const Source& source, const scoring::PairScores& scores, const Chosen& chosen)
{
    if (chosen.folded.isEmpty())
        return;
    Section section{.part = Part::Outputs, .title = QStringLiteral("All other outputs")};
    if (source.scores().pairs.size() > 1)
        section.about = source.label(scores.side);
    for (const qsizetype i : chosen.folded) {
        Pair pair = pairOf(source, scores, i);
        pair.folded = true;
        section.blocks.append(pair);
    }
    document.sections.append(section);
}

} // namespace

void addPairs(Document& document, const Source& source)
{
    if (source.scores().sampled)
        return;
    QList<Chosen> chosen;
    for (const scoring::PairScores& scores : source.scores().pairs) {
        chosen.append(choosePairs(source, scores));
        addOpenPairs(document, source, scores, chosen.last());
    }
    for (qsizetype i = 0; i < chosen.size(); ++i)
        addIndex(document, source, source.scores().pairs.at(i), chosen.at(i));
    for (qsizetype i = 0; i < chosen.size(); ++i)
        addFolded(document, source, source.scores().pairs.at(i), chosen.at(i));
}

} // namespace quantlens::reports
