// SPDX-License-Identifier: GPL-3.0-or-later
// KL divergence and loss over the size of the models.
#include "core/figures/scale.h"
#include "core/figures/sweepparts.h"
#include "core/scoring/distributions.h"

#include <algorithm>
#include <cmath>

namespace quantlens::figures {

namespace {

QStringList promptsWithLoss(const domain::RunData& data, const scoring::PairScores& pair)
{
    // A prompt without any divergence has exactly ln(floor).
    QStringList ids;
    const double none = std::log(scoring::kldFloor) * (1 - 1e-9);
    for (qsizetype i = 0; i < data.run.prompts.size() && i < qsizetype(pair.kld.logByPrompt.size()); ++i) {
        const double value = pair.kld.logByPrompt.at(std::size_t(i));
        if (std::isfinite(value) && value > none)
            ids.append(data.run.prompts.at(i).id);
    }
    return ids;
}

/// The self-check's KLD that stands for noise: the largest over its kinds.
std::optional<double> noiseKld(const scoring::RunScores& scores, double scoring::DivergenceSummary::* statistic)
{
    std::optional<double> largest;
    for (const scoring::NoiseKind& kind : scores.noise.kinds) {
        if (kind.kld)
            largest = std::max(largest.value_or(0), kind.kld->forward.*statistic);
    }
    return largest;
}

/// Numbers of another program over the windows of a text: their mean is the arithmetic one.
bool overACorpus(const scoring::RunScores& scores)
{
    return std::ranges::any_of(scores.pairs, [](const scoring::PairScores& pair) {
        return pair.kld.source == scoring::PositionSource::CorpusWindows;
    });
}

/// The band of the self-check's geometric mean, as the points' measure; at the axis' edge where it is lower.
Band kldNoise(double mean, const Axis& axis)
{
    const QString text = SweepText::tr("noise, geo. mean");
    return {false, axis.minimum, std::max(mean, axis.minimum),
            mean > axis.minimum ? text
            : mean > 0          ? QStringLiteral("%1: %2").arg(text, numberText(mean, Format::Nats))
                                : SweepText::tr("%1: none seen").arg(text)};
}

} // namespace

Figure kldFigure(const domain::RunData& data, const scoring::RunScores& scores)
{
    const QString id = QStringLiteral("sweep.kld");
    const QString title = SweepText::tr("KL divergence");
    const bool corpus = overACorpus(scores);
    if (const QString why = whatIsMissing(data, scores); !why.isEmpty() && !corpus)
        return missingFigure(id, title, why);
    const Sides shown = shownSides(data, scores, false);
    Figure figure;
    figure.id = id;
    figure.title = title;
    figure.kind = Kind::Plot;
    figure.format = Format::Nats;
    figure.items = shown.items;
    figure.notes = shown.notes;
    bool bits = true;
    bool forced = true;
    int k = 0;
    bool bound = false;
    QList<qsizetype> drawn;
    for (qsizetype item = 0; item < shown.items.size(); ++item) {
        const scoring::PairScores& pair = *scores.pair(shown.sides.at(item));
        if (!pair.kld.summary)
            continue;
        drawn.append(item);
        bits = bits && scores.sides.at(pair.side).bitsPerWeight.has_value();
        forced = forced && pair.kld.source != scoring::PositionSource::SharedPrefix;
        k = k == 0 ? pair.kld.summary->k : std::min(k, pair.kld.summary->k);
        bound = bound || pair.kld.summary->lowerBound;
    }
    if (drawn.isEmpty())
        return missingFigure(id, title,
                             SweepText::tr("No log-probabilities: the servers gave none, or none were asked for"));
    // The shared prefix is selected by agreement: its values are not joined, they cannot be ranked.
    figure.measures = {{corpus ? SweepText::tr("arithmetic mean") : SweepText::tr("geometric mean"), Role::Dim,
                        Marker::Circle, Dash::Solid, forced, true},
                       {SweepText::tr("99 %"), Role::Dim, Marker::Circle, Dash::Dashed, forced, true}};
    std::vector<double> all;
    QStringList names;
    for (const qsizetype item : std::as_const(drawn))
        names << shown.items.at(item).label;
    QList<std::pair<double, qsizetype>> byX;
    for (const qsizetype item : std::as_const(drawn))
        byX.append({bits ? *scores.sides.at(shown.sides.at(item)).bitsPerWeight : double(byX.size()), item});
    std::ranges::sort(byX);
    for (int measure = 0; measure < 2; ++measure) {
        for (const auto& [x, item] : std::as_const(byX)) {
            const scoring::PairScores& pair = *scores.pair(shown.sides.at(item));
            Value value{.item = int(item), .measure = measure, .x = x, .n = pair.kld.summary->positions};
            value.value = measure == 0 ? pair.kld.value() : pair.kld.summary->forward.p99;
            if (!std::isfinite(value.value))
                continue;
            if (measure == 0 && pair.kld.interval()) {
                value.low = pair.kld.interval()->low;
                value.high = pair.kld.interval()->high;
                all.insert(all.end(), {*value.low, *value.high});
            }
            value.hit = hitOf(shown, item, promptsWithLoss(data, pair), SweepText::tr("KL divergence above 0"));
            all.push_back(value.value);
            figure.values.append(value);
        }
    }
    const auto mean = noiseKld(scores, &scoring::DivergenceSummary::geometricMean);
    const auto p99 = noiseKld(scores, &scoring::DivergenceSummary::p99);
    if (mean && *mean > 0)
        all.push_back(*mean);
    if (p99 && *p99 > 0)
        all.push_back(*p99);
    figure.y = logarithmicAxis({}, all, Format::Nats);
    if (mean)
        figure.bands.append(kldNoise(*mean, figure.y));
    if (p99 && *p99 > figure.y.minimum)
        figure.rules.append({false, *p99, Role::NoiseEdge, Dash::Dashed, SweepText::tr("noise, 99 %")});
    if (bits) {
        double low = byX.first().first;
        double high = byX.last().first;
        figure.x = linearAxis(SweepText::tr("bits per weight"), low - 0.3, high + 0.3, Format::Bits);
    } else {
        figure.x = namedAxis(SweepText::tr("bits per weight are not known"), names);
    }
    if (corpus) {
        figure.subtitle = SweepText::tr("over the windows of a text, nats; — arithmetic mean, ╌ 99 %");
        return figure;
    }
    figure.subtitle = SweepText::tr("%1top %2, nats%3; — geo. mean, ╌ 99 %")
                          .arg(bound ? QStringLiteral("≥, ") : QString(), QString::number(k),
                               forced ? QString() : SweepText::tr(", shared prefix: not to be ranked"));
    return figure;
}

Figure paretoFigure(const domain::RunData& data, const scoring::RunScores& scores)
{
    const QString id = QStringLiteral("sweep.pareto");
    const QString title = SweepText::tr("Loss against file size");
    const bool corpus = overACorpus(scores);
    if (const QString why = whatIsMissing(data, scores); !why.isEmpty() && !corpus)
        return missingFigure(id, title, why);
    if (!scores.sweep)
        return missingFigure(id, title, SweepText::tr("Only a sweep has a front of size and loss"));
    const scoring::SweepScores& sweep = *scores.sweep;
    const bool kld = sweep.loss == scoring::SweepLoss::Kld;
    const Sides shown = shownSides(data, scores, false);
    Figure figure;
    figure.id = id;
    figure.title = title;
    figure.subtitle = !kld     ? SweepText::tr("changed answers")
                      : corpus ? SweepText::tr("KL divergence, arithmetic mean, nats")
                               : SweepText::tr("KL divergence, geometric mean, nats");
    figure.kind = Kind::Plot;
    figure.format = kld ? Format::Nats : Format::Percent;
    figure.items = shown.items;
    figure.notes = shown.notes;
    figure.measures = {{!kld     ? SweepText::tr("changed answers")
                        : corpus ? SweepText::tr("KLD, arithmetic mean")
                                 : SweepText::tr("KLD, geometric mean"),
                        Role::Dim, Marker::Circle, Dash::Solid, false, true}};
    QList<std::pair<qint64, qsizetype>> bySize;
    for (qsizetype item = 0; item < shown.items.size(); ++item) {
        const int side = shown.sides.at(item);
        if (scores.sides.at(side).fileSize > 0 && side < sweep.losses.size() && sweep.losses.at(side))
            bySize.append({scores.sides.at(side).fileSize, item});
    }
    if (bySize.isEmpty())
        return missingFigure(id, title, SweepText::tr("No model has both a known file size and a loss"));
    std::ranges::sort(bySize);
    const double unit = bySize.last().first >= 100'000'000 ? 1e9 : 1e6;
    std::vector<double> all;
    for (const auto& [size, item] : std::as_const(bySize)) {
        const int side = shown.sides.at(item);
        const scoring::PairScores& pair = *scores.pair(side);
        Value value{.item = int(item), .x = double(size) / unit};
        value.value = *sweep.losses.at(side);
        value.n = kld ? pair.kld.prompts : pair.summary.changed.n;
        switch (sweep.places.value(side, scoring::ParetoPlace::Unknown)) {
        case scoring::ParetoPlace::Front:
            figure.front.push_back(int(figure.values.size()));
            value.note = SweepText::tr("on the front");
            break;
        case scoring::ParetoPlace::FrontWithinNoise:
            value.note = SweepText::tr("on the front within noise");
            break;
        default:
            value.note = SweepText::tr("dominated");
            value.faint = true;
        }
        value.hit = hitOf(shown, item,
                          kld ? promptsWithLoss(data, pair)
                              : idsWhere(pair.comparisons,
                                         [](const domain::Comparison& each) {
                                             return each.scored() && each.answers == domain::AnswerState::Changed;
                                         }),
                          kld ? SweepText::tr("KL divergence above 0") : SweepText::tr("changed answers"));
        all.push_back(value.value);
        figure.values.append(value);
    }
    if (kld) {
        const auto mean = noiseKld(scores, &scoring::DivergenceSummary::geometricMean);
        if (mean && *mean > 0)
            all.push_back(*mean);
        figure.y = logarithmicAxis({}, all, Format::Nats);
        if (mean)
            figure.bands.append(kldNoise(*mean, figure.y));
    } else {
        figure.y = linearAxis({}, 0, *std::ranges::max_element(all), Format::Percent);
        double noise = 0;
        for (const scoring::NoiseKind& kind : scores.noise.kinds)
            noise = std::max(noise, kind.changed.n > 0 ? kind.changed.value() : 0.0);
        if (scores.noise.measured())
            figure.bands.append({false, 0, noise,
                                 noise > 0 ? SweepText::tr("noise, changed answers")
                                           : SweepText::tr("noise, changed answers: none seen")});
    }
    const qint64 baseline = scores.sides.at(scores.baseline).fileSize;
    const QString unitName = unit == 1e9 ? QStringLiteral("GB") : QStringLiteral("MB");
    const double low = figure.values.first().x;
    const double high = figure.values.last().x;
    const double room = std::max((high - low) * 0.08, low * 0.02);
    figure.x = linearAxis(baseline > 0 ? SweepText::tr("file size, %1 (%2 is %3)")
                                             .arg(unitName, sideLabel(data.run, scores.baseline),
                                                  QString::number(double(baseline) / unit, 'f', 2))
                                       : SweepText::tr("file size, %1").arg(unitName),
                          std::max(0.0, low - room), high + room, Format::Gigabytes);
    figure.notes.append(SweepText::tr("— front: no smaller file has less loss"));
    return figure;
}

} // namespace quantlens::figures
