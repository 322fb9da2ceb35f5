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

    RunPlan* m_plan;
    engines::EnginePool* m_engines;
    net::Cancel* m_cancel;
};

} // namespace quantlens::runners
