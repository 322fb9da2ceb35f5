// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/reports/htmlblocks.h"
#include "core/reports/pairview.h"

namespace quantlens::reports {

namespace {

constexpr qsizetype openPrompt = 400;
constexpr qsizetype noteCharacters = 4'000;

/// Text that is closed until it is opened, with what the click gives.
void writeFolded(HtmlWriter& html, const QString& summary, const QString& text)
{
    html.raw("<details><summary>").text(summary).raw("</summary><div class=\"out\" dir=\"auto\">");
    html.text(text).raw("</div></details>");
}

QString charactersText(qsizetype count)
{
    return counted(count, QStringLiteral("character"), QStringLiteral("characters"));
}

void writePiece(HtmlWriter& html, const Piece& piece, bool isA)
{
    if (piece.mark == Mark::Same) {
        html.text(piece.text);
        return;
    }
    html.raw("<mark class=\"");
    isA ? html.raw("ca") : html.raw("cb");
    if (piece.mark == Mark::Fork)
        html.raw(" fork");
    QString text = piece.text;
    if (piece.mark == Mark::Fork)
        text.replace(u'\n', QStringLiteral("↵\n"));
    html.raw("\">").text(text).raw("</mark>");
}

void writePieces(HtmlWriter& html, const QList<Piece>& pieces, bool isA)
{
    qsizetype i = 0;
    while (i < pieces.size()) {
        qsizetype end = i;
        qsizetype characters = 0;
        const bool folded = pieces.at(i).folded;
        for (; end < pieces.size() && pieces.at(end).folded == folded; ++end)
            characters += pieces.at(end).text.size();
        if (folded)
            html.raw("<details><summary>")
                .text((i == 0 ? QStringLiteral("the same for ") : QStringLiteral("goes on for ")) +
                      charactersText(characters))
                .raw("</summary>");
        html.raw("<div class=\"out\" dir=\"auto\">");
        for (; i < end; ++i)
            writePiece(html, pieces.at(i), isA);
        html.raw("</div>");
        if (folded)
            html.raw("</details>");
    }
}

void writeSide(HtmlWriter& html, const SideView& side, bool isA, bool forBoth)
{
    html.raw("<div class=\"side\"><div class=\"small\">");
    isA ? html.raw("<span class=\"la\">A</span> ") : html.raw("<span class=\"lb\">B</span> ");
    html.isolated(base::singleLine(side.label, 60));
    if (forBoth)
        html.raw(" <span class=\"dim\">and</span> <span class=\"lb\">B</span><span class=\"dim\">, the same "
                 "text</span>");
    html.raw("</div>");
    if (!side.asked)
        html.raw("<p class=\"dim\">not asked</p>");
    if (!side.failure.isEmpty())
        html.raw("<p class=\"err\">✗ ").isolated(base::singleLine(side.failure, 400)).raw("</p>");
    if (!side.reasoning.isEmpty())
        writeFolded(html, QStringLiteral("reasoning, ") + charactersText(side.reasoning.size()), side.reasoning);
    writePieces(html, side.pieces, isA);
    if (side.ends)
        html.raw("<p class=\"dim small\">(ends here)</p>");
    else if (side.pieces.isEmpty() && side.asked && side.failure.isEmpty())
        html.raw("<p class=\"dim small\">(no text)</p>");
    if (!side.answer.isEmpty()) {
        html.raw("<p class=\"small dim\">");
        writeWords(html, side.answer);
        html.raw("</p>");
    }
    html.raw("</div>");
}

void writeOdds(HtmlWriter& html, const PairView& view)
{
    html.raw("<table class=\"odds\"><thead><tr><th scope=\"col\">Probability at the fork</th><th scope=\"col\" "
             "class=\"n\"><span class=\"la\">A</span> ");
    html.isolated(base::singleLine(view.sides[0].label, 30))
        .raw("</th><th scope=\"col\" class=\"n\"><span class=\"lb\">B</span> ");
    html.isolated(base::singleLine(view.sides[1].label, 30)).raw("</th></tr></thead><tbody>");
    for (const OddsRow& row : view.odds) {
        html.raw("<tr><th scope=\"row\">");
        row.chosenBy == 0   ? html.raw("<code class=\"ca\">")
        : row.chosenBy == 1 ? html.raw("<code class=\"cb\">")
                            : html.raw("<code>");
        html.text(row.token).raw("</code>");
        if (row.chosenBy >= 0)
            row.chosenBy == 0 ? html.raw(" chosen by A") : html.raw(" chosen by B");
        html.raw("</th><td class=\"n\">").text(row.a).raw("</td><td class=\"n\">").text(row.b).raw("</td></tr>");
    }
    html.raw("</tbody></table>");
}

void writeHead(HtmlWriter& html, const Pair& pair, const PairView& view)
{
    html.isolated(base::singleLine(pair.promptId, 80)).raw(" <span>· ");
    writeWords(html, view.facts);
    html.raw("</span>");
}

} // namespace

void writePair(HtmlWriter& html, const Pair& pair)
{
    const PairView view = viewOf(pair);
    if (pair.folded) {
        html.raw("<details class=\"more\" id=\"").text(pair.anchor).raw("\"><summary>");
        writeHead(html, pair, view);
        html.raw("</summary>");
    } else {
        html.raw("<article id=\"").text(pair.anchor).raw("\"><h3>");
        writeHead(html, pair, view);
        html.raw("</h3>");
    }
    if (view.prompt.size() > openPrompt)
        writeFolded(html, base::singleLine(view.prompt, 160), view.prompt);
    else if (!view.prompt.isEmpty())
        html.raw("<p class=\"small dim prompt\" dir=\"auto\">").text(view.prompt).raw("</p>");
    view.same ? html.raw("<div class=\"pair one\">") : html.raw("<div class=\"pair\">");
    writeSide(html, view.sides[0], true, view.same);
    if (!view.same)
        writeSide(html, view.sides[1], false, false);
    html.raw("</div>");
    if (!view.odds.isEmpty())
        writeOdds(html, view);
    if (!view.margin.isEmpty()) {
        html.raw("<p class=\"small\">");
        writeWords(html, view.margin);
        html.raw("</p>");
    }
    if (!pair.rating.isEmpty())
        html.raw("<p class=\"small\">Rated ").isolated(base::singleLine(pair.rating, 4)).raw(" of 5</p>");
    if (!pair.note.isEmpty())
        html.raw("<p class=\"small note\"><b>Note</b> ")
            .isolated(base::singleLine(pair.note, noteCharacters))
            .raw("</p>");
    pair.folded ? html.raw("</details>\n") : html.raw("</article>\n");
}

} // namespace quantlens::reports
