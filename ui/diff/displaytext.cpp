// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/diff/displaytext.h"

#include "core/base/text.h"

#include <algorithm>

namespace quantlens::ui {

namespace {

/// A change longer than this is not searched for differences in blanks.
constexpr qsizetype longestBlankSearch = 10'000;

char32_t displayCodePointAt(const QString& text, qsizetype at, qsizetype& units)
{
    units = 1;
    const QChar c = text.at(at);
    if (c.isHighSurrogate() && at + 1 < text.size() && text.at(at + 1).isLowSurrogate()) {
        units = 2;
        return QChar::surrogateToUcs4(c, text.at(at + 1));
    }
    return c.unicode();
}

bool displayIsDangerous(char32_t c)
{
    if (c == U'\n' || c == U'\t')
        return false;
    switch (c) {
    case 0x061C: // bidi marks, embeddings, overrides and isolates
    case 0x200E:
    case 0x200F:
    case 0x2028: // would end the line inside a row
    case 0x2029:
    case 0xFFFC: // stands for an object
        return true;
    default:
        break;
    }
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x206F) || QChar::category(c) == QChar::Other_Control ||
           QChar::category(c) == QChar::Other_Surrogate;
}

bool displayIsJoiner(char32_t c)
{
    return c == 0x200C || c == 0x200D || (c >= 0xFE00 && c <= 0xFE0F);
}

bool displayIsBlank(char32_t c)
{
    return c == U' ' || c == U'\n' || c == U'\t' || base::isInvisible(c);
}

/// The glyphs for a character, or an empty string when it is drawn as it is.
QString displayGlyphs(char32_t c, char32_t previous, Invisibles invisibles)
{
    if (displayIsDangerous(c))
        return base::visibleForm(c);
    if (c == U'\n')
        return {};
    if (invisibles == Invisibles::All) {
        if (c == U'\t')
            return QStringLiteral("→\t"); // the arrow, and still the tab's width
        if (c == 0x00A0)
            return QStringLiteral("▯"); // never the dot of an ordinary space beside it
        return displayIsBlank(c) ? base::visibleForm(c) : QString();
    }
    if (invisibles == Invisibles::Differing && base::isInvisible(c)) {
        if (displayIsJoiner(c) && previous > 0x7F)
            return {};
        return c == 0x00A0 ? QStringLiteral("▯") : base::visibleForm(c);
    }
    return {};
}

bool displayNeedsCare(const QString& text, Invisibles invisibles)
{
    return std::any_of(text.cbegin(), text.cend(), [invisibles](QChar c) {
        if (c.unicode() >= 0x7F)
            return true;
        return c.unicode() < 0x20 ? (c != u'\n' && c != u'\t') || invisibles == Invisibles::All
                                  : c == u' ' && invisibles == Invisibles::All;
    });
}

/// Splits a text into what one sees and what one does not.
void displaySplitBlanks(const QString& text, QString& seen, QString& blanks)
{
    qsizetype units = 1;
    for (qsizetype at = 0; at < text.size(); at += units) {
        const char32_t c = displayCodePointAt(text, at, units);
        (displayIsBlank(c) ? blanks : seen) += QStringView(text).sliced(at, units);
    }
}

} // namespace

qsizetype DisplayText::append(const QString& original, Invisibles invisibles)
{
    const qsizetype begin = m_text.size();
    if (!displayNeedsCare(original, invisibles)) {
        m_text += original;
        return begin;
    }
    char32_t previous = 0;
    qsizetype units = 1;
    for (qsizetype at = 0; at < original.size(); at += units) {
        const char32_t c = displayCodePointAt(original, at, units);
        const QString glyphs = displayGlyphs(c, previous, invisibles);
        if (!glyphs.isEmpty()) {
            m_substitutions.push_back({m_text.size(), glyphs.size(), original.sliced(at, units)});
            m_text += glyphs;
        } else {
            if (c == U'\n' && invisibles == Invisibles::All) {
                m_substitutions.push_back({m_text.size(), 1, QString()});
                m_text += base::visibleForm(c);
            }
            m_text += QStringView(original).sliced(at, units);
        }
        previous = c;
    }
    return begin;
}

QString DisplayText::original(qsizetype start, qsizetype length) const
{
    const qsizetype end = std::min(start + length, m_text.size());
    QString out;
    auto it = std::ranges::lower_bound(m_substitutions, start, {}, &Substitution::start);
    if (it != m_substitutions.begin()) // the rest of a glyph that began before the range
        start = std::max(start, std::prev(it)->start + std::prev(it)->length);
    for (; it != m_substitutions.end() && it->start < end; ++it) {
        out += QStringView(m_text).sliced(start, it->start - start);
        out += it->original;
        start = it->start + it->length;
    }
    if (start < end)
        out += QStringView(m_text).sliced(start, end - start);
    return out;
}

const Substitution* DisplayText::substitutionAt(qsizetype position) const
{
    auto it = std::ranges::upper_bound(m_substitutions, position, {}, &Substitution::start);
    if (it == m_substitutions.begin())
        return nullptr;
    --it;
    return position < it->start + it->length ? &*it : nullptr;
}

Invisibles invisiblesOfChange(const QString& a, const QString& b)
{
    if (a.size() > longestBlankSearch || b.size() > longestBlankSearch)
        return Invisibles::Differing;
    QString seenA;
    QString seenB;
    QString blanksA;
    QString blanksB;
    displaySplitBlanks(a, seenA, blanksA);
    displaySplitBlanks(b, seenB, blanksB);
    if (a.isEmpty() || b.isEmpty())
        return seenA.isEmpty() && seenB.isEmpty() ? Invisibles::All : Invisibles::Differing;
    const bool showAll = blanksA != blanksB && (seenA == seenB || blanksA.size() == blanksB.size());
    return showAll ? Invisibles::All : Invisibles::Differing;
}

} // namespace quantlens::ui
