// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/figures/figure.h"

#include <QList>
#include <QPointF>
#include <QRectF>
#include <QSizeF>
#include <QString>

#include <functional>

namespace quantlens::figures {

/// Who draws a shape: Grid and Series are Qt Charts' in the window; all layers are the SVG writer's.
enum class Layer : quint8 {
    Band, ///< behind everything: noise, the selected row
    Grid,
    Series,
    Overlay,
};

enum class ShapeKind : quint8 {
    Line,  ///< through all points
    Curve, ///< a cubic from the first point, then three points each
    Rect,  ///< top left and bottom right
    Mark,
    Text, ///< at its first point, on the base line
};

enum class Anchor : quint8 {
    Start,
    Middle,
    End,
};

/// Something to draw, in pixels from the top left.
struct Shape
{
    ShapeKind kind = ShapeKind::Line;
    Layer layer = Layer::Overlay;
    Role fill = Role::None;
    Role stroke = Role::None;
    double width = 1;
    Dash dash = Dash::Solid;
    bool hatched = false; ///< lines at 45° over the fill
    QList<QPointF> points;
    Marker marker = Marker::Circle;
    double radius = 4;
    bool hollow = false;
    QString text;
    Anchor anchor = Anchor::Start;
    bool bold = false;
    bool mono = false;
    bool turned = false; ///< reads upwards
    bool cell = false;   ///< a cell of a grid, or its number: the writer may join them
};

/// A place the pointer and the keyboard can find.
struct HitArea
{
    QRectF area;
    int value = -1; ///< of Figure::values
    int item = -1;
    int branch = -1; ///< of Figure::branches
};

/// A figure laid out.
struct Scene
{
    QSizeF size;
    QRectF plot; ///< inside the axes
    double font = 11;
    QList<Shape> shapes;
    QList<HitArea> hits; ///< marks first, then rows
};

struct LayoutOptions
{
    QSizeF size{454, 228};
    double font = 11; ///< pixels
    /// Width of a text, pixels; empty: estimated.
    std::function<double(const QString& text, bool bold)> textWidth = {};
    QString selected = {}; ///< key of the item that is marked
    /// A figure of few rows ends below its lowest shape instead of leaving the rest of its height blank.
    bool trimmed = false;
};

/// The least size at which rows, cells and labels can be read.
[[nodiscard]] QSizeF minimumSize(const Figure& figure, double font = 11);

/// Lays out a figure; smaller sizes than minimumSize() are raised to it.
[[nodiscard]] Scene layOut(const Figure& figure, const LayoutOptions& options = {});

/// The roles of a filled area's edge and of text on it.
[[nodiscard]] Role edgeOf(Role fill);
[[nodiscard]] Role textOn(Role fill);
/// The step of the heat scale, 0…5.
[[nodiscard]] int heatStep(double value);
/// What one row takes of its height.
inline constexpr double barShare = 0.72;

} // namespace quantlens::figures
