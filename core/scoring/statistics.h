// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/comparison.h"

namespace quantlens::scoring {

/// A rate with its Wilson score interval at 95 % (Wilson, JASA 22, 1927). n = 0 gives the interval 0…1.
[[nodiscard]] domain::Rate wilson(qint64 count, qint64 n);

} // namespace quantlens::scoring
