// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/diff/diffheader.h"

#include "core/base/text.h"

#include <QEvent>
#include <QPainter>

#include <algorithm>

namespace quantlens::ui {

DiffHeader::DiffHeader(QWidget* parent)
    : QWidget(parent)
    , m_theme(themeFor(palette()))
{
}

void DiffHeader::setTitle(int side, const QString& label, const QString& details)
{
    m_labels[std::size_t(side)] = base::singleLine(label, 120);
    m_details[std::size_t(side)] = base::singleLine(details, 300);
    setAccessibleName(tr("A: %1, %2; B: %3, %4").arg(m_labels[0], m_details[0], m_labels[1], m_details[1]));
    update();
}

void DiffHeader::setSplit(int x)
{
    m_split = x;
    update();
}

QSize DiffHeader::sizeHint() const
{
    return {200, std::max(26, fontMetrics().height() + 8)};
}

void DiffHeader::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.window);
    painter.fillRect(QRect(0, height() - 1, width(), 1), m_theme.border);
    painter.fillRect(QRect(m_split, 0, 1, height()), m_theme.border);
    QFont small = font();
    if (small.pointSizeF() > 0)
        small.setPointSizeF(std::max(8.0, small.pointSizeF() * 0.9));
    QFont bold = small;
    bold.setBold(true);
    const QFontMetrics boldMetrics(bold);
    const QFontMetrics metrics(small);
    for (int side = 0; side < 2; ++side) {
        const int left = (side == 0 ? 0 : m_split + 1) + 8;
        const int right = (side == 0 ? m_split : width()) - 8;
        if (right - left < 20)
            continue;
        painter.setFont(bold);
        painter.setPen(m_theme.side(side).label);
        const QString letter = side == 0 ? tr("A") : tr("B");
        QRect area(left, 0, right - left, height() - 1);
        painter.drawText(area, Qt::AlignLeft | Qt::AlignVCenter, letter);
        area.setLeft(area.left() + boldMetrics.horizontalAdvance(letter) + 8);
        const QString label = boldMetrics.elidedText(m_labels[std::size_t(side)], Qt::ElideMiddle, area.width());
        painter.drawText(area, Qt::AlignLeft | Qt::AlignVCenter, label);
        area.setLeft(area.left() + boldMetrics.horizontalAdvance(label) + 10);
        if (area.width() < 30)
            continue;
        painter.setFont(small);
        painter.setPen(m_theme.dim);
        painter.drawText(area, Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(m_details[std::size_t(side)], Qt::ElideRight, area.width()));
    }
}

void DiffHeader::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange)
        m_theme = themeFor(palette());
    QWidget::changeEvent(event);
}

} // namespace quantlens::ui
