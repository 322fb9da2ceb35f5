// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/figures/runfigures.h"
#include "core/figures/scale.h"
#include "core/scoring/distributions.h"

#include <QCoreApplication>
#include <QMap>
#include <QSet>

#include <algorithm>
#include <cmath>

namespace quantlens::figures {

namespace {

struct SweepText
{
    Q_DECLARE_TR_FUNCTIONS(Figures)
};

constexpr qsizetype longestLabel = 40;

/// The sides a figure shows, the baseline's self-check first, and what is said of those left out.
struct Sides
{
    QList<Item> items;
    QList<int> sides; ///< by item; −1 for the self-check
    const scoring::NoiseKind* check = nullptr;
    QStringList notes;
};

const scoring::NoiseKind* repeatCheck(const scoring::RunScores& scores)
{
    for (const scoring::NoiseKind& kind : scores.noise.kinds) {
        if (kind.pass == domain::Pass::RepeatCheck && !kind.comparisons.isEmpty())
            return &kind;
    }
    return nullptr;
}

Sides shownSides(const domain::RunData& data, const scoring::RunScores& scores, bool withCheck)
{
    Sides shown;
    shown.check = withCheck ? repeatCheck(scores) : nullptr;
    if (shown.check) {
        shown.items.append(
            {sideLabel(data.run, scores.baseline), QStringLiteral("side:%1").arg(scores.baseline), 0, true});
        shown.sides.append(-1);
    }
    int series = 0;
    qsizetype left = 0;
    for (const int side : sidesInOrder(scores)) {
        if (side == scores.baseline || !scores.pair(side))
            continue;
        ++series;
        if (shown.items.size() >= mostItems) {
            ++left;
            continue;
        }
        shown.items.append({sideLabel(data.run, side), QStringLiteral("side:%1").arg(side), series, false});
        shown.sides.append(side);
    }
    if (left > 0)
        shown.notes << SweepText::tr("%1 more models are not drawn; the table has them").arg(left);
    return shown;
}

/// Why nothing is drawn; empty when something is.
QString whatIsMissing(const domain::RunData& data, const scoring::RunScores& scores)
{
    if (data.run.sides.size() < 2)
        return SweepText::tr("Only one model: add another to compare it with");
    if (scores.pairs.isEmpty())
        return SweepText::tr("This kind of run compares no models");
    const bool any = std::ranges::any_of(scores.pairs, [](const auto& pair) { return pair.summary.pairs > 0; });
    if (any)
        return {};
    qint64 failed = scores.failures.failed;
    return failed > 0 ? SweepText::tr("No prompt was answered by both sides: %1 requests failed").arg(failed)
                      : SweepText::tr("No prompt was answered by both sides yet");
}

template<typename Wanted>
QStringList idsWhere(const QList<domain::Comparison>& comparisons, Wanted wanted)
{
    QStringList ids;
    for (const domain::Comparison& comparison : comparisons) {
        if (wanted(comparison))
            ids.append(comparison.promptId);
    }
    return ids;
}

const QList<domain::Comparison>& comparisonsOf(const Sides& shown, const scoring::RunScores& scores, qsizetype item)
{
    const int side = shown.sides.at(item);
    return side < 0 ? shown.check->comparisons : scores.pair(side)->comparisons;
}

Hit hitOf(const Sides& shown, qsizetype item, QStringList ids, const QString& what)
{
    // The self-check has no pair of its own in Compare.
    const int side = shown.sides.at(item);
    if (side < 0)
        return {};
    return {side, std::move(ids), QStringLiteral("%1: %2").arg(shown.items.at(item).label, what)};
}

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

double meanLoss(const QList<domain::Comparison>& comparisons, const QSet<QString>& categories, qint64* n)
{
    double sum = 0;
    *n = 0;
    for (const domain::Comparison& comparison : comparisons) {
        if (comparison.scored() && categories.contains(comparison.category)) {
            sum += 1 - comparison.similarity;
            ++*n;
        }
    }
    return *n ? std::max(0.0, sum / double(*n)) : std::numeric_limits<double>::quiet_NaN();
}

} // namespace

QList<int> sidesInOrder(const scoring::RunScores& scores)
{
    if (scores.sweep)
        return scores.sweep->order;
    QList<int> order{scores.baseline};
    for (const scoring::PairScores& pair : scores.pairs)
        order.append(pair.side);
    return order;
}

QString sideLabel(const domain::RunRecord& run, int side)
{
    QSet<QString> quants;
    for (const domain::RunSide& each : run.sides) {
        if (!each.model.quant.isEmpty())
            quants.insert(each.model.quant);
    }
    const bool telling = quants.size() == run.sides.size();
    const QString label =
        telling && side >= 0 && side < run.sides.size() ? run.sides.at(side).model.quant : run.label(side);
    return base::singleLine(label.isEmpty() ? domain::sideLetter(side) : label, longestLabel);
}

Figure severityFigure(const domain::RunData& data, const scoring::RunScores& scores)
{
    const QString id = QStringLiteral("sweep.severity");
    const QString title = SweepText::tr("Severity");
    if (const QString why = whatIsMissing(data, scores); !why.isEmpty())
        return missingFigure(id, title, why);
    const Sides shown = shownSides(data, scores, true);
    Figure figure;
    figure.id = id;
    figure.title = title;
    figure.kind = Kind::StackedBars;
    figure.format = Format::Count;
    figure.items = shown.items;
    figure.notes = shown.notes;
    const QString names[] = {SweepText::tr("identical"), SweepText::tr("minor"), SweepText::tr("moderate"),
                             SweepText::tr("severe")};
    for (int i = 0; i < 4; ++i)
        figure.measures.append({names[i], shifted(Role::SeverityFill, i)});
    figure.measures.append({SweepText::tr("no answer"), Role::Noise});
    qint64 most = 1;
    for (qsizetype item = 0; item < shown.items.size(); ++item) {
        const QList<domain::Comparison>& comparisons = comparisonsOf(shown, scores, item);
        const auto planned = qint64(data.run.prompts.size());
        qint64 total = 0;
        for (int severity = 0; severity < 4; ++severity) {
            const QStringList ids = idsWhere(comparisons, [severity](const domain::Comparison& each) {
                return each.scored() && int(each.severity) == severity;
            });
            Value value{.item = int(item), .measure = severity, .value = double(ids.size()), .n = planned};
            value.hit = hitOf(shown, item, ids, names[severity]);
            total += ids.size();
            figure.values.append(value);
        }
        if (shown.sides.at(item) >= 0 && planned > total) {
            Value value{.item = int(item), .measure = 4, .value = double(planned - total), .n = planned};
            value.hit = hitOf(shown, item, idsWhere(comparisons, [](const auto& each) { return !each.scored(); }),
                              SweepText::tr("no answer"));
            figure.values.append(value);
            total = planned;
        }
        most = std::max(most, total);
    }
    figure.x = Axis{SweepText::tr("prompts"), 0, double(most), false, Format::Count, {}};
    figure.subtitle = SweepText::tr("prompts, n = %1").arg(data.run.prompts.size());
    return figure;
}

Figure ratesFigure(const domain::RunData& data, const scoring::RunScores& scores)
{
    const QString id = QStringLiteral("sweep.rates");
    const QString title = SweepText::tr("Changed and flip rate");
    if (const QString why = whatIsMissing(data, scores); !why.isEmpty())
        return missingFigure(id, title, why);
    const Sides shown = shownSides(data, scores, true);
    Figure figure;
    figure.id = id;
    figure.title = title;
    figure.kind = Kind::Intervals;
    figure.format = Format::Percent;
    figure.items = shown.items;
    figure.notes = shown.notes;
    figure.measures = {{SweepText::tr("changed answer"), Role::Accent, Marker::Circle},
                       {SweepText::tr("flip"), Role::Text, Marker::Cross}};
    double top = 0.05;
    qint64 least = std::numeric_limits<qint64>::max();
    qint64 most = 0;
    for (qsizetype item = 0; item < shown.items.size(); ++item) {
        const int side = shown.sides.at(item);
        const QList<domain::Comparison>& comparisons = comparisonsOf(shown, scores, item);
        const domain::Rate rates[] = {side < 0 ? shown.check->changed : scores.pair(side)->summary.changed,
                                      side < 0 ? shown.check->flips : scores.pair(side)->summary.flips};
        for (int measure = 0; measure < 2; ++measure) {
            const domain::Rate& rate = rates[measure];
            Value value{.item = int(item), .measure = measure, .n = rate.n};
            if (rate.n > 0) {
                value.value = rate.value();
                value.low = rate.low;
                value.high = rate.high;
                top = std::max(top, rate.high);
                least = std::min(least, rate.n);
                most = std::max(most, rate.n);
            } else {
                value.note = measure == 0 ? SweepText::tr("no answer was found on both sides")
                                          : SweepText::tr("no prompt has a reference answer");
            }
            value.hit =
                hitOf(shown, item,
                      idsWhere(comparisons,
                               [measure](const domain::Comparison& each) {
                                   return each.scored() && (measure == 0 ? each.answers == domain::AnswerState::Changed
                                                                         : domain::isFlip(each.flip));
                               }),
                      measure == 0 ? SweepText::tr("changed answers") : SweepText::tr("flips"));
            figure.values.append(value);
        }
    }
    if (most == 0)
        return missingFigure(id, title,
                             SweepText::tr("No answer could be read: the suite's prompts have none to extract"));
    double noise = 0;
    for (const scoring::NoiseKind& kind : scores.noise.kinds) {
        if (kind.changed.n > 0)
            noise = std::max(noise, kind.changed.high);
    }
    if (noise > 0)
        figure.bands.append(
            {true, 0, noise,
             SweepText::tr("noise: %1 against itself, changed answers").arg(sideLabel(data.run, scores.baseline))});
    if (scores.sweep && scores.sweep->cliff) {
        const auto from = shown.sides.indexOf(int(scores.sweep->cliff->from));
        const auto to = shown.sides.indexOf(int(scores.sweep->cliff->to));
        if (to > 0)
            figure.rules.append({false, double(to), Role::Error, Dash::Dashed,
                                 from >= 0 ? SweepText::tr("cliff: %1 worse than %2")
                                                 .arg(shown.items.at(to).label, shown.items.at(from).label)
                                           : SweepText::tr("cliff: %1").arg(shown.items.at(to).label)});
    }
    figure.x = linearAxis({}, 0, std::min(1.0, std::max(top, noise)), Format::Percent);
    figure.subtitle = least == most ? SweepText::tr("Wilson 95 %, n = %1").arg(most)
                                    : SweepText::tr("Wilson 95 %, n = %1–%2").arg(least).arg(most);
    return figure;
}

Figure similarityFigure(const domain::RunData& data, const scoring::RunScores& scores)
{
    const QString id = QStringLiteral("sweep.similarity");
    const QString title = SweepText::tr("Similarity");
    if (const QString why = whatIsMissing(data, scores); !why.isEmpty())
        return missingFigure(id, title, why);
    const Sides shown = shownSides(data, scores, true);
    Figure figure;
    figure.id = id;
    figure.title = title;
    figure.subtitle = SweepText::tr("boxes: quartiles; bar: median");
    figure.kind = Kind::Boxes;
    figure.format = Format::Fraction;
    figure.items = shown.items;
    figure.notes = shown.notes;
    figure.measures = {{SweepText::tr("similarity"), Role::Text}};
    figure.x = Axis{{}, 0, 1, false, Format::Fraction, {}};
    for (qsizetype item = 0; item < shown.items.size(); ++item) {
        const QList<domain::Comparison>& comparisons = comparisonsOf(shown, scores, item);
        std::vector<double> values;
        for (const domain::Comparison& comparison : comparisons) {
            if (comparison.scored())
                values.push_back(comparison.similarity);
        }
        std::ranges::sort(values);
        Value value{.item = int(item), .n = qint64(values.size())};
        if (!values.empty()) {
            value.quartiles = {values.front(), scoring::percentile(values, 0.25), scoring::percentile(values, 0.5),
                               scoring::percentile(values, 0.75), values.back()};
            value.value = value.quartiles->at(2);
        }
        value.hit = hitOf(shown, item,
                          idsWhere(comparisons,
                                   [](const domain::Comparison& each) {
                                       return each.scored() && each.severity != domain::Severity::Identical;
                                   }),
                          SweepText::tr("differing texts"));
        figure.values.append(value);
    }
    figure.rules = {{true, data.run.options.moderate, Role::Dim, Dash::Dotted, SweepText::tr("severe")},
                    {true, data.run.options.minor, Role::Dim, Dash::Dotted, SweepText::tr("moderate")}};
    double lowest = 1;
    for (const scoring::NoiseKind& kind : scores.noise.kinds) {
        for (const domain::Comparison& comparison : kind.comparisons)
            lowest = std::min(lowest, comparison.scored() ? comparison.similarity : 1.0);
    }
    if (scores.noise.measured() && lowest < 1)
        figure.bands.append({true, lowest, 1, SweepText::tr("noise: the baseline against itself, lowest to highest")});
    return figure;
}

Figure kldFigure(const domain::RunData& data, const scoring::RunScores& scores)
{
    const QString id = QStringLiteral("sweep.kld");
    const QString title = SweepText::tr("KL divergence");
    if (const QString why = whatIsMissing(data, scores); !why.isEmpty())
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
        forced = forced && pair.kld.source == scoring::PositionSource::TeacherForced;
        k = k == 0 ? pair.kld.summary->k : std::min(k, pair.kld.summary->k);
        bound = bound || pair.kld.summary->lowerBound;
    }
    if (drawn.isEmpty())
        return missingFigure(id, title,
                             SweepText::tr("No log-probabilities: the servers gave none, or none were asked for"));
    // The shared prefix is selected by agreement: its values are not joined, they cannot be ranked.
    figure.measures = {{SweepText::tr("mean"), Role::Dim, Marker::Circle, Dash::Solid, forced, true},
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
            if (measure == 0 && pair.kld.geometric) {
                value.low = pair.kld.geometric->low;
                value.high = pair.kld.geometric->high;
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
    if (mean && *mean > figure.y.minimum)
        figure.bands.append({false, figure.y.minimum, *mean, SweepText::tr("noise, mean")});
    else if (mean)
        figure.bands.append({false, figure.y.minimum, figure.y.minimum, SweepText::tr("noise, mean: none seen")});
    if (p99 && *p99 > figure.y.minimum)
        figure.rules.append({false, *p99, Role::NoiseEdge, Dash::Dashed, SweepText::tr("noise, 99 %")});
    if (bits) {
        double low = byX.first().first;
        double high = byX.last().first;
        figure.x = linearAxis(SweepText::tr("bits per weight"), low - 0.3, high + 0.3, Format::Bits);
    } else {
        figure.x = namedAxis(SweepText::tr("bits per weight are not known"), names);
    }
    figure.subtitle = SweepText::tr("%1top %2, nats%3; — mean, ╌ 99 %")
                          .arg(bound ? QStringLiteral("≥, ") : QString(), QString::number(k),
                               forced ? QString() : SweepText::tr(", shared prefix: not to be ranked"));
    return figure;
}

Figure paretoFigure(const domain::RunData& data, const scoring::RunScores& scores)
{
    const QString id = QStringLiteral("sweep.pareto");
    const QString title = SweepText::tr("Loss against file size");
    if (const QString why = whatIsMissing(data, scores); !why.isEmpty())
        return missingFigure(id, title, why);
    if (!scores.sweep)
        return missingFigure(id, title, SweepText::tr("Only a sweep has a front of size and loss"));
    const scoring::SweepScores& sweep = *scores.sweep;
    const bool kld = sweep.loss == scoring::SweepLoss::Kld;
    const Sides shown = shownSides(data, scores, false);
    Figure figure;
    figure.id = id;
    figure.title = title;
    figure.subtitle = kld ? SweepText::tr("KL divergence, mean, nats") : SweepText::tr("changed answers");
    figure.kind = Kind::Plot;
    figure.format = kld ? Format::Nats : Format::Percent;
    figure.items = shown.items;
    figure.notes = shown.notes;
    figure.measures = {{SweepText::tr("loss"), Role::Dim, Marker::Circle, Dash::Solid, false, true}};
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
            figure.bands.append({false, figure.y.minimum, std::max(*mean, figure.y.minimum),
                                 *mean > 0 ? SweepText::tr("noise, mean") : SweepText::tr("noise, mean: none seen")});
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

Figure categoryFigure(const domain::RunData& data, const scoring::RunScores& scores)
{
    const QString id = QStringLiteral("sweep.category");
    const QString title = SweepText::tr("Category × model");
    if (const QString why = whatIsMissing(data, scores); !why.isEmpty())
        return missingFigure(id, title, why);
    const Sides shown = shownSides(data, scores, false);
    Figure figure;
    figure.id = id;
    figure.title = title;
    figure.kind = Kind::Grid;
    figure.format = Format::Fraction;
    figure.items = shown.items;
    figure.notes = shown.notes;
    figure.measures = {{SweepText::tr("mean of 1 − similarity"), Role::Text}};
    QMap<QString, qint64> counts;
    QStringList order;
    for (const domain::Prompt& prompt : data.run.prompts) {
        if (!counts.contains(prompt.category))
            order.append(prompt.category);
        ++counts[prompt.category];
    }
    // Too many: the largest keep their rows, the rest becomes one.
    QStringList kept = order;
    if (order.size() > mostCategories) {
        std::ranges::stable_sort(kept, [&](const QString& a, const QString& b) { return counts[a] > counts[b]; });
        kept = kept.first(mostCategories - 1);
    }
    QList<QSet<QString>> groups;
    QSet<QString> rest;
    for (const QString& category : std::as_const(order)) {
        if (kept.contains(category)) {
            groups.append(QSet<QString>{category});
            figure.rows.append(category.isEmpty() ? SweepText::tr("no category")
                                                  : base::singleLine(category, longestLabel));
        } else {
            rest.insert(category);
        }
    }
    if (!rest.isEmpty()) {
        groups.append(rest);
        figure.rows.append(SweepText::tr("%1 others together").arg(rest.size()));
        figure.notes.append(SweepText::tr("%1 small categories are one row").arg(rest.size()));
    }
    qint64 least = std::numeric_limits<qint64>::max();
    qint64 most = 0;
    for (int row = 0; row < groups.size(); ++row) {
        double noise = -1;
        for (const scoring::NoiseKind& kind : scores.noise.kinds) {
            qint64 n = 0;
            const double mean = meanLoss(kind.comparisons, groups.at(row), &n);
            if (n > 0)
                noise = std::max(noise, mean);
        }
        for (int item = 0; item < shown.items.size(); ++item) {
            const QList<domain::Comparison>& comparisons = comparisonsOf(shown, scores, item);
            Value value{.item = item, .row = row};
            value.value = meanLoss(comparisons, groups.at(row), &value.n);
            value.withinNoise = value.value <= noise + 1e-12;
            if (value.n > 0) {
                least = std::min(least, value.n);
                most = std::max(most, value.n);
            }
            value.hit = hitOf(shown, item,
                              idsWhere(comparisons,
                                       [&](const domain::Comparison& each) {
                                           return each.scored() && groups.at(row).contains(each.category);
                                       }),
                              figure.rows.at(row));
            figure.values.append(value);
        }
    }
    figure.subtitle = SweepText::tr("mean of 1 − similarity, n = %1 a cell")
                          .arg(least == most ? QString::number(most) : QStringLiteral("%1–%2").arg(least).arg(most));
    return figure;
}

QList<Figure> sweepFigures(const domain::RunData& data, const scoring::RunScores& scores)
{
    return {severityFigure(data, scores),   ratesFigure(data, scores),  kldFigure(data, scores),
            similarityFigure(data, scores), paretoFigure(data, scores), categoryFigure(data, scores)};
}

} // namespace quantlens::figures
