// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/diff/roworder.h"

#include <algorithm>

namespace quantlens::ui {

namespace {

bool isEqualRow(const DiffDocument& document, const DiffRow& row)
{
    return !row[0].isFiller() && !row[1].isFiller() && !row[0].changed && !row[1].changed &&
           document.cellText(row[0], 0) == document.cellText(row[1], 1);
}

} // namespace

RowOrder RowOrder::sideBySide(const DiffDocument& document)
{
    RowOrder order;
    order.m_size = qsizetype(document.rows().size());
    return order;
}

RowOrder RowOrder::unified(const DiffDocument& document)
{
    RowOrder order;
    const auto& rows = document.rows();
    const auto count = qsizetype(rows.size());
    for (auto& indices : order.m_indices)
        indices.assign(rows.size(), -1);
    qsizetype from = 0;
    while (from < count) {
        qsizetype to = from;
        while (to < count && !isEqualRow(document, rows[std::size_t(to)]))
            ++to;
        for (int side = 0; side < 2; ++side) {
            for (qsizetype row = from; row < to; ++row) {
                order.m_indices[std::size_t(side)][std::size_t(row)] = qsizetype(order.m_rows.size());
                if (!rows[std::size_t(row)][std::size_t(side)].isFiller())
                    order.m_rows.push_back({row, side});
            }
        }
        if (to < count) {
            for (auto& indices : order.m_indices)
                indices[std::size_t(to)] = qsizetype(order.m_rows.size());
            order.m_rows.push_back({to, ViewRow::both});
        }
        from = to + 1;
    }
    order.m_size = qsizetype(order.m_rows.size());
    return order;
}

ViewRow RowOrder::at(qsizetype index) const
{
    return m_rows.empty() ? ViewRow{index, ViewRow::both} : m_rows[std::size_t(index)];
}

qsizetype RowOrder::indexOf(qsizetype row, int side) const
{
    if (m_rows.empty())
        return row;
    const auto& indices = m_indices[std::size_t(side)];
    if (row < 0 || std::size_t(row) >= indices.size())
        return m_size - 1;
    return std::min(indices[std::size_t(row)], m_size - 1);
}

} // namespace quantlens::ui
