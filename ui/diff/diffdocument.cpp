// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/diff/diffdocument.h"

#include "core/base/utf8.h"

#include <QTextBoundaryFinder>

#include <algorithm>
#include <cmath>

namespace quantlens::ui {

namespace {

using UnitRange = std::pair<qsizetype, qsizetype>; // first, past the last

/// Which entries a side's units are made of, found by byte offsets where the units are not entries themselves.
class DiffEntryFinder
{
public:
    explicit DiffEntryFinder(const DiffSource& source)
        : m_entries(source.entries)
        , m_kld(source.kld)
    {
        qsizetype offset = 0;
        for (qsizetype i = 0; i < m_entries.size(); ++i) {
            if (m_entries.at(i).part != domain::Part::Content)
                continue;
            m_starts.push_back(offset);
            m_indices.push_back(i);
            offset += m_entries.at(i).bytes.size();
        }
        const qsizetype bytes =
            source.units.empty() ? 0 : source.units.back().offset + source.units.back().bytes.size();
        if (offset != bytes) { // the entries do not rebuild the text: offsets would point at the wrong tokens
            m_starts.clear();
            m_indices.clear();
        }
    }

    void describe(const scoring::UnitPiece& unit, DiffSpan& span) const
    {
        if (unit.entry >= 0 && unit.entry < m_entries.size()) {
            span.entry = unit.entry;
            take(span, unit.entry);
            return;
        }
        auto it = std::ranges::upper_bound(m_starts, unit.offset);
        if (it == m_starts.begin())
            return;
        --it;
        span.entry = m_indices[std::size_t(it - m_starts.begin())];
        for (; it != m_starts.end() && *it < unit.offset + unit.bytes.size(); ++it)
            take(span, m_indices[std::size_t(it - m_starts.begin())]);
    }

private:
    void take(DiffSpan& span, qsizetype index) const
    {
        if (std::size_t(index) < m_kld.size())
            span.kld = std::fmax(span.kld, m_kld[std::size_t(index)]); // NaN gives way
        const domain::TokenInfo& entry = m_entries.at(index);
        if (!std::isfinite(entry.logprob) || entry.logprob > 0.001F || entry.logprob < -1e4F)
            return; // no value (docs/scoring.md, "No value")
        span.probability = std::fmin(span.probability, std::min(1.0F, std::exp(entry.logprob)));
    }

    const QList<domain::TokenInfo>& m_entries;
    const std::vector<float>& m_kld;
    std::vector<qsizetype> m_starts; ///< byte offsets of content entries
    std::vector<qsizetype> m_indices;
};

QString diffTextOf(const DiffSource& source, UnitRange range)
{
    QString out;
    for (qsizetype i = range.first; i < range.second; ++i)
        out += base::pieceFromUtf8(source.units[std::size_t(i)].bytes);
    return out;
}

/// Where a piece that begins at `start` of a line up to `end` may stop: after a blank near the limit, else on a
/// grapheme boundary, else on a code point's.
qsizetype diffPieceEnd(const QString& text, qsizetype start, qsizetype end)
{
    constexpr qsizetype lookBack = 80;
    const qsizetype limit = start + DiffDocument::longestPiece;
    if (end <= limit)
        return end;
    for (qsizetype at = limit; at > limit - lookBack; --at) {
        if (text.at(at - 1) == u' ' && !text.at(at).isMark())
            return at;
    }
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, text.constData() + start,
                               std::min(end, limit + 2) - start);
    finder.setPosition(DiffDocument::longestPiece);
    const qsizetype boundary = finder.isAtBoundary() ? finder.position() : finder.toPreviousBoundary();
    if (boundary > 0)
        return start + boundary;
    return text.at(limit).isLowSurrogate() && text.at(limit - 1).isHighSurrogate() ? limit - 1 : limit;
}

} // namespace

std::shared_ptr<const DiffDocument> DiffDocument::build(const DiffSource& a, const DiffSource& b,
                                                        const domain::EditScript& script, bool markFork)
{
    auto document = std::make_shared<DiffDocument>();
    document->addTexts(a, b, script, markFork);
    for (Side& side : document->m_sides) {
        document->splitLines(side);
        document->markLines(side);
    }
    document->pairLines(document->tieLines());
    document->placeDifferences();
    document->m_equal = {};
    return document;
}

void DiffDocument::addTexts(const DiffSource& a, const DiffSource& b, const domain::EditScript& script, bool markFork)
{
    const std::array sources{&a, &b};
    const std::array finders{DiffEntryFinder(a), DiffEntryFinder(b)};
    std::array<UnitRange, 2> change{};
    const auto flush = [&] {
        if (change[0].first < change[0].second || change[1].first < change[1].second)
            addChange(sources, change, markFork && m_differences.empty());
        change = {UnitRange{change[0].second, change[0].second}, UnitRange{change[1].second, change[1].second}};
    };
    const auto equal = [&](qsizetype count) {
        EqualText text{{m_sides[0].text.size(), m_sides[1].text.size()}, 0};
        for (qsizetype i = 0; i < count; ++i) {
            const QString piece = base::pieceFromUtf8(a.units[std::size_t(change[0].second)].bytes);
            for (std::size_t s = 0; s < 2; ++s) {
                DiffSpan span;
                span.unit = change[s].second++;
                span.start = m_sides[s].text.append(piece, Invisibles::Dangerous);
                span.length = m_sides[s].text.size() - span.start;
                m_sides[s].spans.push_back(span);
            }
        }
        text.length = m_sides[0].text.size() - text.start[0];
        m_equal.push_back(text);
        change[0].first = change[0].second;
        change[1].first = change[1].second;
    };

    for (const domain::EditRun& run : script) {
        const qsizetype leftA = qsizetype(a.units.size()) - change[0].second;
        const qsizetype leftB = qsizetype(b.units.size()) - change[1].second;
        switch (run.kind) {
        case domain::EditKind::Equal:
            flush();
            equal(std::clamp<qsizetype>(run.length, 0, std::min(leftA, leftB)));
            break;
        case domain::EditKind::OnlyA:
            change[0].second += std::clamp<qsizetype>(run.length, 0, leftA);
            break;
        case domain::EditKind::OnlyB:
            change[1].second += std::clamp<qsizetype>(run.length, 0, leftB);
            break;
        }
    }
    // A script that stops short leaves the rest as one last change: nothing of the texts is ever hidden.
    change[0].second = qsizetype(a.units.size());
    change[1].second = qsizetype(b.units.size());
    flush();

    for (std::size_t s = 0; s < 2; ++s) {
        m_sides[s].entryCount = sources[s]->entries.size();
        for (DiffSpan& span : m_sides[s].spans)
            finders[s].describe(sources[s]->units[std::size_t(span.unit)], span);
    }
}

void DiffDocument::addChange(const std::array<const DiffSource*, 2>& sources, const std::array<UnitRange, 2>& units,
                             bool fork)
{
    const std::array texts{diffTextOf(*sources[0], units[0]), diffTextOf(*sources[1], units[1])};
    const Invisibles invisibles = invisiblesOfChange(texts[0], texts[1]);
    Difference difference;
    difference.fork = fork;
    for (std::size_t s = 0; s < 2; ++s) {
        Side& side = m_sides[s];
        difference.start[s] = side.text.size();
        for (qsizetype unit = units[s].first; unit < units[s].second; ++unit) {
            DiffSpan span;
            span.unit = unit;
            span.only = true;
            span.fork = fork && unit == units[s].first;
            const QString piece = base::pieceFromUtf8(sources[s]->units[std::size_t(unit)].bytes);
            // A token of blanks only would be an empty box.
            span.start = side.text.append(piece, span.fork && piece.trimmed().isEmpty() ? Invisibles::All : invisibles);
            span.length = side.text.size() - span.start;
            side.spans.push_back(span);
        }
        difference.length[s] = side.text.size() - difference.start[s];
        // Missing whole lines show as hatched rows; only what is missing within a line needs a mark of its own.
        if (units[s].first == units[s].second && (fork || !texts[1 - s].contains(u'\n')))
            side.carets.push_back({difference.start[s], fork});
    }
    m_differences.push_back(difference);
}

void DiffDocument::splitLines(Side& side)
{
    const QString& text = side.text.text();
    side.lineCount = 0;
    for (qsizetype start = 0; start <= text.size();) {
        qsizetype end = text.indexOf(u'\n', start);
        if (end < 0)
            end = text.size();
        int number = ++side.lineCount;
        do {
            const qsizetype stop = diffPieceEnd(text, start, end);
            side.lines.push_back({.start = start, .length = int(stop - start), .number = number});
            number = 0;
            start = stop;
        } while (start < end);
        start = end + 1;
    }
}

void DiffDocument::markLines(Side& side)
{
    std::size_t line = 0;
    const auto advance = [&](qsizetype position) {
        while (line + 1 < side.lines.size() && side.lines[line + 1].start <= position)
            ++line;
    };
    for (const DiffSpan& span : side.spans) {
        if (!span.only)
            continue;
        advance(span.start);
        side.lines[line].fork |= span.fork;
        for (std::size_t i = line; i < side.lines.size() && side.lines[i].start < span.start + span.length; ++i)
            side.lines[i].changed = true;
    }
    line = 0;
    for (const DiffCaret& caret : side.carets) {
        advance(caret.position);
        side.lines[line].changed = true;
        side.lines[line].fork |= caret.fork;
    }
}

std::vector<DiffDocument::Tie> DiffDocument::tieLines() const
{
    std::vector<Tie> ties;
    std::array<std::size_t, 2> line{};
    for (const EqualText& equal : m_equal) {
        for (qsizetype done = 0; done < equal.length;) {
            qsizetype chunk = equal.length - done;
            for (std::size_t s = 0; s < 2; ++s) {
                const std::vector<Line>& lines = m_sides[s].lines;
                const qsizetype position = equal.start[s] + done;
                while (line[s] + 1 < lines.size() && lines[line[s] + 1].start <= position)
                    ++line[s];
                const qsizetype next =
                    line[s] + 1 < lines.size() ? lines[line[s] + 1].start : m_sides[s].text.size() + 1;
                chunk = std::min(chunk, next - position);
            }
            const QStringView text = QStringView(m_sides[0].text.text()).sliced(equal.start[0] + done, chunk);
            const auto weight = std::ranges::count_if(text, [](QChar c) { return c == u'\n' || !c.isSpace(); });
            ties.push_back({line, weight});
            done += chunk;
        }
    }
    return ties;
}

void DiffDocument::pairLines(const std::vector<Tie>& ties)
{
    // A line can share text with several lines of the other side; the pairs chosen rise on both sides, and of two
    // that exclude each other the one with more shared text stays.
    std::vector<Tie> chosen;
    const auto follows = [](const Tie& tie, const Tie& before) {
        return tie.line[0] > before.line[0] && tie.line[1] > before.line[1];
    };
    for (const Tie& tie : ties) {
        if (chosen.empty() || follows(tie, chosen.back())) {
            chosen.push_back(tie);
        } else if (tie.line == chosen.back().line) {
            chosen.back().weight += tie.weight;
        } else if (tie.weight > chosen.back().weight &&
                   (chosen.size() < 2 || follows(tie, chosen[chosen.size() - 2]))) {
            chosen.back() = tie;
        }
    }

    std::array<std::size_t, 2> next{};
    const auto fillUpTo = [&](std::size_t endA, std::size_t endB) {
        while (next[0] < endA || next[1] < endB) {
            const auto lineA = next[0] < endA ? std::ptrdiff_t(next[0]++) : -1;
            const auto lineB = next[1] < endB ? std::ptrdiff_t(next[1]++) : -1;
            addRow(lineA, lineB);
        }
    };
    for (const Tie& tie : chosen) {
        fillUpTo(tie.line[0], tie.line[1]);
        addRow(std::ptrdiff_t(next[0]++), std::ptrdiff_t(next[1]++));
    }
    fillUpTo(m_sides[0].lines.size(), m_sides[1].lines.size());

    // Both texts end with a line feed: the empty line after it says nothing.
    const DiffRow& last = m_rows.back();
    if (m_rows.size() > 1 && std::ranges::none_of(last, &DiffCell::isFiller) && last[0].length + last[1].length == 0 &&
        last[0].number > 0 && last[1].number > 0 && !last[0].changed && !last[1].changed) {
        m_rows.pop_back();
        for (Side& side : m_sides) {
            side.lines.pop_back();
            --side.lineCount;
        }
    }
}

void DiffDocument::addRow(std::ptrdiff_t lineA, std::ptrdiff_t lineB)
{
    const std::array lines{lineA, lineB};
    DiffRow row;
    for (std::size_t s = 0; s < 2; ++s) {
        DiffCell& cell = row[s];
        if (lines[s] >= 0) {
            Line& line = m_sides[s].lines[std::size_t(lines[s])];
            line.row = qsizetype(m_rows.size());
            cell = {.start = line.start,
                    .length = line.length,
                    .number = line.number,
                    .changed = line.changed,
                    .fork = line.fork};
        } else if (!m_rows.empty() && m_rows.back()[s].isFiller()) {
            cell.filler = m_rows.back()[s].filler + 1;
        }
    }
    m_rows.push_back(row);
}

void DiffDocument::placeDifferences()
{
    for (Difference& difference : m_differences) {
        difference.firstRow = qsizetype(m_rows.size()) - 1;
        difference.lastRow = 0;
        for (int s = 0; s < 2; ++s) {
            const qsizetype start = difference.start[std::size_t(s)];
            const qsizetype length = difference.length[std::size_t(s)];
            if (length == 0 && difference.length[std::size_t(1 - s)] > 0)
                continue;
            difference.firstRow = std::min(difference.firstRow, rowAt(s, start));
            difference.lastRow = std::max(difference.lastRow, rowAt(s, std::max(start, start + length - 1)));
        }
    }
}

std::size_t DiffDocument::lineAt(int side, qsizetype position) const
{
    const std::vector<Line>& lines = m_sides[std::size_t(side)].lines;
    const auto it = std::ranges::upper_bound(lines, position, {}, &Line::start);
    return it == lines.begin() ? 0 : std::size_t(it - lines.begin() - 1);
}

QStringView DiffDocument::cellText(const DiffCell& cell, int side) const
{
    return cell.isFiller() ? QStringView() : QStringView(text(side)).sliced(cell.start, cell.length);
}

std::span<const DiffSpan> DiffDocument::spansIn(int side, qsizetype start, qsizetype length) const
{
    const std::vector<DiffSpan>& all = spans(side);
    auto first =
        std::ranges::upper_bound(all, start, {}, [](const DiffSpan& span) { return span.start + span.length; });
    auto last = std::ranges::lower_bound(first, all.end(), start + length, {}, &DiffSpan::start);
    return {first, last};
}

std::span<const DiffCaret> DiffDocument::caretsIn(int side, qsizetype start, qsizetype length) const
{
    const std::vector<DiffCaret>& all = carets(side);
    auto first = std::ranges::lower_bound(all, start, {}, &DiffCaret::position);
    auto last = std::ranges::upper_bound(first, all.end(), start + length, {}, &DiffCaret::position);
    return {first, last};
}

const DiffSpan* DiffDocument::spanAt(int side, qsizetype position) const
{
    const auto found = spansIn(side, position, 1);
    return found.empty() ? nullptr : &found.front();
}

const DiffSpan* DiffDocument::spanOfEntry(int side, qsizetype entry) const
{
    const std::vector<DiffSpan>& all = spans(side);
    // Entries rise along the text; a word of several tokens carries its first.
    auto it = std::ranges::upper_bound(all, entry, {}, &DiffSpan::entry);
    if (entry < 0 || entry >= m_sides[std::size_t(side)].entryCount || it == all.begin())
        return nullptr;
    const qsizetype found = std::prev(it)->entry;
    if (found < 0)
        return nullptr;
    it = std::ranges::lower_bound(all, found, {}, &DiffSpan::entry);
    return &*it;
}

qsizetype DiffDocument::rowAt(int side, qsizetype position) const
{
    return std::max<qsizetype>(0, m_sides[std::size_t(side)].lines[lineAt(side, position)].row);
}

int DiffDocument::differenceAt(int side, qsizetype position) const
{
    const std::size_t s = std::size_t(side);
    const auto it = std::ranges::upper_bound(m_differences, position, {},
                                             [s](const Difference& difference) { return difference.start[s]; });
    if (it == m_differences.begin())
        return -1;
    const Difference& found = *std::prev(it);
    return position < found.start[s] + std::max<qsizetype>(1, found.length[s]) ? int(it - m_differences.begin() - 1)
                                                                               : -1;
}

int DiffDocument::forkDifference() const
{
    return !m_differences.empty() && m_differences.front().fork ? 0 : -1;
}

} // namespace quantlens::ui
