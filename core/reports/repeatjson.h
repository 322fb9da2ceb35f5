// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scoring/runscores.h"

#include <QJsonObject>

// Inside core/reports: the parts of a run's summary for prompts that were asked again and again.

namespace quantlens::reports {

[[nodiscard]] QJsonObject determinismJson(const scoring::DeterminismRun& run);
[[nodiscard]] QJsonObject stressJson(const scoring::StressScore& stress);

} // namespace quantlens::reports
