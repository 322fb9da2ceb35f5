// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/generation.h"
#include "core/scoring/compatible.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

// infer-check's numbers for our records: a pair of generations as it would have seen them.

namespace quantlens::scoring::compatible {

/// The tokens of an answer as infer-check keeps them: the server's where logprobs came, else blank-separated words.
[[nodiscard]] QStringList tokensOf(const domain::Generation& generation);

/// The lists as infer-check keeps them: ten entries in the server's order with ids where the server gives ids
/// (llama-server's /completion), else five by the text of the token, sorted by it. A position without a list has an
/// empty step. Empty when the answer has no entries. `byText`: by text even where there are ids.
[[nodiscard]] std::vector<DistributionStep> stepsOf(const domain::Generation& generation, bool byText = false);

/// A stored logprob as the double infer-check read from the reply: what was written with at most five digits (-0.1) is
/// that decimal, everything else the single-precision value servers compute and write in full. NaN and infinities
/// become infer-check's −9999.
[[nodiscard]] double asWritten(float logprob);

/// One pair, both answered.
struct PairNumbers
{
    double similarity = 0;
    std::optional<double> kl; ///< may be NaN, as infer-check's
    std::optional<qsizetype> tokenDivergence;
    Flip flip;
};

[[nodiscard]] PairNumbers pairNumbers(const QString& category, const domain::Generation& a,
                                      const domain::Generation& b);

} // namespace quantlens::scoring::compatible
