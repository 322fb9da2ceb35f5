// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/verdict.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace quantlens::scoring {

Verdict judge(const Judged& judged, Judging judging)
{
    if (!std::isfinite(judged.value))
        return Verdict::Undecidable;
    // A minimum is a maximum of the negated value.
    const double sign = judged.minimum ? -1 : 1;
    const double value = sign * judged.value;
    const double threshold = sign * judged.threshold;
    if (judging == Judging::Strict)
        return value <= threshold ? Verdict::Pass : Verdict::Fail;
    if (!judged.interval)
        return Verdict::Undecidable;
    const double low = std::min(sign * judged.interval->low, sign * judged.interval->high);
    const double high = std::max(sign * judged.interval->low, sign * judged.interval->high);
    if (value > threshold && low > threshold)
        return Verdict::Fail;
    const bool passes = judging == Judging::Prove ? high <= threshold : value <= threshold;
    return passes ? Verdict::Pass : Verdict::Undecidable;
}

Verdict worse(Verdict a, Verdict b)
{
    const auto rank = [](Verdict verdict) {
        switch (verdict) {
        case Verdict::NotComparable:
            return 3;
        case Verdict::Fail:
            return 2;
        case Verdict::Undecidable:
            return 1;
        case Verdict::Pass:
            return 0;
        }
        std::unreachable();
    };
    return rank(a) >= rank(b) ? a : b;
}

qint64 promptsToProve(double threshold)
{
    if (!(threshold > 0))
        return -1;
    if (threshold >= 1)
        return 1;
    // 0 of n: the upper bound is z² / (n + z²).
    constexpr double z2 = 1.959963984540054 * 1.959963984540054;
    return qint64(std::ceil(z2 * (1 - threshold) / threshold - 1e-9));
}

} // namespace quantlens::scoring
