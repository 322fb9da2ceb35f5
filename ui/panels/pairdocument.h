// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scoring/tokenscores.h"
#include "ui/diff/diffdocument.h"
#include "ui/models/shownrun.h"

#include <QHash>

#include <array>
#include <memory>

namespace quantlens::ui {

/// A pair laid out for the diff view, and which token of one side stands against which of the other.
struct PairDocument
{
    std::shared_ptr<const DiffDocument> diff;
    std::shared_ptr<const scoring::TokenScores> scores;
    /// Entry of a side → entry of the other; not there where the other side has nothing.
    std::array<QHash<qsizetype, qsizetype>, 2> counterpart;
};

/// Builds the document of a pair whose answers are both there. May take a few hundred milliseconds: call it off the UI
/// thread.
[[nodiscard]] PairDocument makePairDocument(const ShownRun& run, const QString& promptId);

} // namespace quantlens::ui
