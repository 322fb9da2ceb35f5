// SPDX-License-Identifier: GPL-3.0-or-later
// Fonts, heights of rows and scrolling of the diff view: which rows stand where.
#include "ui/diff/diffheader.h"
#include "ui/diff/diffoverview.h"
#include "ui/diff/diffview.h"

#include <QFontDatabase>
#include <QScrollBar>
#include <QSignalBlocker>

#include <algorithm>

namespace quantlens::ui {

void DiffView::rebuildLooks()
{
    m_theme = themeFor(palette());
    QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    if (font().pointSizeF() > 0)
        fixed.setPointSizeF(font().pointSizeF() * 0.95);
    m_layouts.setFont(fixed);
    m_layouts.setTheme(m_theme);
    m_layouts.setMode(m_mode);
    placeFrame();
    resetHeights();
}

void DiffView::placeFrame()
{
    const int headerHeight = m_header->sizeHint().height();
    const int overviewWidth = m_overview->sizeHint().width();
    setViewportMargins(0, headerHeight, overviewWidth, 0);
    const QRect view = viewport()->geometry();
    m_header->setGeometry(view.left(), view.top() - headerHeight, view.width() + overviewWidth, headerHeight);
    m_overview->setGeometry(view.right() + 1, view.top(), overviewWidth, view.height());
    const int lines = m_document ? std::max(m_document->lineCount(0), m_document->lineCount(1)) : 1;
    const int digits = std::max(2, int(QString::number(lines).size()));
    const int numberWidth = digits * QFontMetrics(m_layouts.numberFont()).horizontalAdvance(u'0');
    m_geometry = DiffGeometry::of(view.size(), numberWidth, m_unified);
    m_layouts.setTextWidth(m_geometry.textWidth);
    m_header->setSplit(view.width() / 2);
}

void DiffView::resetHeights()
{
    std::vector<int> heights;
    if (m_document) {
        heights.reserve(std::size_t(m_order.size()));
        for (qsizetype row = 0; row < m_order.size(); ++row)
            heights.push_back(m_layouts.estimatedHeight(m_order.at(row)));
    }
    m_heights.assign(heights);
    m_measured.assign(heights.size(), false);
    refresh();
    updateOverview();
}

void DiffView::refresh()
{
    layoutVisible();
    viewport()->update();
}

void DiffView::measure(qsizetype row)
{
    if (m_measured[std::size_t(row)])
        return;
    m_measured[std::size_t(row)] = true;
    m_heights.setHeight(row, m_layouts.rowHeight(m_order.at(row)));
}

int DiffView::heightOf(qsizetype row)
{
    measure(row);
    return m_heights.height(row);
}

void DiffView::layoutVisible()
{
    m_visible.clear();
    const qsizetype rows = m_heights.size();
    if (rows > 0) {
        const int viewHeight = viewport()->height();
        m_topRow = std::clamp<qsizetype>(m_topRow, 0, rows - 1);
        m_topOffset = std::clamp(m_topOffset, 0, std::max(0, heightOf(m_topRow) - 1));
        int y = -m_topOffset;
        for (qsizetype row = m_topRow; row < rows && y < viewHeight; ++row) {
            m_visible.push_back({row, y, heightOf(row)});
            y += m_visible.back().height;
        }
        if (y < viewHeight && (m_topRow > 0 || m_topOffset > 0)) {
            // Beyond the end: pull the last row down to the bottom.
            int missing = viewHeight - y - m_topOffset;
            m_topOffset = 0;
            while (missing > 0 && m_topRow > 0)
                missing -= heightOf(--m_topRow);
            m_topOffset = std::max(0, -missing);
            m_visible.clear();
            y = -m_topOffset;
            for (qsizetype row = m_topRow; row < rows && y < viewHeight; ++row) {
                m_visible.push_back({row, y, heightOf(row)});
                y += m_visible.back().height;
            }
        }
    }
    syncScrollBar();
}

void DiffView::syncScrollBar()
{
    QScrollBar* bar = verticalScrollBar();
    const int viewHeight = viewport()->height();
    const qint64 total = m_heights.total();
    const qint64 top = m_heights.size() > 0 ? m_heights.top(m_topRow) + m_topOffset : 0;
    if (!bar->isSliderDown()) {
        // The value follows from the top row, it does not lead; so nobody has to hear of it.
        const QSignalBlocker quiet(bar);
        constexpr qint64 most = std::numeric_limits<int>::max();
        bar->setRange(0, int(std::clamp<qint64>(total - viewHeight, 0, most)));
        bar->setPageStep(std::max(1, viewHeight - m_layouts.lineHeight()));
        bar->setSingleStep(m_layouts.lineHeight());
        bar->setValue(int(std::min(top, most)));
    }
    const double all = overviewHeight();
    m_overview->setVisiblePart(double(top) / all, std::min(1.0, double(top + viewHeight) / all));
}

int DiffView::moveBy(int dy)
{
    if (m_heights.size() == 0)
        return 0;
    const qsizetype oldRow = m_topRow;
    const int oldOffset = m_topOffset;
    m_topOffset += dy;
    while (m_topOffset < 0 && m_topRow > 0)
        m_topOffset += heightOf(--m_topRow);
    m_topOffset = std::max(0, m_topOffset);
    while (m_topRow + 1 < m_heights.size() && m_topOffset >= heightOf(m_topRow))
        m_topOffset -= heightOf(m_topRow++);
    layoutVisible();
    // All rows passed are measured now, so this is exactly how far the picture moved.
    return int(m_heights.top(m_topRow) + m_topOffset - m_heights.top(oldRow) - oldOffset);
}

void DiffView::jumpTo(qint64 y)
{
    if (m_heights.size() == 0)
        return;
    y = std::clamp<qint64>(y, 0, m_heights.total());
    m_topRow = m_heights.rowAt(y);
    m_topOffset = int(y - m_heights.top(m_topRow));
    layoutVisible();
}

void DiffView::scrollContentsBy(int, int)
{
    const qint64 value = verticalScrollBar()->value();
    if (m_heights.size() == 0)
        return;
    const qint64 distance = value - m_heights.top(m_topRow) - m_topOffset;
    const int viewHeight = viewport()->height();
    if (verticalScrollBar()->isSliderDown() || std::abs(distance) > 3 * viewHeight) {
        jumpTo(value == verticalScrollBar()->maximum() ? m_heights.total() : value);
        viewport()->update();
        return;
    }
    const int moved = moveBy(int(distance));
    if (std::abs(moved) < viewHeight)
        viewport()->scroll(0, -moved); // only the new strip is painted
    else
        viewport()->update();
}

void DiffView::scrollTo(int side, qsizetype position, double fraction)
{
    const qsizetype documentRow = m_document->rowAt(side, position);
    const qsizetype row = m_order.indexOf(documentRow, side);
    int within = 0;
    if (const CellLayout* cell = m_layouts.cell(documentRow, side)) {
        const DiffCell& data = m_document->rows()[std::size_t(documentRow)][std::size_t(side)];
        const QTextLine line =
            cell->layout.lineForTextPosition(int(std::clamp<qsizetype>(position - data.start, 0, data.length)));
        within = line.isValid() ? cell->tops[std::size_t(line.lineNumber())] : 0;
    }
    const int lineHeight = m_layouts.lineHeight();
    for (const VisibleRow& visible : m_visible) {
        const int y = visible.y + within;
        if (visible.row == row && y >= lineHeight && y + 2 * lineHeight <= viewport()->height())
            return viewport()->update(); // in sight already: nothing moves
    }
    m_topRow = row;
    m_topOffset = 0;
    layoutVisible();
    if (m_topRow == row) // else the end pulled it down, and it is in sight
        moveBy(within - int(fraction * viewport()->height()));
    viewport()->update();
}

double DiffView::overviewHeight() const
{
    // Of a text shorter than the window, marks stand beside their rows.
    return double(std::max<qint64>({1, m_heights.total(), viewport()->height()}));
}

void DiffView::updateOverview()
{
    std::vector<DiffOverview::Mark> marks;
    if (m_document && m_heights.total() > 0) {
        const double total = overviewHeight();
        marks.reserve(m_document->differences().size());
        for (const Difference& difference : m_document->differences()) {
            const qsizetype first =
                std::min(m_order.indexOf(difference.firstRow, 0), m_order.indexOf(difference.firstRow, 1));
            const qsizetype last =
                std::max(m_order.indexOf(difference.lastRow, 0), m_order.indexOf(difference.lastRow, 1));
            const double top = double(m_heights.top(first)) / total;
            const double bottom = double(m_heights.top(last + 1)) / total;
            marks.push_back({top, bottom, difference.length[0] > 0, difference.length[1] > 0, difference.fork});
        }
    }
    m_overview->setMarks(std::move(marks));
}

} // namespace quantlens::ui
