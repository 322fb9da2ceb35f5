// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/comparison.h"
#include "ui/charts/scoretable.h"

#include <QMap>
#include <QString>

#include <limits>

namespace quantlens::ui {

/// What a cell without a number sorts by.
inline constexpr double notMeasured = std::numeric_limits<double>::quiet_NaN();

[[nodiscard]] ScoreCell countCell(qint64 count);
[[nodiscard]] ScoreCell numberCell(double value, int decimals);
/// The rate, its interval as the tip.
[[nodiscard]] ScoreCell rateCell(const domain::Rate& rate);
/// How many requests failed, and with which codes; 0 is written out.
[[nodiscard]] ScoreCell errorCell(const QMap<QString, qint64>& countByCode);
/// A dash for a value that is not finite.
[[nodiscard]] ScoreCell natsCell(double value);

} // namespace quantlens::ui
