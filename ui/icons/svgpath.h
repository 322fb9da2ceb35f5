// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPainterPath>
#include <QString>

namespace quantlens::ui {

/// A path from SVG path data (M L H V C A Z and their relative forms), so that icons need no SVG library. What
/// cannot be read ends the path there.
[[nodiscard]] QPainterPath svgPath(QLatin1StringView data);

} // namespace quantlens::ui
