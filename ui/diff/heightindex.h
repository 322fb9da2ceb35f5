// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTypes>

#include <span>
#include <vector>

namespace quantlens::ui {

/// Heights of rows with sums in O(log n): a Fenwick tree (Fenwick, Software: Practice and Experience 24, 1994).
class HeightIndex
{
public:
    /// Starts over with these heights (each >= 0).
    void assign(std::span<const int> heights);

    [[nodiscard]] qsizetype size() const { return qsizetype(m_heights.size()); }
    [[nodiscard]] int height(qsizetype row) const { return m_heights[std::size_t(row)]; }
    void setHeight(qsizetype row, int height);
    /// Sum of the heights before `row`, 0…size().
    [[nodiscard]] qint64 top(qsizetype row) const;
    [[nodiscard]] qint64 total() const { return m_total; }
    /// The row that covers `y`; the first below 0, the last from total() on; -1 when there are no rows.
    [[nodiscard]] qsizetype rowAt(qint64 y) const;

private:
    std::vector<int> m_heights;
    std::vector<qint64> m_tree; ///< 1-based
    qint64 m_total = 0;
};

} // namespace quantlens::ui
