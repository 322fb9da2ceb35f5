// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/comparison.h"
#include "core/domain/generation.h"

#include <limits>
#include <optional>
#include <vector>

namespace quantlens::ui {

/// One token as both sides rated it.
struct ForkRow
{
    static constexpr double notListed = std::numeric_limits<double>::quiet_NaN();

    QString token;         ///< quoted, invisible characters as glyphs
    double pA = notListed; ///< probability; NaN: not in this side's list
    double pB = notListed;
    int rankA = 0; ///< 1 for the likeliest; 0: not in this side's list
    int rankB = 0;
    bool chosenA = false;
    bool chosenB = false;
};

/// Two positions' top lists, paired token by token.
struct ForkTable
{
    std::vector<ForkRow> rows; ///< likeliest first, by the larger of both probabilities
    bool hasA = false;         ///< side A came with log-probabilities
    bool hasB = false;
    bool sameToken = false; ///< both sides chose the same
    double tailA = 0;       ///< mass of everything not in `rows`
    double tailB = 0;
    double gapA = ForkRow::notListed; ///< likeliest minus second, NaN with fewer than two
    double gapB = ForkRow::notListed;
    std::optional<double> shift; ///< nats, where the sides chose differently (docs/scoring.md, "Fork shift")
    bool bounded = false;        ///< `shift` is a lower bound
    bool nearTie = false;
};

/// Pairs two positions (either may be missing) by their tokens' bytes, since the tokenizers need not be the same. At
/// most `most` rows; the chosen tokens are always among them. `fork` is the scored decision where the two are the
/// first divergence; its shift and near-tie verdict win over what is computed here. `tieNats`: a shift up to it is a
/// near tie, the run's noise level or scoring::leastNearTie.
[[nodiscard]] ForkTable makeForkTable(const std::optional<domain::TokenInfo>& a,
                                      const std::optional<domain::TokenInfo>& b,
                                      const std::optional<domain::Fork>& fork, std::size_t most, double tieNats);

/// A token as text for a table: quoted, with blanks, line ends and invisible characters as glyphs, at most 40
/// characters.
[[nodiscard]] QString quotedToken(const QByteArray& bytes);

} // namespace quantlens::ui
