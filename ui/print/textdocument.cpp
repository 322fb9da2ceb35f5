// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/print/textdocument.h"

#include "core/base/text.h"
#include "ui/print/drawings.h"
#include "ui/print/scenepainter.h"
#include "ui/print/textpair.h"
#include "ui/print/textsheet.h"

#include <QAbstractTextDocumentLayout>
#include <QFontDatabase>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextLayout>
#include <QTextTable>

#include <algorithm>

namespace quantlens::print {

namespace {

using reports::Words;

class TextWriter : private TextSheet
{
public:
    TextWriter(QTextDocument* document, const TextOptions& options)
        : TextSheet(document, options.font)
        , m_options(options)
        , m_drawings(new Drawings(figureFont(options.font), document))
    {
        document->documentLayout()->registerHandler(Drawings::objectType, m_drawings);
    }

    bool write(const reports::Document& document)
    {
        cursor().beginEditBlock();
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
        cursor().endEditBlock();
        return !stopped;
    }

private:
    void writeTitle(const reports::Document& document)
    {
        paragraph(0, 0);
        insert(document.title, 1.9);
        paragraph(0, 0);
        insert(document.subtitle);
        paragraph(0, 8);
        insert(document.about.join(QStringLiteral(", ")), plain(paper::dim, 0.92));
    }

    void writeHeading(const reports::Section& section)
    {
        paragraph(14, 4);
        keepWithNext();
        QTextCharFormat format = plain(paper::text, 1.25);
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
            writePair(*this, *pair);
        }
    }

    void writeLead(const reports::Lead& lead)
    {
        QTextTable* table = makeTable(1, {100}, 0, 4);
        QTextTableCellFormat format;
        format.setLeftBorder(3);
        format.setLeftBorderStyle(QTextFrameFormat::BorderStyle_Solid);
        format.setLeftBorderBrush(lead.kind == reports::Lead::Bad    ? paper::bad
                                  : lead.kind == reports::Lead::Good ? paper::good
                                                                     : paper::link);
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
                insert(term + QStringLiteral("  "), plain(paper::dim, 0.95));
                insert(value, 0.95);
            }
        }
        leaveTable(table);
    }

    void writeSeverities(const reports::Severities& severities)
    {
        paragraph(4, 2);
        m_drawings->insert(cursor(), SeverityDrawing{severities.counts}, m_options.width - 2);
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
            format.setBottomBorderBrush(paper::line);
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
            goToCell(table, 0, column);
            if (source.columns.at(column).number)
                cursor().setBlockFormat(right);
            insert(source.columns.at(column).title, plain(paper::dim, small));
        }
        for (int row = 0; row < source.rows.size(); ++row) {
            for (int column = 0; column < std::min(columns, int(source.rows.at(row).size())); ++column) {
                const reports::Cell& cell = source.rows.at(row).at(column);
                cellLine(table, row + head, column, false);
                goToCell(table, row + head, column);
                if (source.columns.at(column).number)
                    cursor().setBlockFormat(right);
                if (cell.detail)
                    insert(QStringLiteral("    "), plain(paper::text, small));
                insert(cell.words, small);
                if (cell.rate)
                    m_drawings->insert(cursor(), IntervalDrawing{*cell.rate, cell.noise, source.scale});
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
        insert(base::singleLine(figure.empty() ? figure.missing : figure.subtitle, 300), plain(paper::dim, 0.95));
        if (figure.empty())
            return;
        keepWithNext();
        paragraph(0, 4);
        m_drawings->insert(cursor(), figure, QSizeF(m_options.width - 2, height));
    }

    const TextOptions& m_options;
    Drawings* m_drawings;
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

void layOutPages(QTextDocument& text, QSizeF page)
{
    text.setPageSize(page);
    // Where its first line stands: a block begins where the one before ends, also when its first line does not fit
    // there.
    const auto pageOf = [&](const QTextBlock& block) {
        double top = text.documentLayout()->blockBoundingRect(block).top();
        if (block.layout()->lineCount() > 0)
            top += block.layout()->lineAt(0).y();
        return int(top / page.height());
    };
    const auto heads = [](const QTextBlock& block) { return block.blockFormat().hasProperty(TextSheet::keepProperty); };
    for (QTextBlock block = text.begin(); block.isValid(); block = block.next()) {
        if (!heads(block))
            continue;
        const QTextBlock first = block;
        while (heads(block) && block.next().isValid())
            block = block.next();
        if (pageOf(first) == pageOf(block))
            continue;
        QTextBlockFormat format = first.blockFormat();
        format.setPageBreakPolicy(QTextFormat::PageBreak_AlwaysBefore);
        // All is laid out anew: Qt leaves out paragraphs behind tables when only what follows is.
        QTextCursor cursor(first);
        cursor.beginEditBlock();
        cursor.setBlockFormat(format);
        text.markContentsDirty(0, text.characterCount());
        cursor.endEditBlock();
    }
}

} // namespace quantlens::print
