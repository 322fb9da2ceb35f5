// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reports/scoretext.h"

#include "core/reports/numbers.h"
#include "core/scoring/divergence.h"

#include <QLocale>

#include <algorithm>
#include <cmath>
#include <utility>

namespace quantlens::reports {

namespace {

QString silenceText(scoring::Silence silence)
{
    switch (silence) {
    case scoring::Silence::None:
        return QString();
    case scoring::Silence::FewPairs:
        return QStringLiteral(" (fewer than 20: no interval)");
    case scoring::Silence::FewDiffer:
        return QStringLiteral(" (fewer than 10 differ: no interval)");
    case scoring::Silence::FewForArithmetic:
        return QStringLiteral(" (fewer than 100 prompts: no interval)");
    }
    std::unreachable();
}

QString nats(double value)
{
    return QString::number(value, 'g', value != 0 && value < 0.001 ? 2 : 3);
}

QString count(qint64 n)
{
    return QLocale::c().toString(n);
}

/// What loadLines() counts, of any run under load.
struct LoadCounts
{
    double shift = 0;
    qint64 compared = 0;
    qint64 otherLogprobs = 0;
    qint64 batchTexts = 0;
    qint64 unknownTexts = 0;
    QStringList beyond = {}; ///< where and which
};

/// At most six ids, and how many there are.
QString idList(const QStringList& ids)
{
    constexpr qsizetype most = 6;
    const QString shown = ids.first(std::min(most, ids.size())).join(QStringLiteral(", "));
    return QStringLiteral("%1 %2 (%3)")
        .arg(QString::number(ids.size()), ids.size() == 1 ? QStringLiteral("answer") : QStringLiteral("answers"),
             ids.size() > most ? shown + QStringLiteral(", …") : shown);
}

QStringList loadLinesOf(const LoadCounts& counts)
{
    QStringList lines;
    if (counts.batchTexts + counts.otherLogprobs > 0)
        lines.append(QStringLiteral("Batch variance: under load %1 of %2 answers are another text from a near tie on "
                                    "(a shift up to %3 nat), %4 the same text with other log-probabilities.")
                         .arg(QString::number(counts.batchTexts), QString::number(counts.compared), nats(counts.shift),
                              QString::number(counts.otherLogprobs)));
    for (const QString& where : counts.beyond)
        lines.append(QStringLiteral("Not batch variance, %1: they part from the answers at rest where these were "
                                    "sure, end early, or hold a token that was not the likeliest.")
                         .arg(where));
    if (counts.unknownTexts > 0)
        lines.append(QStringLiteral("%1 differing texts came without log-probabilities: whether batching explains them "
                                    "cannot be told.")
                         .arg(counts.unknownTexts));
    return lines;
}

QString checkTitle(domain::Pass pass)
{
    switch (pass) {
    case domain::Pass::CacheCheck:
        return QStringLiteral("prompt cache on");
    case domain::Pass::LoadCheck:
        return QStringLiteral("all slots busy");
    default:
        return QStringLiteral("repeated");
    }
}

} // namespace

QString meanText(const scoring::MeanEstimate& mean, int decimals)
{
    if (mean.prompts == 0)
        return QStringLiteral("no data");
    QString text = decimalText(mean.mean, decimals);
    if (mean.interval)
        text += QStringLiteral(" [%1, %2]")
                    .arg(decimalText(mean.interval->low, decimals), decimalText(mean.interval->high, decimals));
    return text + QStringLiteral(", n = %1").arg(mean.prompts) +
           (mean.interval ? QString() : silenceText(mean.silence));
}

QString kldCell(const scoring::KldScores& kld)
{
    if (!kld.summary)
        return QStringLiteral("–");
    QString text = (kld.summary->lowerBound ? QStringLiteral("≥ ") : QString()) + nats(kld.value());
    if (kld.interval())
        text += QStringLiteral(" [%1, %2]").arg(nats(kld.interval()->low), nats(kld.interval()->high));
    return text;
}

QString kldText(const scoring::KldScores& kld)
{
    if (!kld.summary)
        return QStringLiteral("no log-probabilities on both sides");
    const scoring::DistributionSummary& s = *kld.summary;
    if (kld.source == scoring::PositionSource::CorpusWindows)
        return QStringLiteral("%1 nat, arithmetic mean over the windows of a text, %2%3")
            .arg(kldCell(kld),
                 s.positions > 0 ? QStringLiteral("%1 positions").arg(count(s.positions))
                                 : QStringLiteral("number of positions not known"),
                 s.sameTop ? QStringLiteral(", same top %1 %").arg(percent(*s.sameTop)) : QString());
    QString text = QStringLiteral("%1 nat%2, %3, %4 of %5 prompts, %6 of %7 positions")
                       .arg(kldCell(kld), kld.geometric ? QString() : silenceText(kld.logForward.silence),
                            kld.source == scoring::PositionSource::TeacherForced
                                ? QStringLiteral("teacher-forced")
                                : QStringLiteral("shared prefix only (not to be ranked across quants)"),
                            count(kld.prompts), count(kld.ofPrompts), count(s.positions), count(s.available));
    text += s.lowerBound ? QStringLiteral(", k = %1, coverage %2 %").arg(s.k).arg(percent(s.coverage))
                         : QStringLiteral(", whole vocabulary");
    if (s.sameTop)
        text += QStringLiteral(", same top %1 %").arg(percent(*s.sameTop));
    if (s.withoutValue + s.merged > 0)
        text += QStringLiteral(", left out: %1 without a value, %2 merged").arg(s.withoutValue).arg(s.merged);
    return text;
}

QString forkRateText(const scoring::ForkRate& rate)
{
    if (!rate.exposed)
        return QStringLiteral("–");
    return QStringLiteral("%1 (%2 in %3)")
        .arg(decimalText(rate.perThousand(), 2), count(rate.forks), count(rate.exposed));
}

QString sizeText(qint64 bytes)
{
    if (bytes <= 0)
        return QStringLiteral("–");
    return QLocale::c().formattedDataSize(bytes, 1);
}

QString cliffText(const domain::RunRecord& run, const scoring::SweepScores& sweep)
{
    const bool kld = sweep.loss == scoring::SweepLoss::Kld;
    const QString what = kld ? QStringLiteral("KLD") : QStringLiteral("changed rate");
    if (sweep.cliff) {
        const QString times =
            std::isfinite(sweep.cliff->factor)
                ? QStringLiteral("%1 times the %2")
                      .arg(QString::number(sweep.cliff->factor, 'f', sweep.cliff->factor < 10 ? 1 : 0), what)
                : QStringLiteral("a %1 where there was none").arg(what);
        return QStringLiteral("Cliff: %1 → %2, %3 (%4 after Holm).")
            .arg(run.label(int(sweep.cliff->from)), run.label(int(sweep.cliff->to)), times,
                 scoring::chanceText(sweep.cliff->p));
    }
    const auto known = std::ranges::count_if(sweep.losses, [](const auto& loss) { return loss.has_value(); });
    if (known < 2)
        return QStringLiteral("No cliff can be looked for: fewer than two quants have a %1.").arg(what);
    return QStringLiteral("No cliff: no step loses significantly, and at least %1 times as much %2 as the one before.")
        .arg(kld ? QStringLiteral("four") : QStringLiteral("two"), what);
}

QStringList noiseLines(const scoring::NoiseReport& noise)
{
    QStringList lines;
    for (const scoring::NoiseKind& kind : noise.kinds) {
        const scoring::NoiseMeasure& measure = kind.measure;
        const domain::Rate& texts = measure.differingTexts;
        QString line = QStringLiteral("%1: ").arg(checkTitle(kind.pass));
        if (texts.n == 0)
            line += QStringLiteral("no pair to compare");
        else if (texts.count == 0)
            line += QStringLiteral("no text differed in %1 (at most 3/n = %2 %)")
                        .arg(texts.n)
                        .arg(percent(scoring::atMostWithoutEvent(texts.n)));
        else
            line += QStringLiteral("%1 of %2 texts differed").arg(texts.count).arg(texts.n);
        if (texts.n > 0 && measure.changedLogprobs == 0 && measure.marginMaximum == 0)
            line += QStringLiteral(", nor any log-probability");
        else if (texts.n > 0)
            line += QStringLiteral(", %1 with other log-probabilities, margins moved by up to %2 nat (99 %: %3)")
                        .arg(QString::number(measure.changedLogprobs), nats(measure.marginMaximum),
                             nats(measure.marginP99));
        if (kind.requests.failed)
            line += QStringLiteral(", %1 requests failed").arg(kind.requests.failed);
        lines.append(line);
    }
    if (noise.measured())
        lines.append(QStringLiteral("%1: forks with a shift up to %2 nat are near ties")
                         .arg(noise.level > 0 ? QStringLiteral("noise level %1 nat").arg(nats(noise.level))
                                              : QStringLiteral("no margin moved at all"),
                              QString::number(std::max(noise.level, scoring::leastNearTie), 'g', 2)));
    return lines;
}

QStringList loadLines(const scoring::StressScore& stress)
{
    LoadCounts counts{.shift = stress.batchShift};
    for (const scoring::StressLevel& level : stress.levels) {
        counts.compared += level.equal.n;
        counts.otherLogprobs += level.sameText;
        counts.batchTexts += level.batchTexts;
        counts.unknownTexts += level.unknownTexts;
        if (!level.beyondBatching.isEmpty())
            counts.beyond.append(QStringLiteral("%1 in flight: %2").arg(level.asked).arg(idList(level.beyondBatching)));
    }
    return loadLinesOf(counts);
}

QStringList loadLines(const scoring::DeterminismRun& run)
{
    if (!run.load)
        return {};
    LoadCounts counts{.shift = run.load->shift,
                      .compared = run.sameBits + run.sameText + run.differentText,
                      .otherLogprobs = run.sameText,
                      .batchTexts = run.load->batchTexts,
                      .unknownTexts = run.load->unknownTexts};
    if (!run.load->beyond.isEmpty())
        counts.beyond.append(idList(run.load->beyond));
    return loadLinesOf(counts);
}

QString paretoText(scoring::ParetoPlace place)
{
    switch (place) {
    case scoring::ParetoPlace::Front:
        return QStringLiteral("front");
    case scoring::ParetoPlace::FrontWithinNoise:
        return QStringLiteral("front, within noise");
    case scoring::ParetoPlace::Behind:
        return QStringLiteral("behind");
    case scoring::ParetoPlace::Unknown:
        return QString();
    }
    std::unreachable();
}

QString forkShiftText(const scoring::PairScores& pair)
{
    std::vector<double> shifts;
    for (const domain::Comparison& comparison : pair.comparisons) {
        if (comparison.fork)
            shifts.push_back(comparison.fork->shift);
    }
    if (shifts.empty())
        return QString();
    std::ranges::sort(shifts);
    const auto bounded = std::ranges::count_if(
        pair.comparisons, [](const domain::Comparison& each) { return each.fork && each.fork->bounded; });
    return QStringLiteral("%1 nat over %2%3, near ties %4")
        .arg(decimalText(scoring::percentile(shifts, 0.5), 2),
             shifts.size() == 1 ? QStringLiteral("1 fork") : QStringLiteral("%1 forks").arg(shifts.size()),
             bounded ? QStringLiteral(" (%1 of them lower bounds)").arg(bounded) : QString(),
             QString::number(pair.summary.nearTies));
}

} // namespace quantlens::reports
