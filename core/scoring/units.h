// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/comparison.h"
#include "core/domain/generation.h"

#include <QByteArray>
#include <QString>

#include <vector>

namespace quantlens::scoring {

/// One unit of an output: its text and where it came from.
struct UnitPiece
{
    QByteArray bytes;     ///< UTF-8
    qsizetype offset = 0; ///< byte offset in the output
    qsizetype entry = -1; ///< index in Generation::entries, -1 when the unit is not an entry

    bool operator==(const UnitPiece&) const = default;
};

/// The content (reasoning left out) of a generation as units. Tokens need every content entry to have bytes that
/// rebuild the text; otherwise words are returned. docs/scoring.md, "Unit".
[[nodiscard]] std::vector<UnitPiece> contentUnits(const domain::Generation& generation, domain::Unit unit);

/// As contentUnits, for text alone.
[[nodiscard]] std::vector<UnitPiece> textUnits(const QString& text, domain::Unit unit);

/// True when both sides can be compared by engine tokens: every entry has bytes and they rebuild the text. That the
/// tokenizers are the same has to be known already.
[[nodiscard]] bool entriesRebuildText(const domain::Generation& generation);

} // namespace quantlens::scoring
