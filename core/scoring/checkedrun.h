// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/run.h"
#include "core/scoring/compatiblepair.h"
#include "core/scoring/compatibleruns.h"

#include <QList>
#include <QString>

#include <optional>

// A run as infer-check 0.2.6 sees it: its pairs, levels and prompts with its numbers. Files and printed tables are made
// of this. Everything points into the run it was made from.

namespace quantlens::scoring::compatible {

/// One comparison of compare, sweep or diff; both sides answered.
struct CheckedPair
{
    int side = 1;           ///< of `test`
    bool selfCheck = false; ///< sweep: the baseline against its own repeat
    const domain::Prompt* prompt = nullptr;
    const domain::Generation* baseline = nullptr;
    const domain::Generation* test = nullptr;
    PairNumbers numbers;
};

struct CheckedLevel
{
    int concurrency = 1;
    QList<const domain::Generation*> answers; ///< successes, in the run's order
    qint64 errors = 0;
    double consistency = 0;
};

struct CheckedPrompt
{
    const domain::Prompt* prompt = nullptr;
    const domain::Generation* first = nullptr; ///< the first success; nullptr in an imported run, which has no outputs
    Determinism numbers;
};

struct InferCheckRun
{
    const domain::RunRecord* run = nullptr;
    QList<CheckedPair> pairs;     ///< compare, sweep, diff; sides in order, prompts in order
    QList<CheckedLevel> levels;   ///< stress
    QList<CheckedPrompt> prompts; ///< determinism; those with a success
};

/// An answer as infer-check stores it.
struct CheckedAnswer
{
    QStringList tokens;
    bool hasLogprobs = false; ///< false: "logprobs", "distributions" and their metadata are null
    QList<double> logprobs;
    std::vector<DistributionStep> steps;
};

/// Where a run sent infer-check's own requests, its reading of the replies is followed too: through the OpenAI and
/// Ollama protocols lists go by text, five a position; the log-probabilities of llama-server since December 2024 (those
/// come with token ids) it cannot read, so that tokens are empty texts and lists are empty. Else as tokensOf() and
/// stepsOf().
[[nodiscard]] CheckedAnswer checkedAnswer(const domain::RunRecord& run, const domain::Generation& generation);

/// infer-check's numbers for one pair of a run.
[[nodiscard]] PairNumbers checkedNumbers(const domain::RunRecord& run, const domain::Prompt& prompt,
                                         const domain::Generation& baseline, const domain::Generation& test);

[[nodiscard]] InferCheckRun inferCheckRun(const domain::RunData& data);

/// "openai-compat", "llama-cpp", "mlx-lm" or "vllm-mlx".
[[nodiscard]] QString inferCheckBackend(const domain::ResolvedModel& model);

/// infer-check's sums over pairs (compare and diff): flip rate, mean similarity, mean KL.
[[nodiscard]] QList<ComparePair> comparePairs(const QList<CheckedPair>& pairs);

} // namespace quantlens::scoring::compatible
