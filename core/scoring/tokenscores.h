// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/generation.h"
#include "core/scoring/distributions.h"

#include <array>
#include <vector>

namespace quantlens::scoring {

/// What a pair says token by token, for painting it along the answers. NaN: no value at this token.
struct TokenScores
{
    std::array<std::vector<float>, 2> logprob; ///< of the chosen token, nats, by entry of each side's answer
    std::vector<float> kld;                    ///< KLD(A‖B) in nats by A's entry: a lower bound (docs/scoring.md)
    PositionSource source = PositionSource::SharedPrefix; ///< where `kld` comes from
};

/// `forced` is B made to follow A's tokens, or nullptr: then only the shared prefix has a divergence. Tokens are joined
/// by id when the tokenizers are the same.
[[nodiscard]] TokenScores scoreTokens(const domain::Generation& a, const domain::Generation& b,
                                      const domain::Generation* forced, bool byId);

} // namespace quantlens::scoring
