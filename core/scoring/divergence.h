// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/comparison.h"
#include "core/domain/generation.h"

#include <optional>

namespace quantlens::scoring {

/// A shift up to this, in nats, is a near tie even where the baseline's noise is lower.
inline constexpr double leastNearTie = 0.05;

/// Where the generated streams (reasoning, then content, then tool calls) part; none when their bytes are equal. The
/// unit is the first one that differs; byte, code point, line and column are of the first character that differs, in
/// side A's stream. Streams of unequal length with an equal prefix part at the shorter's end.
[[nodiscard]] std::optional<domain::Divergence> firstDivergence(const domain::Generation& a,
                                                                const domain::Generation& b, domain::Unit unit);

/// False for NaN, infinities and servers' stand-ins for p = 0 (anything below −1e4).
[[nodiscard]] bool hasValue(float logprob);

/// The two tokens chosen where the streams part and how far the margin between them moved, in nats:
/// [ln pA(a) − ln pA(b)] + [ln pB(b) − ln pB(a)]. A token missing from the other side's list counts with the smallest
/// value listed there, which makes the shift a lower bound. None when the streams are equal, when one of them only
/// ended, or without logprobs on both sides. `noise` is the baseline's noise level, in nats.
[[nodiscard]] std::optional<domain::Fork> forkOf(const domain::Generation& a, const domain::Generation& b,
                                                 domain::Unit unit, double noise = 0);

} // namespace quantlens::scoring
