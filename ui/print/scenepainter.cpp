// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/print/scenepainter.h"

#include <QFontInfo>
#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>
#include <QPolygonF>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace quantlens::print {

namespace {

using figures::Role;
using figures::Shape;
using figures::ShapeKind;

QColor sceneColor(const figures::Palette& palette, Role role)
{
    return role == Role::None ? QColor(Qt::transparent) : QColor::fromRgb(palette.color(role));
}

QPen scenePen(const figures::Palette& palette, const Shape& shape)
{
    if (shape.stroke == Role::None)
        return Qt::NoPen;
    QPen pen(sceneColor(palette, shape.stroke), shape.width);
    pen.setCapStyle(Qt::FlatCap);
    // Patterns count in line widths.
    const double unit = 1 / std::max(0.5, shape.width);
    if (shape.dash == figures::Dash::Dashed)
        pen.setDashPattern({6 * unit, 3 * unit});
    else if (shape.dash == figures::Dash::Dotted)
        pen.setDashPattern({2 * unit, 3 * unit});
    return pen;
}

QPainterPath markerOutline(const Shape& shape)
{
    const QPointF at = shape.points.first();
    const double r = shape.radius;
    QPainterPath path;
    QPolygonF corners;
    const auto polygon = [&](int count, double turn, double inner = 1) {
        for (int i = 0; i < count; ++i) {
            const double angle = (turn + 360.0 * i / count) * std::numbers::pi / 180;
            const double radius = i % 2 == 0 ? r * 1.15 : r * 1.15 * inner;
            corners << at + QPointF(radius * std::sin(angle), -radius * std::cos(angle));
        }
    };
    switch (shape.marker) {
    case figures::Marker::Plus:
        path.moveTo(at - QPointF(r, 0));
        path.lineTo(at + QPointF(r, 0));
        path.moveTo(at - QPointF(0, r));
        path.lineTo(at + QPointF(0, r));
        return path;
    case figures::Marker::Cross:
        path.moveTo(at - QPointF(r, r));
        path.lineTo(at + QPointF(r, r));
        path.moveTo(at + QPointF(-r, r));
        path.lineTo(at + QPointF(r, -r));
        return path;
    case figures::Marker::Circle:
        path.addEllipse(at, r, r);
        return path;
    case figures::Marker::Square:
        path.addRect(QRectF(at.x() - r * 0.9, at.y() - r * 0.9, r * 1.8, r * 1.8));
        return path;
    case figures::Marker::Triangle:
        corners << at + QPointF(0, -r * 1.1) << at + QPointF(r * 1.05, r * 0.85) << at + QPointF(-r * 1.05, r * 0.85);
        break;
    case figures::Marker::TriangleDown:
        corners << at + QPointF(0, r * 1.1) << at + QPointF(r * 1.05, -r * 0.85) << at + QPointF(-r * 1.05, -r * 0.85);
        break;
    case figures::Marker::Diamond:
        polygon(4, 0);
        break;
    case figures::Marker::Hexagon:
        polygon(6, 30);
        break;
    case figures::Marker::Star:
        polygon(8, 0, 0.38);
        break;
    }
    path.addPolygon(corners);
    path.closeSubpath();
    return path;
}

void paintText(QPainter& painter, const figures::Palette& palette, const QFont& font, const Shape& shape)
{
    QFont own = font;
    own.setBold(shape.bold);
    painter.setFont(own);
    painter.setPen(sceneColor(palette, shape.fill));
    const double width = QFontMetricsF(own).horizontalAdvance(shape.text);
    const double before = shape.anchor == figures::Anchor::End      ? width
                          : shape.anchor == figures::Anchor::Middle ? width / 2
                                                                    : 0;
    if (!shape.turned) {
        painter.drawText(shape.points.first() - QPointF(before, 0), shape.text);
        return;
    }
    painter.save();
    painter.translate(shape.points.first());
    painter.rotate(-90);
    painter.drawText(QPointF(-before, 0), shape.text);
    painter.restore();
}

void paintShape(QPainter& painter, const figures::Palette& palette, const Shape& shape)
{
    painter.setPen(scenePen(palette, shape));
    painter.setBrush(sceneColor(palette, shape.fill));
    switch (shape.kind) {
    case ShapeKind::Line:
        painter.drawPolyline(shape.points.constData(), int(shape.points.size()));
        break;
    case ShapeKind::Curve: {
        QPainterPath path(shape.points.first());
        for (qsizetype i = 1; i + 2 < shape.points.size(); i += 3)
            path.cubicTo(shape.points.at(i), shape.points.at(i + 1), shape.points.at(i + 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawPath(path);
        break;
    }
    case ShapeKind::Rect: {
        const QRectF rect(shape.points.at(0), shape.points.at(1));
        painter.drawRect(rect);
        if (shape.hatched) {
            QColor lines = sceneColor(palette, Role::NoiseEdge);
            lines.setAlphaF(0.55F);
            painter.setBrush(QBrush(lines, Qt::BDiagPattern));
            painter.setPen(Qt::NoPen);
            painter.drawRect(rect);
        }
        break;
    }
    case ShapeKind::Mark:
        painter.drawPath(markerOutline(shape));
        break;
    case ShapeKind::Text:
        break;
    }
}

bool belongsTo(const Shape& shape, const figures::Scene& scene, ScenePart part)
{
    switch (part) {
    case ScenePart::All:
        return true;
    case ScenePart::Behind:
        return shape.layer == figures::Layer::Band;
    case ScenePart::InFront:
        if (shape.layer == figures::Layer::Grid) // the axis and its ticks
            return std::ranges::all_of(shape.points,
                                       [&](const QPointF& point) { return point.y() > scene.plot.bottom() - 0.5; });
        return shape.layer == figures::Layer::Overlay;
    }
    return false;
}

} // namespace

QFont figureFont(const QFont& font)
{
    QFont smaller = font;
    if (font.pointSizeF() > 0)
        smaller.setPointSizeF(std::max(8.0, font.pointSizeF() * 0.85));
    return smaller;
}

figures::LayoutOptions layoutOptions(const QFont& chartFont, QSizeF size, const QString& selected)
{
    QFont bold = chartFont;
    bold.setBold(true);
    figures::LayoutOptions options;
    options.size = size;
    options.font = QFontInfo(chartFont).pixelSize();
    options.selected = selected;
    options.textWidth = [plain = QFontMetricsF(chartFont), strong = QFontMetricsF(bold)](const QString& text,
                                                                                         bool isBold) {
        return (isBold ? strong : plain).horizontalAdvance(text);
    };
    return options;
}

void paintScene(QPainter& painter, const figures::Scene& scene, const figures::Palette& palette, const QFont& font,
                ScenePart part)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    using enum figures::Layer;
    for (const figures::Layer layer : {Band, Grid, Series, Overlay}) {
        for (const Shape& shape : scene.shapes) {
            if (shape.layer != layer)
                continue;
            // A label of an axis or of a row is nobody else's.
            if (shape.kind == ShapeKind::Text) {
                if (part != ScenePart::Behind)
                    paintText(painter, palette, font, shape);
            } else if (belongsTo(shape, scene, part)) {
                paintShape(painter, palette, shape);
            }
        }
    }
    painter.restore();
}

QImage sceneImage(const figures::Scene& scene, const figures::Palette& palette, const QFont& font, double scale)
{
    const QSizeF whole(std::floor(scene.size.width()), std::floor(scene.size.height()));
    QImage picture((whole * scale).toSize().expandedTo({1, 1}), QImage::Format_ARGB32_Premultiplied);
    picture.setDevicePixelRatio(scale);
    picture.fill(sceneColor(palette, Role::View));
    QPainter painter(&picture);
    paintScene(painter, scene, palette, font, ScenePart::All);
    return picture;
}

} // namespace quantlens::print
