// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/generation.h"

#include <QList>
#include <QString>
#include <QStringList>

// What went wrong with a server's answers, named: only what the answers themselves show, never a guess at the cause.

namespace quantlens::domain {
struct RunData;
}

namespace quantlens::scoring {

struct SideScores;

enum class FindingKind {
    FailedRequests,  ///< requests without an answer
    RetriedRequests, ///< answered only at a second or later try
    ModelChanged,    ///< not the model or engine at the end that it was at the start, or replies name several
    MissingLogprobs, ///< answers without log-probabilities, where others of the side have them
    CrossTalk,       ///< the answer is, word for word, the usual one to another prompt
    RepeatedReply,   ///< one reply given twice: the server's own timings agree to the last digit
    Truncation,      ///< the answer is the beginning of the usual one, though the server says it is complete
    Invisible,       ///< differs from the usual answer in characters nobody can see
    Reordered,       ///< the usual tokens with the usual log-probabilities, in another order
    ReplacedToken,   ///< single tokens are others, while what follows is as if they had not changed
    ChangedForGood,  ///< from some request on answers differ, before it none does
    NotRepeatable,   ///< differs from the usual answer at rest
    CacheVariance,   ///< differs with the prompt cache on, as far as rounding goes
    BatchVariance,   ///< differs with several in flight, as far as rounding goes
    LoadChange,      ///< differs with several in flight by more than rounding explains
};

/// "failed requests", "cross-talk", "batch variance", …
[[nodiscard]] QString name(FindingKind kind);

/// True for what healthy engines show as well: the two variances.
[[nodiscard]] bool isVariance(FindingKind kind);

/// One thing found in the requests of one pass or level of one side.
struct Finding
{
    FindingKind kind = FindingKind::FailedRequests;
    int side = 0;
    domain::Pass pass = domain::Pass::Answer;
    int level = 0;       ///< requests in flight of a stress level; 0 elsewhere
    qint64 count = 0;    ///< requests it was seen in
    qint64 n = 0;        ///< requests it could have been seen in
    QStringList prompts; ///< the prompts of those, each once, in the run's order
    QString sentence;    ///< where, how often, which; plain text, may hold model output
};

/// Everything found in a run, side by side, pass by pass. Empty for a run in which nothing failed, and every repeat was
/// the same. Answers of different models are never held against each other here. Samples at a temperature above 0 are
/// looked at for failures and missing values only.
[[nodiscard]] QList<Finding> findFaults(const domain::RunData& data, const QList<SideScores>& sides);

} // namespace quantlens::scoring
