// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/svgpaths.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace quantlens::figures {

namespace {

/// An outline of a marker around (0, 0), closed unless it is a cross or a plus.
QString markerPath(const Shape& shape)
{
    const QPointF at = shape.points.first();
    const double r = shape.radius;
    QList<QPointF> corners;
    const auto polygon = [&](int count, double turn, double inner = 1) {
        for (int i = 0; i < count; ++i) {
            const double angle = (turn + 360.0 * i / count) * std::numbers::pi / 180;
            const double radius = i % 2 == 0 ? r * 1.15 : r * 1.15 * inner;
            corners.append({radius * std::sin(angle), -radius * std::cos(angle)});
        }
    };
    switch (shape.marker) {
    case Marker::Plus:
        return QStringLiteral("M%1h%2M%3v%2")
            .arg(coordinates(at - QPointF(r, 0)), coordinate(2 * r), coordinates(at - QPointF(0, r)));
    case Marker::Cross:
        return QStringLiteral("M%1l%2 %2M%3l%2 -%2")
            .arg(coordinates(at - QPointF(r, r)), coordinate(2 * r), coordinates(at + QPointF(-r, r)));
    case Marker::Circle:
        return QStringLiteral("M%1a%2 %2 0 1 0 %3 0a%2 %2 0 1 0 -%3 0z")
            .arg(coordinates(at - QPointF(r, 0)), coordinate(r), coordinate(2 * r));
    case Marker::Square:
        corners = {{-r * 0.9, -r * 0.9}, {r * 0.9, -r * 0.9}, {r * 0.9, r * 0.9}, {-r * 0.9, r * 0.9}};
        break;
    case Marker::Triangle:
        corners = {{0, -r * 1.1}, {r * 1.05, r * 0.85}, {-r * 1.05, r * 0.85}};
        break;
    case Marker::TriangleDown:
        corners = {{0, r * 1.1}, {r * 1.05, -r * 0.85}, {-r * 1.05, -r * 0.85}};
        break;
    case Marker::Diamond:
        polygon(4, 0);
        break;
    case Marker::Hexagon:
        polygon(6, 30);
        break;
    case Marker::Star:
        polygon(8, 0, 0.38);
        break;
    }
    QString path;
    for (const QPointF& corner : std::as_const(corners))
        path += (path.isEmpty() ? u'M' : u'L') + coordinates(at + corner);
    return path + u'z';
}

QString linePath(const Shape& shape)
{
    QString path;
    if (shape.kind == ShapeKind::Curve) {
        path = u'M' + coordinates(shape.points.first());
        for (qsizetype i = 1; i + 2 < shape.points.size(); i += 3)
            path += u'C' + coordinates(shape.points.at(i)) + u' ' + coordinates(shape.points.at(i + 1)) + u' ' +
                    coordinates(shape.points.at(i + 2));
        return path;
    }
    for (const QPointF& point : shape.points)
        path += (path.isEmpty() ? u'M' : u'L') + coordinates(point);
    return path;
}

QString rectPath(const Shape& shape)
{
    const QPointF size = shape.points.at(1) - shape.points.at(0);
    return QStringLiteral("M%1h%2v%3h-%2z")
        .arg(coordinates(shape.points.at(0)), coordinate(size.x()), coordinate(size.y()));
}

} // namespace

QString coordinate(double value)
{
    QString text = QString::number(value, 'f', 1);
    if (text.endsWith(QLatin1String(".0")))
        text.chop(2);
    return text == QLatin1String("-0") ? QStringLiteral("0") : text;
}

QString coordinates(QPointF point)
{
    return coordinate(point.x()) + u' ' + coordinate(point.y());
}

QString pathOf(const Shape& shape)
{
    switch (shape.kind) {
    case ShapeKind::Mark:
        return markerPath(shape);
    case ShapeKind::Rect:
        return rectPath(shape);
    default:
        return linePath(shape);
    }
}

bool areCells(const QList<const Shape*>& group)
{
    const auto height = [](const Shape* shape) { return shape->points.at(1).y() - shape->points.at(0).y(); };
    return group.size() >= 20 && std::ranges::all_of(group, [&](const Shape* shape) {
               return shape->kind == ShapeKind::Rect && shape->cell && shape->stroke == Role::None &&
                      std::abs(height(shape) - height(group.constFirst())) < 0.05;
           });
}

QString cellsPath(const QList<const Shape*>& group)
{
    const auto rounded = [](double value) { return std::round(value * 10) / 10; };
    QString path;
    double x = -1;
    double y = -1;
    for (const Shape* shape : group) {
        const double left = rounded(shape->points.at(0).x());
        const double right = rounded(shape->points.at(1).x());
        const double middle = (shape->points.at(0).y() + shape->points.at(1).y()) / 2;
        if (std::abs(middle - y) < 0.05)
            path += u'm' + coordinate(left - x) + QStringLiteral(" 0");
        else
            path += u'M' + coordinates({left, middle});
        path += u'h' + coordinate(right - left);
        x = right;
        y = middle;
    }
    return path;
}

} // namespace quantlens::figures
