// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/comparison.h"
#include "core/domain/generation.h"

#include <QList>

namespace quantlens::scoring {

/// How often greedy streams part, counted over the positions at which they could.
struct ForkRate
{
    qint64 forks = 0;
    qint64 exposed = 0; ///< positions both sides reached with an equal prefix, the parting one included

    [[nodiscard]] double perThousand() const { return exposed ? 1000.0 * double(forks) / double(exposed) : 0.0; }
    bool operator==(const ForkRate&) const = default;
};

/// One pair: where it parted (in units of the stream; −1: nowhere) and how long the shorter stream is.
struct ForkExposure
{
    qint64 parted = -1;
    qint64 length = 0;
};

[[nodiscard]] ForkRate forkRate(const QList<ForkExposure>& pairs);

/// The rate by position: 1–32, 33–128, 129–512, 513–2048, above.
struct ForkBucket
{
    qint64 from = 1; ///< 1-based, inclusive
    qint64 to = 0;   ///< inclusive; 0: no end
    ForkRate rate;
};

[[nodiscard]] QList<ForkBucket> forkRateByPosition(const QList<ForkExposure>& pairs);

/// How two outputs differ beside their similarity.
struct ChangeShape
{
    double divergentShare = 0; ///< units that are not matched, of all
    qsizetype changedRuns = 0; ///< stretches of change
    double lengthRatio = 1;    ///< units of B per unit of A; 0 when only A is empty is not defined and stays 1
    bool rejoins = false;      ///< the script ends in an equal run of at least 16 units behind a change
};

[[nodiscard]] ChangeShape changeShape(const domain::EditScript& script);

} // namespace quantlens::scoring
