// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/runverdict.h"

#include "core/scoring/answers.h"
#include "core/scoring/verdict.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

namespace quantlens::scoring {

namespace {

using domain::Judgement;
using domain::RunKind;
using domain::Thresholds;

/// Fewer differing pairs than this, and their rate stands for a mean without an interval.
constexpr qint64 fewDifferingPairs = 10;

struct Rule
{
    const char* name;
    std::optional<double> Thresholds::* member;
    bool fraction; ///< 0…1
    bool pairs;    ///< measured in compare, sweep and diff
};

constexpr std::array rules{Rule{"max-flip-rate", &Thresholds::maxFlipRate, true, true},
                           Rule{"max-changed-rate", &Thresholds::maxChangedRate, true, true},
                           Rule{"min-similarity", &Thresholds::minSimilarity, true, true},
                           Rule{"max-severe", &Thresholds::maxSevere, true, true},
                           Rule{"max-kld", &Thresholds::maxKld, false, true},
                           Rule{"min-determinism", &Thresholds::minDeterminism, true, false},
                           Rule{"min-consistency", &Thresholds::minConsistency, true, false}};

bool measuredIn(const Rule& rule, RunKind kind)
{
    if (rule.pairs)
        return kind == RunKind::Compare || kind == RunKind::Sweep || kind == RunKind::Diff;
    return kind == (rule.member == &Thresholds::minDeterminism ? RunKind::Determinism : RunKind::Stress);
}

bool hasReference(const domain::Prompt& prompt)
{
    return resolveStrategy(prompt).reference.has_value();
}

bool hasAnswer(const domain::Prompt& prompt)
{
    return resolveStrategy(prompt).strategy != Strategy::None;
}

std::unexpected<base::Error> thresholdError(const QString& message, const QString& hint)
{
    return base::failure(QStringLiteral("usage.threshold"), message, hint);
}

/// What is judged, in words and numbers.
struct Measured
{
    const char* rule;
    const char* what; ///< "flip rate"
    QString about;
    double value = 0;
    std::optional<Interval> interval;
    qint64 n = 0;
    QString of;   ///< what n counts: "prompts with a reference"
    QString none; ///< why there is nothing to judge, when n is 0
    bool rate = true;
    bool minimum = false;
};

QString numberText(double value, bool rate)
{
    if (rate)
        return QStringLiteral("%1 %").arg(QString::number(value * 100, 'f', value * 100 < 1 && value > 0 ? 2 : 1));
    return QStringLiteral("%1 nat").arg(QString::number(value, 'g', 4));
}

QString boundText(double value, bool rate)
{
    return std::isinf(value) ? QStringLiteral("∞") : QString::number(rate ? value * 100 : value, 'g', 3);
}

QString sentenceOf(const Measured& measured, double threshold, domain::Judging judging, Verdict verdict)
{
    const QString what = QString::fromUtf8(measured.what);
    if (measured.n == 0)
        return QStringLiteral("%1: %2.").arg(what, measured.none);
    const bool beyond = measured.minimum ? measured.value < threshold : measured.value > threshold;
    QString facts = QStringLiteral("%1 %2").arg(what, numberText(measured.value, measured.rate));
    if (measured.interval)
        facts += QStringLiteral(" [%1, %2]")
                     .arg(boundText(measured.interval->low, measured.rate),
                          boundText(measured.interval->high, measured.rate));
    facts += QStringLiteral(", n = %1 %2: ").arg(QString::number(measured.n), measured.of);
    const QString limit = numberText(threshold, measured.rate);
    const QString side = beyond             ? (measured.minimum ? QStringLiteral("below") : QStringLiteral("above"))
                         : measured.minimum ? QStringLiteral("at least")
                                            : QStringLiteral("at most");
    facts += QStringLiteral("%1 the threshold of %2").arg(side, limit);
    if (verdict == Verdict::Undecidable) {
        if (!measured.interval)
            return facts + QStringLiteral(", but n = %1 gives no interval to decide it by.").arg(measured.n);
        return facts + (beyond ? QStringLiteral(", but n = %1 cannot tell it from the threshold.").arg(measured.n)
                               : QStringLiteral(", but n = %1 does not prove it.").arg(measured.n));
    }
    if (judging == domain::Judging::Strict)
        facts += QStringLiteral(" (--strict: the value alone decides)");
    else if (verdict == Verdict::Pass && judging == domain::Judging::Prove)
        facts += QStringLiteral(", with its whole interval");
    else if (verdict == Verdict::Fail)
        facts += QStringLiteral(", with its whole interval");
    return facts + u'.';
}

Judgement judgementOf(const Measured& measured, double threshold, domain::Judging judging)
{
    Judgement judgement;
    judgement.rule = QString::fromLatin1(measured.rule);
    judgement.about = measured.about;
    judgement.threshold = threshold;
    judgement.n = measured.n;
    judgement.value = measured.n ? measured.value : std::numeric_limits<double>::quiet_NaN();
    if (measured.n && measured.interval) {
        judgement.low = measured.interval->low;
        judgement.high = measured.interval->high;
    }
    judgement.verdict = judge({judgement.value, measured.interval, threshold, measured.minimum}, judging);
    judgement.sentence = sentenceOf(measured, threshold, judging, judgement.verdict);
    return judgement;
}

std::optional<Interval> intervalOf(const domain::Rate& rate)
{
    return rate.n ? std::optional(Interval{rate.low, rate.high}) : std::nullopt;
}

/// A mean that no difference would put at `best`. Where it has no interval, the rate of differing pairs stands for it:
/// the mean is `best` apart from those pairs, and is certainly not `best` once one of them differed.
std::optional<Interval> meanInterval(const std::optional<Interval>& own, const domain::Rate& differing,
                                     double threshold, double best)
{
    if (own)
        return own;
    if (differing.n == 0 || (differing.count >= fewDifferingPairs && threshold != best))
        return std::nullopt;
    if (best > 0)
        return Interval{std::max(0.0, best - differing.high), differing.count ? std::nextafter(best, 0.0) : best};
    return Interval{differing.count ? std::numeric_limits<double>::denorm_min() : 0.0,
                    std::numeric_limits<double>::infinity()};
}

Judgement sampledJudgement(const Rule& rule, const QString& about, double threshold)
{
    Judgement judgement;
    judgement.rule = QString::fromLatin1(rule.name);
    judgement.about = about;
    judgement.threshold = threshold;
    judgement.value = std::numeric_limits<double>::quiet_NaN();
    judgement.verdict = Verdict::Undecidable;
    judgement.sentence = QStringLiteral("At a temperature above 0 single samples say nothing about this threshold.");
    return judgement;
}

void judgePair(QList<Judgement>& judgements, const PairScores& pair, const domain::RunRecord& run, const QString& about)
{
    const Thresholds& limits = run.thresholds;
    const domain::Summary& summary = pair.summary;
    const auto add = [&](const std::optional<double>& limit, const Measured& measured) {
        if (limit)
            judgements.append(judgementOf(measured, *limit, limits.judging));
    };
    const auto rate = [&](const char* rule, const char* what, const domain::Rate& value, const char* of,
                          const char* none) {
        return Measured{rule,
                        what,
                        about,
                        value.value(),
                        intervalOf(value),
                        value.n,
                        QString::fromLatin1(of),
                        QString::fromLatin1(none),
                        true,
                        false};
    };
    add(limits.maxFlipRate, rate("max-flip-rate", "flip rate", summary.flips, "prompts with a reference",
                                 "no pair has a reference answer"));
    add(limits.maxChangedRate, rate("max-changed-rate", "changed rate", summary.changed, "pairs with both answers",
                                    "no pair has an answer on both sides"));
    add(limits.maxSevere, rate("max-severe", "severe rate", pair.severe, "pairs", "no pair was compared"));
    if (limits.minSimilarity)
        add(limits.minSimilarity,
            {"min-similarity", "mean similarity", about, pair.similarity.mean,
             meanInterval(pair.similarity.interval, summary.differing, *limits.minSimilarity, 1), summary.pairs,
             QStringLiteral("pairs"), QStringLiteral("no pair was compared"), true, true});
    if (limits.maxKld) {
        const QString source = pair.kld.source == PositionSource::TeacherForced
                                   ? QStringLiteral("prompts, teacher-forced")
                                   : QStringLiteral("prompts, shared prefix only");
        add(limits.maxKld, {"max-kld", "geometric mean KLD", about, pair.kld.value(),
                            meanInterval(pair.kld.geometric, pair.kld.differing, *limits.maxKld, 0), pair.kld.prompts,
                            source, QStringLiteral("no position has log-probabilities on both sides"), false, false});
    }
}

void judgeDeterminism(QList<Judgement>& judgements, const DeterminismRun& run, const Thresholds& limits)
{
    if (!limits.minDeterminism)
        return;
    const double threshold = *limits.minDeterminism;
    Measured measured{"min-determinism",
                      "determinism",
                      {},
                      run.score.overall,
                      std::nullopt,
                      run.score.prompts,
                      QStringLiteral("prompts"),
                      QStringLiteral("no prompt was answered"),
                      true,
                      true};
    measured.interval = meanInterval(run.overall.interval, run.score.differing, threshold, 1);
    if (run.earlyStop && run.score.differing.count > 0) {
        // Their runs were cut short: all that is known of the mean is that it is below 1.
        measured.interval = Interval{0, std::nextafter(1.0, 0.0)};
        Judgement judgement = judgementOf(measured, threshold, limits.judging);
        judgement.verdict = threshold >= 1 ? Verdict::Fail : Verdict::Undecidable;
        judgement.sentence = QStringLiteral("determinism: %1 of %2 prompts differ; their runs were ended early, so "
                                            "they have no score.")
                                 .arg(run.score.differing.count)
                                 .arg(run.score.prompts);
        judgements.append(judgement);
        return;
    }
    judgements.append(judgementOf(measured, threshold, limits.judging));
}

void judgeStress(QList<Judgement>& judgements, const StressScore& stress, const Thresholds& limits)
{
    if (!limits.minConsistency)
        return;
    for (const StressLevel& level : stress.levels)
        judgements.append(
            judgementOf({"min-consistency", "consistency", QStringLiteral("%1 in flight").arg(level.asked),
                         level.equal.value(), intervalOf(level.equal), level.equal.n, QStringLiteral("answers"),
                         QStringLiteral("no answer of this level can be compared"), true, true},
                        *limits.minConsistency, limits.judging));
}

Judgement judgeErrors(const RunScores& scores, qint64 allowed)
{
    Judgement judgement;
    judgement.rule = QStringLiteral("max-errors");
    judgement.threshold = double(allowed);
    judgement.value = double(scores.failures.failed);
    judgement.n = scores.failures.requests;
    const bool tooMany = scores.failures.failed > allowed;
    judgement.verdict = tooMany ? Verdict::NotComparable : Verdict::Pass;
    judgement.sentence =
        QStringLiteral("%1 of %2 requests failed, %3 allowed%4.")
            .arg(QString::number(scores.failures.failed), QString::number(scores.failures.requests),
                 QString::number(allowed), tooMany ? QStringLiteral(": could not compare") : QString());
    return judgement;
}

/// Sides that have nothing to be compared by.
void judgeCommon(QList<Judgement>& judgements, const RunScores& scores, const domain::RunRecord& run)
{
    const auto add = [&judgements](const QString& about, const QString& sentence) {
        Judgement judgement;
        judgement.rule = QStringLiteral("common-prompts");
        judgement.about = about;
        judgement.verdict = Verdict::NotComparable;
        judgement.sentence = sentence;
        judgements.append(judgement);
    };
    for (const PairScores& pair : scores.pairs) {
        if (pair.summary.pairs > 0)
            continue;
        const SideScores& side = scores.sides.at(pair.side);
        add(run.label(pair.side), side.error ? QStringLiteral("Could not be asked: %1").arg(side.error->message)
                                             : QStringLiteral("No prompt was answered by both sides."));
    }
    if (scores.determinism && scores.determinism->score.prompts == 0)
        add({}, QStringLiteral("No prompt was answered."));
    // Asked as infer-check asks there is no reference: its level 1 is what the others are held against.
    if (scores.stress && !asksAsInferCheck(run)) {
        const auto& levels = scores.stress->levels;
        if (std::ranges::all_of(levels, [](const StressLevel& level) { return level.equal.n == 0; }))
            add({}, QStringLiteral("No answer under load has a repeatable reference."));
    }
}

} // namespace

bool hasThresholds(const Thresholds& thresholds)
{
    return std::ranges::any_of(rules, [&](const Rule& rule) { return (thresholds.*rule.member).has_value(); });
}

bool asksAsInferCheck(const domain::RunRecord& run)
{
    return run.options.compatible && !run.options.strictPrompts && !hasThresholds(run.thresholds);
}

base::Expected<void> checkThresholds(const Thresholds& thresholds, RunKind kind, const QList<domain::Prompt>& prompts)
{
    for (const Rule& rule : rules) {
        const std::optional<double>& value = thresholds.*rule.member;
        if (!value)
            continue;
        const QString option = QStringLiteral("--") + QLatin1String(rule.name);
        if (!std::isfinite(*value) || *value < 0 || (rule.fraction && *value > 1))
            return thresholdError(rule.fraction ? QStringLiteral("%1 takes a fraction from 0 to 1.").arg(option)
                                                : QStringLiteral("%1 takes a number of nats from 0 on.").arg(option),
                                  rule.fraction ? QStringLiteral("2 % is 0.02.") : QString());
        if (!measuredIn(rule, kind))
            return thresholdError(QStringLiteral("%1 is not measured by %2.").arg(option, name(kind)),
                                  rule.pairs ? QStringLiteral("compare, sweep and diff measure it.")
                                  : rule.member == &Thresholds::minDeterminism
                                      ? QStringLiteral("determinism measures it.")
                                      : QStringLiteral("stress measures it."));
    }
    if (thresholds.maxErrors < 0)
        return thresholdError(QStringLiteral("--max-errors takes a count from 0 on."), {});
    if (thresholds.maxFlipRate && std::ranges::none_of(prompts, hasReference))
        return thresholdError(
            QStringLiteral("--max-flip-rate needs reference answers, and no prompt of this suite has one."),
            QStringLiteral("--max-changed-rate counts answers that changed, without knowing which is right."));
    if (thresholds.maxChangedRate && std::ranges::none_of(prompts, hasAnswer))
        return thresholdError(QStringLiteral("--max-changed-rate needs prompts whose answers can be read, and no "
                                             "prompt of this suite has an answer type."),
                              QStringLiteral("--min-similarity and --max-severe judge the texts."));
    return {};
}

domain::RunVerdict judgeRun(const RunScores& scores, const domain::RunRecord& run)
{
    domain::RunVerdict result;
    QList<Judgement>& judgements = result.judgements;
    const bool several = scores.pairs.size() > 1;
    for (const PairScores& pair : scores.pairs) {
        if (pair.summary.pairs == 0)
            continue;
        const QString about = several ? run.label(pair.side) : QString();
        if (!scores.sampled) {
            judgePair(judgements, pair, run, about);
            continue;
        }
        for (const Rule& rule : rules) {
            if (const auto& limit = run.thresholds.*rule.member; limit && rule.pairs)
                judgements.append(sampledJudgement(rule, about, *limit));
        }
    }
    if (scores.determinism)
        judgeDeterminism(judgements, *scores.determinism, run.thresholds);
    if (scores.stress)
        judgeStress(judgements, *scores.stress, run.thresholds);
    judgeCommon(judgements, scores, run);
    judgements.append(judgeErrors(scores, run.thresholds.maxErrors));
    for (const Judgement& judgement : std::as_const(judgements)) {
        const bool mapped = judgement.verdict == Verdict::Undecidable && run.thresholds.undecidable;
        result.verdict = worse(result.verdict, mapped ? *run.thresholds.undecidable : judgement.verdict);
    }
    return result;
}

} // namespace quantlens::scoring
