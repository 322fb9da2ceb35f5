// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/reports/issuetext.h"
#include "core/reports/pairview.h"
#include "core/reports/report.h"

#include <algorithm>

namespace quantlens::reports {

namespace {

/// Text of ours: nothing in it may become markup.
QString escapedMarkdown(const QString& text)
{
    QString out;
    for (const QChar c : text) {
        if (QStringView(u"\\`*_[]<>#|~&!$").contains(c))
            out += u'\\';
        out += c;
    }
    return out;
}

/// Foreign text as code, which nothing inside can end: no markup, no link, no mention. `inTable`: a bar would end the
/// cell.
QString codeSpan(const QString& text, bool inTable)
{
    QString safe = base::singleLine(text, 1'000).trimmed();
    if (safe.isEmpty())
        return QStringLiteral("–");
    qsizetype longest = 0;
    qsizetype ticks = 0;
    for (const QChar c : std::as_const(safe)) {
        ticks = c == u'`' ? ticks + 1 : 0;
        longest = std::max(longest, ticks);
    }
    if (inTable)
        safe.replace(u'|', QLatin1String("\\|"));
    const QString fence(longest + 1, u'`');
    const QString blank = longest > 0 ? QStringLiteral(" ") : QString();
    return fence + blank + safe + blank + fence;
}

QString wordsText(const Words& words, bool inTable)
{
    QString text;
    for (const Span& span : words) {
        if (span.text.trimmed().isEmpty()) {
            text += span.text;
            continue;
        }
        const QString piece = span.foreign ? codeSpan(span.text, inTable) : escapedMarkdown(span.text);
        text += span.tone == Tone::Strong && !span.foreign
                    ? QStringLiteral("**") + piece.trimmed() + QStringLiteral("**") +
                          (piece.endsWith(u' ') ? QStringLiteral(" ") : QString())
                    : piece;
    }
    return text;
}

class MarkdownWriter
{
public:
    explicit MarkdownWriter(const Progress& progress)
        : m_progress(progress)
    {
    }

    /// Empty when it was told to stop.
    QString write(const Document& document)
    {
        m_out = QStringLiteral("# %1\n\n%2\n\n%3\n\n")
                    .arg(wordsText(document.title, false), wordsText(document.subtitle, false),
                         escapedMarkdown(document.about.join(QStringLiteral(", "))));
        qsizetype done = 0;
        for (const Section& section : document.sections) {
            if (m_progress && !m_progress(++done, document.sections.size()))
                return {};
            if (!section.title.isEmpty())
                m_out += QStringLiteral("## %1%2\n\n")
                             .arg(escapedMarkdown(section.title),
                                  section.about.isEmpty() ? QString()
                                                          : QStringLiteral(": ") + codeSpan(section.about, false));
            for (const Block& block : section.blocks)
                writeBlock(block);
        }
        return m_out;
    }

private:
    void writeBlock(const Block& block)
    {
        if (const auto* words = std::get_if<Words>(&block))
            m_out += wordsText(*words, false) + QStringLiteral("\n\n");
        else if (const auto* lead = std::get_if<Lead>(&block))
            writeLeadLines(*lead);
        else if (const auto* facts = std::get_if<Facts>(&block))
            writeFactLists(*facts);
        else if (const auto* severities = std::get_if<Severities>(&block))
            m_out += QStringLiteral("Pairs: identical %1, minor %2, moderate %3, severe %4\n\n")
                         .arg(severities->counts[0])
                         .arg(severities->counts[1])
                         .arg(severities->counts[2])
                         .arg(severities->counts[3]);
        else if (const auto* table = std::get_if<Table>(&block))
            writeRows(*table);
        else if (const auto* picture = std::get_if<Picture>(&block))
            writeFigure(picture->figure);
        else if (const auto* command = std::get_if<Command>(&block))
            m_out += fenced(command->line, QStringLiteral("sh")) + u'\n';
        else if (const auto* pair = std::get_if<Pair>(&block))
            writePairText(*pair);
    }

    void writeLeadLines(const Lead& lead)
    {
        for (const Words& line : lead.lines)
            m_out += QStringLiteral("> %1\n>\n").arg(wordsText(line, false));
        if (m_out.endsWith(QLatin1String(">\n")))
            m_out.chop(2);
        m_out += u'\n';
    }

    void writeFactLists(const Facts& facts)
    {
        for (const FactGroup& group : facts.groups) {
            m_out += wordsText(group.title, false) + QStringLiteral("\n\n");
            for (const auto& [term, value] : group.facts)
                m_out += QStringLiteral("- %1: %2\n").arg(escapedMarkdown(term), wordsText(value, false));
            m_out += u'\n';
        }
    }

    void writeRow(const QStringList& cells)
    {
        m_out += QStringLiteral("| ") + cells.join(QStringLiteral(" | ")) + QStringLiteral(" |\n");
    }

    /// Drawn columns have no place in text; their numbers stand beside them.
    void writeRows(const Table& table)
    {
        QStringList head;
        QStringList rule;
        for (const Column& column : table.columns) {
            if (column.figure)
                continue;
            head << escapedMarkdown(column.title);
            rule << (column.number ? QStringLiteral("---:") : QStringLiteral("---"));
        }
        writeRow(head);
        writeRow(rule);
        for (const QList<Cell>& row : table.rows) {
            QStringList cells;
            for (qsizetype i = 0; i < row.size() && i < table.columns.size(); ++i) {
                if (!table.columns.at(i).figure)
                    cells << wordsText(row.at(i).words, true);
            }
            writeRow(cells);
        }
        m_out += u'\n';
    }

    void writeFigure(const figures::Figure& figure)
    {
        constexpr qsizetype mostRows = 60;
        m_out += QStringLiteral("**%1** %2\n\n")
                     .arg(escapedMarkdown(figure.title),
                          escapedMarkdown(base::singleLine(figure.empty() ? figure.missing : figure.subtitle, 300)));
        const QList<QStringList> rows = figures::dataRows(figure);
        if (figure.empty() || rows.size() < 2)
            return;
        for (qsizetype i = 0; i < std::min(rows.size(), mostRows); ++i) {
            QStringList cells;
            for (const QString& each : rows.at(i))
                cells << (i == 0 ? escapedMarkdown(each) : codeSpan(each, true));
            writeRow(cells);
            if (i == 0)
                writeRow(QStringList(cells.size(), QStringLiteral("---")));
        }
        if (rows.size() > mostRows)
            m_out += QStringLiteral("\nand %1 more rows\n").arg(rows.size() - mostRows);
        m_out += u'\n';
    }

    void writeSideText(const SideView& side, QChar letter, bool forBoth)
    {
        m_out +=
            QStringLiteral("**%1**: %2%3\n\n")
                .arg(letter)
                .arg(codeSpan(side.label, false), forBoth ? QStringLiteral(" and **B**, the same text") : QString());
        if (!side.asked)
            m_out += QStringLiteral("(not asked)\n\n");
        if (!side.failure.isEmpty())
            m_out += QStringLiteral("The request failed: %1\n\n").arg(codeSpan(side.failure, false));
        if (!side.reasoning.isEmpty())
            m_out += QStringLiteral("Reasoning:\n\n") + fenced(side.reasoning) + u'\n';
        QString text;
        for (const Piece& piece : side.pieces)
            text += piece.text;
        if (side.asked && (side.failure.isEmpty() || !text.isEmpty()))
            m_out += fenced(text) + u'\n';
        if (!side.answer.isEmpty())
            m_out += wordsText(side.answer, false) + QStringLiteral("\n\n");
    }

    void writePairText(const Pair& pair)
    {
        const PairView view = viewOf(pair);
        m_out += QStringLiteral("### %1\n\n%2\n\n").arg(codeSpan(pair.promptId, false), wordsText(view.facts, false));
        if (!view.prompt.isEmpty())
            m_out += QStringLiteral("Prompt:\n\n") + fenced(view.prompt) + u'\n';
        writeSideText(view.sides[0], u'A', view.same);
        if (!view.same)
            writeSideText(view.sides[1], u'B', false);
        if (!view.odds.isEmpty()) {
            writeRow({QStringLiteral("probability at the fork"), QStringLiteral("A"), QStringLiteral("B")});
            writeRow({QStringLiteral("---"), QStringLiteral("---:"), QStringLiteral("---:")});
            for (const OddsRow& row : view.odds)
                writeRow({codeSpan(row.token, true) + (row.chosenBy == 0   ? QStringLiteral(" chosen by A")
                                                       : row.chosenBy == 1 ? QStringLiteral(" chosen by B")
                                                                           : QString()),
                          escapedMarkdown(row.a), escapedMarkdown(row.b)});
            m_out += u'\n';
        }
        if (!view.margin.isEmpty())
            m_out += wordsText(view.margin, false) + QStringLiteral("\n\n");
        if (!pair.rating.isEmpty())
            m_out += QStringLiteral("Rated %1 of 5\n\n").arg(codeSpan(pair.rating, false));
        if (!pair.note.isEmpty())
            m_out += QStringLiteral("Note:\n\n") + fenced(pair.note) + u'\n';
    }

    const Progress& m_progress;
    QString m_out;
};

} // namespace

QString markdownReport(const ScoredRun& run, const ReportOptions& options)
{
    const Document document = makeDocument(run, options);
    return MarkdownWriter(options.progress).write(document);
}

} // namespace quantlens::reports
