// SPDX-License-Identifier: GPL-3.0-or-later
// Figures with one row an item: stacked bars, intervals, boxes.
#include "core/figures/scale.h"
#include "core/figures/scenemaker.h"

#include <algorithm>
#include <cmath>

namespace quantlens::figures {

namespace {

constexpr double tallestRow = 64;
constexpr double rowTop = 8;
constexpr double rowRight = 16;

/// The frame of rows: where they are and what stands at their left.
struct RowFrame
{
    QRectF plot;
    double height = 0;    ///< of a row
    double gap = 0;       ///< before a row that a named line separates from the one above
    QList<int> separated; ///< those rows

    [[nodiscard]] double top(int row) const
    {
        return plot.top() + height * row +
               gap * double(std::ranges::count_if(separated, [row](int each) { return each <= row; }));
    }
    [[nodiscard]] double middle(int row) const { return top(row) + height / 2; }
};

/// Rows below a line with a name: the name gets room of its own, marks and intervals do not run through it.
QList<int> rowsBelowNames(const Figure& figure)
{
    QList<int> rows;
    for (const Rule& rule : figure.rules) {
        const int row = int(std::ceil(rule.at));
        if (!rule.vertical && !rule.label.isEmpty() && row > 0 && row < figure.items.size() && !rows.contains(row))
            rows.append(row);
    }
    return rows;
}

RowFrame layOutFrame(const Figure& figure, SceneMaker& maker)
{
    double labels = 0;
    for (const Item& item : figure.items)
        labels = std::max(labels, maker.width(item.label, true));
    labels = std::min(labels, std::max(40.0, maker.scene.size.width() * 0.3));
    const double left = 22 + labels + 8;
    const bool legend = figure.kind == Kind::Intervals;
    const double below = maker.font() + 9 + (legend ? maker.font() + 7 : 0) + maker.notesHeight(figure.notes);
    const double room = maker.scene.size.height() - rowTop - below;
    RowFrame frame;
    const auto rows = double(std::max<qsizetype>(1, figure.items.size()));
    frame.separated = rowsBelowNames(figure);
    frame.gap = maker.font() + 6;
    const double gaps = frame.gap * double(frame.separated.size());
    frame.height = std::min((room - gaps) / rows, tallestRow * maker.font() / 11);
    frame.plot = QRectF(left, rowTop, maker.scene.size.width() - left - rowRight, frame.height * rows + gaps);
    maker.scene.plot = frame.plot;

    for (int i = 0; i < figure.items.size(); ++i) {
        const Item& item = figure.items.at(i);
        if (maker.selected(item)) {
            const double right = figure.kind == Kind::StackedBars ? maker.scene.size.width() - 2 : left - 3;
            maker.rect(Layer::Band, QRectF(2, frame.top(i), right - 2, frame.height), Role::Selection);
        }
        maker.itemMark({12, frame.middle(i)}, item, std::min(3.5, frame.height * 0.3));
        maker.text({left - 8, maker.centred(frame.middle(i))}, maker.fitted(item.label, labels, maker.selected(item)),
                   Anchor::End, Role::Text, maker.selected(item));
    }
    for (const double tick : ticks(figure.x, std::max(2, int(frame.plot.width() / 60)))) {
        const double x = position(figure.x, tick, frame.plot.left(), frame.plot.right());
        maker.line(Layer::Grid, {{x, frame.plot.top()}, {x, frame.plot.bottom()}}, Role::Grid);
        maker.text({x, frame.plot.bottom() + maker.font() + 4}, tickText(figure.x, tick), Anchor::Middle, Role::Dim);
    }
    double bottom = frame.plot.bottom() + maker.font() + 9;
    if (legend) {
        double x = 10;
        const double y = bottom + maker.font() / 2 + 1;
        for (const Measure& measure : figure.measures) {
            maker.mark({x, y}, measure.marker, measure.role, 3.5);
            maker.text({x + 8, maker.centred(y)}, measure.name);
            x += 8 + maker.width(measure.name) + 14;
        }
        for (const Band& band : figure.bands) {
            maker.rect(Layer::Overlay, QRectF(x - 4, y - 5, 12, 10), Role::Noise, Role::NoiseEdge).hatched = true;
            maker.text({x + 12, maker.centred(y)}, maker.fitted(band.label, maker.scene.size.width() - x - 18),
                       Anchor::Start, Role::Dim);
            x += 20 + maker.width(band.label);
        }
        bottom += maker.font() + 7;
    }
    maker.notesBelow(figure.notes, bottom);
    return frame;
}

void layOutBars(const Figure& figure, const RowFrame& frame, SceneMaker& maker)
{
    std::vector<double> before(std::size_t(figure.items.size()), 0.0);
    for (int i = 0; i < figure.values.size(); ++i) {
        const Value& value = figure.values.at(i);
        if (!(value.value > 0) || value.item < 0 || value.item >= figure.items.size())
            continue;
        double& start = before.at(std::size_t(value.item));
        const double left = position(figure.x, start, frame.plot.left(), frame.plot.right());
        start += value.value;
        const double right = position(figure.x, start, frame.plot.left(), frame.plot.right());
        const double height = frame.height * barShare;
        const QRectF bar(left, frame.middle(value.item) - height / 2, right - left, height);
        const Role role = figure.measures.at(value.measure).role;
        maker.rect(Layer::Series, bar, role, edgeOf(role));
        const QString number = numberText(value.value, figure.format);
        if (maker.width(number) + 6 <= bar.width() && height >= maker.font())
            maker.text({bar.center().x(), maker.centred(bar.center().y())}, number, Anchor::Middle, textOn(role));
        maker.hit(bar, i, value.item);
    }
}

void layOutIntervals(const Figure& figure, const RowFrame& frame, SceneMaker& maker)
{
    const auto measures = double(figure.measures.size());
    for (int i = 0; i < figure.values.size(); ++i) {
        const Value& value = figure.values.at(i);
        if (value.item < 0 || value.item >= figure.items.size() || !std::isfinite(value.value))
            continue;
        const auto x = [&](double at) { return position(figure.x, at, frame.plot.left(), frame.plot.right()); };
        const double slot = frame.height / (measures + 0.4);
        const double y = frame.top(value.item) + slot * (value.measure + 0.7);
        const Measure& measure = figure.measures.at(value.measure);
        const double at = x(value.value);
        double left = at;
        double right = at;
        if (value.low && value.high) {
            left = x(*value.low);
            right = x(*value.high);
            maker.interval({left, y}, {right, y}, measure.role);
        }
        maker.mark({at, y}, measure.marker, measure.role, std::min(3.6, slot * 0.4));
        maker.hit(QRectF(left - 5, y - slot / 2, right - left + 10, slot), i, value.item);
    }
}

void layOutBoxes(const Figure& figure, const RowFrame& frame, SceneMaker& maker)
{
    for (int i = 0; i < figure.values.size(); ++i) {
        const Value& value = figure.values.at(i);
        if (value.item < 0 || value.item >= figure.items.size() || !value.quartiles)
            continue;
        const auto x = [&](std::size_t at) {
            return position(figure.x, value.quartiles->at(at), frame.plot.left(), frame.plot.right());
        };
        const double y = frame.middle(value.item);
        const double half = frame.height * 0.3;
        const bool selected = maker.selected(figure.items.at(value.item));
        maker.line(Layer::Overlay, {{x(0), y}, {x(4), y}}, Role::Dim);
        for (const std::size_t end : {0U, 4U})
            maker.line(Layer::Overlay, {{x(end), y - half / 2}, {x(end), y + half / 2}}, Role::Dim);
        maker
            .rect(Layer::Overlay, QRectF(x(1), y - half, std::max(2.0, x(3) - x(1)), half * 2),
                  selected ? Role::Selection : Role::View, selected ? Role::Highlight : Role::Dim)
            .width = 1.2;
        maker.line(Layer::Overlay, {{x(2), y - half}, {x(2), y + half}}, Role::Text, 2.5);
        maker.hit(QRectF(x(0) - 4, frame.top(value.item), x(4) - x(0) + 8, frame.height), i, value.item);
    }
}

} // namespace

void layOutRows(const Figure& figure, SceneMaker& maker)
{
    const RowFrame frame = layOutFrame(figure, maker);
    for (const Band& band : figure.bands) {
        const double from = position(figure.x, band.from, frame.plot.left(), frame.plot.right());
        const double to = position(figure.x, band.to, frame.plot.left(), frame.plot.right());
        maker.noise(QRectF(from, frame.plot.top(), std::max(1.0, to - from), frame.plot.height()), true, false);
    }
    switch (figure.kind) {
    case Kind::StackedBars:
        layOutBars(figure, frame, maker);
        break;
    case Kind::Intervals:
        layOutIntervals(figure, frame, maker);
        break;
    default:
        layOutBoxes(figure, frame, maker);
    }
    for (const Rule& rule : figure.rules) {
        if (rule.vertical) {
            const double x = position(figure.x, rule.at, frame.plot.left(), frame.plot.right());
            maker.line(Layer::Overlay, {{x, frame.plot.top()}, {x, frame.plot.bottom()}}, rule.role, 1, rule.dash);
            maker.text({x - 3, frame.plot.top() + maker.font()}, rule.label, Anchor::End, Role::Dim);
        } else {
            const double y = frame.top(int(std::ceil(rule.at))) - 1;
            maker.line(Layer::Overlay, {{6, y}, {frame.plot.right(), y}}, rule.role, 1.2, rule.dash);
            maker.text({frame.plot.right() - 2, y - 3}, maker.fitted(rule.label, frame.plot.width()), Anchor::End,
                       rule.role);
        }
    }
    // After the marks: a click beside one selects the row.
    for (int i = 0; i < figure.items.size(); ++i)
        maker.hit(QRectF(0, frame.top(i), maker.scene.size.width(), frame.height), -1, i);
}

} // namespace quantlens::figures
