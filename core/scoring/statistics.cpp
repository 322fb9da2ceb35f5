// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/statistics.h"

#include <algorithm>
#include <cmath>

namespace quantlens::scoring {

domain::Rate wilson(qint64 count, qint64 n)
{
    domain::Rate rate{count, n, 0, 1};
    if (n <= 0)
        return rate;
    constexpr double z = 1.959963984540054; // the normal distribution's 97.5 % point
    const double share = double(count) / double(n);
    const double size = double(n);
    const double centre = share + z * z / (2 * size);
    const double spread = z * std::sqrt(share * (1 - share) / size + z * z / (4 * size * size));
    const double scale = 1 + z * z / size;
    // At the ends the bound is exactly 0 or 1; rounding must not leave 1e-17 there.
    rate.low = count == 0 ? 0.0 : std::clamp((centre - spread) / scale, 0.0, share);
    rate.high = count == n ? 1.0 : std::clamp((centre + spread) / scale, share, 1.0);
    return rate;
}

} // namespace quantlens::scoring
