// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/diff/rowlayouts.h"

#include <QFontInfo>
#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

namespace quantlens::ui {

namespace {

/// Two sides of the rows of a tall window, and as much again for scrolling back.
constexpr qsizetype rowLayoutCount = 1200;

struct RowScript
{
    bool simple = true; ///< a change of format inside cannot change the shapes
    bool rightToLeft = false;
};

RowScript rowScriptOf(QStringView text)
{
    RowScript script;
    for (const QChar c : text) {
        if (c.unicode() < 0x0300)
            continue;
        const bool shaped = c.isMark() || c.isSurrogate() || (c.unicode() >= 0x0590 && c.unicode() < 0x1100) ||
                            c.category() == QChar::Other_Format;
        const QChar::Direction direction = c.direction();
        const bool right = direction == QChar::DirR || direction == QChar::DirAL;
        script.simple = script.simple && !shaped && !right;
        // Right-to-left scripts outside the first plane exist; their surrogates do not tell.
        script.rightToLeft = script.rightToLeft || right || c.isSurrogate();
    }
    return script;
}

QTextCharFormat rowCodeFormat(CodeStyle style, const Theme& theme)
{
    QTextCharFormat format;
    switch (style) {
    case CodeStyle::Keyword:
        format.setForeground(theme.codeKeyword);
        format.setFontWeight(QFont::Bold);
        break;
    case CodeStyle::Text:
        format.setForeground(theme.codeString);
        break;
    case CodeStyle::Number:
        format.setForeground(theme.codeNumber);
        break;
    case CodeStyle::Comment:
        format.setForeground(theme.dim);
        break;
    }
    return format;
}

} // namespace

RowLayouts::RowLayouts()
    : m_cache(rowLayoutCount)
{
}

void RowLayouts::setDocument(std::shared_ptr<const DiffDocument> document)
{
    m_document = std::move(document);
    m_code = {};
    m_cache.clear();
}

void RowLayouts::setFont(const QFont& font)
{
    m_font = font;
    m_numberFont = font;
    if (font.pointSizeF() > 0)
        m_numberFont.setPointSizeF(std::max(8.0, font.pointSizeF() * 0.88));
    const QFontMetricsF metrics(font);
    m_lineHeight = std::max(int(std::ceil(metrics.height())) + 1, int(std::lround(1.6 * QFontInfo(font).pixelSize())));
    m_characterWidth = std::max(1.0, metrics.averageCharWidth());
    m_cache.clear();
}

void RowLayouts::setTextWidth(int width)
{
    if (m_width != width)
        m_cache.clear();
    m_width = width;
}

void RowLayouts::setTheme(const Theme& theme)
{
    m_theme = theme;
    m_cache.clear();
}

void RowLayouts::setMode(PaintMode mode)
{
    m_mode = mode;
    m_cache.clear();
}

void RowLayouts::setCode(int side, std::vector<CodeRange> ranges)
{
    m_code[std::size_t(side)] = std::move(ranges);
    m_cache.clear();
}

int RowLayouts::estimatedHeight(ViewRow row) const
{
    const DiffRow& cells = m_document->rows()[std::size_t(row.row)];
    const int characters = std::max(1, int(m_width / m_characterWidth));
    const int longest =
        row.side == ViewRow::both ? std::max(cells[0].length, cells[1].length) : cells[std::size_t(row.side)].length;
    return m_lineHeight * std::max(1, (longest + characters - 1) / characters);
}

const CellLayout* RowLayouts::cell(qsizetype row, int side)
{
    const DiffCell& cell = m_document->rows()[std::size_t(row)][std::size_t(side)];
    if (cell.isFiller())
        return nullptr;
    const qint64 key = 2 * row + side;
    if (CellLayout* found = m_cache.object(key))
        return found;
    CellLayout* made = makeLayout(cell, side).release();
    m_cache.insert(key, made);
    return made;
}

int RowLayouts::rowHeight(ViewRow row)
{
    int height = m_lineHeight;
    for (int side = 0; side < 2; ++side) {
        if (row.side != ViewRow::both && row.side != side)
            continue;
        if (const CellLayout* found = cell(row.row, side))
            height = std::max(height, found->height());
    }
    return height;
}

QList<QTextLayout::FormatRange> RowLayouts::formats(const DiffCell& cell, int side) const
{
    QList<QTextLayout::FormatRange> out;
    const auto add = [&](qsizetype start, qsizetype length, const QTextCharFormat& format) {
        const qsizetype from = std::max(start, cell.start);
        const qsizetype to = std::min(start + length, cell.start + cell.length);
        if (from < to)
            out.append({int(from - cell.start), int(to - from), format});
    };
    const std::vector<CodeRange>& code = m_code[std::size_t(side)];
    auto range = std::ranges::upper_bound(code, cell.start, {}, &CodeRange::start);
    if (range != code.begin())
        --range;
    for (; range != code.end() && range->start < cell.start + cell.length; ++range)
        add(range->start, range->length, rowCodeFormat(range->style, m_theme));
    if (m_mode == PaintMode::Plain)
        return out;
    // On a strong ground the colours of code would be too faint.
    const auto onStrongGround = [this](const DiffSpan& span) {
        switch (m_mode) {
        case PaintMode::Diff:
            return span.only;
        case PaintMode::Confidence:
            return span.probability < 0.5F;
        case PaintMode::Divergence:
            return span.kld >= 0.2F;
        case PaintMode::Plain:
            break;
        }
        return false;
    };
    QTextCharFormat differing;
    differing.setForeground(m_mode == PaintMode::Diff ? m_theme.side(side).text : m_theme.text);
    qsizetype start = 0;
    qsizetype length = 0;
    for (const DiffSpan& span : m_document->spansIn(side, cell.start, cell.length)) {
        if (!onStrongGround(span))
            continue;
        if (start + length != span.start) {
            add(start, length, differing);
            start = span.start;
            length = 0;
        }
        length += span.length;
    }
    add(start, length, differing);
    return out;
}

std::unique_ptr<CellLayout> RowLayouts::makeLayout(const DiffCell& cell, int side) const
{
    auto out = std::make_unique<CellLayout>();
    const QString text = m_document->cellText(cell, side).toString();
    const RowScript script = rowScriptOf(text);
    out->rightToLeft = script.rightToLeft;
    out->layout.setText(text);
    out->layout.setFont(m_font);
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    option.setTextDirection(Qt::LeftToRight);
    option.setTabStopDistance(4 * m_characterWidth);
    out->layout.setTextOption(option);
    out->layout.setCacheEnabled(true);
    if (script.simple)
        out->layout.setFormats(formats(cell, side));
    int y = 0;
    out->tops.push_back(0);
    out->layout.beginLayout();
    for (QTextLine line = out->layout.createLine(); line.isValid(); line = out->layout.createLine()) {
        line.setLineWidth(m_width);
        const int box = std::max(m_lineHeight, int(std::ceil(line.height())));
        line.setPosition(QPointF(0, y + std::floor((box - line.height()) / 2)));
        y += box;
        out->tops.push_back(y);
    }
    out->layout.endLayout();
    if (out->tops.size() == 1)
        out->tops.push_back(m_lineHeight);
    return out;
}

std::vector<QRectF> cellRects(const CellLayout& cell, int from, int to)
{
    std::vector<QRectF> rects;
    const QTextLayout& layout = cell.layout;
    for (int i = 0; i < layout.lineCount(); ++i) {
        const QTextLine line = layout.lineAt(i);
        const int first = std::max(from, line.textStart());
        const int last = std::min(to, line.textStart() + line.textLength());
        if (line.textStart() >= to)
            break;
        if (first >= last)
            continue;
        const auto begin = std::ptrdiff_t(rects.size());
        const auto add = [&](qreal one, qreal other) {
            const qreal left = std::clamp(std::min(one, other), 0.0, line.width());
            const qreal right = std::clamp(std::max(one, other), left, line.width());
            rects.emplace_back(left, line.y(), right - left, line.height());
        };
        if (!cell.rightToLeft) {
            add(line.cursorToX(first), line.cursorToX(last));
            continue;
        }
        for (int at = first; at < last; ++at)
            add(line.cursorToX(at, QTextLine::Leading), line.cursorToX(at, QTextLine::Trailing));
        // Characters come in reading order; what stands side by side becomes one rectangle.
        std::sort(rects.begin() + begin, rects.end(),
                  [](const QRectF& a, const QRectF& b) { return a.left() < b.left(); });
        auto kept = rects.begin() + begin;
        for (auto it = std::next(kept); it != rects.end(); ++it) {
            if (it->left() - kept->right() < 0.6)
                kept->setRight(std::max(kept->right(), it->right()));
            else
                *++kept = *it;
        }
        rects.erase(std::next(kept), rects.end());
    }
    return rects;
}

int cellLineAt(const CellLayout& cell, int y)
{
    const auto it = std::ranges::upper_bound(cell.tops, y);
    const auto index = int(it - cell.tops.begin()) - 1;
    return std::clamp(index, 0, std::max(0, cell.layout.lineCount() - 1));
}

} // namespace quantlens::ui
