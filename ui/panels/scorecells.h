// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/comparison.h"
#include "ui/charts/scoretable.h"

#include <limits>

namespace quantlens::ui {

/// What a cell without a number sorts by.
inline constexpr double notMeasured = std::numeric_limits<double>::quiet_NaN();

[[nodiscard]] ScoreCell countCell(qint64 count);
[[nodiscard]] ScoreCell numberCell(double value, int decimals);
/// The rate, its interval as the tip.
[[nodiscard]] ScoreCell rateCell(const domain::Rate& rate);
/// A dash for a value that is not finite.
[[nodiscard]] ScoreCell natsCell(double value);

} // namespace quantlens::ui
