// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/diff/heightindex.h"
#include "ui/diff/rowlayouts.h"
#include "ui/diff/roworder.h"

#include <QRect>

class QPainter;

namespace quantlens::ui {

/// Where things stand in the viewport of a diff view.
struct DiffGeometry
{
    std::array<QRect, 2> pane;   ///< gutter and text, full height
    std::array<QRect, 2> gutter; ///< line numbers
    std::array<int, 2> textLeft{};
    int textWidth = 0;
    bool unified = false; ///< one pane for both sides, two gutters

    /// The geometry for a viewport size and a line number's width.
    [[nodiscard]] static DiffGeometry of(QSize viewport, int numberWidth, bool unified);
    /// The side at an x position of a row that shows `side` (ViewRow::both: either).
    [[nodiscard]] int sideAt(int x, int side) const;
};

/// What is marked beside the differences.
struct DiffMarks
{
    int selectionSide = 0;
    qsizetype selectionStart = 0; ///< in the side's text
    qsizetype selectionEnd = 0;
    int tokenSide = 0;
    const DiffSpan* token = nullptr;        ///< the current token
    const Difference* difference = nullptr; ///< the current difference
    QColor selection;
};

/// Paints rows of a document.
class DiffPainter
{
public:
    DiffPainter(const DiffDocument& document, RowLayouts& layouts, const HeightIndex& heights, const Theme& theme,
                const DiffGeometry& geometry, PaintMode mode, const DiffMarks& marks);

    /// Paints a row into [y, y + height).
    void paintRow(QPainter& painter, ViewRow row, int y, int height) const;

    /// Paints both panes' empty ground.
    void paintGround(QPainter& painter, const QRect& rect) const;

private:
    void paintSide(QPainter& painter, qsizetype row, int side, int y, int height) const;
    void paintGutter(QPainter& painter, const DiffCell& cell, int side, qsizetype row, int y, int height) const;
    void paintFiller(QPainter& painter, const DiffCell& cell, int side, qsizetype row, int y, int height) const;
    void paintText(QPainter& painter, const DiffCell& cell, int side, const CellLayout& layout, int y) const;
    void paintSelection(QPainter& painter, const DiffCell& cell, const CellLayout& layout, QPointF origin,
                        int side) const;
    void paintCarets(QPainter& painter, const DiffCell& cell, int side, const CellLayout& layout, QPointF origin) const;

    const DiffDocument& m_document;
    RowLayouts& m_layouts;
    const HeightIndex& m_heights;
    const Theme& m_theme;
    const DiffGeometry& m_geometry;
    PaintMode m_mode;
    const DiffMarks& m_marks;
};

} // namespace quantlens::ui
