// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/sweeptable.h"

#include "core/figures/runfigures.h"
#include "core/reports/scoretext.h"
#include "core/scoring/runverdict.h"
#include "ui/models/format.h"
#include "ui/panels/scorecells.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace quantlens::ui {

namespace {

struct SweepWords
{
    Q_DECLARE_TR_FUNCTIONS(SweepPanel)
};

/// The flip rate up to which a model is named as still good.
constexpr double fewFlips = 0.05;
/// With fewer pairs there are numbers, and no claims.
constexpr qint64 fewestForClaims = 20;

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

} // namespace quantlens::ui
