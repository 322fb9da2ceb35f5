// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/figurepalette.h"

namespace quantlens::ui {

using figures::Role;

figures::Palette figurePalette(const Theme& theme)
{
    figures::Palette palette;
    const auto set = [&palette](Role role, const QColor& color) { palette.set(role, color.rgb() & 0xffffff); };
    set(Role::View, theme.view);
    set(Role::Text, theme.text);
    set(Role::Dim, theme.dim);
    set(Role::Grid, theme.grid);
    set(Role::Border, theme.border);
    set(Role::Accent, theme.link);
    set(Role::Highlight, theme.highlight);
    set(Role::Selection, theme.selection);
    set(Role::Error, theme.error);
    set(Role::Ok, theme.ok);
    set(Role::A, theme.a.line);
    set(Role::ABack, theme.a.background);
    set(Role::B, theme.b.line);
    set(Role::BBack, theme.b.background);
    set(Role::Fork, theme.fork);
    set(Role::ForkBack, theme.forkBackground);
    set(Role::TieBack, theme.tieBackground);
    set(Role::TieText, theme.tieText);
    set(Role::Noise, theme.noiseFill);
    set(Role::NoiseEdge, theme.noiseEdge);
    for (int i = 0; i < 4; ++i) {
        const SeverityColors& colors = theme.severities.at(std::size_t(i));
        set(figures::shifted(Role::SeverityFill, i), colors.fill);
        set(figures::shifted(Role::SeverityText, i), colors.text);
        set(figures::shifted(Role::SeverityEdge, i), colors.edge);
    }
    for (int i = 0; i < 6; ++i) {
        set(figures::shifted(Role::Heat, i), theme.heat.at(std::size_t(i)));
        set(figures::shifted(Role::HeatText, i), theme.heatText.at(std::size_t(i)));
    }
    for (int i = 0; i < 8; ++i)
        set(figures::shifted(Role::Series, i), theme.series.at(std::size_t(i)));
    return palette;
}

} // namespace quantlens::ui
