// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scoring/runindex.h"
#include "core/scoring/runscores.h"

// The parts scoreRun() is made of.

namespace quantlens::scoring {

/// What a side did and is, against the baseline's files.
[[nodiscard]] SideScores scoreSide(const domain::RunRecord& run, const RunIndex& index, int side);

/// True when a token id means the same on both sides.
[[nodiscard]] bool tokensJoinById(const domain::RunRecord& run, int a, int b);

/// KLD of a side: forced passes where the side has any, else the shared prefixes.
[[nodiscard]] KldScores scoreKld(const domain::RunRecord& run, const RunIndex& index, int side);

/// One side against the baseline; `noise` are the baseline's self-checks.
[[nodiscard]] PairScores scorePair(const domain::RunRecord& run, const RunIndex& index, int side,
                                   const NoiseReport& noise);

/// The baseline's self-checks.
[[nodiscard]] NoiseReport scoreNoise(const domain::RunRecord& run, const RunIndex& index);

/// What of a pair can be told from the self-checks.
[[nodiscard]] QList<NoiseStatement> noiseStatements(const domain::RunRecord& run, const PairScores& pair,
                                                    const NoiseReport& noise);

/// The samples of a run at a temperature above 0.
[[nodiscard]] SampledScores scoreSamples(const domain::RunRecord& run, const RunIndex& index);

/// The comparisons of two sides' free answers in the run's order; prompts without both are left out.
[[nodiscard]] QList<domain::Comparison> compareIndexed(const domain::RunRecord& run, const RunIndex& index, int a,
                                                       int b, const CompareOptions& options);

} // namespace quantlens::scoring
