// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scoring/repeats.h"

// Requests answered together are computed in one batch: sums are made in another order, margins move a little, and near
// ties turn. That is no fault; what batching cannot have made is.

namespace quantlens::scoring {

/// No batch moves a margin farther than this, in nats, on an engine that works.
inline constexpr double mostBatchShift = 0.5;

/// Why an answer under load is not the one given at rest.
enum class LoadCause {
    None,    ///< it is the same, bit for bit
    Batch,   ///< another text from a near tie on, or other logprobs by as little
    Unknown, ///< another text, and no logprobs to tell by
    Beyond,  ///< farther than batching goes: another token although the margin was wide, a cut answer, a miss
};

/// How far batching moves margins here, in nats: twice the farthest among answers that kept their text, within
/// [leastNearTie, mostBatchShift]. `changes`: answers under load against those at rest.
[[nodiscard]] double batchShift(const QList<LogprobChange>& changes);

/// `shift`: what batchShift() said. Both answers succeeded.
[[nodiscard]] LoadCause loadCause(const domain::Generation& atRest, const domain::Generation& underLoad,
                                  domain::Unit unit, double shift);

} // namespace quantlens::scoring
