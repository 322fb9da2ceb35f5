// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace quantlens::reports {

/// The style sheet of the HTML report: light and dark by the reader's preference, light on paper, narrow screens.
[[nodiscard]] QByteArray reportStyle();

/// The policy that goes with it: nothing is loaded, nothing runs, and only this style sheet (by its hash) counts.
[[nodiscard]] QByteArray reportPolicy();

} // namespace quantlens::reports
