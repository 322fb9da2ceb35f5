// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/alignment.h"

#include "core/scoring/myers.h"

#include <rapidfuzz/distance/LCSseq.hpp>

#include <QHash>

#include <algorithm>

namespace quantlens::scoring {

namespace {

constexpr std::size_t longestForLcs = 50'000;
constexpr qsizetype shortestEqualRun = 4; // characters

/// Both sides as numbers, equal numbers for equal bytes, and how often each number stands on a side.
struct Interned
{
    std::vector<qint32> a;
    std::vector<qint32> b;
    std::vector<bool> inA;
    std::vector<bool> inB;
};

Interned intern(const std::vector<UnitPiece>& a, const std::vector<UnitPiece>& b)
{
    Interned result;
    QHash<QByteArrayView, qint32> numbers;
    numbers.reserve(qsizetype(std::max(a.size(), b.size())));
    const auto number = [&numbers](const std::vector<UnitPiece>& units, std::vector<qint32>& out) {
        out.reserve(units.size());
        for (const UnitPiece& unit : units) {
            const auto found = numbers.constFind(unit.bytes);
            if (found != numbers.cend()) {
                out.push_back(*found);
            } else {
                out.push_back(qint32(numbers.size()));
                numbers.insert(unit.bytes, out.back());
            }
        }
    };
    number(a, result.a);
    number(b, result.b);
    result.inA.resize(std::size_t(numbers.size()));
    result.inB.resize(std::size_t(numbers.size()));
    for (const qint32 id : result.a)
        result.inA[std::size_t(id)] = true;
    for (const qint32 id : result.b)
        result.inB[std::size_t(id)] = true;
    return result;
}

/// The units that occur on the other side too, with their places: the others can never be matched, and without them
/// unrelated texts cost little.
struct Candidates
{
    std::vector<qint32> ids;
    std::vector<qsizetype> places;
};

Candidates candidatesOf(const std::vector<qint32>& ids, std::size_t from, std::size_t to,
                        const std::vector<bool>& inOther)
{
    Candidates result;
    for (std::size_t i = from; i < to; ++i) {
        if (inOther[std::size_t(ids[i])]) {
            result.ids.push_back(ids[i]);
            result.places.push_back(qsizetype(i));
        }
    }
    return result;
}

void appendRun(domain::EditScript& script, domain::EditKind kind, qsizetype a, qsizetype b, qsizetype length)
{
    if (length > 0)
        script.push_back({kind, a, b, length});
}

/// Which units of a side have a partner, as an edit script.
domain::EditScript scriptOf(const std::vector<bool>& matchedA, const std::vector<bool>& matchedB)
{
    domain::EditScript script;
    const qsizetype n = qsizetype(matchedA.size());
    const qsizetype m = qsizetype(matchedB.size());
    const auto run = [](const std::vector<bool>& matched, qsizetype from, bool value) {
        qsizetype to = from;
        while (to < qsizetype(matched.size()) && matched[std::size_t(to)] == value)
            ++to;
        return to - from;
    };
    for (qsizetype i = 0, j = 0; i < n || j < m;) {
        const qsizetype onlyA = run(matchedA, i, false);
        const qsizetype onlyB = run(matchedB, j, false);
        appendRun(script, domain::EditKind::OnlyA, i, j, onlyA);
        i += onlyA;
        appendRun(script, domain::EditKind::OnlyB, i, j, onlyB);
        j += onlyB;
        const qsizetype equal = std::min(run(matchedA, i, true), run(matchedB, j, true));
        appendRun(script, domain::EditKind::Equal, i, j, equal);
        i += equal;
        j += equal;
    }
    return script;
}

struct RawAlignment
{
    std::vector<bool> matchedA;
    std::vector<bool> matchedB;
    qsizetype common = 0; ///< units matched
    bool exact = true;
    Candidates restA; ///< what Myers worked on
    Candidates restB;
    qsizetype trimmed = 0; ///< units of the common prefix and suffix
};

RawAlignment alignRaw(const std::vector<UnitPiece>& a, const std::vector<UnitPiece>& b)
{
    RawAlignment raw;
    raw.matchedA.resize(a.size());
    raw.matchedB.resize(b.size());
    const std::size_t shorter = std::min(a.size(), b.size());
    std::size_t prefix = 0;
    while (prefix < shorter && a[prefix].bytes == b[prefix].bytes)
        ++prefix;
    std::size_t suffix = 0;
    while (suffix < shorter - prefix && a[a.size() - 1 - suffix].bytes == b[b.size() - 1 - suffix].bytes)
        ++suffix;
    raw.trimmed = qsizetype(prefix + suffix);
    const auto markTrimmed = [prefix, suffix](std::vector<bool>& matched) {
        std::fill_n(matched.begin(), prefix, true);
        std::fill_n(matched.rbegin(), suffix, true);
    };
    markTrimmed(raw.matchedA);
    markTrimmed(raw.matchedB);
    raw.common = raw.trimmed;
    if (prefix + suffix == shorter)
        return raw;

    const Interned ids = intern(a, b);
    raw.restA = candidatesOf(ids.a, prefix, a.size() - suffix, ids.inB);
    raw.restB = candidatesOf(ids.b, prefix, b.size() - suffix, ids.inA);
    const MyersResult result = myers(raw.restA.ids, raw.restB.ids);
    raw.exact = result.exact;
    for (std::size_t i = 0; i < result.matchedA.size(); ++i) {
        if (result.matchedA[i]) {
            raw.matchedA[std::size_t(raw.restA.places[i])] = true;
            ++raw.common;
        }
    }
    for (std::size_t j = 0; j < result.matchedB.size(); ++j) {
        if (result.matchedB[j])
            raw.matchedB[std::size_t(raw.restB.places[j])] = true;
    }
    return raw;
}

double dice(qsizetype common, std::size_t a, std::size_t b)
{
    return a + b == 0 ? 1.0 : 2.0 * double(common) / double(a + b);
}

qsizetype charactersOf(const std::vector<UnitPiece>& units, qsizetype from, qsizetype length)
{
    qsizetype count = 0;
    for (qsizetype i = from; i < from + length && count < shortestEqualRun; ++i) {
        count += std::ranges::count_if(units[std::size_t(i)].bytes,
                                       [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
    }
    return count;
}

} // namespace

Alignment align(const std::vector<UnitPiece>& a, const std::vector<UnitPiece>& b, domain::Unit unit)
{
    // The same order whichever side is called A: ties and the cost cap must not make the result depend on it.
    const auto key = [](const UnitPiece& piece) -> const QByteArray& { return piece.bytes; };
    const bool swapped = std::ranges::lexicographical_compare(b, a, {}, key, key);
    const std::vector<UnitPiece>& first = swapped ? b : a;
    const std::vector<UnitPiece>& second = swapped ? a : b;
    RawAlignment raw = alignRaw(first, second);

    Alignment result;
    result.unit = unit;
    result.exact = raw.exact;
    result.similarity = dice(raw.common, a.size(), b.size());
    if (!raw.exact) {
        if (std::max(raw.restA.ids.size(), raw.restB.ids.size()) <= longestForLcs) {
            const std::size_t lcs = rapidfuzz::lcs_seq_similarity(raw.restA.ids, raw.restB.ids);
            result.similarity = dice(raw.trimmed + qsizetype(lcs), a.size(), b.size());
        } else if (unit != domain::Unit::Lines) {
            const Alignment lines = align(lineUnits(a), lineUnits(b), domain::Unit::Lines);
            result.similarity = lines.similarity;
            result.unit = domain::Unit::Lines;
        }
    }
    if (swapped)
        std::swap(raw.matchedA, raw.matchedB);
    result.script = scriptOf(raw.matchedA, raw.matchedB);
    return result;
}

domain::EditScript forDisplay(const domain::EditScript& script, const std::vector<UnitPiece>& a,
                              const std::vector<UnitPiece>& b)
{
    std::vector<bool> matchedA(a.size());
    std::vector<bool> matchedB(b.size());
    for (std::size_t i = 0; i < script.size(); ++i) {
        const domain::EditRun& run = script[i];
        if (run.kind != domain::EditKind::Equal)
            continue;
        const bool betweenChanges = i > 0 && i + 1 < script.size();
        if (betweenChanges && charactersOf(a, run.a, run.length) < shortestEqualRun)
            continue;
        std::fill_n(matchedA.begin() + run.a, run.length, true);
        std::fill_n(matchedB.begin() + run.b, run.length, true);
    }
    return scriptOf(matchedA, matchedB);
}

} // namespace quantlens::scoring
