// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/diff/codehighlighter.h"
#include "ui/diff/diffdocument.h"
#include "ui/diff/roworder.h"
#include "ui/theme/theme.h"

#include <QCache>
#include <QFont>
#include <QTextLayout>

#include <array>
#include <memory>

namespace quantlens::ui {

/// What a diff view shows of a text besides the text.
enum class PaintMode {
    Diff,       ///< differing tokens, fork, missing runs
    Confidence, ///< each token tinted by its probability
    Divergence, ///< each token of A tinted by the divergence of the distributions there
    Plain,
};

/// One side of one row, wrapped and shaped.
struct CellLayout
{
    QTextLayout layout;
    std::vector<int> tops; ///< y of each text line's box; one more for the bottom
    bool rightToLeft = false;

    [[nodiscard]] int height() const { return tops.back(); }
};

/// Lays out rows when they are needed and keeps the last ones used.
class RowLayouts
{
public:
    RowLayouts();

    void setDocument(std::shared_ptr<const DiffDocument> document);
    void setFont(const QFont& font);
    void setTextWidth(int width);
    void setTheme(const Theme& theme);
    void setMode(PaintMode mode);
    /// Code ranges of a side, by start; empty for none.
    void setCode(int side, std::vector<CodeRange> ranges);

    [[nodiscard]] const QFont& font() const { return m_font; }
    /// For line numbers: a little smaller.
    [[nodiscard]] const QFont& numberFont() const { return m_numberFont; }
    [[nodiscard]] int lineHeight() const { return m_lineHeight; }
    [[nodiscard]] int textWidth() const { return m_width; }
    /// What a row will probably measure, from its length alone.
    [[nodiscard]] int estimatedHeight(ViewRow row) const;
    /// The layout of a cell, or nullptr for a filler. Valid until the next call.
    [[nodiscard]] const CellLayout* cell(qsizetype row, int side);
    /// The true height of a row.
    [[nodiscard]] int rowHeight(ViewRow row);

private:
    [[nodiscard]] std::unique_ptr<CellLayout> makeLayout(const DiffCell& cell, int side) const;
    [[nodiscard]] QList<QTextLayout::FormatRange> formats(const DiffCell& cell, int side) const;

    std::shared_ptr<const DiffDocument> m_document;
    std::array<std::vector<CodeRange>, 2> m_code;
    QCache<qint64, CellLayout> m_cache;
    Theme m_theme;
    QFont m_font;
    QFont m_numberFont;
    PaintMode m_mode = PaintMode::Diff;
    int m_width = 400;
    int m_lineHeight = 20;
    double m_characterWidth = 8;
};

/// Rectangles, in the cell's coordinates, that [from, to) of its text covers; one a text line, more where
/// right-to-left text breaks it up.
[[nodiscard]] std::vector<QRectF> cellRects(const CellLayout& cell, int from, int to);

/// The index of the text line at `y`.
[[nodiscard]] int cellLineAt(const CellLayout& cell, int y);

} // namespace quantlens::ui
