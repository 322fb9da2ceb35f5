// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/figures/figure.h"

#include <QByteArray>

#include <array>

namespace quantlens::figures {

/// A colour for each role, as 0xRRGGBB.
struct Palette
{
    std::array<quint32, std::size_t(Role::Count)> colors{};

    [[nodiscard]] quint32 color(Role role) const { return colors.at(std::size_t(role)); }
    void set(Role role, quint32 color) { colors.at(std::size_t(role)) = color; }
};

/// The colours where nobody's desktop decides: reports and exports.
[[nodiscard]] const Palette& lightPalette();
[[nodiscard]] const Palette& darkPalette();

/// The CSS class that fills with a role's colour ("f-dim") or draws lines in it ("s-dim").
[[nodiscard]] QByteArray fillClass(Role role);
[[nodiscard]] QByteArray strokeClass(Role role);

/// Rules for every class the SVG writer uses, in the colours of `palette`. Each selector begins with `prefix`
/// (".figure " keeps them apart from a page's own classes).
[[nodiscard]] QByteArray figureStyle(const Palette& palette, const QByteArray& prefix = {});

} // namespace quantlens::figures
