// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/diff/diffdocument.h"

#include <vector>

namespace quantlens::ui {

/// A row as it stands in the view.
struct ViewRow
{
    static constexpr int both = -1;

    qsizetype row = 0; ///< in the document
    int side = both;   ///< unified view: the side it shows; rows that are equal show both at once
};

/// In which order a view shows the rows of a document: side by side as they are, or unified, where a run of changed
/// rows first stands as A has it, then as B has it.
class RowOrder
{
public:
    RowOrder() = default;
    [[nodiscard]] static RowOrder sideBySide(const DiffDocument& document);
    [[nodiscard]] static RowOrder unified(const DiffDocument& document);

    [[nodiscard]] bool isUnified() const { return !m_rows.empty(); }
    [[nodiscard]] qsizetype size() const { return m_size; }
    [[nodiscard]] ViewRow at(qsizetype index) const;
    /// Where a side's cell of a document's row stands; a filler has the place of the next row that has text.
    [[nodiscard]] qsizetype indexOf(qsizetype row, int side) const;

private:
    qsizetype m_size = 0;
    std::vector<ViewRow> m_rows;                     ///< unified only
    std::array<std::vector<qsizetype>, 2> m_indices; ///< by side and document row, unified only
};

} // namespace quantlens::ui
