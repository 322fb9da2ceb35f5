// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/figures/palette.h"
#include "core/figures/scene.h"

#include <QByteArray>
#include <QSizeF>
#include <QString>

#include <functional>

namespace quantlens::figures {

/// What an SVG of ours never exceeds.
inline constexpr qsizetype mostSvgBytes = 20'000;

struct SvgOptions
{
    QSizeF size{454, 228}; ///< raised to what the figure needs
    /// Written into the file as its style; nullptr: classes only, for a page that has figureStyle() itself.
    const Palette* palette = nullptr;
    QString selected = {};
    bool trimmed = false; ///< as LayoutOptions::trimmed
    double font = 11;     ///< pixels
    /// As LayoutOptions::textWidth: who knows the font lays texts out as the window does.
    std::function<double(const QString& text, bool bold)> textWidth = {};
    QString idPrefix = {}; ///< for several figures in one page: ids of patterns begin with it
};

/// A figure as SVG: well-formed, no script, no links, nothing loaded, all text escaped and with invisible characters
/// made visible, a <title> and a <desc> for readers that cannot see. Below mostSvgBytes: where a large heat map would
/// be more, its numbers are left out and it says so.
[[nodiscard]] QByteArray toSvg(const Figure& figure, const SvgOptions& options = {});

} // namespace quantlens::figures
