// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/figures/palette.h"
#include "ui/theme/theme.h"

namespace quantlens::ui {

/// The roles of figures in the colours of the window.
[[nodiscard]] figures::Palette figurePalette(const Theme& theme);

} // namespace quantlens::ui
