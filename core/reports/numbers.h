// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/comparison.h"

#include <QString>

namespace quantlens::reports {

/// "7.5 % [4.0, 13.6], n = 120". Zero reads "0 of 120 (at most 2.5 %)", never a bare 0 %: none seen is not none there
/// (3/n, the rule of three). "no data" for n = 0.
[[nodiscard]] QString rateText(const domain::Rate& rate);

/// "7.5 % [4.0, 13.6]" for a table whose count stands beside it; "–" for n = 0.
[[nodiscard]] QString intervalText(const domain::Rate& rate);

/// With a fixed number of decimals and a real minus sign; "–" for NaN and infinities.
[[nodiscard]] QString decimalText(double value, int decimals);

/// "12.3" per cent of a fraction, one decimal, without the sign.
[[nodiscard]] QString percent(double fraction);

/// A duration for people: "840 ms", "3.2 s", "4 min 10 s", "1 h 12 min".
[[nodiscard]] QString durationText(double ms);

/// The fork shift with its unit, "0.31 nat", or "> 4.2 nat" where it is only bounded.
[[nodiscard]] QString shiftText(const domain::Fork& fork);

} // namespace quantlens::reports
