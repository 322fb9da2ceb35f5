// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/figures/scene.h"

#include <QList>
#include <QPointF>
#include <QString>

// Inside core/figures: shapes as the path data of SVG.

namespace quantlens::figures {

/// A number with at most one decimal.
[[nodiscard]] QString coordinate(double value);
/// "x y".
[[nodiscard]] QString coordinates(QPointF point);

/// Everything but a text.
[[nodiscard]] QString pathOf(const Shape& shape);

/// Cells without an edge, all of one height: they are drawn as the strokes of one path, half the size of outlines.
[[nodiscard]] bool areCells(const QList<const Shape*>& group);
/// The middle lines of cells; their stroke is as wide as a cell is high.
[[nodiscard]] QString cellsPath(const QList<const Shape*>& group);

} // namespace quantlens::figures
