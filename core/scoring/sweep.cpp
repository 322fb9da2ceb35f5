// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/sweep.h"

#include "core/scoring/distributions.h"
#include "core/scoring/statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace quantlens::scoring {

namespace {

constexpr double oneStep = 0.15; // bits per weight
constexpr double significant = 0.05;
constexpr double leastKldFactor = 4;
constexpr double leastRateFactor = 2;

} // namespace

QList<qsizetype> sweepOrder(const QList<SweepQuant>& quants, qsizetype baseline)
{
    QList<qsizetype> order;
    for (qsizetype i = 0; i < quants.size(); ++i) {
        if (i != baseline)
            order.append(i);
    }
    if (std::ranges::all_of(order, [&](qsizetype i) { return quants.at(i).bitsPerWeight.has_value(); }))
        std::ranges::stable_sort(order, std::greater{}, [&](qsizetype i) { return *quants.at(i).bitsPerWeight; });
    if (baseline >= 0 && baseline < quants.size())
        order.prepend(baseline);
    return order;
}

std::optional<double> lossOf(const SweepQuant& quant, SweepLoss loss)
{
    double sum = 0;
    double n = 0;
    if (loss == SweepLoss::Kld) {
        for (const double value : quant.logKld) {
            if (std::isfinite(value)) {
                sum += value;
                ++n;
            }
        }
        return n > 0 ? std::optional(kldFromLog(sum / n)) : std::nullopt;
    }
    for (const qint8 changed : quant.changed) {
        if (changed >= 0) {
            sum += changed;
            ++n;
        }
    }
    return n > 0 ? std::optional(sum / n) : std::nullopt;
}

double pairedPValue(const SweepQuant& a, const SweepQuant& b, SweepLoss loss)
{
    if (loss == SweepLoss::Kld) {
        std::vector<double> differences;
        for (std::size_t i = 0; i < std::min(a.logKld.size(), b.logKld.size()); ++i) {
            if (std::isfinite(a.logKld[i]) && std::isfinite(b.logKld[i]))
                differences.push_back(b.logKld[i] - a.logKld[i]);
        }
        return bootstrapPValue(singletons(differences));
    }
    qint64 onlyA = 0;
    qint64 onlyB = 0;
    for (std::size_t i = 0; i < std::min(a.changed.size(), b.changed.size()); ++i) {
        if (a.changed[i] < 0 || b.changed[i] < 0)
            continue;
        onlyA += a.changed[i] && !b.changed[i];
        onlyB += b.changed[i] && !a.changed[i];
    }
    return mcnemar(onlyA, onlyB);
}

std::optional<Cliff> findCliff(const QList<SweepQuant>& quants, const QList<qsizetype>& order, SweepLoss loss)
{
    std::vector<Cliff> steps;
    std::vector<double> p;
    for (qsizetype k = 1; k < order.size(); ++k) {
        const SweepQuant& before = quants.at(order.at(k - 1));
        const SweepQuant& after = quants.at(order.at(k));
        if (before.bitsPerWeight && after.bitsPerWeight && *before.bitsPerWeight - *after.bitsPerWeight < oneStep)
            continue;
        const std::optional<double> lossBefore = lossOf(before, loss);
        const std::optional<double> lossAfter = lossOf(after, loss);
        if (!lossBefore || !lossAfter)
            continue;
        const double floor = loss == SweepLoss::Kld ? kldFloor : 0.0;
        const double divisor = *lossBefore + floor;
        const double factor = divisor > 0 ? (*lossAfter + floor) / divisor
                                          : (*lossAfter > 0 ? std::numeric_limits<double>::infinity() : 1.0);
        steps.push_back({order.at(k - 1), order.at(k), factor, 1});
        p.push_back(pairedPValue(before, after, loss));
    }
    const std::vector<double> adjusted = holm(p);
    const double least = loss == SweepLoss::Kld ? leastKldFactor : leastRateFactor;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        steps[i].p = adjusted[i];
        if (adjusted[i] < significant && steps[i].factor >= least)
            return steps[i];
    }
    return std::nullopt;
}

QList<ParetoPlace> paretoFront(const QList<SweepQuant>& quants, SweepLoss loss)
{
    QList<ParetoPlace> places(quants.size(), ParetoPlace::Unknown);
    const auto known = [&](qsizetype i) { return quants.at(i).fileSize > 0 && lossOf(quants.at(i), loss).has_value(); };
    // A point is beaten by one that is no larger and no worse, and better in one of the two.
    const auto beats = [&](qsizetype x, qsizetype y) {
        const double lossX = *lossOf(quants.at(x), loss);
        const double lossY = *lossOf(quants.at(y), loss);
        const qint64 sizeX = quants.at(x).fileSize;
        const qint64 sizeY = quants.at(y).fileSize;
        return sizeX <= sizeY && lossX <= lossY && (sizeX < sizeY || lossX < lossY);
    };
    for (qsizetype i = 0; i < quants.size(); ++i) {
        if (!known(i))
            continue;
        places[i] = ParetoPlace::Front;
        for (qsizetype j = 0; j < quants.size(); ++j) {
            if (j != i && known(j) && beats(j, i))
                places[i] = ParetoPlace::Behind;
        }
    }
    const QList<ParetoPlace> strict = places;
    for (qsizetype i = 0; i < quants.size(); ++i) {
        if (strict.at(i) != ParetoPlace::Behind)
            continue;
        // Behind for certain only when every front point that beats it is separated from it.
        for (qsizetype j = 0; j < quants.size(); ++j) {
            if (strict.at(j) == ParetoPlace::Front && beats(j, i) &&
                pairedPValue(quants.at(j), quants.at(i), loss) <= significant) {
                places[i] = ParetoPlace::Behind;
                break;
            }
            places[i] = ParetoPlace::FrontWithinNoise;
        }
    }
    return places;
}

} // namespace quantlens::scoring
