// SPDX-License-Identifier: GPL-3.0-or-later
// What the person does to a DiffView with mouse, wheel and keys.
#include "ui/diff/diffview.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMimeData>
#include <QMouseEvent>
#include <QScrollBar>
#include <QTimerEvent>
#include <QWheelEvent>

#include <algorithm>
#include <cstdlib>

namespace quantlens::ui {

std::pair<int, qsizetype> DiffView::positionAt(QPoint point) const
{
    if (!m_document || m_visible.empty())
        return {m_geometry.sideAt(point.x(), ViewRow::both), -1};
    const auto below = std::ranges::upper_bound(m_visible, point.y(), {}, &VisibleRow::y);
    const VisibleRow& visible = below == m_visible.begin() ? *below : *std::prev(below);
    const ViewRow row = m_order.at(visible.row);
    // Equal text of a unified view belongs to both: a selection goes on where it began.
    const int side = m_unified && m_selecting && row.side == ViewRow::both ? m_selectionSide
                                                                           : m_geometry.sideAt(point.x(), row.side);
    const DiffCell& cell = m_document->rows()[std::size_t(row.row)][std::size_t(side)];
    const CellLayout* layout = m_layouts.cell(row.row, side);
    if (!layout || layout->layout.lineCount() == 0)
        return {side, -1};
    const QTextLine line = layout->layout.lineAt(cellLineAt(*layout, point.y() - visible.y));
    const int at =
        line.xToCursor(point.x() - m_geometry.textLeft[std::size_t(side)], QTextLine::CursorBetweenCharacters);
    return {side, cell.start + at};
}

QRect DiffView::rectOf(int side, qsizetype position) const
{
    if (!m_document)
        return {};
    const qsizetype row = m_document->rowAt(side, position);
    const qsizetype shown = m_order.indexOf(row, side);
    for (const VisibleRow& visible : m_visible) {
        if (visible.row != shown)
            continue;
        const DiffCell& cell = m_document->rows()[std::size_t(row)][std::size_t(side)];
        const CellLayout* layout = m_layouts.cell(row, side);
        const int at = int(std::clamp<qsizetype>(position - cell.start, 0, cell.length));
        const QTextLine line = layout ? layout->layout.lineForTextPosition(at) : QTextLine();
        if (!line.isValid())
            return {};
        const double x = line.cursorToX(at);
        const double next = at < cell.length ? line.cursorToX(at + 1) : x + 1;
        return QRectF(m_geometry.textLeft[std::size_t(side)] + std::min(x, next), visible.y + line.y(),
                      std::max(1.0, std::abs(next - x)), line.height())
            .toRect();
    }
    return {};
}

// --- selection

std::pair<qsizetype, qsizetype> DiffView::selectionRange() const
{
    return std::minmax(m_selectionAnchor, m_selectionEnd);
}

QString DiffView::selectedText() const
{
    const auto [start, end] = selectionRange();
    return m_document ? m_document->displayText(m_selectionSide).original(start, end - start) : QString();
}

void DiffView::setSelection(int side, qsizetype start, qsizetype end)
{
    if (!m_document)
        return;
    const qsizetype size = m_document->text(side).size();
    const bool before = m_selectionAnchor != m_selectionEnd;
    m_selectionSide = side;
    m_selectionAnchor = std::clamp<qsizetype>(start, 0, size);
    m_selectionEnd = std::clamp<qsizetype>(end, 0, size);
    viewport()->update();
    const bool now = m_selectionAnchor != m_selectionEnd;
    if (before || now)
        Q_EMIT
    selectionChanged(now);
}

void DiffView::clearSelection()
{
    setSelection(m_selectionSide, 0, 0);
}

void DiffView::selectAll()
{
    if (m_document)
        setSelection(m_selectionSide, 0, m_document->text(m_selectionSide).size());
}

void DiffView::copySelection() const
{
    const QString text = selectedText();
    if (text.isEmpty())
        return;
    auto* data = new QMimeData;
    data->setText(text); // plain only: what a model wrote is never offered as rich text
    QApplication::clipboard()->setMimeData(data);
}

void DiffView::extendSelection(QPoint point)
{
    // Dragging across the border keeps to the side where it began, and stays within the text vertically.
    const QRect& pane = m_geometry.pane[std::size_t(m_selectionSide)];
    point.setX(std::clamp(point.x(), m_geometry.textLeft[std::size_t(m_selectionSide)], pane.right()));
    point.setY(std::clamp(point.y(), 0, viewport()->height() - 1));
    auto [side, position] = positionAt(point);
    if (position < 0 || side != m_selectionSide) {
        // Over a filler, or the other side's row: the nearest line above has the text that comes before it.
        position = -1;
        for (const VisibleRow& visible : m_visible) {
            const ViewRow row = m_order.at(visible.row);
            const DiffCell& cell = m_document->rows()[std::size_t(row.row)][std::size_t(m_selectionSide)];
            if (visible.y <= point.y() && !cell.isFiller() &&
                (row.side == ViewRow::both || row.side == m_selectionSide))
                position = cell.start + cell.length;
        }
    }
    if (position >= 0)
        setSelection(m_selectionSide, m_selectionAnchor, position);
}

// --- events

void DiffView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !m_document)
        return;
    m_pressed = event->position().toPoint();
    const auto [side, position] = positionAt(m_pressed);
    if (event->modifiers().testFlag(Qt::ShiftModifier) && side == m_selectionSide) {
        extendSelection(m_pressed);
    } else {
        setSelection(side, std::max<qsizetype>(0, position), std::max<qsizetype>(0, position));
    }
    m_selecting = position >= 0 || event->modifiers().testFlag(Qt::ShiftModifier);
}

void DiffView::mouseMoveEvent(QMouseEvent* event)
{
    if (!m_selecting || !event->buttons().testFlag(Qt::LeftButton))
        return;
    const QPoint point = event->position().toPoint();
    extendSelection(point);
    const bool outside = point.y() < 0 || point.y() >= viewport()->height();
    if (outside && !m_autoScroll.isActive())
        m_autoScroll.start(40, this);
    else if (!outside)
        m_autoScroll.stop();
}

void DiffView::timerEvent(QTimerEvent* event)
{
    if (event->timerId() != m_autoScroll.timerId())
        return QAbstractScrollArea::timerEvent(event);
    const QPoint point = viewport()->mapFromGlobal(QCursor::pos());
    const int beyond = point.y() < 0 ? point.y() : std::max(0, point.y() - viewport()->height() + 1);
    const int most = 4 * m_layouts.lineHeight();
    moveBy(std::clamp(beyond, -most, most));
    extendSelection(point);
    viewport()->update();
}

void DiffView::mouseReleaseEvent(QMouseEvent* event)
{
    m_autoScroll.stop();
    if (event->button() != Qt::LeftButton || !m_document)
        return;
    m_selecting = false;
    const QPoint point = event->position().toPoint();
    if (m_selectionAnchor != m_selectionEnd ||
        (point - m_pressed).manhattanLength() >= QApplication::startDragDistance())
        return;
    // The character under the pointer, not the gap nearest to it.
    auto [side, position] = positionAt(point);
    if (position < 0 || point.y() >= m_visible.back().y + m_visible.back().height)
        return;
    if (const QRect here = rectOf(side, position); position > 0 && point.x() < here.left())
        --position;
    if (const DiffSpan* span = m_document->spanAt(side, position)) {
        setToken(side, span, true);
        const int difference = m_document->differenceAt(side, position);
        if (difference >= 0)
            setDifference(difference);
    }
}

void DiffView::mouseDoubleClickEvent(QMouseEvent* event)
{
    const auto [side, position] = positionAt(event->position().toPoint());
    if (const DiffSpan* span = position >= 0 ? m_document->spanAt(side, position) : nullptr)
        setSelection(side, span->start, span->start + span->length);
}

void DiffView::wheelEvent(QWheelEvent* event)
{
    int dy = -event->pixelDelta().y();
    if (event->pixelDelta().isNull()) {
        // Eighths of degrees add up: fine wheels send less than a step at a time.
        m_wheelRest += event->angleDelta().y() * QApplication::wheelScrollLines() * m_layouts.lineHeight();
        dy = -(m_wheelRest / 120);
        m_wheelRest %= 120;
    }
    const int moved = moveBy(dy);
    if (std::abs(moved) < viewport()->height())
        viewport()->scroll(0, -moved);
    else
        viewport()->update();
    event->setAccepted(moved != 0 || dy == 0);
}

bool DiffView::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        auto* key = static_cast<QKeyEvent*>(event);
        if (key->matches(QKeySequence::Copy) || key->matches(QKeySequence::SelectAll)) {
            key->accept();
            return true;
        }
    }
    return QAbstractScrollArea::event(event);
}

void DiffView::keyPressEvent(QKeyEvent* event)
{
    QScrollBar* bar = verticalScrollBar();
    if (event->matches(QKeySequence::Copy))
        return copySelection();
    if (event->matches(QKeySequence::SelectAll))
        return selectAll();
    if (event->modifiers().testFlag(Qt::AltModifier))
        return event->ignore(); // Alt+Home, Alt+Left and the like belong to the window
    switch (event->key()) {
    case Qt::Key_Up:
        return bar->triggerAction(QAbstractSlider::SliderSingleStepSub);
    case Qt::Key_Down:
        return bar->triggerAction(QAbstractSlider::SliderSingleStepAdd);
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
        if (event->modifiers().testFlag(Qt::ControlModifier))
            return event->ignore(); // previous and next prompt
        return bar->triggerAction(event->key() == Qt::Key_PageUp ? QAbstractSlider::SliderPageStepSub
                                                                 : QAbstractSlider::SliderPageStepAdd);
    case Qt::Key_Space:
        return bar->triggerAction(QAbstractSlider::SliderPageStepAdd);
    case Qt::Key_Home:
        return bar->triggerAction(QAbstractSlider::SliderToMinimum);
    case Qt::Key_End:
        return bar->triggerAction(QAbstractSlider::SliderToMaximum);
    case Qt::Key_Left:
        return moveToken(-1);
    case Qt::Key_Right:
        return moveToken(1);
    case Qt::Key_Escape:
        if (m_selectionAnchor == m_selectionEnd)
            return event->ignore();
        return clearSelection();
    default:
        event->ignore();
    }
}

void DiffView::contextMenuEvent(QContextMenuEvent* event)
{
    if (!m_document)
        return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction* copy = menu->addAction(tr("&Copy"), this, &DiffView::copySelection);
    copy->setEnabled(m_selectionAnchor != m_selectionEnd);
    copy->setShortcut(QKeySequence::Copy);
    menu->addAction(tr("Select &All"), this, &DiffView::selectAll)->setShortcut(QKeySequence::SelectAll);
    menu->popup(event->globalPos());
}

} // namespace quantlens::ui
