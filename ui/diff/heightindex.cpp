// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/diff/heightindex.h"

#include <bit>
#include <numeric>

namespace quantlens::ui {

void HeightIndex::assign(std::span<const int> heights)
{
    m_heights.assign(heights.begin(), heights.end());
    m_total = std::accumulate(m_heights.begin(), m_heights.end(), qint64(0));
    m_tree.assign(m_heights.size() + 1, 0);
    for (std::size_t i = 1; i < m_tree.size(); ++i) {
        m_tree[i] += m_heights[i - 1];
        const std::size_t parent = i + (i & (~i + 1));
        if (parent < m_tree.size())
            m_tree[parent] += m_tree[i];
    }
}

void HeightIndex::setHeight(qsizetype row, int height)
{
    const qint64 change = height - m_heights[std::size_t(row)];
    if (change == 0)
        return;
    m_heights[std::size_t(row)] = height;
    m_total += change;
    for (std::size_t i = std::size_t(row) + 1; i < m_tree.size(); i += i & (~i + 1))
        m_tree[i] += change;
}

qint64 HeightIndex::top(qsizetype row) const
{
    qint64 sum = 0;
    for (std::size_t i = std::size_t(row); i > 0; i -= i & (~i + 1))
        sum += m_tree[i];
    return sum;
}

qsizetype HeightIndex::rowAt(qint64 y) const
{
    if (m_heights.empty())
        return -1;
    std::size_t at = 0;
    for (std::size_t step = std::bit_floor(m_heights.size()); step > 0; step /= 2) {
        if (at + step < m_tree.size() && m_tree[at + step] <= y) {
            at += step;
            y -= m_tree[at];
        }
    }
    return qsizetype(std::min(at, m_heights.size() - 1));
}

} // namespace quantlens::ui
