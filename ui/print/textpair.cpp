// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/print/textpair.h"

#include "core/base/text.h"
#include "core/reports/pairview.h"
#include "ui/print/textsheet.h"

#include <QTextTable>

namespace quantlens::print {

using reports::Tone;

namespace {

constexpr qsizetype promptCharacters = 400;
constexpr qsizetype noteCharacters = 2'000;

void writePieces(TextSheet& sheet, const QList<reports::Piece>& pieces, int which)
{
    QTextCharFormat note = sheet.plain(paper::dim, 0.9);
    note.setFontItalic(true);
    for (qsizetype i = 0; i < pieces.size(); ++i) {
        const reports::Piece& piece = pieces.at(i);
        if (piece.folded) {
            qsizetype characters = 0;
            for (; i < pieces.size() && pieces.at(i).folded; ++i)
                characters += pieces.at(i).text.size();
            --i;
            sheet.insert(QStringLiteral("[… %1 more characters] ").arg(characters), note);
            continue;
        }
        QTextCharFormat format = sheet.fixed();
        if (piece.mark != reports::Mark::Same) {
            format.setForeground(paper::sides[which].text);
            format.setBackground(paper::sides[which].back);
            format.setUnderlineStyle(which == 0 ? QTextCharFormat::SingleUnderline : QTextCharFormat::DashUnderline);
        }
        if (piece.mark == reports::Mark::Fork) {
            format.setForeground(paper::fork);
            format.setBackground(paper::forkBack);
            format.setFontWeight(QFont::Bold);
        }
        QString text = piece.text;
        if (piece.mark == reports::Mark::Fork)
            text.replace(u'\n', QStringLiteral("↵\n"));
        sheet.insert(text, format);
    }
}

void writeSide(TextSheet& sheet, const reports::SideView& side, int which, bool forBoth)
{
    sheet.paragraph(0, 2);
    sheet.insert(which == 0 ? QStringLiteral("A ") : QStringLiteral("B "),
                 sheet.formatOf(which == 0 ? Tone::SideA : Tone::SideB));
    sheet.insert(base::singleLine(side.label, 60), sheet.plain());
    if (forBoth)
        sheet.insert(QStringLiteral(" and B, the same text"), sheet.plain(paper::dim));
    if (!side.asked || !side.failure.isEmpty()) {
        sheet.paragraph(0, 0);
        sheet.insert(side.asked ? QStringLiteral("✗ ") + base::singleLine(side.failure, 400)
                                : QStringLiteral("not asked"),
                     side.asked ? sheet.plain(paper::bad) : sheet.plain(paper::dim));
    }
    if (!side.reasoning.isEmpty()) {
        sheet.paragraph(0, 0);
        sheet.insert(QStringLiteral("reasoning, %1 characters").arg(side.reasoning.size()),
                     sheet.plain(paper::dim, 0.9));
    }
    sheet.paragraph(0, 0);
    writePieces(sheet, side.pieces, which);
    if (side.ends)
        sheet.insert(QStringLiteral(" (ends here)"), sheet.plain(paper::dim, 0.9));
    if (!side.answer.isEmpty()) {
        sheet.paragraph(2, 0);
        sheet.insert(side.answer, 0.95);
    }
}

void writeOdds(TextSheet& sheet, const reports::PairView& view)
{
    QTextTable* table = sheet.makeTable(int(view.odds.size()) + 1, {40, 15, 15}, 0, 1);
    QTextTableFormat format = table->format();
    format.setWidth(QTextLength(QTextLength::PercentageLength, 70));
    table->setFormat(format);
    const auto put = [&](int row, int column, const QString& text, const QTextCharFormat& style) {
        sheet.goToCell(table, row, column);
        sheet.insert(text, style);
    };
    put(0, 0, QStringLiteral("Probability at the fork"), sheet.plain(paper::dim, 0.95));
    put(0, 1, QStringLiteral("A"), sheet.formatOf(Tone::SideA));
    put(0, 2, QStringLiteral("B"), sheet.formatOf(Tone::SideB));
    for (int i = 0; i < view.odds.size(); ++i) {
        const reports::OddsRow& row = view.odds.at(i);
        QTextCharFormat token = sheet.fixed();
        if (row.chosenBy >= 0)
            token.setBackground(paper::sides[row.chosenBy].back);
        put(i + 1, 0, row.token, token);
        if (row.chosenBy >= 0)
            sheet.insert(row.chosenBy == 0 ? QStringLiteral("  chosen by A") : QStringLiteral("  chosen by B"),
                         sheet.plain(paper::dim, 0.9));
        put(i + 1, 1, row.a, sheet.plain(paper::text, 0.95));
        put(i + 1, 2, row.b, sheet.plain(paper::text, 0.95));
    }
    sheet.leaveTable(table);
}

} // namespace

void writePair(TextSheet& sheet, const reports::Pair& pair)
{
    const reports::PairView view = reports::viewOf(pair);
    sheet.paragraph(10, 2);
    sheet.insert({reports::quote(pair.promptId, 80, Tone::Strong), reports::say(QStringLiteral("  "))});
    sheet.insert(view.facts);
    if (!view.prompt.isEmpty()) {
        sheet.paragraph(0, 2);
        sheet.insert(base::singleLine(view.prompt, promptCharacters), sheet.plain(paper::dim, 0.95));
    }
    QTextTable* table = sheet.makeTable(1, view.same ? QList<double>{100} : QList<double>{50, 50}, 0.5, 5);
    for (int which = 0; which < (view.same ? 1 : 2); ++which) {
        sheet.enterCell(table, 0, which);
        writeSide(sheet, view.sides.at(std::size_t(which)), which, view.same);
    }
    sheet.leaveTable(table);
    if (!view.odds.isEmpty())
        writeOdds(sheet, view);
    if (!view.margin.isEmpty()) {
        sheet.paragraph(0, 2);
        sheet.insert(view.margin, 0.95);
    }
    if (!pair.note.isEmpty() || !pair.rating.isEmpty()) {
        sheet.paragraph(0, 2);
        if (!pair.rating.isEmpty())
            sheet.insert(QStringLiteral("Rated %1 of 5. ").arg(base::singleLine(pair.rating, 4)), sheet.plain());
        sheet.insert(base::singleLine(pair.note, noteCharacters), sheet.plain());
    }
}

} // namespace quantlens::print
