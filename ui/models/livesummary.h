// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/run.h"
#include "ui/models/livetable.h"

#include <QList>
#include <QMap>
#include <QPair>
#include <QString>

namespace quantlens::ui {

/// One rate of a running run, with what it is about.
struct LiveRate
{
    QString id;   ///< stable: "changed", "flips-2", "level-8"
    QString name; ///< translated, short
    QString tip;
    domain::Rate rate;
};

/// What can be said of a run before it ends, each figure with its interval or its n.
struct LiveSummary
{
    bool compares = true; ///< severities mean something
    qint64 n = 0;         ///< pairs, or answers
    qint64 severities[4] = {};
    qint64 undetermined = 0;
    QList<LiveRate> rates;
    QList<QPair<QString, QString>> means; ///< name and value with its interval
};

/// Any kind of run. Takes long enough for many pairs that it belongs off the UI thread. `comparisons` by side.
[[nodiscard]] LiveSummary summarizeLive(const domain::RunRecord& run,
                                        const QMap<int, QList<domain::Comparison>>& comparisons,
                                        const LiveTally& tally);

} // namespace quantlens::ui
