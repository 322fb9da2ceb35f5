// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/comparison.h"
#include "core/domain/generation.h"

#include <QList>
#include <QMap>
#include <QString>

#include <optional>
#include <vector>

// What repeated requests of the same prompt say: noise, determinism, stress.

namespace quantlens::scoring {

/// How equal two answers of the same request are.
enum class Sameness {
    Bits, ///< tokens and logprobs
    Text, ///< the text, but other logprobs (or other tokens)
    DifferentText,
};

struct LogprobChange
{
    Sameness sameness = Sameness::Bits;
    std::vector<double> margins;  ///< |Δ (top-1 − top-2 logprob)|, nats, at the positions both reached alike
    std::vector<double> logprobs; ///< |Δ logprob| of the chosen tokens there
};

/// Compares two answers position by position up to where their tokens part.
[[nodiscard]] LogprobChange compareRepeats(const domain::Generation& a, const domain::Generation& b);

/// Noise by one kind of change that should not matter.
struct NoiseMeasure
{
    qint64 pairs = 0;
    domain::Rate differingTexts;
    qint64 changedLogprobs = 0; ///< pairs of equal text whose logprobs changed
    double marginP99 = 0;       ///< nats
    double marginMaximum = 0;
    std::vector<double> margins; ///< all of them
};

[[nodiscard]] NoiseMeasure measureNoise(const QList<LogprobChange>& pairs);
/// The noise level: the 99th percentile of |Δ margin| over all kinds together, nats; 0 without any position.
[[nodiscard]] double noiseLevel(const QList<NoiseMeasure>& kinds);

/// A rate is within noise when the exact McNemar test against the self-check does not separate them at 5 %.
[[nodiscard]] bool rateWithinNoise(qint64 onlyMeasured, qint64 onlySelfCheck);

/// One output that a prompt's runs gave.
struct Variant
{
    QString text;
    qint64 count = 0;
    qsizetype first = 0;                          ///< index of the first run that gave it
    std::optional<domain::Divergence> divergence; ///< from the most frequent output
};

/// N runs of one prompt.
struct PromptRepeats
{
    QString promptId;
    qint64 requested = 0;
    qint64 succeeded = 0;
    QList<Variant> variants; ///< most frequent first, then by first appearance
    qint64 sameBits = 0;     ///< runs against the most frequent output's first run, itself included
    qint64 sameText = 0;     ///< equal text, other logprobs
    qint64 differentText = 0;
    double logprobP99 = 0; ///< |Δ logprob| of the runs of equal text, nats
    double logprobMaximum = 0;
    QList<qsizetype> positions;  ///< first divergences over all pairs of outputs, unique and sorted
    std::optional<double> score; ///< largest count ÷ succeeded; none when every run failed
    /// Of an imported run without outputs: variants are "as the first output" and "all others" without texts, the score
    /// goes by the first output.
    bool countsOnly = false;
};

/// `runs`: one entry a request, failed ones included.
[[nodiscard]] PromptRepeats scoreRepeats(const QString& promptId, const QList<domain::Generation>& runs,
                                         domain::Unit unit);

struct DeterminismScore
{
    qint64 prompts = 0; ///< with at least one success
    qint64 allFailed = 0;
    double overall = 0; ///< mean over prompts
    qint64 perfect = 0;
    QStringList worst;      ///< at most five ids, lowest score first; perfect prompts are not among them
    domain::Rate differing; ///< prompts with more than one output
};

[[nodiscard]] DeterminismScore scoreDeterminism(const QList<PromptRepeats>& prompts);

/// A stretch of time, milliseconds.
struct Span
{
    double begin = 0;
    double end = 0;
};

struct Concurrency
{
    int maximum = 0;
    double mean = 0; ///< weighted by time, over the time in which anything ran
};

[[nodiscard]] Concurrency concurrencyOf(const QList<Span>& spans);
/// First byte sent to last received.
[[nodiscard]] QList<Span> inFlightSpans(const QList<domain::Generation>& generations);
/// Response headers or first token, whichever is later, to the last token; only streamed answers have one.
[[nodiscard]] QList<Span> decodingSpans(const QList<domain::Generation>& generations);

struct LatencySummary
{
    qint64 n = 0;
    double p50 = 0, p90 = 0, p95 = 0, p99 = 0; ///< milliseconds
};

/// One level of a stress run.
struct StressLevel
{
    int asked = 1; ///< concurrency asked for
    qint64 requests = 0;
    QMap<QString, qint64> errors; ///< by code
    Concurrency inFlight;
    Concurrency decoding;
    bool queued = false; ///< decoding did not rise against the level before: not more load
    domain::Rate equal;  ///< texts equal to the reference's, of those compared
    qint64 sameBits = 0;
    qint64 sameText = 0;
    qint64 differentText = 0;
    qint64 leftOut = 0;            ///< prompts not repeatable at rest, or without a reference
    qint64 batchTexts = 0;         ///< different texts that batching explains (batchvariance.h)
    qint64 unknownTexts = 0;       ///< different texts without logprobs to tell by
    QStringList beyondBatching;    ///< prompts of the answers that batching does not explain, in order of asking
    QMap<QString, qint64> outputs; ///< distinct texts per prompt
    QList<domain::Divergence> divergences;
    LatencySummary latency;
    LatencySummary firstToken;
    double tokensPerSecondStream = 0; ///< mean over streams
    double tokensPerSecondTotal = 0;
};

/// One prompt over the levels of a stress run.
struct StressPrompt
{
    QString promptId;
    bool compared = false;   ///< repeatable at rest, so that another text is the load's
    qint64 distinct = 0;     ///< distinct texts at rest and at all levels together
    QList<qint64> outputs;   ///< by level: distinct texts there; 0: no answer
    QList<qint64> different; ///< by level: answers with another text than at rest; 0 for prompts not compared
    int firstDifference = 0; ///< concurrency of the first level with a different text; 0: none
    std::optional<qsizetype> firstFork; ///< earliest unit at which an answer under load parts from the one at rest
    QMap<QString, qint64> errors;       ///< under load, by code
};

struct StressScore
{
    domain::Rate atRest; ///< texts equal between the two reference passes
    QStringList notRepeatable;
    QList<StressLevel> levels;
    QList<StressPrompt> prompts; ///< in the order of the reference, then of asking
    int firstDifference = 0;     ///< concurrency of the first level with a different text; 0: none
    int breaksAt = 0;            ///< first level whose interval of equal outputs lies wholly below the reference's
    double batchShift = 0;       ///< nats: forks with a shift up to it are what batching makes
};

struct StressPass
{
    int asked = 1;
    QList<domain::Generation> generations; ///< failed ones included; --repeat gives several per prompt
};

[[nodiscard]] StressScore scoreStress(const QList<domain::Generation>& reference,
                                      const QList<domain::Generation>& secondReference, const QList<StressPass>& levels,
                                      domain::Unit unit);

} // namespace quantlens::scoring
