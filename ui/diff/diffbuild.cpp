// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/diff/diffbuild.h"

#include "core/scoring/alignment.h"
#include "core/scoring/units.h"

namespace quantlens::ui {

std::shared_ptr<const DiffDocument> makeDiffDocument(const domain::Generation& a, const domain::Generation& b,
                                                     domain::Unit unit,
                                                     const std::optional<domain::Divergence>& divergence,
                                                     const std::vector<float>& kld)
{
    // One side in tokens and one in words would share nothing.
    if (unit == domain::Unit::Tokens && !(scoring::entriesRebuildText(a) && scoring::entriesRebuildText(b)))
        unit = domain::Unit::Words;
    const std::vector<scoring::UnitPiece> unitsA = scoring::contentUnits(a, unit);
    const std::vector<scoring::UnitPiece> unitsB = scoring::contentUnits(b, unit);
    const scoring::Alignment alignment = scoring::align(unitsA, unitsB, unit);
    const domain::EditScript script = scoring::forDisplay(alignment.script, unitsA, unitsB);
    return DiffDocument::build({unitsA, a.entries, kld}, {unitsB, b.entries}, script,
                               divergence && !divergence->inReasoning);
}

} // namespace quantlens::ui
