// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/sweeptable.h"

#include "core/base/text.h"
#include "core/figures/runfigures.h"
#include "core/reports/scoretext.h"
#include "core/scoring/runverdict.h"
#include "ui/models/format.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace quantlens::ui {

namespace {

struct SweepWords
{
    Q_DECLARE_TR_FUNCTIONS(SweepPanel)
};

constexpr double notMeasured = std::numeric_limits<double>::quiet_NaN();
/// The flip rate up to which a model is named as still good.
constexpr double fewFlips = 0.05;
/// With fewer pairs there are numbers, and no claims.
constexpr qint64 fewestForClaims = 20;

ScoreCell countCell(qint64 count)
{
    return {format::integer(count), double(count)};
}

ScoreCell numberCell(double value, int decimals)
{
    return {format::decimal(value, decimals), value};
}

ScoreCell rateCell(const domain::Rate& rate)
{
    return {format::rateShort(rate), rate.n ? rate.value() : notMeasured, false, format::rate(rate)};
}

ScoreCell natsCell(double value)
{
    return {std::isfinite(value) ? figures::numberText(value, figures::Format::Nats) : format::none(), value};
}

double medianSimilarity(const QList<domain::Comparison>& comparisons)
{
    std::vector<double> values;
    for (const domain::Comparison& comparison : comparisons) {
        if (comparison.scored())
            values.push_back(comparison.similarity);
    }
    std::ranges::sort(values);
    return scoring::percentile(values, 0.5);
}

qint64 severityCount(const QList<domain::Comparison>& comparisons, domain::Severity severity)
{
    return std::ranges::count_if(
        comparisons, [severity](const domain::Comparison& each) { return each.scored() && each.severity == severity; });
}

QString findingOf(const ShownRun& run, const scoring::PairScores& pair)
{
    QStringList parts;
    if (run.scores.sweep) {
        const scoring::SweepScores& sweep = *run.scores.sweep;
        if (sweep.cliff && int(sweep.cliff->to) == pair.side)
            parts << SweepWords::tr("▼ cliff");
        const scoring::ParetoPlace place = sweep.places.value(pair.side, scoring::ParetoPlace::Unknown);
        if (place == scoring::ParetoPlace::Front)
            parts << SweepWords::tr("on the front");
        else if (place == scoring::ParetoPlace::FrontWithinNoise)
            parts << SweepWords::tr("on the front within noise");
        else if (place == scoring::ParetoPlace::Behind)
            parts << SweepWords::tr("dominated");
    }
    QStringList measures;
    for (const scoring::NoiseStatement& statement : pair.noise) {
        if (statement.within)
            measures << statement.measure;
    }
    if (!measures.isEmpty())
        parts << SweepWords::tr("within noise: %1").arg(measures.join(QStringLiteral(", ")));
    return parts.join(QStringLiteral(" · "));
}

QString noiseTip(const scoring::PairScores& pair)
{
    QStringList lines;
    for (const scoring::NoiseStatement& statement : pair.noise)
        lines << statement.sentence;
    return lines.join(u'\n');
}

/// The smallest model for which `holds`, of those whose size is known; nullptr: none.
template<typename Holds>
const scoring::PairScores* smallestWhere(const ShownRun& run, Holds holds)
{
    const scoring::PairScores* best = nullptr;
    qint64 smallest = 0;
    for (const scoring::PairScores& pair : run.scores.pairs) {
        const qint64 size = run.scores.sides.at(pair.side).fileSize;
        if (size > 0 && pair.summary.pairs > 0 && holds(pair) && (!best || size < smallest)) {
            best = &pair;
            smallest = size;
        }
    }
    return best;
}

QString labelOf(const ShownRun& run, const scoring::PairScores* pair)
{
    return pair ? figures::sideLabel(run.data.run, pair->side) : QString();
}

const scoring::NoiseStatement* changedAgainstNoise(const scoring::PairScores& pair)
{
    const auto found =
        std::ranges::find(pair.noise, QLatin1StringView("changed answers"), &scoring::NoiseStatement::measure);
    return found == pair.noise.end() ? nullptr : &*found;
}

/// Which model's changed answers could be noise, and whether there are enough prompts to say so.
QString noiseFinding(const ShownRun& run)
{
    qint64 n = 0;
    for (const scoring::PairScores& pair : run.scores.pairs) {
        if (const scoring::NoiseStatement* statement = changedAgainstNoise(pair))
            n = std::max(n, statement->n);
    }
    if (n == 0)
        return {};
    if (n < fewestForClaims)
        return SweepWords::tr("changed answers: n = %1 is too few to tell noise from change").arg(n);
    const auto* within = smallestWhere(run, [](const scoring::PairScores& pair) {
        const scoring::NoiseStatement* statement = changedAgainstNoise(pair);
        return statement && statement->within && statement->n >= fewestForClaims;
    });
    return within ? SweepWords::tr("smallest whose changed answers cannot be told from noise: %1")
                        .arg(labelOf(run, within))
                  : SweepWords::tr("no model with a known size changes as few answers as noise");
}

/// The smallest model that is shown to flip few answers: the whole interval has to say so. Where none is, the smallest
/// by its estimate, with how many it may be.
QString flipFinding(const ShownRun& run)
{
    const QString percent = format::decimal(fewFlips * 100, 0);
    if (const auto* shown = smallestWhere(run, [](const scoring::PairScores& pair) {
            return pair.summary.flips.n >= fewestForClaims && pair.summary.flips.high <= fewFlips;
        }))
        return SweepWords::tr("smallest shown to flip at most %1 %: %2, %3")
            .arg(percent, labelOf(run, shown), format::rate(shown->summary.flips));
    const auto* estimated = smallestWhere(run, [](const scoring::PairScores& pair) {
        return pair.summary.flips.n > 0 && pair.summary.flips.value() <= fewFlips;
    });
    if (!estimated)
        return {};
    return SweepWords::tr("none is shown to flip at most %1 %; the smallest whose estimate is: %2, %3")
        .arg(percent, labelOf(run, estimated), format::rate(estimated->summary.flips));
}

} // namespace

void fillSweepTable(ScoreTable& table, const ShownRun& run)
{
    const bool corpus = std::ranges::any_of(run.scores.pairs, [](const scoring::PairScores& pair) {
        return pair.kld.source == scoring::PositionSource::CorpusWindows;
    });
    QList<ScoreTable::Column> columns{
        {SweepWords::tr("Model"), false},
        {SweepWords::tr("bpw"), true, SweepWords::tr("Bits per weight")},
        {SweepWords::tr("Size")},
        {SweepWords::tr("Identical")},
        {SweepWords::tr("Minor")},
        {SweepWords::tr("Moderate")},
        {SweepWords::tr("Severe")},
        {SweepWords::tr("No answer")},
        {SweepWords::tr("Flips, 95 %")},
        {SweepWords::tr("Changed, 95 %")},
        {corpus ? SweepWords::tr("KLD mean") : SweepWords::tr("KLD geo. mean"), true,
         corpus ? SweepWords::tr("Arithmetic mean of KLD(A‖B) over the windows of a text, nats")
                : SweepWords::tr("Geometric mean of KLD(A‖B), with its 95 % interval, nats")},
        {SweepWords::tr("KLD 99 %"), true, SweepWords::tr("Of positions, nats")},
        {SweepWords::tr("Same top %")},
        {SweepWords::tr("Forks"), true, SweepWords::tr("For each 1,000 tokens")},
        {SweepWords::tr("Median sim.")},
        {SweepWords::tr("tok/s")},
        {SweepWords::tr("Finding"), false}};
    QList<ScoreRow> rows;
    const scoring::RunScores& scores = run.scores;
    const auto facts = [&](int side) -> QList<ScoreCell> {
        const scoring::SideScores& own = scores.sides.at(side);
        return {{figures::sideLabel(run.data.run, side)},
                own.bitsPerWeight ? numberCell(*own.bitsPerWeight, 2) : ScoreCell{format::none(), notMeasured},
                {own.fileSize > 0 ? format::bytes(quint64(own.fileSize)) : format::none(),
                 own.fileSize > 0 ? double(own.fileSize) : notMeasured}};
    };
    const auto counts = [](const QList<domain::Comparison>& comparisons, QList<ScoreCell>& cells) {
        for (int severity = 0; severity < 4; ++severity)
            cells << countCell(severityCount(comparisons, domain::Severity(severity)));
    };
    const auto speed = [&](int side) {
        const scoring::SpeedSummary& own = scores.sides.at(side).speed;
        return ScoreCell{own.n ? format::speed(own.median) : format::none(), own.n ? own.median : notMeasured};
    };
    const ScoreCell none{format::none(), notMeasured};
    for (const scoring::NoiseKind& kind : scores.noise.kinds) {
        if (kind.pass != domain::Pass::RepeatCheck || kind.comparisons.isEmpty())
            continue;
        QList<ScoreCell> cells = facts(scores.baseline);
        counts(kind.comparisons, cells);
        cells << countCell(kind.requests.failed) << rateCell(kind.flips) << rateCell(kind.changed);
        cells << (kind.kld ? natsCell(kind.kld->forward.geometricMean) : none)
              << (kind.kld ? natsCell(kind.kld->forward.p99) : none) << none << none
              << numberCell(medianSimilarity(kind.comparisons), 3) << speed(scores.baseline)
              << ScoreCell{SweepWords::tr("baseline against itself: noise")};
        rows.append({QStringLiteral("side:%1").arg(scores.baseline), 0, cells});
        break;
    }
    int series = 0;
    for (const int side : scores.order()) {
        const scoring::PairScores* pair = scores.pair(side);
        if (!pair)
            continue;
        ++series;
        const domain::Summary& summary = pair->summary;
        QList<ScoreCell> cells = facts(side);
        cells << countCell(summary.identical) << countCell(summary.minor) << countCell(summary.moderate)
              << countCell(summary.severe);
        ScoreCell missing = countCell(summary.prompts - summary.pairs);
        missing.alarm = summary.prompts > summary.pairs;
        cells << missing << rateCell(summary.flips) << rateCell(summary.changed);
        const bool kld = pair->kld.summary.has_value();
        ScoreCell mean = natsCell(kld ? pair->kld.value() : notMeasured);
        mean.text = kld ? reports::kldCell(pair->kld) : format::none();
        mean.tip = kld ? reports::kldText(pair->kld) : QString();
        cells << mean << (kld ? natsCell(pair->kld.summary->forward.p99) : none)
              << (kld && pair->kld.summary->sameTop ? numberCell(*pair->kld.summary->sameTop * 100, 1) : none)
              << (pair->forks.exposed ? numberCell(pair->forks.perThousand(), 1) : none)
              << numberCell(medianSimilarity(pair->comparisons), 3) << speed(side);
        ScoreCell finding{findingOf(run, *pair)};
        finding.alarm = scores.sweep && scores.sweep->cliff && int(scores.sweep->cliff->to) == side;
        finding.tip = noiseTip(*pair);
        cells << finding;
        rows.append({QStringLiteral("side:%1").arg(side), series, cells});
    }
    table.setContent(std::move(columns), std::move(rows));
}

QStringList sweepFindings(const ShownRun& run)
{
    QStringList findings;
    const domain::RunVerdict verdict = scoring::judgeRun(run.scores, run.data.run);
    if (scoring::hasThresholds(run.data.run.thresholds)) {
        QString line = domain::name(verdict.verdict);
        for (const domain::Judgement& judgement : verdict.judgements) {
            if (judgement.verdict == verdict.verdict) {
                line += QStringLiteral(": ") + judgement.sentence;
                break;
            }
        }
        findings << line;
    }
    if (run.scores.sweep)
        findings << reports::cliffText(run.data.run, *run.scores.sweep);
    findings << noiseFinding(run);
    findings << flipFinding(run);
    findings.removeAll(QString());
    return findings;
}

void fillStressTable(ScoreTable& table, const ShownRun& run)
{
    QList<ScoreTable::Column> columns{
        {SweepWords::tr("Level")},
        {SweepWords::tr("In flight max / mean"), true, SweepWords::tr("First byte sent to last received")},
        {SweepWords::tr("Decoding max / mean"), true, SweepWords::tr("First to last token of streamed answers")},
        {SweepWords::tr("Equal, 95 %"), true, SweepWords::tr("Texts equal to those at rest")},
        {SweepWords::tr("Same bits"), true, SweepWords::tr("Equal tokens and log-probabilities")},
        {SweepWords::tr("Same text"), true, SweepWords::tr("Equal text, other log-probabilities")},
        {SweepWords::tr("Other text")},
        {SweepWords::tr("Distinct"), true, SweepWords::tr("Most distinct texts of one prompt")},
        {SweepWords::tr("First fork"), true, SweepWords::tr("Earliest position at which a text parts")},
        {SweepWords::tr("Errors")},
        {SweepWords::tr("p50 s")},
        {SweepWords::tr("p90 s")},
        {SweepWords::tr("p95 s")},
        {SweepWords::tr("p99 s")},
        {SweepWords::tr("First token s"), true, SweepWords::tr("Median")},
        {SweepWords::tr("tok/s each")},
        {SweepWords::tr("tok/s total")}};
    QList<ScoreRow> rows;
    if (run.scores.stress) {
        for (const scoring::StressLevel& level : run.scores.stress->levels) {
            const auto reached = [&](const scoring::Concurrency& is) {
                return ScoreCell{SweepWords::tr("%1 / %2%3")
                                     .arg(format::integer(is.maximum), format::decimal(is.mean, 1),
                                          is.maximum < level.asked ? QStringLiteral(" !") : QString()),
                                 is.mean, is.maximum < level.asked,
                                 is.maximum < level.asked ? SweepWords::tr("Fewer than asked for") : QString()};
            };
            qint64 distinct = 0;
            for (const qint64 outputs : level.outputs)
                distinct = std::max(distinct, outputs);
            qsizetype fork = -1;
            for (const domain::Divergence& divergence : level.divergences)
                fork = fork < 0 ? divergence.unit : std::min(fork, divergence.unit);
            qint64 failed = 0;
            QStringList codes;
            for (auto error = level.errors.cbegin(); error != level.errors.cend(); ++error) {
                failed += error.value();
                codes << base::singleLine(error.key(), 40);
            }
            const auto seconds = [&](double ms) {
                return ScoreCell{level.latency.n ? format::decimal(ms / 1000, 2) : format::none(),
                                 level.latency.n ? ms / 1000 : notMeasured};
            };
            const bool breaks = level.asked == run.scores.stress->breaksAt;
            QList<ScoreCell> cells{{(breaks ? QStringLiteral("▼ ") : QString()) + format::integer(level.asked),
                                    double(level.asked), breaks, breaks ? SweepWords::tr("Breaks here") : QString()}};
            ScoreCell decoding = reached(level.decoding);
            if (level.queued)
                decoding.tip = SweepWords::tr("Queued, not more load: decoding did not rise");
            cells << reached(level.inFlight) << decoding << rateCell(level.equal) << countCell(level.sameBits)
                  << countCell(level.sameText) << countCell(level.differentText) << countCell(distinct)
                  << (fork < 0 ? ScoreCell{format::none(), notMeasured} : countCell(fork));
            cells << ScoreCell{
                failed ? QStringLiteral("%1 (%2)").arg(format::integer(failed), codes.join(QStringLiteral(", ")))
                       : format::integer(0),
                double(failed), failed > 0};
            cells << seconds(level.latency.p50) << seconds(level.latency.p90) << seconds(level.latency.p95)
                  << seconds(level.latency.p99)
                  << ScoreCell{level.firstToken.n ? format::decimal(level.firstToken.p50 / 1000, 2) : format::none(),
                               level.firstToken.n ? level.firstToken.p50 / 1000 : notMeasured}
                  << ScoreCell{format::speed(level.tokensPerSecondStream), level.tokensPerSecondStream}
                  << ScoreCell{format::speed(level.tokensPerSecondTotal), level.tokensPerSecondTotal};
            rows.append({QStringLiteral("level:%1").arg(level.asked), -1, cells});
        }
    }
    table.setContent(std::move(columns), std::move(rows));
}

QStringList stressFindings(const ShownRun& run)
{
    QStringList findings;
    if (!run.scores.stress || run.scores.stress->levels.isEmpty())
        return findings;
    const scoring::StressScore& stress = *run.scores.stress;
    int errorsAt = 0;
    int queuedAt = 0;
    for (const scoring::StressLevel& level : stress.levels) {
        if (!level.errors.isEmpty() && errorsAt == 0)
            errorsAt = level.asked;
        if (level.queued && queuedAt == 0)
            queuedAt = level.asked;
    }
    if (errorsAt > 0 && (stress.breaksAt == 0 || errorsAt <= stress.breaksAt))
        findings << SweepWords::tr("requests fail first, at %1").arg(errorsAt);
    if (stress.breaksAt > 0)
        findings << SweepWords::tr("outputs break at %1: fewer equal than at rest").arg(stress.breaksAt);
    if (errorsAt > 0 && stress.breaksAt > 0 && errorsAt > stress.breaksAt)
        findings << SweepWords::tr("requests fail from %1").arg(errorsAt);
    if (stress.firstDifference > 0 && stress.firstDifference != stress.breaksAt)
        findings << SweepWords::tr("first different text at %1").arg(stress.firstDifference);
    if (findings.isEmpty())
        findings << SweepWords::tr("nothing breaks up to %1 at once").arg(stress.levels.constLast().asked);
    if (queuedAt > 0)
        findings << SweepWords::tr("from %1 on requests only queue").arg(queuedAt);
    if (!stress.notRepeatable.isEmpty())
        findings << SweepWords::tr("%n prompt(s) not repeatable at rest, left out", nullptr,
                                   int(stress.notRepeatable.size()));
    return findings;
}

void fillRepeatTable(ScoreTable& table, const ShownRun& run)
{
    QList<ScoreTable::Column> columns{
        {SweepWords::tr("Prompt"), false},
        {SweepWords::tr("Score"), true, SweepWords::tr("Most frequent output ÷ runs that succeeded")},
        {SweepWords::tr("Outputs"), false},
        {SweepWords::tr("Distinct")},
        {SweepWords::tr("Fork"), true, SweepWords::tr("First position at which outputs part")},
        {SweepWords::tr("Other logprobs"), true, SweepWords::tr("Runs of equal text with other log-probabilities")},
        {SweepWords::tr("Ran")}};
    QList<ScoreRow> rows;
    if (run.scores.determinism) {
        QList<const scoring::PromptRepeats*> prompts;
        for (const scoring::PromptRepeats& prompt : run.scores.determinism->prompts)
            prompts.append(&prompt);
        std::ranges::stable_sort(prompts, {},
                                 [](const scoring::PromptRepeats* each) { return each->score.value_or(-1); });
        for (const scoring::PromptRepeats* prompt : std::as_const(prompts)) {
            QList<qint64> counts;
            for (const scoring::Variant& variant : prompt->variants) {
                if (counts.size() < 12)
                    counts.append(variant.count);
                else
                    counts.last() += variant.count;
            }
            // Ended early, "differs" is known and the score is not.
            const bool early = run.scores.determinism->earlyStop && prompt->variants.size() > 1;
            ScoreCell score{format::none(), notMeasured};
            if (early)
                score.text = SweepWords::tr("differs");
            else if (prompt->score)
                score = numberCell(*prompt->score, 2);
            QList<ScoreCell> cells{{format::promptId(prompt->promptId, run.data.run.suiteName)}, score};
            cells << ScoreCell{{}, double(counts.isEmpty() ? 0 : counts.first()), false, {}, counts};
            ScoreCell distinct = countCell(prompt->variants.size());
            if (prompt->countsOnly && prompt->variants.size() > 1)
                distinct.text = SweepWords::tr("≥ %1").arg(distinct.text);
            cells << distinct
                  << (prompt->positions.isEmpty() ? ScoreCell{format::none(), notMeasured}
                                                  : countCell(prompt->positions.first()))
                  << countCell(prompt->sameText);
            ScoreCell ran = countCell(prompt->succeeded);
            ran.alarm = prompt->succeeded < prompt->requested;
            ran.text += ran.alarm ? SweepWords::tr(" of %1").arg(format::integer(prompt->requested)) : QString();
            cells << ran;
            rows.append({QStringLiteral("prompt:") + prompt->promptId, -1, cells});
        }
    }
    table.setContent(std::move(columns), std::move(rows));
}

QString repeatFinding(const ShownRun& run)
{
    if (!run.scores.determinism || run.scores.determinism->score.prompts == 0)
        return {};
    const scoring::DeterminismRun& determinism = *run.scores.determinism;
    const domain::Rate& differing = determinism.score.differing;
    QString text = determinism.earlyStop
                       ? SweepWords::tr("differing prompts were ended early")
                       : SweepWords::tr("mean score %1").arg(format::decimal(determinism.score.overall, 3));
    text += SweepWords::tr(" · %1 of %2 perfect")
                .arg(format::integer(determinism.score.perfect), format::integer(determinism.score.prompts));
    text += SweepWords::tr(" · differing: %1").arg(format::rate(differing));
    if (determinism.score.allFailed > 0)
        text += SweepWords::tr(" · %n prompt(s) always failed", nullptr, int(determinism.score.allFailed));
    return text;
}

} // namespace quantlens::ui
