// SPDX-License-Identifier: GPL-3.0-or-later
// Figures over x and y: lines, marks with intervals, bands, the Pareto front.
#include "core/figures/scale.h"
#include "core/figures/scenemaker.h"

#include <QLineF>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <vector>

namespace quantlens::figures {

namespace {

/// Whether a stretch goes through a rectangle: the part of it within each pair of edges is cut off in turn.
bool crosses(const QLineF& line, const QRectF& area)
{
    double from = 0;
    double to = 1;
    const auto cut = [&](double start, double step, double least, double most) {
        if (step == 0)
            return start >= least && start <= most;
        const double a = (least - start) / step;
        const double b = (most - start) / step;
        from = std::max(from, std::min(a, b));
        to = std::min(to, std::max(a, b));
        return from <= to;
    };
    return cut(line.x1(), line.dx(), area.left(), area.right()) && cut(line.y1(), line.dy(), area.top(), area.bottom());
}

/// The plot's frame while it is laid out.
struct PlotFrame
{
    const Figure& figure;
    QRectF plot;
    QList<QRectF> taken; ///< by marks and labels
    QList<QLineF> lines; ///< that a label should not lie on

    [[nodiscard]] double x(double value) const { return position(figure.x, value, plot.left(), plot.right()); }
    [[nodiscard]] double y(double value) const { return position(figure.y, value, plot.bottom(), plot.top()); }
    [[nodiscard]] QPointF at(const Value& value) const { return {x(value.x), y(value.value)}; }
    [[nodiscard]] bool free(const QRectF& area) const
    {
        return std::ranges::none_of(taken, [&](const QRectF& other) { return other.intersects(area); });
    }
    [[nodiscard]] bool crossed(const QRectF& area) const
    {
        return std::ranges::any_of(lines, [&](const QLineF& line) { return crosses(line, area); });
    }
    void addLines(const QList<QPointF>& points)
    {
        for (qsizetype i = 1; i < points.size(); ++i)
            lines.append(QLineF(points.at(i - 1), points.at(i)));
    }
};

bool drawable(const Value& value)
{
    return std::isfinite(value.x) && std::isfinite(value.value);
}

bool namesAtLineEnds(const Figure& figure)
{
    return std::ranges::count_if(figure.measures, [](const Measure& each) { return each.joined && !each.own; }) > 1;
}

void layOutAxes(PlotFrame& frame, SceneMaker& maker)
{
    const Figure& figure = frame.figure;
    const double font = maker.font();
    const QSizeF size = maker.scene.size;
    const std::vector<double> across = ticks(figure.y, std::max(2, int(size.height() / 36)));
    double left = 0;
    for (const double tick : across)
        left = std::max(left, maker.width(tickText(figure.y, tick)));
    double right = 16;
    if (namesAtLineEnds(figure)) {
        for (const Measure& measure : figure.measures)
            right = std::max(right, std::min(maker.width(measure.name, true) + 14, size.width() * 0.25));
    }
    const double top = figure.y.title.isEmpty() ? 10 : font + 10;
    frame.plot = QRectF(QPointF(left + 14, top), QPointF(size.width() - right, size.height() - 2 * font - 15));
    maker.scene.plot = frame.plot;
    for (const double tick : across) {
        const double y = frame.y(tick);
        maker.line(Layer::Grid, {{frame.plot.left(), y}, {frame.plot.right(), y}}, Role::Grid);
        maker.text({frame.plot.left() - 6, maker.centred(y)}, tickText(figure.y, tick), Anchor::End, Role::Dim);
    }
    maker.line(Layer::Grid, {frame.plot.bottomLeft(), frame.plot.bottomRight()}, Role::Border);
    double widest = 24;
    for (const QString& name : figure.x.names)
        widest = std::max(widest, maker.width(name) + 8);
    for (const double tick : ticks(figure.x, std::max(2, int(frame.plot.width() / std::max(48.0, widest))))) {
        const double x = frame.x(tick);
        maker.line(Layer::Grid, {{x, frame.plot.bottom()}, {x, frame.plot.bottom() + 4}}, Role::Border);
        maker.text({x, frame.plot.bottom() + font + 4}, maker.fitted(tickText(figure.x, tick), widest * 2),
                   Anchor::Middle, Role::Dim);
    }
    maker.text({frame.plot.center().x(), size.height() - 4}, maker.fitted(figure.x.title, frame.plot.width()),
               Anchor::Middle, Role::Dim);
    if (!figure.y.title.isEmpty())
        maker.text({8, font + 2}, maker.fitted(figure.y.title, size.width() / 2), Anchor::Start, Role::Dim);
}

void layOutBands(PlotFrame& frame, SceneMaker& maker)
{
    for (const Band& band : frame.figure.bands) {
        const double top = frame.y(band.to);
        const double bottom = std::max(frame.y(band.from), top + 1);
        maker.noise(QRectF(QPointF(frame.plot.left(), top), QPointF(frame.plot.right(), bottom)), false, true);
    }
    int below = 0;
    for (const Rule& rule : frame.figure.rules) {
        if (rule.vertical) {
            const double x = frame.x(rule.at);
            maker.line(Layer::Overlay, {{x, frame.plot.top()}, {x, frame.plot.bottom()}}, rule.role, 1.4, rule.dash);
            frame.addLines({{x, frame.plot.top()}, {x, frame.plot.bottom()}});
            const double wide = maker.width(rule.label, true);
            const bool before = x - wide - 8 > frame.plot.left();
            // Two rules close together must not write over each other.
            const double y = frame.plot.bottom() - 6 - below++ * (maker.font() + 3);
            maker.text({x + (before ? -6 : 6), y}, rule.label, before ? Anchor::End : Anchor::Start, rule.role,
                       rule.role == Role::Error);
            frame.taken.append(QRectF(before ? x - 6 - wide : x + 6, y - maker.font(), wide, maker.font() + 2));
        } else {
            const double y = frame.y(rule.at);
            maker.line(Layer::Overlay, {{frame.plot.left(), y}, {frame.plot.right(), y}}, rule.role, 1.2, rule.dash);
            frame.addLines({{frame.plot.left(), y}, {frame.plot.right(), y}});
            maker.text({frame.plot.left() + 4, y - 4}, maker.fitted(rule.label, frame.plot.width() - 8), Anchor::Start,
                       rule.role);
            frame.taken.append(
                QRectF(frame.plot.left() + 4, y - 4 - maker.font(), maker.width(rule.label), maker.font() + 2));
        }
    }
}

/// The base line's start of a band's label: on the band's edge or inside it, as far left as it covers no mark and no
/// line; on a line, and then farther above the band, where there is no such place.
QPointF bandLabelPlace(const PlotFrame& frame, double top, double bottom, double wide, double font)
{
    constexpr int steps = 40;
    const double left = frame.plot.left() + 4;
    const double room = std::max(0.0, frame.plot.right() - 4 - wide - left);
    std::optional<QPointF> onLine;
    const auto placeIn = [&](double y) -> std::optional<QPointF> {
        for (int step = 0; step <= steps; ++step) {
            const QPointF at(left + room * step / steps, y);
            const QRectF area(at.x() - 2, y - font, wide + 4, font + 2);
            if (!frame.free(area))
                continue;
            if (!frame.crossed(area))
                return at;
            if (!onLine)
                onLine = at;
        }
        return std::nullopt;
    };
    std::vector<double> near;
    if (top - 4 > frame.plot.top() + font)
        near.push_back(top - 4);
    if (near.empty() || bottom - top > font + 4)
        near.push_back(top + font + 2);
    for (const double y : near) {
        if (const auto place = placeIn(y))
            return *place;
    }
    for (double y = top - 7 - font; !onLine && y - font > frame.plot.top(); y -= font + 3) {
        if (const auto place = placeIn(y))
            return *place;
    }
    return onLine.value_or(QPointF(left, near.front()));
}

/// After the lines, which a label should not lie on.
void layOutBandLabels(PlotFrame& frame, SceneMaker& maker)
{
    for (const Band& band : frame.figure.bands) {
        const QString label = maker.fitted(band.label, frame.plot.width() - 8);
        if (label.isEmpty())
            continue;
        const double top = frame.y(band.to);
        const double wide = maker.width(label);
        const QPointF at = bandLabelPlace(frame, top, std::max(frame.y(band.from), top + 1), wide, maker.font());
        maker.text(at, label, Anchor::Start, Role::Dim);
        frame.taken.append(QRectF(at.x(), at.y() - maker.font(), wide, maker.font() + 2));
    }
}

void layOutFront(PlotFrame& frame, SceneMaker& maker)
{
    if (frame.figure.front.empty())
        return;
    QList<QPointF> steps;
    for (const int index : frame.figure.front) {
        const QPointF at = frame.at(frame.figure.values.at(index));
        if (steps.isEmpty())
            steps.append({at.x(), frame.plot.top()});
        else
            steps.append({at.x(), steps.constLast().y()});
        steps.append(at);
    }
    steps.append({frame.plot.right(), steps.constLast().y()});
    frame.addLines(steps);
    maker.line(Layer::Overlay, steps, Role::Accent, 1.6);
}

void layOutLines(PlotFrame& frame, SceneMaker& maker)
{
    const Figure& figure = frame.figure;
    QList<std::pair<double, int>> ends; // where the names of lines belong
    for (int m = 0; m < figure.measures.size(); ++m) {
        const Measure& measure = figure.measures.at(m);
        if (!measure.joined)
            continue;
        QList<QPointF> points;
        for (const Value& value : figure.values) {
            if (value.measure == m && drawable(value))
                points.append(frame.at(value));
        }
        frame.addLines(points);
        if (points.size() > 1)
            maker.line(Layer::Series, points, measure.own ? Role::Dim : measure.role, measure.own ? 1.2 : 1.8,
                       measure.dash);
        if (!points.isEmpty())
            ends.append({points.constLast().y(), m});
    }
    if (!namesAtLineEnds(figure))
        return;
    std::ranges::sort(ends);
    double above = -1e9;
    for (const auto& [end, m] : std::as_const(ends)) {
        const double y = std::max(end, above + maker.font() + 1);
        above = y;
        const double room = maker.scene.size.width() - frame.plot.right() - 4;
        const double last = frame.x(figure.x.names.isEmpty() ? figure.x.maximum : double(figure.x.names.size()) - 1);
        maker.text({last + 8, maker.centred(y)},
                   maker.fitted(figure.measures.at(m).name, room + frame.plot.right() - last - 8, true), Anchor::Start,
                   figure.measures.at(m).role, true);
    }
}

/// Where a label stands, and whether it needs a plate because a line goes on below it.
struct LabelPlace
{
    QPointF topLeft;
    bool onLine = false;
};

/// A place beside a mark where a label covers nothing, the nearest first; one on a line where there is no other; none
/// when it is crowded all round.
std::optional<LabelPlace> labelPlace(const PlotFrame& frame, QPointF mark, double wide, double font)
{
    std::optional<LabelPlace> onLine;
    for (const double gap : {8.0, 13.0, 20.0, 28.0}) {
        const double right = gap;
        const double left = -gap - wide;
        const double above = -gap - font;
        const double below = gap;
        const std::array<QPointF, 8> corners{QPointF(right, -font / 2),         QPointF(left, -font / 2),
                                             QPointF(-wide / 2, above),         QPointF(-wide / 2, below),
                                             QPointF(right * 0.6, above * 0.8), QPointF(left * 0.9, below * 0.6),
                                             QPointF(right * 0.6, below * 0.6), QPointF(left * 0.9, above * 0.8)};
        for (const QPointF& corner : corners) {
            const QRectF area(mark + corner, QSizeF(wide, font));
            if (!frame.plot.adjusted(-2, -8, 12, 2).contains(area) || !frame.free(area))
                continue;
            if (!frame.crossed(area.adjusted(-2, -1, 2, 1)))
                return LabelPlace{area.topLeft(), false};
            if (!onLine)
                onLine = LabelPlace{area.topLeft(), true};
        }
    }
    return onLine;
}

/// Keeps the places of marks and their intervals from labels.
void reserveMarks(PlotFrame& frame)
{
    for (const Value& value : frame.figure.values) {
        if (!drawable(value))
            continue;
        const QPointF at = frame.at(value);
        frame.taken.append(QRectF(at.x() - 5, at.y() - 5, 10, 10));
        if (value.low && value.high)
            frame.lines.append(QLineF(at.x(), frame.y(*value.low), at.x(), frame.y(*value.high)));
    }
}

void layOutMarks(PlotFrame& frame, SceneMaker& maker)
{
    const Figure& figure = frame.figure;
    for (int i = 0; i < figure.values.size(); ++i) {
        const Value& value = figure.values.at(i);
        if (!drawable(value))
            continue;
        const Measure& measure = figure.measures.at(value.measure);
        const QPointF at = frame.at(value);
        const double radius = measure.own ? (value.measure == 0 ? 4.5 : 3) : 3.6;
        const Item item = figure.items.value(value.item);
        if (value.low && value.high)
            maker.interval({at.x(), frame.y(*value.low)}, {at.x(), frame.y(*value.high)},
                           measure.own ? Role::Dim : measure.role);
        if (maker.selected(item) && value.measure == 0)
            maker.mark(at, Marker::Circle, Role::Highlight, radius + 5.5, true).fill = Role::None;
        if (measure.own)
            maker.itemMark(at, item, radius, value.faint);
        else
            maker.mark(at, measure.marker, measure.role, radius, value.faint);
        maker.hit(QRectF(at.x() - 8, at.y() - 8, 16, 16), i, value.item);
    }
    for (const Value& value : figure.values) {
        const Item item = figure.items.value(value.item);
        if (!drawable(value) || value.measure != 0 || !figure.measures.at(0).own || item.label.isEmpty())
            continue;
        const bool bold = maker.selected(item);
        QString label = maker.fitted(item.label, frame.plot.width() * 0.3, bold);
        if (value.faint && !value.note.isEmpty())
            label += QStringLiteral(" (%1)").arg(value.note);
        const double wide = maker.width(label, bold);
        const auto place = labelPlace(frame, frame.at(value), wide, maker.font());
        if (!place)
            continue; // the tip and the table still name it
        const QRectF area(place->topLeft, QSizeF(wide, maker.font()));
        frame.taken.append(area);
        if (place->onLine)
            maker.rect(Layer::Overlay, area.adjusted(-2, 0, 2, 1), Role::View);
        maker.text({area.x(), area.y() + maker.font() * 0.86}, label, Anchor::Start,
                   value.faint ? Role::Dim : Role::Text, bold);
    }
}

} // namespace

void layOutPlot(const Figure& figure, SceneMaker& maker)
{
    PlotFrame frame{figure, {}, {}, {}};
    layOutAxes(frame, maker);
    double y = frame.plot.top() + maker.font();
    for (const QString& note : figure.notes) {
        const QString text = maker.fitted(note, frame.plot.width() * 0.75);
        const double wide = maker.width(text);
        maker.text({frame.plot.right() - 2, y}, text, Anchor::End, Role::Dim);
        frame.taken.append(QRectF(frame.plot.right() - 2 - wide, y - maker.font(), wide, maker.font() + 2));
        y += maker.font() + 4;
    }
    layOutBands(frame, maker);
    layOutFront(frame, maker);
    layOutLines(frame, maker);
    reserveMarks(frame);
    layOutBandLabels(frame, maker);
    layOutMarks(frame, maker);
}

} // namespace quantlens::figures
