// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/figures/runfigures.h"

#include <QCoreApplication>
#include <QSet>

// Inside core/figures: what the figures of sides have in common.

namespace quantlens::figures {

struct SweepText
{
    Q_DECLARE_TR_FUNCTIONS(Figures)
};

inline constexpr qsizetype longestLabel = 40;

/// The sides a figure shows, the baseline's self-check first, and what is said of those left out.
struct Sides
{
    QList<Item> items;
    QList<int> sides; ///< by item; −1 for the self-check
    const scoring::NoiseKind* check = nullptr;
    QStringList notes;
};

[[nodiscard]] Sides shownSides(const domain::RunData& data, const scoring::RunScores& scores, bool withCheck);

/// Why nothing is drawn; empty when something is.
[[nodiscard]] QString whatIsMissing(const domain::RunData& data, const scoring::RunScores& scores);

[[nodiscard]] const QList<domain::Comparison>& comparisonsOf(const Sides& shown, const scoring::RunScores& scores,
                                                             qsizetype item);
/// What a mark of an item opens; nothing for the self-check, which has no pair in Compare.
[[nodiscard]] Hit hitOf(const Sides& shown, qsizetype item, QStringList ids, const QString& what);

template<typename Wanted>
QStringList idsWhere(const QList<domain::Comparison>& comparisons, Wanted wanted)
{
    QStringList ids;
    for (const domain::Comparison& comparison : comparisons) {
        if (wanted(comparison))
            ids.append(comparison.promptId);
    }
    return ids;
}

} // namespace quantlens::figures
