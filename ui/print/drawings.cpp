// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/print/drawings.h"

#include "ui/print/scenepainter.h"

#include <QPainter>
#include <QTextCursor>

#include <algorithm>
#include <utility>

namespace quantlens::print {

namespace {

using figures::Role;

constexpr int itemProperty = QTextFormat::UserProperty + 1;
constexpr QSizeF intervalSize(110, 12);
constexpr double barHeight = 18;

QColor paperColor(Role role)
{
    return QColor::fromRgb(figures::lightPalette().color(role));
}

void drawInterval(QPainter& painter, const QRectF& rect, const IntervalDrawing& drawing)
{
    constexpr double margin = 4;
    const double middle = rect.center().y();
    const auto x = [&](double value) {
        return rect.left() + margin + (rect.width() - 2 * margin) * std::clamp(value / drawing.scale, 0.0, 1.0);
    };
    if (drawing.noise && drawing.noise->n > 0) {
        const QRectF band(QPointF(x(0), rect.top() + 1),
                          QPointF(std::max(x(0) + 1, x(drawing.noise->high)), rect.bottom() - 1));
        painter.fillRect(band, paperColor(Role::Noise));
        painter.setPen(QPen(paperColor(Role::NoiseEdge), 0.6));
        for (double at = band.left() + 4; at <= band.right(); at += 4) {
            const double from = std::max(band.left(), at - band.height());
            painter.drawLine(QPointF(from, band.top() + at - from), QPointF(at, band.top()));
        }
        painter.drawRect(band);
    }
    painter.setPen(QPen(paperColor(Role::Grid), 1));
    painter.drawLine(QPointF(rect.left(), middle), QPointF(rect.right(), middle));
    if (drawing.rate.n == 0)
        return;
    painter.setPen(QPen(paperColor(Role::Accent), 1.5));
    painter.drawLine(QPointF(x(drawing.rate.low), middle), QPointF(x(drawing.rate.high), middle));
    for (const double end : {drawing.rate.low, drawing.rate.high})
        painter.drawLine(QPointF(x(end), middle - 3), QPointF(x(end), middle + 3));
    painter.setPen(Qt::NoPen);
    painter.setBrush(paperColor(Role::Accent));
    painter.drawEllipse(QPointF(x(drawing.rate.value()), middle), 2.8, 2.8);
}

void drawSeverities(QPainter& painter, const QRectF& rect, const SeverityDrawing& drawing)
{
    qint64 all = 0;
    for (const qint64 count : drawing.counts)
        all += count;
    double x = rect.left();
    for (int i = 0; i < 4; ++i) {
        const double width =
            rect.width() * double(drawing.counts.at(std::size_t(i))) / double(std::max<qint64>(1, all));
        if (width > 0) {
            painter.setPen(QPen(paperColor(figures::shifted(Role::SeverityEdge, i)), 0.8));
            painter.setBrush(paperColor(figures::shifted(Role::SeverityFill, i)));
            painter.drawRect(QRectF(x, rect.top(), width, barHeight));
        }
        x += width;
    }
}

} // namespace

Drawings::Drawings(QFont font, QObject* parent)
    : QObject(parent)
    , m_font(std::move(font))
{
}

void Drawings::insert(QTextCursor& cursor, const figures::Figure& figure, QSizeF size)
{
    figures::LayoutOptions options = layoutOptions(m_font, size, {});
    options.trimmed = true;
    figures::Scene scene = figures::layOut(figure, options);
    // A figure that needs more room than the page has is made smaller.
    const double shrink = std::min(1.0, size.width() / std::max(1.0, scene.size.width()));
    insert(cursor, Item{.size = scene.size * shrink, .scene = std::move(scene)});
}

void Drawings::insert(QTextCursor& cursor, const IntervalDrawing& interval)
{
    insert(cursor, Item{.size = intervalSize, .interval = interval});
}

void Drawings::insert(QTextCursor& cursor, const SeverityDrawing& severities, double width)
{
    insert(cursor, Item{.size = QSizeF(width, barHeight), .severities = severities});
}

void Drawings::insert(QTextCursor& cursor, const Item& item)
{
    QTextCharFormat format;
    format.setObjectType(objectType);
    format.setProperty(itemProperty, int(m_items.size()));
    m_items.append(item);
    cursor.insertText(QString(QChar::ObjectReplacementCharacter), format);
}

const Drawings::Item* Drawings::item(const QTextFormat& format) const
{
    const int number = format.property(itemProperty).toInt();
    return number >= 0 && number < m_items.size() ? &m_items.at(number) : nullptr;
}

QSizeF Drawings::intrinsicSize(QTextDocument* /*document*/, int /*position*/, const QTextFormat& format)
{
    const Item* found = item(format);
    return found ? found->size : QSizeF();
}

void Drawings::drawObject(QPainter* painter, const QRectF& rect, QTextDocument* /*document*/, int /*position*/,
                          const QTextFormat& format)
{
    const Item* found = item(format);
    if (!found)
        return;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (found->scene) {
        painter->translate(rect.topLeft());
        const double shrink = found->size.width() / found->scene->size.width();
        painter->scale(shrink, shrink);
        paintScene(*painter, *found->scene, figures::lightPalette(), m_font, ScenePart::All);
    } else if (found->interval) {
        drawInterval(*painter, rect, *found->interval);
    } else if (found->severities) {
        drawSeverities(*painter, rect, *found->severities);
    }
    painter->restore();
}

} // namespace quantlens::print
