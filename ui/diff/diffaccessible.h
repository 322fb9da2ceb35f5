// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace quantlens::ui {

/// Tells Qt how assistive technology reads diff views: as one text, side A, a line feed, side B. Once is enough,
/// more does nothing.
void installDiffAccessibility();

} // namespace quantlens::ui
