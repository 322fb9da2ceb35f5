// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reports/htmlblocks.h"
#include "core/reports/htmlstyle.h"
#include "core/reports/report.h"

namespace quantlens::reports {

namespace {

/// What a page never exceeds, and what of it is kept for everything but outputs that are folded.
constexpr qsizetype mostPageBytes = 20'000'000;
constexpr qsizetype keptBytes = 500'000;

/// Writes a document section by section.
class PageWriter
{
public:
    PageWriter(const Document& document, const Progress& progress)
        : m_progress(progress)
    {
        for (const Section& section : document.sections)
            m_steps += section.blocks.size();
    }

    /// Empty when it was told to stop.
    QByteArray write(const Document& document)
    {
        writeHeadOf(document);
        writeContents(document);
        bool halves = false;
        for (qsizetype i = 0; i < document.sections.size(); ++i) {
            const Section& section = document.sections.at(i);
            const bool begins =
                section.half && !halves && i + 1 < document.sections.size() && document.sections.at(i + 1).half;
            if (begins)
                m_html.raw("<div class=\"two\">");
            const bool ends = section.half && halves;
            if (!writeSection(section, i))
                return {};
            if (ends)
                m_html.raw("</div>\n");
            halves = begins;
        }
        m_html.raw("</main>\n</body>\n</html>\n");
        return m_html.take();
    }

private:
    void writeHeadOf(const Document& document)
    {
        m_html.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                   "<meta http-equiv=\"Content-Security-Policy\" content=\"");
        m_html.ours(reportPolicy())
            .raw("\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                 "<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"color-scheme\" content=\"light "
                 "dark\">\n"
                 "<title>");
        m_html.text(plainText(document.title))
            .raw(" · Quantlens report</title>\n<style>")
            .ours(reportStyle())
            .raw("</style>\n</head>\n<body>\n<main>\n<header><div><h1>");
        writeWords(m_html, document.title);
        m_html.raw("</h1><p class=\"dim\">");
        writeWords(m_html, document.subtitle);
        m_html.raw("</p></div><p class=\"about dim small\">");
        for (qsizetype i = 0; i < document.about.size(); ++i) {
            if (i > 0)
                m_html.raw("<span class=\"sep\">, </span><br>");
            m_html.text(document.about.at(i));
        }
        m_html.raw("</p></header>\n");
    }

    /// Links to the sections; a short page needs none.
    void writeContents(const Document& document)
    {
        constexpr qsizetype fewSections = 6;
        if (document.sections.size() < fewSections)
            return;
        m_html.raw("<nav aria-label=\"Contents\"><ul>");
        for (qsizetype i = 0; i < document.sections.size(); ++i) {
            const Section& section = document.sections.at(i);
            if (section.title.isEmpty())
                continue;
            m_html.raw("<li><a href=\"#s").text(QString::number(i)).raw("\">");
            writeTitle(section);
            m_html.raw("</a></li>");
        }
        m_html.raw("</ul></nav>\n");
    }

    void writeTitle(const Section& section)
    {
        m_html.text(section.title);
        if (!section.about.isEmpty())
            m_html.raw(": ").isolated(section.about);
    }

    bool writeSection(const Section& section, qsizetype number)
    {
        m_html.raw("<section id=\"s").text(QString::number(number)).raw("\">");
        if (!section.title.isEmpty()) {
            m_html.raw("<h2>");
            writeTitle(section);
            m_html.raw("</h2>\n");
        }
        const bool charts = section.blocks.size() > 1 && std::holds_alternative<Picture>(section.blocks.first());
        if (charts)
            m_html.raw("<div class=\"charts\">");
        qsizetype leftOut = 0;
        for (const Block& block : section.blocks) {
            if (m_progress && !m_progress(++m_done, m_steps))
                return false;
            if (const auto* pair = std::get_if<Pair>(&block))
                leftOut += addPair(*pair) ? 0 : 1;
            else
                writeBlock(block);
        }
        if (charts)
            m_html.raw("</div>");
        if (leftOut > 0)
            m_html.raw("<p class=\"dim\">")
                .text(counted(leftOut, QStringLiteral("pair"), QStringLiteral("pairs")))
                .raw(" more would make this page longer than 20 MB. The JSON of the run has every text.</p>");
        m_html.raw("</section>\n");
        return true;
    }

    void writeBlock(const Block& block)
    {
        if (const auto* words = std::get_if<Words>(&block))
            writeParagraph(m_html, *words);
        else if (const auto* lead = std::get_if<Lead>(&block))
            writeLead(m_html, *lead);
        else if (const auto* facts = std::get_if<Facts>(&block))
            writeFacts(m_html, *facts);
        else if (const auto* severities = std::get_if<Severities>(&block))
            writeSeverities(m_html, *severities);
        else if (const auto* table = std::get_if<Table>(&block))
            writeTable(m_html, *table);
        else if (const auto* picture = std::get_if<Picture>(&block))
            writePicture(m_html, *picture, ++m_figures);
        else if (const auto* command = std::get_if<Command>(&block))
            writeCommand(m_html, *command);
    }

    /// False: it does not fit.
    bool addPair(const Pair& pair)
    {
        HtmlWriter own;
        writePair(own, pair);
        const QByteArray bytes = own.take();
        if (m_html.size() + bytes.size() > mostPageBytes - keptBytes)
            return false;
        m_html.ours(bytes);
        return true;
    }

    HtmlWriter m_html;
    const Progress& m_progress;
    qsizetype m_figures = 0;
    qsizetype m_done = 0;
    qsizetype m_steps = 0;
};

} // namespace

QByteArray htmlReport(const ScoredRun& run, const ReportOptions& options)
{
    const Document document = makeDocument(run, options);
    return PageWriter(document, options.progress).write(document);
}

QByteArray htmlReport(const std::vector<ScoredRun>& runs, const QString& title, const ReportOptions& options)
{
    Document all;
    all.title = {quote(title, 120)};
    all.subtitle = {say(counted(qsizetype(runs.size()), QStringLiteral("result"), QStringLiteral("results")))};
    all.about = {QStringLiteral("Quantlens report")};
    Table list{.name = QStringLiteral("Results"),
               .columns = {{QStringLiteral("Result")}, {QStringLiteral("Kind")}, {QStringLiteral("Suite and date")}}};
    all.sections.append(Section{});
    for (std::size_t i = 0; i < runs.size(); ++i) {
        ReportOptions own = options;
        own.anchors = QStringLiteral("r%1").arg(i);
        const Document document = makeDocument(runs[i], own);
        Cell name{.words = document.title};
        name.target = QStringLiteral("s%1").arg(all.sections.size());
        list.rows.append(
            {name, Cell{.words = {say(domain::name(runs[i].data.run.kind))}}, Cell{.words = document.subtitle}});
        all.sections.append({.title = QString::number(i + 1), .about = plainText(document.title)});
        all.sections += document.sections;
    }
    all.sections.first().blocks = {list};
    return PageWriter(all, options.progress).write(all);
}

} // namespace quantlens::reports
