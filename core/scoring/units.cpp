// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/units.h"

#include "core/base/utf8.h"

#include <QTextBoundaryFinder>

#include <algorithm>

namespace quantlens::scoring {

namespace {

void appendCodeUnit(QByteArray& out, char16_t unit)
{
    out += char(0xE0 | (unit >> 12));
    out += char(0x80 | ((unit >> 6) & 0x3F));
    out += char(0x80 | (unit & 0x3F));
}

bool isWhiteSpace(QStringView segment)
{
    return std::ranges::all_of(segment, [](QChar c) { return c.isSpace(); });
}

/// UAX #29 words. White space goes with what follows it: as units of their own, blanks would make unrelated texts
/// nearly half alike.
std::vector<UnitPiece> wordUnits(const QString& text)
{
    std::vector<UnitPiece> units;
    units.reserve(std::size_t(text.size() / 4 + 1));
    QTextBoundaryFinder finder(QTextBoundaryFinder::Word, text);
    const QStringView view(text);
    qsizetype begin = 0; // of the unit, white space included
    qsizetype from = 0;  // of the segment
    qsizetype offset = 0;
    for (qsizetype to = finder.toNextBoundary(); to != -1; to = finder.toNextBoundary()) {
        if (!isWhiteSpace(view.sliced(from, to - from)) || to == text.size()) {
            UnitPiece unit{textBytes(view.sliced(begin, to - begin)), offset, -1};
            offset += unit.bytes.size();
            begin = to;
            units.push_back(std::move(unit));
        }
        from = to;
    }
    return units;
}

std::vector<UnitPiece> splitLines(const QByteArray& bytes)
{
    std::vector<UnitPiece> units;
    for (qsizetype from = 0; from < bytes.size();) {
        const qsizetype feed = bytes.indexOf('\n', from);
        const qsizetype to = feed < 0 ? bytes.size() : feed + 1;
        units.push_back({bytes.sliced(from, to - from), from, -1});
        from = to;
    }
    return units;
}

/// True when the entries of the part, one after another, are exactly `bytes`.
bool partRebuilds(const domain::Generation& generation, domain::Part part, const QByteArray& bytes)
{
    qsizetype at = 0;
    for (const domain::TokenInfo& entry : generation.entries) {
        if (entry.part != part)
            continue;
        if (!QByteArrayView(bytes).sliced(at).startsWith(entry.bytes))
            return false;
        at += entry.bytes.size();
    }
    return at == bytes.size();
}

} // namespace

QByteArray textBytes(QStringView text)
{
    if (text.isValidUtf16())
        return text.toUtf8();
    QByteArray out;
    out.reserve(text.size() * 2);
    for (qsizetype i = 0; i < text.size();) {
        const QChar c = text.at(i);
        if (c.isHighSurrogate() && i + 1 < text.size() && text.at(i + 1).isLowSurrogate()) {
            out += text.sliced(i, 2).toUtf8();
            i += 2;
        } else if (c.isSurrogate()) {
            appendCodeUnit(out, c.unicode());
            ++i;
        } else {
            qsizetype end = i + 1;
            while (end < text.size() && !text.at(end).isSurrogate())
                ++end;
            out += text.sliced(i, end - i).toUtf8();
            i = end;
        }
    }
    return out;
}

QByteArray partBytes(const domain::Generation& generation, domain::Part part)
{
    switch (part) {
    case domain::Part::Content:
        return textBytes(generation.text);
    case domain::Part::Reasoning:
        return textBytes(generation.reasoning);
    case domain::Part::ToolCall:
        break;
    }
    QByteArray bytes;
    for (const domain::TokenInfo& entry : generation.entries) {
        if (entry.part == part)
            bytes += entry.bytes;
    }
    return bytes;
}

std::vector<UnitPiece> partUnits(const domain::Generation& generation, domain::Part part, domain::Unit unit)
{
    const QByteArray bytes = partBytes(generation, part);
    if (unit == domain::Unit::Lines)
        return splitLines(bytes);
    if (unit == domain::Unit::Tokens && partRebuilds(generation, part, bytes)) {
        std::vector<UnitPiece> units;
        units.reserve(std::size_t(generation.entries.size()));
        qsizetype offset = 0;
        for (qsizetype i = 0; i < generation.entries.size(); ++i) {
            const domain::TokenInfo& entry = generation.entries.at(i);
            if (entry.part != part || entry.bytes.isEmpty()) // an end-of-text token writes nothing
                continue;
            units.push_back({entry.bytes, offset, i});
            offset += entry.bytes.size();
        }
        return units;
    }
    switch (part) {
    case domain::Part::Content:
        return wordUnits(generation.text);
    case domain::Part::Reasoning:
        return wordUnits(generation.reasoning);
    case domain::Part::ToolCall:
        break;
    }
    return wordUnits(base::pieceFromUtf8(bytes));
}

std::vector<UnitPiece> contentUnits(const domain::Generation& generation, domain::Unit unit)
{
    return partUnits(generation, domain::Part::Content, unit);
}

std::vector<UnitPiece> textUnits(const QString& text, domain::Unit unit)
{
    return unit == domain::Unit::Lines ? splitLines(textBytes(text)) : wordUnits(text);
}

std::vector<UnitPiece> lineUnits(const std::vector<UnitPiece>& units)
{
    QByteArray bytes;
    for (const UnitPiece& unit : units)
        bytes += unit.bytes;
    return splitLines(bytes);
}

bool entriesRebuildText(const domain::Generation& generation)
{
    return partRebuilds(generation, domain::Part::Content, textBytes(generation.text));
}

domain::Unit runUnit(const domain::RunData& data, bool sameTokenizer)
{
    if (!sameTokenizer)
        return domain::Unit::Words;
    const bool rebuilt = std::ranges::all_of(data.generations, [](const domain::Generation& generation) {
        return generation.failed() || entriesRebuildText(generation);
    });
    return rebuilt ? domain::Unit::Tokens : domain::Unit::Words;
}

} // namespace quantlens::scoring
