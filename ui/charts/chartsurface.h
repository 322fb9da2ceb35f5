// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/figures/palette.h"
#include "core/figures/scene.h"

#include <QtPlugin>

class QFont;
class QWidget;

namespace quantlens::ui {

/// Draws the axes, bars and lines of a figure with Qt Charts, and everything else of its scene behind and above the
/// series. Takes no mouse and no keyboard: FigureView does.
class ChartSurface
{
public:
    virtual ~ChartSurface() = default;

    /// What is to be shown; it belongs to its parent, and this goes with it.
    [[nodiscard]] virtual QWidget* widget() = 0;
    /// Builds the series. The scene must have been laid out from the same figure for the size of the widget.
    virtual void show(const figures::Figure& figure, const figures::Scene& scene, const figures::Palette& palette,
                      const QFont& font) = 0;
};

/// The module that makes surfaces (ui/modules/chartsurface.cpp), loaded when the first chart is shown.
class ChartModule
{
public:
    virtual ~ChartModule() = default;

    [[nodiscard]] virtual ChartSurface* makeSurface(QWidget* parent) const = 0;
};

} // namespace quantlens::ui

#define QUANTLENS_CHARTS "org.quantlens.Charts/" QUANTLENS_VERSION
Q_DECLARE_INTERFACE(quantlens::ui::ChartModule, QUANTLENS_CHARTS)
