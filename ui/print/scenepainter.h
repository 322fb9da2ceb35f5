// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/figures/palette.h"
#include "core/figures/scene.h"

#include <QFont>
#include <QImage>

class QPainter;

namespace quantlens::print {

/// The font of a chart's labels: 85 % of the widget's, never below 8 pt.
[[nodiscard]] QFont figureFont(const QFont& font);
/// Its size and measures for the layout.
[[nodiscard]] figures::LayoutOptions layoutOptions(const QFont& chartFont, QSizeF size, const QString& selected);

/// Which part of a scene is painted.
enum class ScenePart {
    All,     ///< without Qt Charts
    Behind,  ///< what lies behind Qt Charts' series
    InFront, ///< what Qt Charts does not draw: labels, intervals, marks, ticks outside the axes
};

void paintScene(QPainter& painter, const figures::Scene& scene, const figures::Palette& palette, const QFont& font,
                ScenePart part);

/// The scene as a picture on the palette's background, `scale` pixels for each of its own.
[[nodiscard]] QImage sceneImage(const figures::Scene& scene, const figures::Palette& palette, const QFont& font,
                                double scale = 2);

} // namespace quantlens::print
