// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <vector>

namespace quantlens::ui {

/// How much of what cannot be seen is drawn as glyphs.
enum class Invisibles {
    Dangerous, ///< only what would reorder or end the text: controls, bidi controls, line separators
    Differing, ///< also zero-width characters and unusual spaces; joiners inside emoji and scripts that need them stay
    All,       ///< also ordinary spaces, tabs and line ends
};

/// Where the displayed text differs from the model's.
struct Substitution
{
    qsizetype start = 0;  ///< in the displayed text
    qsizetype length = 0; ///< of the glyphs, UTF-16 units
    QString original;     ///< what they stand for; empty for a glyph that was added
};

/// Text as it is shown: model text in which invisible characters became glyphs, with the way back.
class DisplayText
{
public:
    /// Appends model text and returns where it begins in text().
    qsizetype append(const QString& original, Invisibles invisibles);

    [[nodiscard]] const QString& text() const { return m_text; }
    [[nodiscard]] qsizetype size() const { return m_text.size(); }
    /// The model's text of the displayed range; a glyph counts when the range holds its first unit.
    [[nodiscard]] QString original(qsizetype start, qsizetype length) const;
    /// The substitution that covers a displayed position, or nullptr.
    [[nodiscard]] const Substitution* substitutionAt(qsizetype position) const;
    [[nodiscard]] const std::vector<Substitution>& substitutions() const { return m_substitutions; }

private:
    QString m_text;
    std::vector<Substitution> m_substitutions; ///< by start
};

/// How the two texts of one change are shown: everything when they differ in nothing one could see (or in the kind of
/// their blanks only), else what is unusual.
[[nodiscard]] Invisibles invisiblesOfChange(const QString& a, const QString& b);

} // namespace quantlens::ui
