// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reports/htmlblocks.h"

#include "core/figures/svg.h"

#include <algorithm>

namespace quantlens::reports {

namespace {

/// Pixels; a page is at most 1080 wide and has two figures beside each other.
constexpr QSizeF figureSize(528, 264);
constexpr int intervalWidth = 160;

void openTone(HtmlWriter& html, Tone tone)
{
    switch (tone) {
    case Tone::Plain:
        break;
    case Tone::Strong:
        html.raw("<b>");
        break;
    case Tone::Dim:
        html.raw("<span class=\"dim\">");
        break;
    case Tone::Good:
        html.raw("<span class=\"ok\">");
        break;
    case Tone::Bad:
        html.raw("<span class=\"err\">");
        break;
    case Tone::Tie:
        html.raw("<span class=\"tie\">");
        break;
    case Tone::SideA:
        html.raw("<span class=\"la\">");
        break;
    case Tone::SideB:
        html.raw("<span class=\"lb\">");
        break;
    }
}

void closeTone(HtmlWriter& html, Tone tone)
{
    if (tone == Tone::Strong)
        html.raw("</b>");
    else if (tone != Tone::Plain)
        html.raw("</span>");
}

/// A point with its interval on a line from 0 to the end of the scale, noise hatched behind it.
void writeInterval(HtmlWriter& html, const domain::Rate& rate, const std::optional<domain::Rate>& noise, double scale)
{
    constexpr double margin = 5;
    const auto x = [scale](double value) {
        return margin + (intervalWidth - 2 * margin) * std::clamp(value / scale, 0.0, 1.0);
    };
    const auto line = [&html](double x1, double y1, double x2, double y2) {
        html.raw("x1=\"").number(x1).raw("\" y1=\"").number(y1).raw("\" x2=\"").number(x2).raw("\" y2=\"").number(y2);
        html.raw("\"/>");
    };
    html.raw("<svg width=\"160\" height=\"16\" viewBox=\"0 0 160 16\" aria-hidden=\"true\">");
    if (noise && noise->n > 0) {
        html.raw("<rect class=\"noise\" y=\"1\" height=\"14\" x=\"").number(x(0)).raw("\" width=\"");
        html.number(std::max(1.0, x(noise->high) - x(0))).raw("\"/>");
        // Hatched by strokes of its own: a pattern would need an id for each.
        for (double at = x(0) + 5; at < x(noise->high); at += 5) {
            const double from = std::max(x(0), at - 14);
            html.raw("<line class=\"hatch\" ");
            line(from, 1 + at - from, at, 1);
        }
    }
    html.raw("<line class=\"axis\" ");
    line(0, 8, intervalWidth, 8);
    if (rate.n > 0) {
        for (const double end : {rate.low, rate.high}) {
            html.raw("<line class=\"interval\" ");
            line(x(end), 4, x(end), 12);
        }
        html.raw("<line class=\"interval\" ");
        line(x(rate.low), 8, x(rate.high), 8);
        html.raw("<circle class=\"point\" r=\"4\" cy=\"8\" cx=\"").number(x(rate.value())).raw("\"/>");
    }
    html.raw("</svg>");
}

void writeSeverityClass(HtmlWriter& html, int severity)
{
    severity == 0 ? html.raw("s0") : severity == 1 ? html.raw("s1") : severity == 2 ? html.raw("s2") : html.raw("s3");
}

void writeCell(HtmlWriter& html, const Cell& cell, const Column& column, double scale, bool first)
{
    if (first)
        cell.detail ? html.raw("<th scope=\"row\" class=\"sub\">") : html.raw("<th scope=\"row\">");
    else if (column.figure)
        html.raw("<td class=\"figure\">");
    else if (column.number)
        column.spare ? html.raw("<td class=\"n spare\">") : html.raw("<td class=\"n\">");
    else
        column.spare ? html.raw("<td class=\"spare small\">") : html.raw("<td>");
    if (!cell.target.isEmpty())
        html.raw("<a href=\"#").text(cell.target).raw("\">");
    writeWords(html, cell.words);
    if (!cell.target.isEmpty())
        html.raw("</a>");
    if (cell.rate)
        writeInterval(html, *cell.rate, cell.noise, scale);
    first ? html.raw("</th>") : html.raw("</td>");
}

} // namespace

void writeWords(HtmlWriter& html, const Words& words)
{
    for (const Span& span : words) {
        openTone(html, span.tone);
        span.foreign ? html.isolated(span.text) : html.text(span.text);
        closeTone(html, span.tone);
    }
}

void writeParagraph(HtmlWriter& html, const Words& words)
{
    html.raw("<p>");
    writeWords(html, words);
    html.raw("</p>\n");
}

void writeLead(HtmlWriter& html, const Lead& lead)
{
    switch (lead.kind) {
    case Lead::Plain:
        html.raw("<div class=\"lead\">");
        break;
    case Lead::Good:
        html.raw("<div class=\"lead good\">");
        break;
    case Lead::Bad:
        html.raw("<div class=\"lead bad\">");
        break;
    }
    for (const Words& line : lead.lines)
        writeParagraph(html, line);
    html.raw("</div>\n");
}

void writeFacts(HtmlWriter& html, const Facts& facts)
{
    html.raw("<div class=\"cards\">");
    for (const FactGroup& group : facts.groups) {
        html.raw("<div><p>");
        writeWords(html, group.title);
        html.raw("</p><dl>");
        for (const auto& [term, value] : group.facts) {
            html.raw("<dt>").text(term).raw("</dt><dd>");
            writeWords(html, value);
            html.raw("</dd>");
        }
        html.raw("</dl></div>");
    }
    html.raw("</div>\n");
}

void writeSeverities(HtmlWriter& html, const Severities& severities)
{
    qint64 all = 0;
    for (const qint64 count : severities.counts)
        all += count;
    html.raw("<svg class=\"bar\" viewBox=\"0 0 1000 26\" preserveAspectRatio=\"none\" aria-hidden=\"true\">");
    double x = 0;
    for (int i = 0; i < 4; ++i) {
        const double width = 1000.0 * double(severities.counts.at(i)) / double(std::max<qint64>(1, all));
        if (severities.counts.at(i) > 0) {
            html.raw("<rect vector-effect=\"non-scaling-stroke\" y=\"0.5\" height=\"25\" x=\"");
            html.number(x).raw("\" width=\"").number(width).raw("\" class=\"");
            writeSeverityClass(html, i);
            html.raw("\"/>");
        }
        x += width;
    }
    html.raw("</svg><ul class=\"legend\">");
    const QString names[] = {QStringLiteral("= identical"), QStringLiteral("▂ minor"), QStringLiteral("▂▄ moderate"),
                             QStringLiteral("▂▄▆ severe")};
    for (int i = 0; i < 4; ++i) {
        html.raw("<li><svg width=\"12\" height=\"12\" aria-hidden=\"true\"><rect x=\"0.5\" y=\"0.5\" width=\"11\" "
                 "height=\"11\" class=\"");
        writeSeverityClass(html, i);
        html.raw("\"/></svg>")
            .text(names[i])
            .raw(" <b>")
            .text(QString::number(severities.counts.at(i)))
            .raw("</b></li>");
    }
    html.raw("</ul>\n");
}

void writeTable(HtmlWriter& html, const Table& table)
{
    html.raw("<div class=\"wide\"><table aria-label=\"").text(table.name).raw("\">");
    const bool headed =
        std::ranges::any_of(table.columns, [](const Column& column) { return !column.title.isEmpty(); });
    if (headed) {
        html.raw("<thead><tr>");
        for (const Column& column : table.columns) {
            if (column.figure)
                html.raw("<th scope=\"col\" class=\"figure\">");
            else if (column.number)
                column.spare ? html.raw("<th scope=\"col\" class=\"n spare\">")
                             : html.raw("<th scope=\"col\" class=\"n\">");
            else
                column.spare ? html.raw("<th scope=\"col\" class=\"spare\">") : html.raw("<th scope=\"col\">");
            html.text(column.title).raw("</th>");
        }
        html.raw("</tr></thead>");
    }
    html.raw("<tbody>\n");
    for (const QList<Cell>& row : table.rows) {
        html.raw("<tr>");
        for (qsizetype i = 0; i < row.size() && i < table.columns.size(); ++i)
            writeCell(html, row.at(i), table.columns.at(i), table.scale, i == 0);
        html.raw("</tr>\n");
    }
    html.raw("</tbody></table></div>\n");
}

void writePicture(HtmlWriter& html, const Picture& picture, qsizetype number)
{
    const figures::Figure& figure = picture.figure;
    html.raw("<figure class=\"chart\"><figcaption><b>").text(figure.title).raw("</b> <span class=\"dim\">");
    html.isolated(figure.empty() ? figure.missing : figure.subtitle).raw("</span></figcaption>");
    if (!figure.empty()) {
        QByteArray svg = figures::toSvg(
            figure, {.size = figureSize, .trimmed = true, .idPrefix = QStringLiteral("f%1-").arg(number)});
        // Inside HTML the name of the language is known; as an address it would look like a reference.
        svg.replace(" xmlns=\"http://www.w3.org/2000/svg\"", "");
        svg.remove(0, std::max<qsizetype>(0, svg.indexOf("<svg")));
        html.ours(svg);
    }
    html.raw("</figure>\n");
}

void writeCommand(HtmlWriter& html, const Command& command)
{
    html.raw("<pre class=\"command\">").text(command.line).raw("</pre>\n");
}

} // namespace quantlens::reports
