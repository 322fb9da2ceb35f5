// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/ratingbar.h"

#include "ui/theme/theme.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QStyleOptionFocusRect>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace quantlens::ui {

namespace {

constexpr int stars = 5;

QPolygonF starIn(const QRectF& room)
{
    QPolygonF star;
    const double radius = std::min(room.width(), room.height()) / 2;
    for (int corner = 0; corner < 2 * stars; ++corner) {
        const double angle = (corner * 36 - 90) * std::numbers::pi / 180;
        const double length = corner % 2 == 0 ? radius : radius * 0.45;
        star << room.center() + QPointF(length * std::cos(angle), length * std::sin(angle));
    }
    return star;
}

} // namespace

RatingBar::RatingBar(QWidget* parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setRating(0);
}

void RatingBar::setRating(int rating)
{
    m_rating = std::clamp(rating, 0, stars);
    setAccessibleName(m_rating == 0 ? tr("Not rated") : tr("Rating: %1 of %2").arg(m_rating).arg(stars));
    update();
}

void RatingBar::rate(int rating)
{
    const int before = m_rating;
    setRating(rating);
    if (m_rating != before)
        Q_EMIT rated(m_rating);
}

int RatingBar::starWidth() const
{
    return fontMetrics().height() + 2;
}

QSize RatingBar::sizeHint() const
{
    return {stars * starWidth() + 4, fontMetrics().height() + 4};
}

void RatingBar::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Theme theme = themeFor(palette());
    for (int star = 0; star < stars; ++star) {
        const QRectF room(2 + star * starWidth(), 2, starWidth(), height() - 4);
        painter.setPen(QPen(isEnabled() ? theme.text : theme.dim, 1));
        painter.setBrush(star < m_rating ? QBrush(isEnabled() ? theme.text : theme.dim) : Qt::NoBrush);
        painter.drawPolygon(starIn(room.adjusted(2, 1, -2, -1)));
    }
    if (hasFocus()) {
        QStyleOptionFocusRect option;
        option.initFrom(this);
        style()->drawPrimitive(QStyle::PE_FrameFocusRect, &option, &painter, this);
    }
}

void RatingBar::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const int star = std::clamp(int(event->position().x() - 2) / starWidth() + 1, 1, stars);
    rate(star == m_rating ? 0 : star);
}

void RatingBar::keyPressEvent(QKeyEvent* event)
{
    if (event->key() >= Qt::Key_0 && event->key() <= Qt::Key_5)
        rate(event->key() - Qt::Key_0);
    else if (event->key() == Qt::Key_Right || event->key() == Qt::Key_Plus)
        rate(m_rating + 1);
    else if (event->key() == Qt::Key_Left || event->key() == Qt::Key_Minus)
        rate(m_rating - 1);
    else
        QWidget::keyPressEvent(event);
}

} // namespace quantlens::ui
