// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/scenemaker.h"

#include <algorithm>

namespace quantlens::figures {

SceneMaker::SceneMaker(const LayoutOptions& options, QSizeF size)
    : m_options(options)
{
    scene.size = size;
    scene.font = options.font;
    scene.plot = QRectF(QPointF(0, 0), size);
}

double SceneMaker::width(const QString& text, bool bold) const
{
    if (m_options.textWidth)
        return m_options.textWidth(text, bold);
    // A sans serif font's mean advance; a little too much rather than too little.
    return double(text.size()) * font() * (bold ? 0.63 : 0.57);
}

QString SceneMaker::fitted(const QString& text, double room, bool bold) const
{
    if (width(text, bold) <= room)
        return text;
    qsizetype low = 0;
    qsizetype high = text.size();
    while (low < high) {
        const qsizetype middle = (low + high + 1) / 2;
        if (width(text.left(middle) + u'…', bold) <= room)
            low = middle;
        else
            high = middle - 1;
    }
    if (low > 0 && text.at(low - 1).isHighSurrogate())
        --low;
    return low > 0 ? text.left(low) + u'…' : QString();
}

bool SceneMaker::selected(const Item& item) const
{
    return !m_options.selected.isEmpty() && item.key == m_options.selected;
}

Shape& SceneMaker::line(Layer layer, QList<QPointF> points, Role stroke, double width, Dash dash)
{
    Shape shape;
    shape.kind = ShapeKind::Line;
    shape.layer = layer;
    shape.stroke = stroke;
    shape.width = width;
    shape.dash = dash;
    shape.points = std::move(points);
    return scene.shapes.emplaceBack(std::move(shape));
}

Shape& SceneMaker::rect(Layer layer, const QRectF& rect, Role fill, Role stroke)
{
    Shape shape;
    shape.kind = ShapeKind::Rect;
    shape.layer = layer;
    shape.fill = fill;
    shape.stroke = stroke;
    shape.points = {rect.topLeft(), rect.bottomRight()};
    return scene.shapes.emplaceBack(std::move(shape));
}

Shape& SceneMaker::mark(QPointF centre, Marker marker, Role role, double radius, bool hollow)
{
    Shape shape;
    shape.kind = ShapeKind::Mark;
    shape.fill = hollow ? Role::View : role;
    shape.stroke = role;
    shape.points = {centre};
    shape.marker = marker;
    shape.radius = radius;
    shape.hollow = hollow;
    // Strokes alone are as strong as filled shapes.
    const bool open = marker == Marker::Plus || marker == Marker::Cross;
    shape.width = open ? 1.8 : hollow ? 1.4 : 1;
    return scene.shapes.emplaceBack(std::move(shape));
}

Shape& SceneMaker::itemMark(QPointF centre, const Item& item, double radius, bool faint)
{
    return mark(centre, seriesMarker(item), seriesRole(item), radius, faint || item.series >= 8);
}

Shape& SceneMaker::text(QPointF at, const QString& text, Anchor anchor, Role role, bool bold)
{
    Shape shape;
    shape.kind = ShapeKind::Text;
    shape.fill = role;
    shape.points = {at};
    shape.text = text;
    shape.anchor = anchor;
    shape.bold = bold;
    return scene.shapes.emplaceBack(std::move(shape));
}

void SceneMaker::interval(QPointF from, QPointF to, Role role)
{
    const bool across = from.y() == to.y();
    const QPointF cap = across ? QPointF(0, 3) : QPointF(3, 0);
    line(Layer::Overlay, {from, to}, role, 1.5);
    for (const QPointF& end : {from, to})
        line(Layer::Overlay, {end - cap, end + cap}, role, 1.5);
}

void SceneMaker::hit(const QRectF& area, int value, int item, int branch)
{
    scene.hits.append({area, value, item, branch});
}

void SceneMaker::noise(const QRectF& area, bool edgeAtRight, bool edgeAtTop)
{
    rect(Layer::Band, area, Role::Noise).hatched = true;
    if (edgeAtRight)
        line(Layer::Band, {area.topRight(), area.bottomRight()}, Role::NoiseEdge);
    if (edgeAtTop)
        line(Layer::Band, {area.topLeft(), area.topRight()}, Role::NoiseEdge);
}

void SceneMaker::notesBelow(const QStringList& notes, double top)
{
    for (const QString& note : notes) {
        top += font() + 4;
        text({8, top - 4}, fitted(note, scene.size.width() - 16), Anchor::Start, Role::Dim);
    }
}

Role seriesRole(const Item& item)
{
    // The baseline's colour is its own; the others go round.
    return shifted(Role::Series, item.series <= 0 ? 0 : (item.series - 1) % 7 + 1);
}

Marker seriesMarker(const Item& item)
{
    return item.series <= 0 ? Marker::Plus : Marker((item.series - 1) % 7 + 1);
}

Role edgeOf(Role fill)
{
    if (fill >= Role::SeverityFill && fill < Role::SeverityText)
        return shifted(fill, 8);
    switch (fill) {
    case Role::ABack:
        return Role::A;
    case Role::BBack:
        return Role::B;
    case Role::ForkBack:
        return Role::Fork;
    default:
        return Role::Border;
    }
}

Role textOn(Role fill)
{
    if (fill >= Role::SeverityFill && fill < Role::SeverityText)
        return shifted(fill, 4);
    if (fill >= Role::Heat && fill < Role::HeatText)
        return shifted(fill, 6);
    return Role::Text;
}

int heatStep(double value)
{
    int step = 0;
    for (const double edge : {0.02, 0.06, 0.12, 0.24, 0.45})
        step += value >= edge;
    return step;
}

QSizeF minimumSize(const Figure& figure, double font)
{
    const double scale = font / 11;
    const auto items = double(figure.items.size());
    switch (figure.kind) {
    case Kind::StackedBars:
    case Kind::Boxes:
        return {260 * scale, (items * 15 + 44 + double(figure.notes.size()) * 15) * scale};
    case Kind::Intervals:
        return {260 * scale, (items * 15 + 62 + double(figure.notes.size() + figure.rules.size()) * 17) * scale};
    case Kind::Plot:
        return {260 * scale, 150 * scale};
    case Kind::Grid: {
        // Names of many columns stand upright.
        const double header = items > 9 ? 90 : 20;
        return {std::max(200.0, 90 + items * 25) * scale,
                (header + double(figure.rows.size()) * 16 + 44 + double(figure.notes.size()) * 15) * scale};
    }
    case Kind::Tree:
        return {420 * scale,
                (70 + 26 * double(std::max<qsizetype>(
                               3, std::ranges::count_if(figure.branches,
                                                        [](const Branch& branch) { return branch.variant >= 0; })))) *
                    scale};
    }
    return {260, 150};
}

namespace {

/// Where the lowest shape ends.
double lowestEnd(const Scene& scene)
{
    double lowest = 0;
    for (const Shape& shape : scene.shapes) {
        const double below = shape.kind == ShapeKind::Mark ? shape.radius : shape.kind == ShapeKind::Text ? 4 : 1;
        for (const QPointF& point : shape.points)
            lowest = std::max(lowest, point.y() + below);
    }
    return lowest;
}

} // namespace

Scene layOut(const Figure& figure, const LayoutOptions& options)
{
    const QSizeF least = figure.empty() ? QSizeF(0, 0) : minimumSize(figure, options.font);
    SceneMaker maker(options, options.size.expandedTo(least));
    if (figure.empty()) {
        const QSizeF size = maker.scene.size;
        maker.text({size.width() / 2, size.height() / 2}, maker.fitted(figure.missing, size.width() - 16),
                   Anchor::Middle, Role::Dim);
        return maker.scene;
    }
    switch (figure.kind) {
    case Kind::StackedBars:
    case Kind::Intervals:
    case Kind::Boxes:
        layOutRows(figure, maker);
        break;
    case Kind::Plot:
        layOutPlot(figure, maker);
        break;
    case Kind::Grid:
        layOutGrid(figure, maker);
        break;
    case Kind::Tree:
        layOutTree(figure, maker);
        break;
    }
    if (options.trimmed)
        maker.scene.size.setHeight(std::min(maker.scene.size.height(), lowestEnd(maker.scene) + 2));
    return std::move(maker.scene);
}

} // namespace quantlens::figures
