// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/reports/document.h"

#include <array>

namespace quantlens::reports {

enum class Mark : quint8 {
    Same,
    Differs,
    Fork, ///< where the outputs part
};

/// A stretch of an output. All pieces together are the whole output.
struct Piece
{
    QString text;
    Mark mark = Mark::Same;
    bool folded = false; ///< closed until it is opened: far from the fork
};

struct SideView
{
    QString label;
    QList<Piece> pieces;
    bool asked = true;
    bool ends = false; ///< says nothing more where the other side goes on
    QString failure;   ///< why there is no answer, without addresses
    QString reasoning;
    Words answer; ///< what was read out of it; empty: nothing is
};

/// How likely one token was on either side, as text: "0.512", "< 0.003".
struct OddsRow
{
    QString token; ///< with its blanks visible
    int chosenBy = -1;
    QString a;
    QString b;
};

/// A pair as it is shown.
struct PairView
{
    Words facts; ///< beside its id: flip, similarity, where they part
    QString prompt;
    bool same = false; ///< both sides give the same text, it stands in the first one's pieces
    std::array<SideView, 2> sides;
    QList<OddsRow> odds;
    Words margin; ///< the fork shift; empty: not known
};

[[nodiscard]] PairView viewOf(const Pair& pair);

} // namespace quantlens::reports
