// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTypes>

#include <vector>

namespace quantlens::scoring {

/// Which elements of two sequences are matched with each other, in order.
struct MyersResult
{
    std::vector<bool> matchedA;
    std::vector<bool> matchedB;
    bool exact = true; ///< the matched elements are a longest common subsequence
};

/// Steps of the inner loop that one alignment may cost before it stops being exact (about 50 ms).
inline constexpr qint64 myersBudget = 24'000'000;

/// E. Myers, "An O(ND) Difference Algorithm and Its Variations", Algorithmica 1 (1986), section 4b: linear space, by
/// the middle of an optimal path. Once the budget is spent, a box is split at the furthest point a short search
/// reached: the result stays a valid alignment but may miss matches.
[[nodiscard]] MyersResult myers(const std::vector<qint32>& a, const std::vector<qint32>& b,
                                qint64 budget = myersBudget);

} // namespace quantlens::scoring
