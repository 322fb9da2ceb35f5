// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/comparison.h"
#include "core/domain/run.h"
#include "core/scoring/compare.h"
#include "core/scoring/distributions.h"
#include "core/scoring/findings.h"
#include "core/scoring/forkrate.h"
#include "core/scoring/repeats.h"
#include "core/scoring/samples.h"
#include "core/scoring/statistics.h"
#include "core/scoring/sweep.h"

#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

// Everything that tables, charts, reports and verdicts say about a run, each figure with what it rests on.

namespace quantlens::scoring {

/// Requests of one kind and how many of them have no answer.
struct RequestCount
{
    qint64 requests = 0;
    qint64 failed = 0;
    QMap<QString, qint64> errors; ///< failed ones by error code

    bool operator==(const RequestCount&) const = default;
};

/// A middle value over answers; n = 0: not measured.
struct SpeedSummary
{
    qint64 n = 0;
    double median = 0;
    double p10 = 0;
    double p90 = 0;
};

/// What one side did and is, the baseline included.
struct SideScores
{
    int side = 0;
    RequestCount answers;    ///< pass Answer, and Reference in stress
    RequestCount forced;     ///< pass Forced
    qint64 truncated = 0;    ///< answers that ended at their token limit
    qint64 greedyMisses = 0; ///< tokens that were not the likeliest of their list, over all answers
    SpeedSummary speed;      ///< generated tokens/s
    SpeedSummary firstToken; ///< ms
    qint64 fileSize = 0;     ///< bytes; 0: unknown
    std::optional<double> bitsPerWeight;
    std::optional<bool> imatrix;
    std::optional<bool> sameTokenizer; ///< as the baseline's, by the hashes of the model files; none: unknown
    std::optional<bool> sameTemplate;
    std::optional<bool> sameModelAtEnd; ///< fingerprint at the end as at the start; none: not taken
    std::optional<base::Error> error;   ///< this side could not be asked at all
};

/// KL divergence of one side against the baseline, over all prompts.
struct KldScores
{
    PositionSource source = PositionSource::TeacherForced;
    std::optional<DistributionSummary> summary; ///< all positions pooled; none: nothing could be scored
    qint64 prompts = 0;                         ///< with at least one scored position
    qint64 ofPrompts = 0;                       ///< both sides answered
    MeanEstimate logForward;                    ///< mean ln(KLD(A‖B) + 1e-9) over prompts as clusters
    MeanEstimate arithmetic;                    ///< mean KLD(A‖B), nats
    std::optional<Interval> geometric;          ///< of the headline, exp(logForward) − 1e-9, nats
    domain::Rate differing;                     ///< prompts with a KLD above 0, of `prompts`
    std::vector<double> logByPrompt; ///< mean ln(KLD(A‖B) + 1e-9) of each of the run's prompts, in order; NaN: none

    /// The headline, nats: geometric mean of KLD(A‖B), of corpus windows the arithmetic one; NaN without data.
    [[nodiscard]] double value() const;
    /// Its 95 % interval; none: too few prompts, or not known.
    [[nodiscard]] const std::optional<Interval>& interval() const
    {
        return source == PositionSource::CorpusWindows ? arithmetic.interval : geometric;
    }
};

/// Whether a measure can be told from the baseline's self-check.
struct NoiseStatement
{
    QString measure; ///< "flips", "changed answers", "differing texts", "KL divergence"
    domain::Pass against = domain::Pass::RepeatCheck; ///< the self-check that came closest
    bool within = false;
    qint64 n = 0; ///< prompts that both comparisons have
    double p = 1; ///< of exact McNemar, or of the paired bootstrap
    QString sentence;
};

/// One side against the baseline.
struct PairScores
{
    int side = 1;
    QList<domain::Comparison> comparisons; ///< in the order of the run's prompts; a failed side leaves a failed pair
    domain::Summary summary;
    domain::Rate severe;     ///< of the pairs
    MeanEstimate similarity; ///< with its interval, or why it has none
    KldScores kld;
    ForkRate forks;
    QList<ForkBucket> forksByPosition;
    QList<NoiseStatement> noise; ///< empty without a self-check
};

/// One kind of self-check of the baseline.
struct NoiseKind
{
    domain::Pass pass = domain::Pass::RepeatCheck;
    RequestCount requests;
    NoiseMeasure measure;
    domain::Rate changed;                   ///< answers, of pairs where both were found
    domain::Rate flips;                     ///< of pairs with a reference
    std::vector<qint8> differs;             ///< by prompt, in the run's order: 1 another text, 0 the same, −1 no pair
    std::vector<qint8> changes;             ///< 1 answer changed, 0 the same, −1 undetermined or no pair
    std::vector<qint8> flipped;             ///< 1 flip, 0 none, −1 no reference or no pair
    std::vector<double> logKld;             ///< mean ln(KLD + 1e-9) up to the first divergence; NaN: none
    QList<domain::Comparison> comparisons;  ///< every check against its answer, in the order of the run's prompts
    std::optional<DistributionSummary> kld; ///< the same positions pooled; none: nothing could be scored
};

struct NoiseReport
{
    QList<NoiseKind> kinds; ///< those that were asked for
    double level = 0;       ///< nats, over all kinds; forks with a shift up to it are near ties

    [[nodiscard]] bool measured() const { return !kinds.isEmpty(); }
};

struct SweepScores
{
    QList<int> order;                    ///< side numbers, the baseline first
    SweepLoss loss = SweepLoss::Kld;     ///< what cliff and front go by
    std::optional<Cliff> cliff;          ///< `from` and `to` are side numbers; none: no cliff
    QList<ParetoPlace> places;           ///< by side number; the baseline is Unknown
    QList<std::optional<double>> losses; ///< by side number
};

/// What of the differences between repeats in flight together batching explains (batchvariance.h).
struct LoadScore
{
    double shift = 0;        ///< nats: forks with a shift up to it are what batching makes
    qint64 batchTexts = 0;   ///< different texts that it explains
    qint64 unknownTexts = 0; ///< different texts without logprobs to tell by
    QStringList beyond;      ///< prompts with answers that it does not explain
};

struct DeterminismRun
{
    QList<PromptRepeats> prompts; ///< in the run's order
    DeterminismScore score;
    MeanEstimate overall; ///< mean of the prompts' scores
    qint64 sameBits = 0;  ///< runs over all prompts, against each prompt's most frequent output
    qint64 sameText = 0;
    qint64 differentText = 0;
    std::optional<LoadScore> load; ///< of a concurrent run
    bool earlyStop = false;        ///< differing prompts were ended early: "differs" is known, their scores are not
};

/// Samples of one side at a temperature above 0.
struct SampledSide
{
    int side = 0;
    QList<SampledAnswers> prompts; ///< in the run's order
    MeanEstimate right;            ///< share of right answers, prompts as clusters
    qint64 samples = 0;
    qint64 undetermined = 0;
};

/// One side's samples against the baseline's.
struct SampledPair
{
    int side = 1;
    MeanEstimate rightDifference;  ///< share right of this side minus the baseline's, prompt by prompt
    MeanEstimate answerDistance;   ///< mean distance of the answer distributions, 0…1
    std::vector<double> distances; ///< by prompt; NaN: a side has no sample
};

struct SampledScores
{
    QList<SampledSide> sides;
    QList<SampledPair> pairs;
};

/// Everything scored about a run.
struct RunScores
{
    domain::RunKind kind = domain::RunKind::Compare;
    int baseline = 0;
    QList<SideScores> sides; ///< one a side, in order
    QList<PairScores> pairs; ///< compare, sweep, diff: one for each side but the baseline, in order
    NoiseReport noise;
    std::optional<SweepScores> sweep;
    std::optional<DeterminismRun> determinism;
    std::optional<StressScore> stress;
    std::optional<SampledScores> sampled; ///< temperature above 0; single samples' texts then say nothing
    QList<Finding> findings;              ///< what went wrong with the servers' answers; empty: nothing did
    RequestCount failures;                ///< over all sides and passes but Forced: what --max-errors counts

    [[nodiscard]] const PairScores* pair(int side) const;
    /// The sides in the order of tables and charts: a sweep's by size, else as given; the baseline first.
    [[nodiscard]] QList<int> order() const;
};

/// The thresholds of severity a run was made with, and a noise level.
[[nodiscard]] CompareOptions compareOptions(const domain::RunRecord& run, double noise = 0);

/// All pairs of two sides' free answers, in the order of the run's prompts. Prompts without both generations are left
/// out here and counted as missing by summarize().
[[nodiscard]] QList<domain::Comparison> compareSides(const domain::RunData& data, int a, int b,
                                                     const CompareOptions& options);

/// Scores a whole run, finished or not. Pure, may be called in any thread; takes seconds for large runs.
[[nodiscard]] RunScores scoreRun(const domain::RunData& data);

/// The scores of the same run after what is written about the answers to one prompt changed: as scoreRun() would give,
/// without scoring again what does not rest on it.
[[nodiscard]] RunScores rescoreAnswers(RunScores scores, const domain::RunData& data, const QString& promptId);

} // namespace quantlens::scoring
