// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runners/probing.h"

#include "core/base/clock.h"
#include "core/engines/enginepool.h"
#include "core/runners/asking.h"
#include "core/runners/endpoint.h"

#include <QCoroFuture>
#include <QtConcurrent>

namespace quantlens::runners {

QCoro::Task<QList<ProbeAnswer>> probeSides(RunPlan* plan, net::Cancel* cancel)
{
    QList<ProbeAnswer> answers(plan->run.sides.size());
    engines::EnginePool engines;
    const QList<QList<int>> turns = plan->turns;
    for (const QList<int>& turn : turns) {
        EndpointOpener opener(plan, &engines, cancel);
        const auto endpoints = co_await opener.open(turn);
        for (const int side : turn)
            answers[side].error = plan->run.sides.at(side).error;
        for (const auto& endpoint : endpoints) {
            const domain::GenerationRequest request =
                requestFor(*plan, endpoint->sides.first(), plan->run.prompts.constFirst());
            const double begun = base::monotonicMs();
            const domain::Generation answer =
                co_await endpoint->backend->generate(request, plan->run.options, {}, cancel);
            const double took = base::monotonicMs() - begun;
            for (const int side : endpoint->sides) {
                answers[side].asked = true;
                answers[side].error = answer.error;
                answers[side].totalMs = took;
                answers[side].firstTokenMs = answer.timings.firstToken;
                answers[side].text = answer.text;
                answers[side].tokens =
                    answer.usage.completionTokens > 0 ? answer.usage.completionTokens : int(answer.entries.size());
            }
        }
        co_await engines.stopAll();
    }
    co_return answers;
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
