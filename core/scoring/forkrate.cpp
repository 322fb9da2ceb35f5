// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/forkrate.h"

#include <algorithm>

namespace quantlens::scoring {

namespace {

constexpr qsizetype rejoinedFrom = 16;

qint64 exposedOf(const ForkExposure& pair)
{
    return pair.parted < 0 ? pair.length : std::min(pair.parted + 1, std::max(pair.length, pair.parted + 1));
}

} // namespace

ForkRate forkRate(const QList<ForkExposure>& pairs)
{
    ForkRate rate;
    for (const ForkExposure& pair : pairs) {
        rate.forks += pair.parted >= 0;
        rate.exposed += exposedOf(pair);
    }
    return rate;
}

QList<ForkBucket> forkRateByPosition(const QList<ForkExposure>& pairs)
{
    QList<ForkBucket> buckets{{1, 32, {}}, {33, 128, {}}, {129, 512, {}}, {513, 2048, {}}, {2049, 0, {}}};
    for (const ForkExposure& pair : pairs) {
        const qint64 exposed = exposedOf(pair);
        for (ForkBucket& bucket : buckets) {
            const qint64 last = bucket.to ? std::min(bucket.to, exposed) : exposed;
            bucket.rate.exposed += std::max<qint64>(0, last - bucket.from + 1);
            const qint64 position = pair.parted + 1;
            bucket.rate.forks += pair.parted >= 0 && position >= bucket.from && (!bucket.to || position <= bucket.to);
        }
    }
    return buckets;
}

ChangeShape changeShape(const domain::EditScript& script)
{
    ChangeShape shape;
    qsizetype equal = 0;
    qsizetype onlyA = 0;
    qsizetype onlyB = 0;
    bool inChange = false;
    for (const domain::EditRun& run : script) {
        const bool changed = run.kind != domain::EditKind::Equal;
        shape.changedRuns += changed && !inChange;
        inChange = changed;
        (run.kind == domain::EditKind::Equal   ? equal
         : run.kind == domain::EditKind::OnlyA ? onlyA
                                               : onlyB) += run.length;
    }
    const qsizetype all = 2 * equal + onlyA + onlyB;
    shape.divergentShare = all ? double(onlyA + onlyB) / double(all) : 0.0;
    if (equal + onlyA > 0)
        shape.lengthRatio = double(equal + onlyB) / double(equal + onlyA);
    shape.rejoins =
        shape.changedRuns > 0 && script.back().kind == domain::EditKind::Equal && script.back().length >= rejoinedFrom;
    return shape;
}

} // namespace quantlens::scoring
