// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/figures/palette.h"
#include "core/figures/scene.h"

#include <QChartView>
#include <QFont>

namespace quantlens::ui {

class SceneLayer;

/// Draws the axes, bars and lines of a figure with Qt Charts, and everything else of its scene as items behind and
/// above the series. Takes no mouse and no keyboard: FigureView does. The only user of Qt Charts.
class ChartSurface : public QChartView
{
    Q_OBJECT

public:
    explicit ChartSurface(QWidget* parent = nullptr);
    ~ChartSurface() override;

    /// True for figures that Qt Charts has series for.
    [[nodiscard]] static bool draws(const figures::Figure& figure);

    /// Builds the series. The scene must have been laid out from the same figure for the size of this widget.
    void show(const figures::Figure& figure, const figures::Scene& scene, const figures::Palette& palette,
              const QFont& font);

private:
    void addBars(const figures::Figure& figure, const figures::Palette& palette);
    void addLines(const figures::Figure& figure, const figures::Palette& palette);
    void addPoints(const figures::Figure& figure, const figures::Scene& scene, const figures::Palette& palette);

    SceneLayer* m_behind;
    SceneLayer* m_inFront;
};

} // namespace quantlens::ui
