// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/diff/diffpainter.h"

#include "ui/icons/icons.h"

#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace quantlens::ui {

namespace {

constexpr int changeBarWidth = 3;
constexpr int forkIconSize = 14;
constexpr int hatchStep = 7;

enum class DiffLine {
    None,
    Solid,
    Dashed,
    Dotted,
    Tick,
    DoubleTick,
};

/// How a paint mode shows one span.
struct SpanPaint
{
    QColor background; ///< invalid: none
    DiffLine line = DiffLine::None;
    QColor lineColor;

    bool operator==(const SpanPaint&) const = default;
};

SpanPaint spanPaintOf(const DiffSpan& span, int side, PaintMode mode, const Theme& theme)
{
    switch (mode) {
    case PaintMode::Diff:
        if (!span.only)
            return {};
        return {theme.side(side).background, side == 0 ? DiffLine::Solid : DiffLine::Dashed, theme.side(side).line};
    case PaintMode::Confidence:
        if (std::isnan(span.probability) || span.probability >= 0.9F)
            return {};
        return {theme.confidenceTint(double(span.probability)),
                span.probability < 0.5F ? DiffLine::Dotted : DiffLine::None, theme.dim};
    case PaintMode::Divergence:
        if (std::isnan(span.kld) || span.kld < 0.01F)
            return {};
        return {theme.klTint(double(span.kld)),
                span.kld >= 1      ? DiffLine::DoubleTick
                : span.kld >= 0.2F ? DiffLine::Tick
                                   : DiffLine::None,
                theme.text};
    case PaintMode::Plain:
        break;
    }
    return {};
}

void drawSpanLine(QPainter& painter, const QRectF& rect, const SpanPaint& paint)
{
    const double y = rect.bottom() - 1;
    if (paint.line == DiffLine::Solid) {
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 2, rect.width(), 2), paint.lineColor);
        return;
    }
    if (paint.line == DiffLine::Tick || paint.line == DiffLine::DoubleTick) {
        const double middle = std::round(rect.center().x());
        for (const double x : {middle, middle + 3}) {
            if (x == middle || paint.line == DiffLine::DoubleTick)
                painter.fillRect(QRectF(x - 1, rect.bottom() - 3, 1, 3), paint.lineColor);
        }
        return;
    }
    QPen pen(paint.lineColor, paint.line == DiffLine::Dashed ? 2 : 1);
    pen.setCapStyle(Qt::FlatCap);
    pen.setDashPattern(paint.line == DiffLine::Dashed ? QList<qreal>{2.5, 1.25} : QList<qreal>{1, 2});
    painter.setPen(pen);
    painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y));
}

/// A rectangle of text grown to hold the underline, on whole pixels so that edges are sharp.
QRectF tokenBox(const QRectF& text, QPointF origin)
{
    const QRectF moved = text.translated(origin);
    const double left = std::round(moved.left());
    const double right = std::max(left + 3, std::round(moved.right())); // blank-less tokens keep a visible edge
    return QRectF(left, std::round(moved.top()) - 1, right - left, std::round(moved.height()) + 3);
}

} // namespace

DiffGeometry DiffGeometry::of(QSize viewport, int numberWidth, bool unified)
{
    DiffGeometry out;
    out.unified = unified;
    const int gutter = changeBarWidth + 2 + forkIconSize + 2 + numberWidth + 8;
    if (unified) {
        for (std::size_t s = 0; s < 2; ++s) {
            out.pane[s] = QRect(QPoint(0, 0), viewport);
            out.gutter[s] = QRect(int(s) * gutter, 0, gutter, viewport.height());
            out.textLeft[s] = 2 * gutter + 8;
        }
        out.textWidth = std::max(40, viewport.width() - 2 * gutter - 8 - 6);
        return out;
    }
    const int half = viewport.width() / 2;
    out.pane = {QRect(0, 0, half, viewport.height()), QRect(half, 0, viewport.width() - half, viewport.height())};
    for (std::size_t s = 0; s < 2; ++s) {
        const int edge = s == 0 ? 0 : 1; // the line between the panes
        out.gutter[s] = QRect(out.pane[s].left() + edge, 0, gutter, viewport.height());
        out.textLeft[s] = out.gutter[s].right() + 1 + 8;
    }
    out.textWidth = std::max(40, half - gutter - 1 - 8 - 6);
    return out;
}

int DiffGeometry::sideAt(int x, int side) const
{
    if (side != ViewRow::both)
        return side;
    return unified || x < pane[1].left() ? 0 : 1;
}

DiffPainter::DiffPainter(const DiffDocument& document, RowLayouts& layouts, const HeightIndex& heights,
                         const Theme& theme, const DiffGeometry& geometry, PaintMode mode, const DiffMarks& marks)
    : m_document(document)
    , m_layouts(layouts)
    , m_heights(heights)
    , m_theme(theme)
    , m_geometry(geometry)
    , m_mode(mode)
    , m_marks(marks)
{
}

void DiffPainter::paintGround(QPainter& painter, const QRect& rect) const
{
    painter.fillRect(rect, m_theme.view);
    for (const QRect& gutter : m_geometry.gutter)
        painter.fillRect(gutter.intersected(rect), m_theme.window);
    const int edge = m_geometry.unified ? m_geometry.gutter[1].right() : m_geometry.pane[1].left();
    painter.fillRect(QRect(edge, rect.top(), 1, rect.height()), m_theme.border);
}

void DiffPainter::paintRow(QPainter& painter, ViewRow row, int y, int height) const
{
    const DiffRow& cells = m_document.rows()[std::size_t(row.row)];
    if (!m_geometry.unified) {
        for (int side = 0; side < 2; ++side) {
            paintGutter(painter, cells[std::size_t(side)], side, row.row, y, height);
            paintSide(painter, row.row, side, y, height);
        }
        return;
    }
    for (int side = 0; side < 2; ++side) {
        if (row.side == ViewRow::both || row.side == side)
            paintGutter(painter, cells[std::size_t(side)], side, row.row, y, height);
    }
    // Equal text stands there once, with the marks of the side they are on.
    const bool selecting = m_marks.selectionStart < m_marks.selectionEnd;
    const int shared = selecting ? m_marks.selectionSide : m_marks.tokenSide;
    paintSide(painter, row.row, row.side == ViewRow::both ? shared : row.side, y, height);
}

void DiffPainter::paintSide(QPainter& painter, qsizetype row, int side, int y, int height) const
{
    const std::size_t s = std::size_t(side);
    const DiffCell& cell = m_document.rows()[std::size_t(row)][s];
    const int left = m_geometry.unified ? m_geometry.gutter[1].right() + 1 : m_geometry.gutter[s].right() + 1;
    painter.save();
    // Piled-up combining marks and long tails of fallback fonts stay within their row.
    painter.setClipRect(QRect(left, y, m_geometry.pane[s].right() - left + 1, height), Qt::IntersectClip);
    if (const CellLayout* layout = m_layouts.cell(row, side))
        paintText(painter, cell, side, *layout, y);
    else
        paintFiller(painter, cell, side, row, y, height);
    painter.restore();
}

void DiffPainter::paintGutter(QPainter& painter, const DiffCell& cell, int side, qsizetype row, int y, int height) const
{
    const QRect gutter(m_geometry.gutter[std::size_t(side)].left(), y, m_geometry.gutter[std::size_t(side)].width(),
                       height);
    const bool marked = m_mode == PaintMode::Diff && cell.changed;
    const bool current = m_marks.difference && m_mode != PaintMode::Plain && row >= m_marks.difference->firstRow &&
                         row <= m_marks.difference->lastRow;
    if (current)
        painter.fillRect(gutter, m_theme.selection);
    if (marked)
        painter.fillRect(QRect(gutter.left(), y, changeBarWidth, height), m_theme.side(side).line);
    const int line = m_layouts.lineHeight();
    if (cell.fork && m_mode != PaintMode::Plain) {
        const QRectF icon(gutter.left() + changeBarWidth + 2, y + (line - forkIconSize) / 2.0, forkIconSize,
                          forkIconSize);
        paintGlyph(painter, Glyph::Fork, icon, m_theme.fork);
    }
    if (cell.number > 0) {
        painter.setFont(m_layouts.numberFont());
        painter.setPen(cell.fork && m_mode != PaintMode::Plain ? m_theme.fork
                       : marked || current                     ? m_theme.text
                                                               : m_theme.dim);
        painter.drawText(QRect(gutter.left(), y, gutter.width() - 8, line), Qt::AlignRight | Qt::AlignVCenter,
                         QString::number(cell.number));
    }
}

void DiffPainter::paintFiller(QPainter& painter, const DiffCell& cell, int side, qsizetype row, int y, int height) const
{
    if (m_mode == PaintMode::Plain)
        return;
    // Lines go on through neighbouring fillers, wherever painting begins.
    const int above = int((m_heights.top(row) - m_heights.top(row - cell.filler)) % hatchStep);
    const std::size_t s = std::size_t(side);
    const int left = m_geometry.gutter[s].right() + 1;
    const int right = m_geometry.pane[s].right() + 1;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_theme.grid, 1));
    QList<QLineF> lines;
    const int first = left - (height + above) % hatchStep - (height / hatchStep + 1) * hatchStep;
    for (int x = first; x < right; x += hatchStep)
        lines.append(QLineF(x, y + height, x + height, y));
    painter.drawLines(lines);
    painter.setRenderHint(QPainter::Antialiasing, false);
}

void DiffPainter::paintText(QPainter& painter, const DiffCell& cell, int side, const CellLayout& layout, int y) const
{
    struct Run
    {
        SpanPaint paint;
        int from = 0;
        int to = 0;
    };
    const QPointF origin(m_geometry.textLeft[std::size_t(side)], y);
    const auto spans = m_document.spansIn(side, cell.start, cell.length + 1);
    std::vector<Run> runs;
    for (const DiffSpan& span : spans) {
        const SpanPaint paint = spanPaintOf(span, side, m_mode, m_theme);
        if (paint == SpanPaint())
            continue;
        const int from = int(std::max(span.start, cell.start) - cell.start);
        const int to = int(std::min(span.start + span.length, cell.start + cell.length) - cell.start);
        if (from >= to)
            continue;
        if (!runs.empty() && runs.back().to == from && runs.back().paint == paint)
            runs.back().to = to;
        else
            runs.push_back({paint, from, to});
    }
    std::vector<std::pair<QRectF, const SpanPaint*>> boxes;
    for (const Run& run : runs) {
        for (const QRectF& rect : cellRects(layout, run.from, run.to))
            boxes.emplace_back(tokenBox(rect, origin), &run.paint);
    }
    for (const auto& [box, paint] : boxes)
        painter.fillRect(box, paint->background);
    paintSelection(painter, cell, layout, origin, side);
    painter.setPen(m_theme.text);
    painter.setFont(m_layouts.font());
    layout.layout.draw(&painter, origin);
    for (const auto& [box, paint] : boxes) {
        if (paint->line != DiffLine::None)
            drawSpanLine(painter, box, *paint);
    }
    paintCarets(painter, cell, side, layout, origin);

    const auto frame = [&](const DiffSpan& span, const QPen& pen, double grow) {
        const int from = int(std::max(span.start, cell.start) - cell.start);
        const int to = int(std::min(span.start + span.length, cell.start + cell.length) - cell.start);
        painter.setPen(pen);
        painter.setBrush(Qt::NoBrush);
        painter.setRenderHint(QPainter::Antialiasing);
        for (const QRectF& rect : cellRects(layout, from, to))
            painter.drawRoundedRect(tokenBox(rect, origin).adjusted(-grow, -grow, grow, grow), 1.5, 1.5);
        painter.setRenderHint(QPainter::Antialiasing, false);
    };
    for (const DiffSpan& span : spans) {
        if (m_marks.token == &span && m_marks.tokenSide == side && m_mode != PaintMode::Plain && !span.fork)
            frame(span, QPen(m_theme.text, 1, Qt::DotLine), 0.5);
        if (span.fork && m_mode != PaintMode::Plain)
            frame(span, QPen(m_theme.fork, 2), 1);
    }
}

void DiffPainter::paintSelection(QPainter& painter, const DiffCell& cell, const CellLayout& layout, QPointF origin,
                                 int side) const
{
    if (m_marks.selectionSide != side || m_marks.selectionStart >= m_marks.selectionEnd)
        return;
    const qsizetype from = std::max(m_marks.selectionStart, cell.start);
    const qsizetype to = std::min(m_marks.selectionEnd, cell.start + cell.length + 1); // with the line feed
    if (from >= to)
        return;
    for (const QRectF& rect : cellRects(layout, int(from - cell.start), int(to - cell.start)))
        painter.fillRect(tokenBox(rect, origin), m_marks.selection);
    if (to > cell.start + cell.length && layout.layout.lineCount() > 0) {
        const QTextLine last = layout.layout.lineAt(layout.layout.lineCount() - 1);
        const QRectF end(last.cursorToX(last.textStart() + last.textLength()), last.y(), 6, last.height());
        painter.fillRect(tokenBox(end, origin), m_marks.selection);
    }
}

void DiffPainter::paintCarets(QPainter& painter, const DiffCell& cell, int side, const CellLayout& layout,
                              QPointF origin) const
{
    if (m_mode != PaintMode::Diff)
        return;
    for (const DiffCaret& caret : m_document.caretsIn(side, cell.start, cell.length)) {
        const QTextLine line = layout.layout.lineForTextPosition(int(caret.position - cell.start));
        if (!line.isValid())
            continue;
        const double x = std::round(origin.x() + line.cursorToX(int(caret.position - cell.start)));
        QPen pen(caret.fork ? m_theme.fork : m_theme.side(side).line, 2);
        pen.setCapStyle(Qt::FlatCap);
        pen.setDashPattern({2, 1});
        painter.setPen(pen);
        painter.drawLine(QPointF(x, origin.y() + line.y() - 1), QPointF(x, origin.y() + line.y() + line.height() + 2));
    }
}

} // namespace quantlens::ui
