// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runners/runprobe.h"

#include <QCoroFuture>
#include <QtConcurrent>

namespace quantlens::runners {

base::Error cancelledProbe()
{
    return {QStringLiteral("run.cancelled"), QStringLiteral("The estimate of the time was cancelled."), {}, {}};
}

QCoro::Task<RunProbe> probeRun(RunRequest request, secrets::KeySources keys, engines::Programs programs,
                               net::Cancel* cancel)
{
    RunProbe probe;
    auto plan = co_await QtConcurrent::run(&planRun, request);
    if (!plan) {
        probe.error = plan.error();
        co_return probe;
    }
    plan->keys = keys;
    plan->programs = programs;
    for (int side = 0; side < plan->run.sides.size(); ++side)
        probe.labels.append(plan->run.label(side));
    // Before the sides are opened, as it is shown beside the form.
    const RunEstimate estimate = estimateRun(*plan);
    if (!cancel->isRequested())
        probe.answers = co_await probeSides(&*plan, cancel);
    if (cancel->isRequested())
        probe.error = cancelledProbe();
    else
        probe.time = timeOf(estimate, probe.answers);
    co_return probe;
}

} // namespace quantlens::runners
