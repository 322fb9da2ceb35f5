// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/divergence.h"

#include "core/scoring/units.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace quantlens::scoring {

namespace {

constexpr std::array streamParts{domain::Part::Reasoning, domain::Part::Content, domain::Part::ToolCall};

bool continuesCharacter(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

/// Moves the place in the stream past these bytes.
void advance(domain::Divergence& place, QByteArrayView bytes)
{
    place.byte += bytes.size();
    for (const char c : bytes) {
        if (continuesCharacter(c))
            continue;
        ++place.codePoint;
        if (c == '\n') {
            ++place.line;
            place.column = 1;
        } else {
            ++place.column;
        }
    }
}

/// Length of the common prefix, in whole characters.
qsizetype commonPrefix(QByteArrayView a, QByteArrayView b)
{
    const qsizetype shorter = std::min(a.size(), b.size());
    qsizetype n = 0;
    while (n < shorter && a[n] == b[n])
        ++n;
    const auto inside = [&n](QByteArrayView bytes) { return n < bytes.size() && continuesCharacter(bytes[n]); };
    while (n > 0 && (inside(a) || inside(b)))
        --n;
    return n;
}

struct PartUnits
{
    std::vector<UnitPiece> a;
    std::vector<UnitPiece> b;
};

/// Both sides in the same unit: words where one side's entries do not rebuild its text.
PartUnits unitsOfPart(const domain::Generation& a, const domain::Generation& b, domain::Part part, domain::Unit unit)
{
    PartUnits units{partUnits(a, part, unit), partUnits(b, part, unit)};
    const auto isWords = [](const std::vector<UnitPiece>& list) { return !list.empty() && list.front().entry < 0; };
    if (unit == domain::Unit::Tokens && isWords(units.a) != isWords(units.b)) {
        units.a = partUnits(a, part, domain::Unit::Words);
        units.b = partUnits(b, part, domain::Unit::Words);
    }
    return units;
}

qsizetype firstDifferent(const std::vector<UnitPiece>& a, const std::vector<UnitPiece>& b)
{
    const auto [endA, endB] = std::ranges::mismatch(a, b, {}, &UnitPiece::bytes, &UnitPiece::bytes);
    return endA - a.begin();
}

/// ln p of a token at a position, or the smallest value listed there when the list does not hold it.
struct Listed
{
    double value = 0;
    bool bounded = false;
};

bool sameToken(qint32 idX, const QByteArray& bytesX, qint32 idY, const QByteArray& bytesY, bool byId)
{
    return byId && idX >= 0 && idY >= 0 ? idX == idY : bytesX == bytesY;
}

std::optional<Listed> logprobOf(const domain::TokenInfo& token, const domain::TokenInfo& at, bool byId)
{
    if (at.top.isEmpty())
        return std::nullopt;
    std::optional<double> smallest;
    for (const domain::TopToken& top : at.top) {
        if (!hasValue(top.logprob))
            continue;
        if (sameToken(top.id, top.bytes, token.id, token.bytes, byId))
            return Listed{top.logprob, false};
        smallest = std::min<double>(smallest.value_or(top.logprob), top.logprob);
    }
    if (hasValue(at.logprob) && sameToken(at.id, at.bytes, token.id, token.bytes, byId))
        return Listed{at.logprob, false};
    if (!smallest)
        return std::nullopt;
    return Listed{*smallest, true};
}

/// ln p of the token chosen at its own position.
std::optional<double> chosenLogprob(const domain::TokenInfo& entry, bool byId)
{
    if (entry.top.isEmpty()) // speculative decoding: whatever the logprob says
        return std::nullopt;
    if (hasValue(entry.logprob))
        return entry.logprob;
    const std::optional<Listed> listed = logprobOf(entry, entry, byId);
    if (!listed || listed->bounded)
        return std::nullopt;
    return listed->value;
}

double probability(double logprob)
{
    return std::min(1.0, std::exp(logprob));
}

bool sameStream(const domain::Generation& a, const domain::Generation& b)
{
    return std::ranges::all_of(streamParts,
                               [&](domain::Part part) { return partBytes(a, part) == partBytes(b, part); });
}

/// Index of the first entry whose part or bytes differ, on both sides the same; none when one list only ended.
std::optional<qsizetype> firstDifferentEntry(const domain::Generation& a, const domain::Generation& b)
{
    const qsizetype shorter = std::min(a.entries.size(), b.entries.size());
    for (qsizetype i = 0; i < shorter; ++i) {
        const domain::TokenInfo& x = a.entries.at(i);
        const domain::TokenInfo& y = b.entries.at(i);
        if (x.part != y.part || x.bytes != y.bytes)
            return i;
    }
    return std::nullopt;
}

} // namespace

std::optional<domain::Divergence> firstDivergence(const domain::Generation& a, const domain::Generation& b,
                                                  domain::Unit unit)
{
    domain::Divergence place;
    place.unit = 0;
    for (const domain::Part part : streamParts) {
        const QByteArray bytesA = partBytes(a, part);
        const QByteArray bytesB = partBytes(b, part);
        if (bytesA.isEmpty() && bytesB.isEmpty())
            continue;
        const PartUnits units = unitsOfPart(a, b, part, unit);
        if (bytesA == bytesB) {
            place.unit += qsizetype(units.a.size());
            advance(place, bytesA);
            continue;
        }
        place.unit += firstDifferent(units.a, units.b);
        advance(place, QByteArrayView(bytesA).first(commonPrefix(bytesA, bytesB)));
        place.inReasoning = part == domain::Part::Reasoning;
        return place;
    }
    return std::nullopt;
}

bool hasValue(float logprob)
{
    return std::isfinite(logprob) && logprob >= -9998.0F; // −9999 is a server's "none", −3.4e38 its p = 0
}

std::optional<domain::Fork> forkOf(const domain::Generation& a, const domain::Generation& b, domain::Unit unit,
                                   double noise)
{
    if (sameStream(a, b))
        return std::nullopt;
    const std::optional<qsizetype> index = firstDifferentEntry(a, b);
    if (!index)
        return std::nullopt;
    const domain::TokenInfo& chosenA = a.entries.at(*index);
    const domain::TokenInfo& chosenB = b.entries.at(*index);
    const bool byId = unit == domain::Unit::Tokens;
    // Other tokenizers cut the same text at other places: only a cut where the texts differ is a decision.
    if (!byId && (chosenA.bytes.startsWith(chosenB.bytes) || chosenB.bytes.startsWith(chosenA.bytes)))
        return std::nullopt;

    const std::optional<double> ownA = chosenLogprob(chosenA, byId);
    const std::optional<double> ownB = chosenLogprob(chosenB, byId);
    const std::optional<Listed> otherA = logprobOf(chosenB, chosenA, byId);
    const std::optional<Listed> otherB = logprobOf(chosenA, chosenB, byId);
    if (!ownA || !ownB || !otherA || !otherB)
        return std::nullopt;

    domain::Fork fork;
    fork.entryA = *index;
    fork.entryB = *index;
    fork.tokenA = QString::fromUtf8(chosenA.bytes);
    fork.tokenB = QString::fromUtf8(chosenB.bytes);
    fork.shift = (*ownA - otherA->value) + (*ownB - otherB->value);
    fork.bounded = otherA->bounded || otherB->bounded;
    fork.nearTie = !fork.bounded && fork.shift <= std::max(noise, leastNearTie);
    fork.probabilityAOfA = probability(*ownA);
    fork.probabilityAOfB = probability(otherA->value);
    fork.probabilityBOfA = probability(otherB->value);
    fork.probabilityBOfB = probability(*ownB);
    return fork;
}

} // namespace quantlens::scoring
