// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/comparison.h"
#include "core/domain/generation.h"
#include "core/scoring/units.h"
#include "ui/diff/displaytext.h"

#include <QStringView>

#include <array>
#include <memory>
#include <span>
#include <vector>

namespace quantlens::ui {

/// One unit (token or word) in a side's displayed text.
struct DiffSpan
{
    qsizetype start = 0;
    qsizetype length = 0;
    qsizetype unit = 0;
    qsizetype entry = -1;                  ///< in Generation::entries; -1: not known
    float probability = domain::noLogprob; ///< the least of its tokens; NaN: not known
    float kld = domain::noLogprob;         ///< nats, the largest of its tokens; NaN: not known
    bool only = false;                     ///< not on the other side
    bool fork = false;                     ///< where the two outputs part
};

/// One side of a row: a line, or a piece of one that is too long.
struct DiffCell
{
    qsizetype start = -1; ///< in the side's text; -1: a filler, there is no such line on this side
    int length = 0;
    int number = 0; ///< 1-based line; 0: goes on from the row above
    int filler = 0; ///< for fillers: how many fillers stand directly above
    bool changed = false;
    bool fork = false;

    [[nodiscard]] bool isFiller() const { return start < 0; }
};

using DiffRow = std::array<DiffCell, 2>;

/// One change: what both sides have instead of each other. A side without anything has length 0.
struct Difference
{
    std::array<qsizetype, 2> start{};
    std::array<qsizetype, 2> length{};
    qsizetype firstRow = 0;
    qsizetype lastRow = 0;
    bool fork = false;
};

/// Where something is missing within a line.
struct DiffCaret
{
    qsizetype position = 0; ///< in the side's text
    bool fork = false;
};

/// What a document is made from. Units and entries are only read while building.
struct DiffSource
{
    std::span<const scoring::UnitPiece> units;
    QList<domain::TokenInfo> entries; ///< may be empty
    std::vector<float> kld = {};      ///< nats by entry, NaN or missing: not known
};

/// Two outputs as rows side by side, for painting and for walking through the differences. Pure data; positions are
/// UTF-16 units in the side's displayed text, whose lines are separated by line feeds.
class DiffDocument
{
public:
    /// The longest piece of a line that is laid out at once, UTF-16 units.
    static constexpr qsizetype longestPiece = 1000;

    /// Builds the rows of two sides from their edit script (as from scoring::forDisplay). A script that reaches
    /// beyond the units is cut there. `markFork`: the first difference is the outputs' first divergence (it is not
    /// when they part in their reasoning already).
    [[nodiscard]] static std::shared_ptr<const DiffDocument>
    build(const DiffSource& a, const DiffSource& b, const domain::EditScript& script, bool markFork = true);

    [[nodiscard]] const std::vector<DiffRow>& rows() const { return m_rows; }
    [[nodiscard]] const std::vector<Difference>& differences() const { return m_differences; }
    [[nodiscard]] const QString& text(int side) const { return m_sides[std::size_t(side)].text.text(); }
    [[nodiscard]] const DisplayText& displayText(int side) const { return m_sides[std::size_t(side)].text; }
    [[nodiscard]] const std::vector<DiffSpan>& spans(int side) const { return m_sides[std::size_t(side)].spans; }
    [[nodiscard]] const std::vector<DiffCaret>& carets(int side) const { return m_sides[std::size_t(side)].carets; }
    [[nodiscard]] int lineCount(int side) const { return m_sides[std::size_t(side)].lineCount; }

    [[nodiscard]] QStringView cellText(const DiffCell& cell, int side) const;
    /// Spans that touch [start, start + length).
    [[nodiscard]] std::span<const DiffSpan> spansIn(int side, qsizetype start, qsizetype length) const;
    [[nodiscard]] std::span<const DiffCaret> caretsIn(int side, qsizetype start, qsizetype length) const;
    /// The span at a position, or nullptr.
    [[nodiscard]] const DiffSpan* spanAt(int side, qsizetype position) const;
    /// The first span of an entry, or nullptr.
    [[nodiscard]] const DiffSpan* spanOfEntry(int side, qsizetype entry) const;
    /// The row that shows a position of a side's text (the last one for positions beyond the end).
    [[nodiscard]] qsizetype rowAt(int side, qsizetype position) const;
    /// The difference that holds the position (or stands at it), or -1.
    [[nodiscard]] int differenceAt(int side, qsizetype position) const;
    /// The difference that is the fork, or -1.
    [[nodiscard]] int forkDifference() const;

private:
    struct Line
    {
        qsizetype start = 0;
        int length = 0;
        int number = 0;
        qsizetype row = -1;
        bool changed = false;
        bool fork = false;
    };

    struct Side
    {
        DisplayText text;
        std::vector<DiffSpan> spans;   ///< by start
        std::vector<DiffCaret> carets; ///< by position
        std::vector<Line> lines;       ///< by start
        int lineCount = 0;
        qsizetype entryCount = 0;
    };

    /// Equal text on both sides, by its positions.
    struct EqualText
    {
        std::array<qsizetype, 2> start{};
        qsizetype length = 0;
    };

    struct Tie
    {
        std::array<std::size_t, 2> line{};
        qsizetype weight = 0;
    };

    void addTexts(const DiffSource& a, const DiffSource& b, const domain::EditScript& script, bool markFork);
    void addChange(const std::array<const DiffSource*, 2>& sources,
                   const std::array<std::pair<qsizetype, qsizetype>, 2>& units, bool fork);
    void splitLines(Side& side);
    void markLines(Side& side);
    [[nodiscard]] std::vector<Tie> tieLines() const;
    void pairLines(const std::vector<Tie>& ties);
    void addRow(std::ptrdiff_t lineA, std::ptrdiff_t lineB);
    void placeDifferences();
    [[nodiscard]] std::size_t lineAt(int side, qsizetype position) const;

    std::array<Side, 2> m_sides;
    std::vector<EqualText> m_equal;
    std::vector<DiffRow> m_rows;
    std::vector<Difference> m_differences;
};

} // namespace quantlens::ui
