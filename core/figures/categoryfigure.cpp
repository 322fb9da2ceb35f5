// SPDX-License-Identifier: GPL-3.0-or-later
// Category × side.
#include "core/base/text.h"
#include "core/figures/sweepparts.h"

#include <QMap>

#include <algorithm>
#include <cmath>

namespace quantlens::figures {

namespace {

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

} // namespace quantlens::figures
