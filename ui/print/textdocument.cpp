// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/print/textdocument.h"

#include "core/base/text.h"
#include "core/reports/pairview.h"
#include "ui/print/drawings.h"
#include "ui/print/scenepainter.h"

#include <QAbstractTextDocumentLayout>
#include <QFontDatabase>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextFrame>
#include <QTextTable>

#include <algorithm>

namespace quantlens::print {

namespace {

using reports::Tone;
using reports::Words;

constexpr qsizetype promptCharacters = 400;
constexpr qsizetype noteCharacters = 2'000;

// docs/design.md's colours on white.
const QColor textColor(0x23, 0x26, 0x29);
const QColor dimColor(0x5b, 0x61, 0x67);
const QColor lineColor(0xd9, 0xdc, 0xdf);
const QColor borderColor(0xbf, 0xc3, 0xc7);
const QColor linkColor(0x14, 0x63, 0x9c);
const QColor badColor(0xa8, 0x18, 0x2b);
const QColor goodColor(0x17, 0x69, 0x2f);
const QColor tieColor(0x00, 0x58, 0x5c);
const QColor tieBack(0xd5, 0xef, 0xee);
const QColor forkBack(0xe9, 0xdc, 0xfa);
const QColor forkColor(0x4b, 0x1f, 0x8c);

struct SideColors
{
    QColor label;
    QColor back;
    QColor text;
};

const SideColors sideColors[] = {{QColor(0x15, 0x5a, 0x96), QColor(0xcf, 0xe3, 0xf8), QColor(0x0a, 0x3a, 0x68)},
                                 {QColor(0x8a, 0x45, 0x00), QColor(0xfd, 0xe0, 0xbb), QColor(0x65, 0x32, 0x00)}};

/// Text for a document: invisible characters become visible, those that a document keeps for itself do too, and lines
/// stay in one block.
QString documentText(const QString& text)
{
    QString out;
    out.reserve(text.size());
    for (const char32_t c : text.toUcs4()) {
        if (c == U'\n')
            out += QChar(QChar::LineSeparator);
        else if (c == U'\t')
            out += u'\t';
        else if (base::isInvisible(c) || (c >= 0xfdd0 && c <= 0xfdef) || c == 0xfffc || c == 0x2028 || c == 0x2029)
            out += base::isInvisible(c) ? base::visibleForm(c)
                                        : QStringLiteral("⟨U+%1⟩").arg(uint(c), 4, 16, QLatin1Char('0')).toUpper();
        else
            out += QString::fromUcs4(&c, 1);
    }
    return out;
}

class TextWriter
{
public:
    TextWriter(QTextDocument* document, const TextOptions& options)
        : m_options(options)
        , m_document(document)
        , m_drawings(new Drawings(figureFont(options.font), document))
        , m_cursor(document)
    {
        document->documentLayout()->registerHandler(Drawings::objectType, m_drawings);
        m_fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
        m_fixed.setPointSizeF(options.font.pointSizeF() * 0.92);
        m_fixed.setStyleHint(QFont::Monospace);
        m_fixed.setHintingPreference(QFont::PreferNoHinting);
    }

    bool write(const reports::Document& document)
    {
        m_cursor.beginEditBlock();
        writeTitle(document);
        qsizetype steps = 0;
        for (const reports::Section& section : document.sections)
            steps += section.blocks.size();
        qsizetype done = 0;
        bool stopped = false;
        for (const reports::Section& section : document.sections) {
            if (!section.title.isEmpty())
                writeHeading(section);
            for (const reports::Block& block : section.blocks) {
                stopped = stopped || (m_options.progress && !m_options.progress(++done, steps));
                if (!stopped)
                    writeBlock(block);
            }
        }
        m_cursor.endEditBlock();
        return !stopped;
    }

private:
    [[nodiscard]] QTextCharFormat plain(const QColor& color = textColor, double factor = 1) const
    {
        QTextCharFormat format;
        format.setForeground(color);
        format.setFontPointSize(m_options.font.pointSizeF() * factor);
        return format;
    }

    [[nodiscard]] QTextCharFormat formatOf(Tone tone, double factor = 1) const
    {
        QTextCharFormat format = plain(textColor, factor);
        switch (tone) {
        case Tone::Plain:
            break;
        case Tone::Strong:
            format.setFontWeight(QFont::DemiBold);
            break;
        case Tone::Dim:
            format.setForeground(dimColor);
            break;
        case Tone::Good:
            format.setForeground(goodColor);
            break;
        case Tone::Bad:
            format.setForeground(badColor);
            break;
        case Tone::Tie:
            format.setForeground(tieColor);
            format.setBackground(tieBack);
            break;
        case Tone::SideA:
        case Tone::SideB:
            format.setForeground(sideColors[tone == Tone::SideA ? 0 : 1].label);
            format.setFontWeight(QFont::Bold);
            break;
        }
        return format;
    }

    /// Begins a paragraph; the document's first one is there already.
    void paragraph(double above, double below)
    {
        QTextBlockFormat format;
        format.setTopMargin(above);
        format.setBottomMargin(below);
        format.setLineHeight(116, QTextBlockFormat::ProportionalHeight);
        if (m_fresh)
            m_cursor.setBlockFormat(format);
        else
            m_cursor.insertBlock(format);
        m_fresh = false;
    }

    void insert(const Words& words, double factor = 1)
    {
        for (const reports::Span& span : words)
            m_cursor.insertText(documentText(span.text), formatOf(span.tone, factor));
    }

    void insert(const QString& text, const QTextCharFormat& format) { m_cursor.insertText(documentText(text), format); }

    void writeTitle(const reports::Document& document)
    {
        paragraph(0, 0);
        insert(document.title, 1.9);
        paragraph(0, 0);
        insert(document.subtitle);
        paragraph(0, 8);
        insert(document.about.join(QStringLiteral(", ")), plain(dimColor, 0.92));
    }

    void writeHeading(const reports::Section& section)
    {
        paragraph(14, 4);
        QTextCharFormat format = plain(textColor, 1.25);
        format.setFontWeight(QFont::DemiBold);
        insert(section.title, format);
        if (!section.about.isEmpty())
            insert(QStringLiteral(": ") + section.about, format);
    }

    void writeBlock(const reports::Block& block)
    {
        if (const auto* words = std::get_if<Words>(&block)) {
            paragraph(2, 2);
            insert(*words);
        } else if (const auto* lead = std::get_if<reports::Lead>(&block)) {
            writeLead(*lead);
        } else if (const auto* facts = std::get_if<reports::Facts>(&block)) {
            writeFacts(*facts);
        } else if (const auto* severities = std::get_if<reports::Severities>(&block)) {
            writeSeverities(*severities);
        } else if (const auto* table = std::get_if<reports::Table>(&block)) {
            writeTable(*table);
        } else if (const auto* picture = std::get_if<reports::Picture>(&block)) {
            writePicture(picture->figure);
        } else if (const auto* command = std::get_if<reports::Command>(&block)) {
            paragraph(2, 4);
            insert(command->line, fixed());
        } else if (const auto* pair = std::get_if<reports::Pair>(&block)) {
            writePair(*pair);
        }
    }

    [[nodiscard]] QTextCharFormat fixed() const
    {
        QTextCharFormat format;
        format.setFont(m_fixed);
        format.setForeground(textColor);
        return format;
    }

    /// A table over the whole width; the cursor is behind it afterwards.
    QTextTable* makeTable(int rows, const QList<double>& shares, double border, double padding)
    {
        QTextTableFormat format;
        format.setWidth(QTextLength(QTextLength::PercentageLength, 100));
        format.setBorder(border);
        format.setBorderBrush(borderColor);
        format.setBorderStyle(QTextFrameFormat::BorderStyle_Solid);
        format.setBorderCollapse(true);
        format.setCellPadding(padding);
        format.setCellSpacing(0);
        format.setTopMargin(2);
        format.setBottomMargin(4);
        QList<QTextLength> widths;
        for (const double share : shares)
            widths.append(share > 0 ? QTextLength(QTextLength::PercentageLength, share)
                                    : QTextLength(QTextLength::VariableLength, 0));
        format.setColumnWidthConstraints(widths);
        // A table takes the paragraph it is put into as its own end.
        return m_cursor.insertTable(rows, int(shares.size()), format);
    }

    void leaveTable(QTextTable* table)
    {
        m_cursor = table->lastCursorPosition();
        m_cursor.movePosition(QTextCursor::NextBlock);
        QTextBlockFormat format;
        format.setLineHeight(1, QTextBlockFormat::FixedHeight);
        m_cursor.setBlockFormat(format);
        m_fresh = false;
    }

    void enterCell(QTextTable* table, int row, int column)
    {
        m_cursor = table->cellAt(row, column).firstCursorPosition();
        m_fresh = true;
    }

    void writeLead(const reports::Lead& lead)
    {
        QTextTable* table = makeTable(1, {100}, 0, 4);
        QTextTableCellFormat format;
        format.setLeftBorder(3);
        format.setLeftBorderStyle(QTextFrameFormat::BorderStyle_Solid);
        format.setLeftBorderBrush(lead.kind == reports::Lead::Bad    ? badColor
                                  : lead.kind == reports::Lead::Good ? goodColor
                                                                     : linkColor);
        format.setLeftPadding(10);
        table->cellAt(0, 0).setFormat(format);
        enterCell(table, 0, 0);
        for (const Words& line : lead.lines) {
            paragraph(1, 1);
            insert(line);
        }
        leaveTable(table);
    }

    void writeFacts(const reports::Facts& facts)
    {
        const auto groups = int(facts.groups.size());
        QTextTable* table = makeTable(1, QList<double>(groups, 100.0 / std::max(1, groups)), 0, 3);
        for (int i = 0; i < groups; ++i) {
            enterCell(table, 0, i);
            paragraph(0, 1);
            insert(facts.groups.at(i).title);
            for (const auto& [term, value] : facts.groups.at(i).facts) {
                paragraph(0, 0);
                insert(term + QStringLiteral("  "), plain(dimColor, 0.95));
                insert(value, 0.95);
            }
        }
        leaveTable(table);
    }

    void writeSeverities(const reports::Severities& severities)
    {
        paragraph(4, 2);
        m_drawings->insert(m_cursor, SeverityDrawing{severities.counts}, m_options.width - 2);
        const QString names[] = {QStringLiteral("= identical"), QStringLiteral("▂ minor"),
                                 QStringLiteral("▂▄ moderate"), QStringLiteral("▂▄▆ severe")};
        paragraph(0, 6);
        for (std::size_t i = 0; i < 4; ++i) {
            QTextCharFormat square = plain();
            square.setForeground(
                QColor::fromRgb(figures::lightPalette().color(figures::shifted(figures::Role::SeverityFill, int(i)))));
            insert(QStringLiteral("■ "), square);
            insert(names[i] + u' ', plain());
            QTextCharFormat bold = plain();
            bold.setFontWeight(QFont::DemiBold);
            insert(QString::number(severities.counts.at(i)) + QStringLiteral("     "), bold);
        }
    }

    void cellLine(QTextTable* table, int row, int column, bool last)
    {
        QTextTableCellFormat format = table->cellAt(row, column).format().toTableCellFormat();
        format.setTopPadding(1.5);
        format.setBottomPadding(1.5);
        format.setLeftPadding(3);
        format.setRightPadding(3);
        format.setVerticalAlignment(QTextCharFormat::AlignBottom);
        if (!last) {
            format.setBottomBorder(0.5);
            format.setBottomBorderStyle(QTextFrameFormat::BorderStyle_Solid);
            format.setBottomBorderBrush(lineColor);
        }
        table->cellAt(row, column).setFormat(format);
    }

    void writeTable(const reports::Table& source)
    {
        const bool headed =
            std::ranges::any_of(source.columns, [](const reports::Column& column) { return !column.title.isEmpty(); });
        const int head = headed ? 1 : 0;
        const auto columns = int(source.columns.size());
        QTextTable* table = makeTable(int(source.rows.size()) + head, QList<double>(columns, 0), 0, 2);
        QTextTableFormat format = table->format();
        format.setHeaderRowCount(head);
        table->setFormat(format);
        const double small = columns > 8 ? 0.85 : 0.95;
        QTextBlockFormat right;
        right.setAlignment(Qt::AlignRight);
        for (int column = 0; headed && column < columns; ++column) {
            cellLine(table, 0, column, false);
            m_cursor = table->cellAt(0, column).firstCursorPosition();
            if (source.columns.at(column).number)
                m_cursor.setBlockFormat(right);
            insert(source.columns.at(column).title, plain(dimColor, small));
        }
        for (int row = 0; row < source.rows.size(); ++row) {
            for (int column = 0; column < std::min(columns, int(source.rows.at(row).size())); ++column) {
                const reports::Cell& cell = source.rows.at(row).at(column);
                cellLine(table, row + head, column, false);
                m_cursor = table->cellAt(row + head, column).firstCursorPosition();
                if (source.columns.at(column).number)
                    m_cursor.setBlockFormat(right);
                if (cell.detail)
                    insert(QStringLiteral("    "), plain(textColor, small));
                insert(cell.words, small);
                if (cell.rate)
                    m_drawings->insert(m_cursor, IntervalDrawing{*cell.rate, cell.noise, source.scale});
            }
        }
        leaveTable(table);
    }

    void writePicture(const figures::Figure& figure)
    {
        constexpr double height = 230;
        paragraph(8, 2);
        QTextCharFormat bold = plain();
        bold.setFontWeight(QFont::DemiBold);
        insert(figure.title + QStringLiteral("  "), bold);
        insert(base::singleLine(figure.empty() ? figure.missing : figure.subtitle, 300), plain(dimColor, 0.95));
        if (figure.empty())
            return;
        paragraph(0, 4);
        m_drawings->insert(m_cursor, figure, QSizeF(m_options.width - 2, height));
    }

    void writePieces(const QList<reports::Piece>& pieces, int which)
    {
        QTextCharFormat note = plain(dimColor, 0.9);
        note.setFontItalic(true);
        for (qsizetype i = 0; i < pieces.size(); ++i) {
            const reports::Piece& piece = pieces.at(i);
            if (piece.folded) {
                qsizetype characters = 0;
                for (; i < pieces.size() && pieces.at(i).folded; ++i)
                    characters += pieces.at(i).text.size();
                --i;
                insert(QStringLiteral("[… %1 more characters] ").arg(characters), note);
                continue;
            }
            QTextCharFormat format = fixed();
            if (piece.mark != reports::Mark::Same) {
                format.setForeground(sideColors[which].text);
                format.setBackground(sideColors[which].back);
                format.setUnderlineStyle(which == 0 ? QTextCharFormat::SingleUnderline
                                                    : QTextCharFormat::DashUnderline);
            }
            if (piece.mark == reports::Mark::Fork) {
                format.setForeground(forkColor);
                format.setBackground(forkBack);
                format.setFontWeight(QFont::Bold);
            }
            QString text = piece.text;
            if (piece.mark == reports::Mark::Fork)
                text.replace(u'\n', QStringLiteral("↵\n"));
            insert(text, format);
        }
    }

    void writeSide(const reports::SideView& side, int which, bool forBoth)
    {
        paragraph(0, 2);
        insert(which == 0 ? QStringLiteral("A ") : QStringLiteral("B "),
               formatOf(which == 0 ? Tone::SideA : Tone::SideB));
        insert(base::singleLine(side.label, 60), plain());
        if (forBoth)
            insert(QStringLiteral(" and B, the same text"), plain(dimColor));
        if (!side.asked || !side.failure.isEmpty()) {
            paragraph(0, 0);
            insert(side.asked ? QStringLiteral("✗ ") + base::singleLine(side.failure, 400)
                              : QStringLiteral("not asked"),
                   side.asked ? plain(badColor) : plain(dimColor));
        }
        if (!side.reasoning.isEmpty()) {
            paragraph(0, 0);
            insert(QStringLiteral("reasoning, %1 characters").arg(side.reasoning.size()), plain(dimColor, 0.9));
        }
        paragraph(0, 0);
        writePieces(side.pieces, which);
        if (side.ends)
            insert(QStringLiteral(" (ends here)"), plain(dimColor, 0.9));
        if (!side.answer.isEmpty()) {
            paragraph(2, 0);
            insert(side.answer, 0.95);
        }
    }

    void writeOdds(const reports::PairView& view)
    {
        QTextTable* table = makeTable(int(view.odds.size()) + 1, {40, 15, 15}, 0, 1);
        QTextTableFormat format = table->format();
        format.setWidth(QTextLength(QTextLength::PercentageLength, 70));
        table->setFormat(format);
        const auto put = [&](int row, int column, const QString& text, const QTextCharFormat& style) {
            m_cursor = table->cellAt(row, column).firstCursorPosition();
            insert(text, style);
        };
        put(0, 0, QStringLiteral("Probability at the fork"), plain(dimColor, 0.95));
        put(0, 1, QStringLiteral("A"), formatOf(Tone::SideA));
        put(0, 2, QStringLiteral("B"), formatOf(Tone::SideB));
        for (int i = 0; i < view.odds.size(); ++i) {
            const reports::OddsRow& row = view.odds.at(i);
            QTextCharFormat token = fixed();
            if (row.chosenBy >= 0)
                token.setBackground(sideColors[row.chosenBy].back);
            put(i + 1, 0, row.token, token);
            if (row.chosenBy >= 0)
                insert(row.chosenBy == 0 ? QStringLiteral("  chosen by A") : QStringLiteral("  chosen by B"),
                       plain(dimColor, 0.9));
            put(i + 1, 1, row.a, plain(textColor, 0.95));
            put(i + 1, 2, row.b, plain(textColor, 0.95));
        }
        leaveTable(table);
    }

    void writePair(const reports::Pair& pair)
    {
        const reports::PairView view = reports::viewOf(pair);
        paragraph(10, 2);
        insert({reports::quote(pair.promptId, 80, Tone::Strong), reports::say(QStringLiteral("  "))});
        insert(view.facts);
        if (!view.prompt.isEmpty()) {
            paragraph(0, 2);
            insert(base::singleLine(view.prompt, promptCharacters), plain(dimColor, 0.95));
        }
        QTextTable* table = makeTable(1, view.same ? QList<double>{100} : QList<double>{50, 50}, 0.5, 5);
        for (int which = 0; which < (view.same ? 1 : 2); ++which) {
            enterCell(table, 0, which);
            writeSide(view.sides.at(std::size_t(which)), which, view.same);
        }
        leaveTable(table);
        if (!view.odds.isEmpty())
            writeOdds(view);
        if (!view.margin.isEmpty()) {
            paragraph(0, 2);
            insert(view.margin, 0.95);
        }
        if (!pair.note.isEmpty() || !pair.rating.isEmpty()) {
            paragraph(0, 2);
            if (!pair.rating.isEmpty())
                insert(QStringLiteral("Rated %1 of 5. ").arg(base::singleLine(pair.rating, 4)), plain());
            insert(base::singleLine(pair.note, noteCharacters), plain());
        }
    }

    const TextOptions& m_options;
    QTextDocument* m_document;
    Drawings* m_drawings;
    QTextCursor m_cursor;
    QFont m_fixed;
    bool m_fresh = true;
};

} // namespace

QFont reportFont()
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::GeneralFont);
    font.setPointSizeF(9);
    font.setHintingPreference(QFont::PreferNoHinting);
    return font;
}

std::unique_ptr<QTextDocument> makeTextDocument(const reports::Document& document, const TextOptions& options)
{
    auto text = std::make_unique<QTextDocument>();
    text->setUndoRedoEnabled(false);
    text->setDefaultFont(options.font);
    text->setDocumentMargin(0);
    text->setUseDesignMetrics(true);
    QTextOption wrapping;
    wrapping.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    text->setDefaultTextOption(wrapping);
    if (!TextWriter(text.get(), options).write(document))
        return nullptr;
    return text;
}

} // namespace quantlens::print
