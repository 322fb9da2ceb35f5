// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <optional>
#include <vector>

namespace quantlens::scoring {

/// One quant of a sweep against the baseline; values by prompt, in one order for all quants.
struct SweepQuant
{
    QString label;
    std::optional<double> bitsPerWeight;
    qint64 fileSize = 0;        ///< bytes; 0: unknown
    std::vector<double> logKld; ///< mean ln(KLD + 1e-9) per prompt, teacher-forced; NaN: none; empty: not measured
    std::vector<qint8> changed; ///< 1 changed, 0 same, −1 undetermined
};

/// Indices in the order of the sweep: the baseline first, then by true bits per weight from high to low. Where one has
/// none, `given` order is kept for all. Never alphabetical.
[[nodiscard]] QList<qsizetype> sweepOrder(const QList<SweepQuant>& quants, qsizetype baseline);

/// The step at which quality breaks off.
struct Cliff
{
    qsizetype from = -1; ///< indices into the quants given: the last good one …
    qsizetype to = -1;   ///< … and the first behind the step
    double factor = 0;   ///< how many times the loss
    double p = 1;        ///< after Holm
};

enum class SweepLoss {
    Kld,     ///< paired mean ln(KLD + 1e-9), bootstrap-t; at least four times
    Changed, ///< changed rate, exact McNemar; at least twice
};

/// The first step whose paired loss is significantly worse (5 % after Holm over all steps) and at least twice (KLD:
/// four times) the one before. Quants within 0.15 bits per weight are one step: the next group is compared with the
/// last of the group before. `order` leaves the baseline out. None: no cliff, which is a result.
[[nodiscard]] std::optional<Cliff> findCliff(const QList<SweepQuant>& quants, const QList<qsizetype>& order,
                                             SweepLoss loss);

enum class ParetoPlace {
    Front,            ///< nothing smaller is better
    FrontWithinNoise, ///< the paired test cannot separate it from a point of the front
    Behind,
    Unknown, ///< no size or no loss
};

/// Where each quant stands on (size, loss).
[[nodiscard]] QList<ParetoPlace> paretoFront(const QList<SweepQuant>& quants, SweepLoss loss);

/// The loss a quant is plotted with: geometric mean KLD, or changed rate. None without data.
[[nodiscard]] std::optional<double> lossOf(const SweepQuant& quant, SweepLoss loss);

/// Two-sided p-value of the paired difference between two quants.
[[nodiscard]] double pairedPValue(const SweepQuant& a, const SweepQuant& b, SweepLoss loss);

} // namespace quantlens::scoring
