// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/sweepparts.h"

#include "core/base/text.h"

#include <algorithm>

namespace quantlens::figures {

namespace {

const scoring::NoiseKind* repeatCheck(const scoring::RunScores& scores)
{
    for (const scoring::NoiseKind& kind : scores.noise.kinds) {
        if (kind.pass == domain::Pass::RepeatCheck && !kind.comparisons.isEmpty())
            return &kind;
    }
    return nullptr;
}

} // namespace

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
    for (const int side : scores.order()) {
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

} // namespace quantlens::figures
