// SPDX-License-Identifier: GPL-3.0-or-later
// Severity, rates and similarity: one row a side.
#include "core/figures/scale.h"
#include "core/figures/sweepparts.h"
#include "core/scoring/distributions.h"

#include <algorithm>
#include <cmath>

namespace quantlens::figures {

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

QList<Figure> sweepFigures(const domain::RunData& data, const scoring::RunScores& scores)
{
    return {severityFigure(data, scores),   ratesFigure(data, scores),  kldFigure(data, scores),
            similarityFigure(data, scores), paretoFigure(data, scores), categoryFigure(data, scores)};
}

} // namespace quantlens::figures
