// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/comparison.h"
#include "core/domain/generation.h"
#include "core/domain/run.h"

#include <QByteArray>
#include <QString>

#include <vector>

namespace quantlens::scoring {

/// One unit of an output: its text and where it came from.
struct UnitPiece
{
    QByteArray bytes;     ///< UTF-8, see textBytes()
    qsizetype offset = 0; ///< byte offset in the output
    qsizetype entry = -1; ///< index in Generation::entries, -1 when the unit is not an entry

    bool operator==(const UnitPiece&) const = default;
};

/// The UTF-8 bytes of a text. A surrogate without its partner keeps its value (three bytes, as WTF-8 writes it), so
/// that different texts always have different bytes.
[[nodiscard]] QByteArray textBytes(QStringView text);

/// The content (reasoning left out) of a generation as units. Tokens need every content entry to have bytes that
/// rebuild the text; otherwise words are returned. docs/scoring.md, "Unit".
[[nodiscard]] std::vector<UnitPiece> contentUnits(const domain::Generation& generation, domain::Unit unit);

/// One part (reasoning, content or tool call) of a generation as units; the rules are contentUnits'.
[[nodiscard]] std::vector<UnitPiece> partUnits(const domain::Generation& generation, domain::Part part,
                                               domain::Unit unit);

/// The bytes of one part. Tool calls have no text of their own: theirs come from the entries.
[[nodiscard]] QByteArray partBytes(const domain::Generation& generation, domain::Part part);

/// As contentUnits, for text alone. Tokens are not known here: they give words.
[[nodiscard]] std::vector<UnitPiece> textUnits(const QString& text, domain::Unit unit);

/// The lines of a text already cut into units; each line keeps its line feed.
[[nodiscard]] std::vector<UnitPiece> lineUnits(const std::vector<UnitPiece>& units);

/// True when both sides can be compared by engine tokens: every entry has bytes and they rebuild the text. That the
/// tokenizers are the same has to be known already. An empty answer without entries rebuilds its text.
[[nodiscard]] bool entriesRebuildText(const domain::Generation& generation);

/// The one unit of a whole run, the weakest any of its answers needs: tokens when the tokenizers are the same and every
/// answer's entries rebuild its text, else words. Failed generations have no say.
[[nodiscard]] domain::Unit runUnit(const domain::RunData& data, bool sameTokenizer);

} // namespace quantlens::scoring
