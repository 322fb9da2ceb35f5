// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/scoretable.h"
#include "ui/models/shownrun.h"

#include <QStringList>

namespace quantlens::ui {

/// One row a model, in the order of the charts, the baseline's self-check first.
void fillSweepTable(ScoreTable& table, const ShownRun& run);

/// What the sweep says: the verdict of its thresholds, the cliff, the smallest models that hold. Plain sentences.
[[nodiscard]] QStringList sweepFindings(const ShownRun& run);

} // namespace quantlens::ui
