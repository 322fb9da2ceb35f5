// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runners/probing.h"

#include "core/base/clock.h"
#include "core/runners/asking.h"
#include "core/runners/endpoint.h"

#include <QCoroFuture>
#include <QtConcurrent>

namespace quantlens::runners {

namespace {

QCoro::Task<ProbeAnswer> firstAnswerOf(Endpoint* endpoint, RunPlan* plan, net::Cancel* cancel)
{
    const domain::GenerationRequest request =
        requestFor(*plan, endpoint->sides.first(), plan->run.prompts.constFirst());
    const double begun = base::monotonicMs();
    const domain::Generation answer = co_await endpoint->backend->generate(request, plan->run.options, {}, cancel);
    ProbeAnswer probe;
    probe.totalMs = base::monotonicMs() - begun;
    probe.asked = true;
    probe.error = answer.error;
    probe.firstTokenMs = answer.timings.firstToken;
    probe.text = answer.text;
    probe.tokens = answer.usage.completionTokens > 0 ? answer.usage.completionTokens : int(answer.entries.size());
    co_return probe;
}

} // namespace

QCoro::Task<QList<ProbeAnswer>> probeSides(RunPlan* plan, net::Cancel* cancel)
{
    return askEverySide<ProbeAnswer>(plan, cancel, &firstAnswerOf);
}

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
