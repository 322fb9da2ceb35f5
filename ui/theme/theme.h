// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/comparison.h"

#include <QColor>
#include <QPalette>

#include <array>

class QApplication;
class QWidget;

namespace quantlens::ui {

/// Colours of one side of a comparison.
struct SideColors
{
    QColor background; ///< behind differing text
    QColor text;       ///< on `background`
    QColor line;       ///< underline, bars, change bars
    QColor label;      ///< the letter and the name, on window or view
};

struct SeverityColors
{
    QColor fill;
    QColor text; ///< on `fill`
    QColor edge; ///< goes with every fill, since some fills are pale
};

/// Every colour the window uses. The first group comes from the palette, the rest is fixed for light and for dark,
/// because no palette role means it. Never the only sign of anything.
struct Theme
{
    bool dark = false;

    QColor window;
    QColor view; ///< background of lists and text
    QColor alternate;
    QColor text;
    QColor dim; ///< secondary text, at least 4.5:1 on view and window
    QColor button;
    QColor border;
    QColor grid;
    QColor selection; ///< selected rows; text stays `text`
    QColor hover;
    QColor highlight; ///< the bar at a selected row's left, frames of checked buttons
    QColor link;      ///< also the accent of charts

    SideColors a;
    SideColors b;
    QColor fork;
    QColor forkBackground;
    QColor forkText;
    QColor tieBackground;
    QColor tieText;
    std::array<SeverityColors, 4> severities; ///< by domain::Severity
    QColor error;                             ///< also right → wrong
    QColor ok;
    QColor noiseFill;
    QColor noiseEdge;
    std::array<QColor, 5> confidence; ///< p >= .9, .7, .5, .3, below
    std::array<QColor, 5> kl;         ///< nats < .01, .05, .2, 1, from 1 on
    std::array<QColor, 6> heat;
    std::array<QColor, 6> heatText;
    std::array<QColor, 8> series; ///< 0 is the baseline
    QColor codeKeyword;
    QColor codeString;
    QColor codeNumber;

    /// Colours of side 0 (A) or 1 (B).
    [[nodiscard]] const SideColors& side(int index) const { return index == 0 ? a : b; }
    [[nodiscard]] const SeverityColors& severity(domain::Severity value) const;
    /// The tint for a probability in 0…1; NaN gives `view`.
    [[nodiscard]] QColor confidenceTint(double probability) const;
    /// The tint for a divergence in nats; NaN gives `view`.
    [[nodiscard]] QColor klTint(double nats) const;
    /// A pale form of `color` over the view, for hatches and row tints; `strength` 0…1.
    [[nodiscard]] QColor overView(const QColor& color, double strength) const;
};

/// The theme for a palette: dark when its Base is. Cheap enough to call on every PaletteChange, not on every paint.
[[nodiscard]] Theme themeFor(const QPalette& palette);

/// WCAG 2 contrast ratio of two opaque colours, 1…21.
[[nodiscard]] double contrast(const QColor& one, const QColor& other);

enum class ColorScheme {
    System, ///< whatever the desktop says
    Light,
    Dark,
};

/// Gives the application Breeze-like light or dark colours on the Fusion style, or returns it to the desktop's style
/// and palette. Widgets follow by themselves.
void applyPalette(QApplication& application, ColorScheme scheme);

/// The palette applyPalette() sets for Light or Dark (System gives the light one).
[[nodiscard]] QPalette paletteFor(ColorScheme scheme);

} // namespace quantlens::ui
