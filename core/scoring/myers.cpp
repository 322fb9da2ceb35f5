// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/myers.h"

#include <algorithm>
#include <limits>
#include <optional>

namespace quantlens::scoring {

namespace {

struct Box
{
    qint32 aFrom, aTo, bFrom, bTo;
};

struct MidPoint
{
    qint32 a, b;
};

constexpr qint32 costWhenSpent = 64; // edit steps of a search once the budget is gone

class MyersSearch
{
public:
    MyersSearch(const std::vector<qint32>& a, const std::vector<qint32>& b, qint64 budget)
        : m_a(a)
        , m_b(b)
        , m_budget(budget)
        , m_zero(qint32(b.size()) + 1)
        , m_forward(a.size() + b.size() + 3)
        , m_backward(a.size() + b.size() + 3)
    {
    }

    MyersResult run()
    {
        MyersResult result{std::vector<bool>(m_a.size(), true), std::vector<bool>(m_b.size(), true), true};
        std::vector<Box> open{{0, qint32(m_a.size()), 0, qint32(m_b.size())}};
        while (!open.empty()) {
            Box box = open.back();
            open.pop_back();
            while (box.aFrom < box.aTo && box.bFrom < box.bTo && at(m_a, box.aFrom) == at(m_b, box.bFrom)) {
                ++box.aFrom;
                ++box.bFrom;
            }
            while (box.aFrom < box.aTo && box.bFrom < box.bTo && at(m_a, box.aTo - 1) == at(m_b, box.bTo - 1)) {
                --box.aTo;
                --box.bTo;
            }
            if (box.aFrom == box.aTo || box.bFrom == box.bTo) {
                std::fill(result.matchedA.begin() + box.aFrom, result.matchedA.begin() + box.aTo, false);
                std::fill(result.matchedB.begin() + box.bFrom, result.matchedB.begin() + box.bTo, false);
                continue;
            }
            const MidPoint mid = middle(box);
            open.push_back({box.aFrom, mid.a, box.bFrom, mid.b});
            open.push_back({mid.a, box.aTo, mid.b, box.bTo});
        }
        result.exact = m_exact;
        return result;
    }

private:
    static qint32 at(const std::vector<qint32>& list, qint32 i) { return list[std::size_t(i)]; }

    /// A point on an optimal path through the box, neither corner. The box has no common first or last element.
    MidPoint middle(const Box& box)
    {
        qint32* const forward = m_forward.data() + m_zero;
        qint32* const backward = m_backward.data() + m_zero;
        const qint32 lowest = box.aFrom - box.bTo;
        const qint32 highest = box.aTo - box.bFrom;
        const qint32 forwardMiddle = box.aFrom - box.bFrom;
        const qint32 backwardMiddle = box.aTo - box.bTo;
        const bool odd = (forwardMiddle - backwardMiddle) & 1;
        qint32 fMin = forwardMiddle;
        qint32 fMax = forwardMiddle;
        qint32 bMin = backwardMiddle;
        qint32 bMax = backwardMiddle;
        forward[forwardMiddle] = box.aFrom;
        backward[backwardMiddle] = box.aTo;

        for (qint32 cost = 1;; ++cost) {
            // One more edit from the front.
            if (fMin > lowest)
                forward[--fMin - 1] = -1;
            else
                ++fMin;
            if (fMax < highest)
                forward[++fMax + 1] = -1;
            else
                --fMax;
            if (const auto met =
                    odd ? forwards<true>(box, fMin, fMax, bMin, bMax) : forwards<false>(box, fMin, fMax, bMin, bMax))
                return *met;
            // And one more from the back.
            if (bMin > lowest)
                backward[--bMin - 1] = std::numeric_limits<qint32>::max();
            else
                ++bMin;
            if (bMax < highest)
                backward[++bMax + 1] = std::numeric_limits<qint32>::max();
            else
                --bMax;
            if (const auto met =
                    odd ? backwards<false>(box, fMin, fMax, bMin, bMax) : backwards<true>(box, fMin, fMax, bMin, bMax))
                return *met;
            m_budget -= (fMax - fMin + bMax - bMin) / 2 + 2;
            if (m_budget < 0 && cost >= costWhenSpent) {
                m_exact = false;
                return furthest(box, fMin, fMax);
            }
        }
    }

    /// The furthest point on each diagonal with one more edit from the front; where it meets the search from the back.
    template<bool mayMeet>
    std::optional<MidPoint> forwards(const Box& box, qint32 fMin, qint32 fMax, qint32 bMin, qint32 bMax)
    {
        qint32* const forward = m_forward.data() + m_zero;
        const qint32* const backward = m_backward.data() + m_zero;
        const qint32* const a = m_a.data();
        const qint32* const b = m_b.data();
        const qint32 aTo = box.aTo;
        const qint32 bTo = box.bTo;
        for (qint32 diagonal = fMax; diagonal >= fMin; diagonal -= 2) {
            qint32 x = std::max(forward[diagonal - 1] + 1, forward[diagonal + 1]);
            qint32 y = x - diagonal;
            while (x < aTo && y < bTo && a[x] == b[y]) {
                ++x;
                ++y;
            }
            forward[diagonal] = x;
            if (mayMeet && diagonal >= bMin && diagonal <= bMax && backward[diagonal] <= x)
                return MidPoint{x, y};
        }
        return std::nullopt;
    }

    template<bool mayMeet>
    std::optional<MidPoint> backwards(const Box& box, qint32 fMin, qint32 fMax, qint32 bMin, qint32 bMax)
    {
        const qint32* const forward = m_forward.data() + m_zero;
        qint32* const backward = m_backward.data() + m_zero;
        const qint32* const a = m_a.data();
        const qint32* const b = m_b.data();
        const qint32 aFrom = box.aFrom;
        const qint32 bFrom = box.bFrom;
        for (qint32 diagonal = bMax; diagonal >= bMin; diagonal -= 2) {
            qint32 x = std::min(backward[diagonal - 1], backward[diagonal + 1] - 1);
            qint32 y = x - diagonal;
            while (x > aFrom && y > bFrom && a[x - 1] == b[y - 1]) {
                --x;
                --y;
            }
            backward[diagonal] = x;
            if (mayMeet && diagonal >= fMin && diagonal <= fMax && x <= forward[diagonal])
                return MidPoint{x, y};
        }
        return std::nullopt;
    }

    /// The point of the forward search that got furthest.
    MidPoint furthest(const Box& box, qint32 fMin, qint32 fMax) const
    {
        const qint32* const forward = m_forward.data() + m_zero;
        MidPoint best{box.aFrom, box.bFrom};
        for (qint32 diagonal = fMax; diagonal >= fMin; diagonal -= 2) {
            const qint32 x = std::min(forward[diagonal], box.aTo);
            const qint32 y = x - diagonal;
            const MidPoint point = y > box.bTo ? MidPoint{box.bTo + diagonal, box.bTo} : MidPoint{x, y};
            if (point.b >= box.bFrom && point.a >= box.aFrom && point.a + point.b > best.a + best.b)
                best = point;
        }
        return best;
    }

    const std::vector<qint32>& m_a;
    const std::vector<qint32>& m_b;
    qint64 m_budget;
    qint32 m_zero; ///< index of diagonal 0
    std::vector<qint32> m_forward;
    std::vector<qint32> m_backward;
    bool m_exact = true;
};

} // namespace

MyersResult myers(const std::vector<qint32>& a, const std::vector<qint32>& b, qint64 budget)
{
    return MyersSearch(a, b, budget).run();
}

} // namespace quantlens::scoring
