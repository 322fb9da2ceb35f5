// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/print/textsheet.h"

#include "core/base/text.h"

#include <QFontDatabase>
#include <QTextBlockFormat>
#include <QTextDocument>
#include <QTextTable>

#include <utility>

namespace quantlens::print {

using reports::Tone;

namespace {

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

} // namespace

TextSheet::TextSheet(QTextDocument* document, QFont font)
    : m_font(std::move(font))
    , m_fixed(QFontDatabase::systemFont(QFontDatabase::FixedFont))
    , m_cursor(document)
{
    m_fixed.setPointSizeF(m_font.pointSizeF() * 0.92);
    m_fixed.setStyleHint(QFont::Monospace);
    m_fixed.setHintingPreference(QFont::PreferNoHinting);
}

QTextCharFormat TextSheet::plain(const QColor& color, double factor) const
{
    QTextCharFormat format;
    format.setForeground(color);
    format.setFontPointSize(m_font.pointSizeF() * factor);
    return format;
}

QTextCharFormat TextSheet::formatOf(Tone tone, double factor) const
{
    QTextCharFormat format = plain(paper::text, factor);
    switch (tone) {
    case Tone::Plain:
        break;
    case Tone::Strong:
        format.setFontWeight(QFont::DemiBold);
        break;
    case Tone::Dim:
        format.setForeground(paper::dim);
        break;
    case Tone::Good:
        format.setForeground(paper::good);
        break;
    case Tone::Bad:
        format.setForeground(paper::bad);
        break;
    case Tone::Tie:
        format.setForeground(paper::tie);
        format.setBackground(paper::tieBack);
        break;
    case Tone::SideA:
    case Tone::SideB:
        format.setForeground(paper::sides[tone == Tone::SideA ? 0 : 1].label);
        format.setFontWeight(QFont::Bold);
        break;
    }
    return format;
}

QTextCharFormat TextSheet::fixed() const
{
    QTextCharFormat format;
    format.setFont(m_fixed);
    format.setForeground(paper::text);
    return format;
}

void TextSheet::paragraph(double above, double below)
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

void TextSheet::keepWithNext()
{
    QTextBlockFormat format = m_cursor.blockFormat();
    format.setProperty(keepProperty, true);
    m_cursor.setBlockFormat(format);
}

void TextSheet::insert(const reports::Words& words, double factor)
{
    for (const reports::Span& span : words)
        m_cursor.insertText(documentText(span.text), formatOf(span.tone, factor));
}

void TextSheet::insert(const QString& text, const QTextCharFormat& format)
{
    m_cursor.insertText(documentText(text), format);
}

QTextTable* TextSheet::makeTable(int rows, const QList<double>& shares, double border, double padding)
{
    QTextTableFormat format;
    format.setWidth(QTextLength(QTextLength::PercentageLength, 100));
    format.setBorder(border);
    format.setBorderBrush(paper::border);
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

void TextSheet::enterCell(QTextTable* table, int row, int column)
{
    goToCell(table, row, column);
    m_fresh = true;
}

void TextSheet::goToCell(QTextTable* table, int row, int column)
{
    m_cursor = table->cellAt(row, column).firstCursorPosition();
}

void TextSheet::leaveTable(QTextTable* table)
{
    m_cursor = table->lastCursorPosition();
    m_cursor.movePosition(QTextCursor::NextBlock);
    QTextBlockFormat format;
    format.setLineHeight(1, QTextBlockFormat::FixedHeight);
    m_cursor.setBlockFormat(format);
    m_fresh = false;
}

} // namespace quantlens::print
