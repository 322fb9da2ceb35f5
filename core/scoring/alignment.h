// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/comparison.h"
#include "core/scoring/units.h"

#include <vector>

namespace quantlens::scoring {

/// An edit script and the similarity that comes with it.
struct Alignment
{
    domain::EditScript script; ///< complete, in order, over the units given: equal runs and one-sided runs
    double similarity = 1;     ///< 2·LCS/(|a|+|b|), symmetric; 1 for two empty texts
    bool exact = true;         ///< false: past the cost cap, the script is not minimal
    domain::Unit unit = domain::Unit::Words; ///< what `similarity` counts: lines when the pair was too long for finer
};

/// Aligns two lists of units by Myers' linear-space O(ND) algorithm (Algorithmica 1, 1986), common prefix and suffix
/// trimmed, with a cost cap. Past the cap the LCS comes from rapidfuzz up to 50,000 units a side; above, similarity is
/// counted in lines. `unit` names what the pieces are. In a change, the run of A stands before the run of B.
[[nodiscard]] Alignment align(const std::vector<UnitPiece>& a, const std::vector<UnitPiece>& b,
                              domain::Unit unit = domain::Unit::Words);

/// For display: equal runs shorter than 4 characters between two changes join the change, as one one-sided run per
/// side.
[[nodiscard]] domain::EditScript forDisplay(const domain::EditScript& script, const std::vector<UnitPiece>& a,
                                            const std::vector<UnitPiece>& b);

} // namespace quantlens::scoring
