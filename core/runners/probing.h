// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/cancel.h"
#include "core/runners/plan.h"
#include "core/runners/runprobe.h"

#include <QCoroTask>

namespace quantlens::runners {

/// Opens every side as the run would, asks each its first prompt once, and stops what was started. Stores nothing.
/// One answer a side. `plan` and `cancel` outlive the task.
[[nodiscard]] QCoro::Task<QList<ProbeAnswer>> probeSides(RunPlan* plan, net::Cancel* cancel);

/// Plans a run, asks every side its first prompt once, stops what was started, and reckons. Stores nothing. `cancel`
/// outlives the task.
[[nodiscard]] QCoro::Task<RunProbe> probeRun(RunRequest request, secrets::KeySources keys, engines::Programs programs,
                                             net::Cancel* cancel);

/// "run.cancelled", of a probe.
[[nodiscard]] base::Error cancelledProbe();

} // namespace quantlens::runners
