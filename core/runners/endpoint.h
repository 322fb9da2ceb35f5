// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backends/backend.h"
#include "core/engines/enginepool.h"
#include "core/runners/plan.h"

#include <QCoroTask>

#include <memory>

namespace quantlens::runners {

/// A server that answers for one side, or for several that are the same model with the same arguments.
struct Endpoint
{
    QList<int> sides;
    std::shared_ptr<engines::Engine> engine; ///< null for a server that ran already
    std::unique_ptr<backends::Backend> backend;
    backends::EndpointInfo info;
    QList<int> probeIds; ///< the tokenizer probe; empty where the server cannot tokenize
};

/// Opens the endpoints of one turn: starts engines, asks every server who it is, takes its fingerprint, finds out what
/// it can do and lets it do its first request, which is not counted. What was learnt goes into the record of the sides.
class EndpointOpener
{
public:
    EndpointOpener(RunPlan* plan, engines::EnginePool* engines, net::Cancel* cancel);

    /// The endpoints of the sides. One that cannot be opened is an error in its sides' records
    /// (RunSide::error), and has no endpoint.
    [[nodiscard]] QCoro::Task<std::vector<std::unique_ptr<Endpoint>>> open(QList<int> sides);

private:
    [[nodiscard]] std::vector<std::unique_ptr<Endpoint>> grouped(const QList<int>& sides) const;
    [[nodiscard]] QCoro::Task<base::Expected<void>> bringUp(Endpoint* endpoint, int threads);
    [[nodiscard]] QCoro::Task<base::Expected<void>> start(Endpoint* endpoint, int threads);
    [[nodiscard]] QCoro::Task<base::Expected<void>> connectTo(Endpoint* endpoint);
    [[nodiscard]] QCoro::Task<base::Expected<void>> meet(Endpoint* endpoint);
    /// Nothing is generated, and a server that cannot be known is believed to be what its spec says.
    [[nodiscard]] QCoro::Task<base::Expected<void>> meetAsInferCheck(Endpoint* endpoint);

    RunPlan* m_plan;
    engines::EnginePool* m_engines;
    net::Cancel* m_cancel;
};

/// Opens every side of a plan as the run would, lets `ask` ask each server once, and stops what was started. One result
/// a side, in order; `Result::error` says why a side could not be opened. What is passed outlives the task.
template<class Result>
[[nodiscard]] QCoro::Task<QList<Result>> askEverySide(RunPlan* plan, net::Cancel* cancel,
                                                      QCoro::Task<Result> (*ask)(Endpoint*, RunPlan*, net::Cancel*))
{
    QList<Result> results(plan->run.sides.size());
    engines::EnginePool engines;
    const QList<QList<int>> turns = plan->turns;
    for (const QList<int>& turn : turns) {
        EndpointOpener opener(plan, &engines, cancel);
        const auto endpoints = co_await opener.open(turn);
        for (const int side : turn)
            results[side].error = plan->run.sides.at(side).error;
        for (const auto& endpoint : endpoints) {
            const Result result = co_await ask(endpoint.get(), plan, cancel);
            for (const int side : endpoint->sides)
                results[side] = result;
        }
        co_await engines.stopAll();
    }
    co_return results;
}

} // namespace quantlens::runners
