// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/figures/figure.h"

#include <QString>

#include <vector>

namespace quantlens::figures {

/// Values at which an axis has a label and a grid line: round numbers; powers of ten (with exponents that are multiples
/// of their step) on a logarithmic axis; 0, 1, 2, … on one with names. About `wanted` of them.
[[nodiscard]] std::vector<double> ticks(const Axis& axis, int wanted);

/// What stands at a tick.
[[nodiscard]] QString tickText(const Axis& axis, double value);

/// Where a value lies between `from` and `to`; values outside are put on the edge.
[[nodiscard]] double position(const Axis& axis, double value, double from, double to);

/// An axis from 0 (or `minimum`) to a round number at or above `maximum`.
[[nodiscard]] Axis linearAxis(const QString& title, double minimum, double maximum, Format format);
/// A logarithmic axis over the values, from a power of ten to a power of ten; zeros lie on its lower edge.
[[nodiscard]] Axis logarithmicAxis(const QString& title, const std::vector<double>& values, Format format);
/// Positions 0, 1, 2, … with names.
[[nodiscard]] Axis namedAxis(const QString& title, const QStringList& names);

} // namespace quantlens::figures
