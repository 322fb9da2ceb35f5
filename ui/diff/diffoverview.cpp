// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/diff/diffoverview.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace quantlens::ui {

namespace {

constexpr int overviewMargin = 6;
constexpr int overviewMarkHeight = 4;

} // namespace

DiffOverview::DiffOverview(QWidget* parent)
    : QWidget(parent)
    , m_theme(themeFor(palette()))
{
    setAccessibleName(tr("Overview of the differences"));
    setToolTip(tr("All differences: left A, right B. Click to go there."));
    setCursor(Qt::PointingHandCursor);
}

void DiffOverview::setMarks(std::vector<Mark> marks)
{
    m_marks = std::move(marks);
    update();
}

void DiffOverview::setVisiblePart(double top, double bottom)
{
    if (m_top == top && m_bottom == bottom)
        return;
    m_top = top;
    m_bottom = bottom;
    update();
}

QRect DiffOverview::strip() const
{
    return rect().adjusted(overviewMargin, overviewMargin, -overviewMargin, -overviewMargin);
}

void DiffOverview::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.view);
    painter.fillRect(QRect(0, 0, 1, height()), m_theme.border);
    const QRect area = strip();
    painter.fillRect(area, m_theme.window);
    painter.setPen(m_theme.dim);
    painter.drawRect(area.adjusted(0, 0, -1, -1));
    const int half = (area.width() - 6) / 2;
    const auto yOf = [&](double fraction) {
        return area.top() + 2 + int(fraction * (area.height() - overviewMarkHeight - 4));
    };
    // Marks that fall on one pixel row are drawn once, so that 100,000 of them cost what fits the strip.
    int paintedA = -1;
    int paintedB = -1;
    for (const Mark& mark : m_marks) {
        const int top = yOf(mark.top);
        const int height = std::max(overviewMarkHeight, yOf(mark.bottom) - top);
        if (mark.a && top + height > paintedA) {
            painter.fillRect(QRect(area.left() + 2, top, half, height), m_theme.a.line);
            paintedA = top + height;
        }
        if (mark.b && top + height > paintedB) {
            const QRect box(area.left() + 4 + half, top, half, height);
            painter.fillRect(box, m_theme.b.background);
            QPen pen(m_theme.b.line, 1);
            pen.setDashPattern({2, 1});
            painter.setPen(pen);
            painter.drawRect(box.adjusted(0, 0, -1, -1));
            paintedB = top + height;
        }
    }
    for (const Mark& mark : m_marks) {
        if (mark.fork)
            painter.fillRect(QRect(area.left() - 3, std::max(area.top(), yOf(mark.top) - 1), area.width() + 6, 2),
                             m_theme.fork);
    }
    if (m_bottom - m_top < 0.999) {
        const int top = area.top() + int(m_top * area.height());
        const int bottom = area.top() + int(std::ceil(m_bottom * area.height()));
        const QRect frame(area.left() - 2, top, area.width() + 4, std::max(6, bottom - top));
        QColor fill = m_theme.highlight;
        fill.setAlpha(40);
        painter.fillRect(frame, fill);
        painter.setPen(m_theme.highlight);
        painter.drawRect(frame.adjusted(0, 0, -1, -1));
    }
}

void DiffOverview::point(int y)
{
    const QRect area = strip();
    Q_EMIT
    pointed(std::clamp(double(y - area.top()) / std::max(1, area.height()), 0.0, 1.0));
}

void DiffOverview::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        point(event->position().toPoint().y());
}

void DiffOverview::mouseMoveEvent(QMouseEvent* event)
{
    if (event->buttons() & Qt::LeftButton)
        point(event->position().toPoint().y());
}

void DiffOverview::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange)
        m_theme = themeFor(palette());
    QWidget::changeEvent(event);
}

} // namespace quantlens::ui
