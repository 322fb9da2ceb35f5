// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/figures/scene.h"

#include <utility>

// Inside core/figures: what the layouts share.

namespace quantlens::figures {

/// Collects shapes; measures and cuts texts.
class SceneMaker
{
public:
    SceneMaker(const LayoutOptions& options, QSizeF size);

    [[nodiscard]] double font() const { return m_options.font; }
    [[nodiscard]] double width(const QString& text, bool bold = false) const;
    /// The text, cut with "…" to `room` pixels; empty when nothing fits.
    [[nodiscard]] QString fitted(const QString& text, double room, bool bold = false) const;
    [[nodiscard]] bool selected(const Item& item) const;
    /// A base line that centres text at y.
    [[nodiscard]] double centred(double y) const { return y + font() * 0.36; }

    Shape& line(Layer layer, QList<QPointF> points, Role stroke, double width = 1, Dash dash = Dash::Solid);
    Shape& rect(Layer layer, const QRectF& rect, Role fill, Role stroke = Role::None);
    Shape& mark(QPointF centre, Marker marker, Role role, double radius, bool hollow = false);
    Shape& itemMark(QPointF centre, const Item& item, double radius, bool faint = false);
    Shape& text(QPointF at, const QString& text, Anchor anchor = Anchor::Start, Role role = Role::Text,
                bool bold = false);
    /// A line with a cap at both ends.
    void interval(QPointF from, QPointF to, Role role);
    void hit(const QRectF& area, int value, int item = -1, int branch = -1);
    /// A hatched rectangle with its edge.
    void noise(const QRectF& area, bool edgeAtRight, bool edgeAtTop);

    /// Notes under a figure, one line each, from `top` on.
    void notesBelow(const QStringList& notes, double top);
    [[nodiscard]] double notesHeight(const QStringList& notes) const { return double(notes.size()) * (font() + 4); }

    Scene scene;

private:
    const LayoutOptions& m_options;
};

/// Colour and shape of an item's marks.
[[nodiscard]] Role seriesRole(const Item& item);
[[nodiscard]] Marker seriesMarker(const Item& item);

void layOutRows(const Figure& figure, SceneMaker& maker);
void layOutPlot(const Figure& figure, SceneMaker& maker);
void layOutGrid(const Figure& figure, SceneMaker& maker);
void layOutTree(const Figure& figure, SceneMaker& maker);

} // namespace quantlens::figures
