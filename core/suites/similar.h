// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/prompt.h"

#include <QList>

namespace quantlens::suites {

/// Two prompts that are much alike, by index; `first` < `second`.
struct SimilarPair
{
    qsizetype first = 0;
    qsizetype second = 0;
    double similarity = 0; ///< 2·LCS/(|a|+|b|) over words, 0 to 1: docs/scoring.md, "similarity"
};

/// The pairs of prompts whose texts (all messages) are more than `limit` alike. Pairs whose words alone rule that
/// out are not looked at further, so that a thousand prompts take a second or two. Above 3,000 prompts nothing is
/// compared: the result is empty, see comparable().
[[nodiscard]] QList<SimilarPair> similarPairs(const QList<domain::Prompt>& prompts, double limit);

/// False when there are too many prompts to compare each with each.
[[nodiscard]] bool comparable(const QList<domain::Prompt>& prompts);

} // namespace quantlens::suites
