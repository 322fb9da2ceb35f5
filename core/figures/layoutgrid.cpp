// SPDX-License-Identifier: GPL-3.0-or-later
// The heat map: categories down, items across, one number a cell.
#include "core/figures/scenemaker.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace quantlens::figures {

namespace {

constexpr double headTop = 4;
constexpr double tallestCell = 56;
constexpr double legendLeft = 12;
constexpr double legendSquare = 16;
constexpr double legendGap = 6;

QString cellText(double value, double room, const SceneMaker& maker)
{
    const QString full = numberText(value, Format::Fraction).chopped(1); // two decimals
    if (maker.width(full) + 4 <= room)
        return full;
    return value < 0.995 ? full.sliced(1) : QStringLiteral("1.");
}

/// A square of the legend with its text; −1: the noise.
struct LegendEntry
{
    int step = -1;
    QString text;
    double x = 0;
    int line = 0;
};

/// Every colour of the scale, in as many lines as it takes.
QList<LegendEntry> legendEntries(const Figure& figure, const SceneMaker& maker)
{
    static constexpr std::array<const char*, 6> edges{".00", ".02", ".06", ".12", ".24", ".45"};
    QList<LegendEntry> entries;
    if (std::ranges::any_of(figure.values, &Value::withinNoise))
        entries.append({-1, QStringLiteral("no more than noise")});
    for (int step = 0; step < 6; ++step)
        entries.append({step, QString::fromLatin1(edges.at(std::size_t(step)))});
    double x = legendLeft;
    int line = 0;
    for (LegendEntry& entry : entries) {
        const double wide = legendSquare + 4 + maker.width(entry.text);
        if (x > legendLeft && x + wide > maker.scene.size.width() - 4) {
            x = legendLeft;
            ++line;
        }
        entry.x = x;
        entry.line = line;
        x += wide + (entry.step < 0 ? 12 : 8);
    }
    return entries;
}

void gridLegend(const QList<LegendEntry>& entries, SceneMaker& maker, double top)
{
    for (const LegendEntry& entry : entries) {
        const double middle = top + maker.font() / 2 + 2 + entry.line * (maker.font() + legendGap);
        const QRectF square(entry.x, middle - 6, legendSquare, 12);
        maker.rect(Layer::Overlay, square, entry.step < 0 ? Role::Noise : shifted(Role::Heat, entry.step), Role::Border)
            .hatched = entry.step < 0;
        maker.text({entry.x + legendSquare + 4, maker.centred(middle)}, entry.text, Anchor::Start, Role::Dim);
    }
}

} // namespace

void layOutGrid(const Figure& figure, SceneMaker& maker)
{
    const QSizeF size = maker.scene.size;
    double labels = 0;
    for (const QString& row : figure.rows)
        labels = std::max(labels, maker.width(row));
    labels = std::min(labels, std::max(70.0, size.width() * 0.26));
    const double left = labels + 16;
    const auto columns = double(std::max<qsizetype>(1, figure.items.size()));
    const auto rows = double(std::max<qsizetype>(1, figure.rows.size()));
    const double wide = (size.width() - left - 12) / columns;
    double longest = 0;
    for (const Item& item : figure.items)
        longest = std::max(longest, maker.width(item.label, true));
    const bool upright = longest + 4 > wide;
    const double head = headTop + (upright ? std::min(longest, 82.0) + 4 : maker.font() + 6);
    const QList<LegendEntry> legend = legendEntries(figure, maker);
    const double legendHeight = (legend.constLast().line + 1) * (maker.font() + legendGap);
    const double below = legendHeight + 6 + maker.notesHeight(figure.notes);
    const double high = std::min((size.height() - head - below) / rows, tallestCell * maker.font() / 11);
    maker.scene.plot = QRectF(left, head, wide * columns, high * rows);
    for (int column = 0; column < figure.items.size(); ++column) {
        const Item& item = figure.items.at(column);
        const double x = left + wide * column;
        const bool selected = maker.selected(item);
        if (selected)
            maker.rect(Layer::Band, QRectF(x, 0, wide, head + high * rows), Role::Selection);
        if (upright)
            maker
                .text({maker.centred(x + wide / 2), head - 4}, maker.fitted(item.label, 82, selected), Anchor::Start,
                      Role::Text, selected)
                .turned = true;
        else
            maker.text({x + wide / 2, head - 6}, item.label, Anchor::Middle, Role::Text, selected);
    }
    for (int row = 0; row < figure.rows.size(); ++row)
        maker.text({left - 8, maker.centred(head + high * (row + 0.5))}, maker.fitted(figure.rows.at(row), labels),
                   Anchor::End);

    const double gap = wide > 30 ? 1 : 0.5;
    // By colour, so that a writer can join what looks alike.
    for (int step = -1; step < 6; ++step) {
        for (const Value& value : figure.values) {
            if (!std::isfinite(value.value) || (value.withinNoise ? -1 : heatStep(value.value)) != step)
                continue;
            const QRectF cell = QRectF(left + wide * value.item, head + high * value.row, wide, high);
            Shape& shape = maker.rect(Layer::Overlay, cell.adjusted(gap, gap, -gap, -gap),
                                      step < 0 ? Role::Noise : shifted(Role::Heat, step));
            shape.hatched = step < 0;
            shape.cell = true;
        }
    }
    for (int i = 0; i < figure.values.size(); ++i) {
        const Value& value = figure.values.at(i);
        const QRectF cell(left + wide * value.item, head + high * value.row, wide, high);
        maker.hit(cell, i, value.item);
        const QPointF at(cell.center().x(), maker.centred(cell.center().y()));
        if (!std::isfinite(value.value)) {
            maker.text(at, QStringLiteral("–"), Anchor::Middle, Role::Dim);
            continue;
        }
        const QString number = cellText(value.value, wide, maker);
        maker
            .text(at, number, Anchor::Middle,
                  value.withinNoise ? Role::Dim : textOn(shifted(Role::Heat, heatStep(value.value))))
            .cell = true;
    }
    for (int column = 0; column < figure.items.size(); ++column) {
        if (maker.selected(figure.items.at(column)))
            maker
                .rect(Layer::Overlay, QRectF(left + wide * column, head, wide, high * rows), Role::None,
                      Role::Highlight)
                .width = 1.5;
        maker.hit(QRectF(left + wide * column, 0, wide, head), -1, column);
    }
    gridLegend(legend, maker, head + high * rows + 4);
    maker.notesBelow(figure.notes, head + high * rows + 4 + legendHeight);
}

} // namespace quantlens::figures
