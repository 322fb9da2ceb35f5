// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backends/backend.h"
#include "core/engines/enginepool.h"
#include "core/net/cancel.h"
#include "core/runners/livereporter.h"
#include "core/runners/plan.h"
#include "core/store/store.h"

#include <QCoroTask>

#include <memory>

namespace quantlens::runners {

/// One compare run from plan to end. Keep it until the task of run() has ended.
class CompareRun
{
public:
    CompareRun(CompareRequest request, std::shared_ptr<store::Store> store, LiveReporter* reporter);
    ~CompareRun();

    /// Called with the record when the run is planned, its servers answer and it is stored.
    std::function<void(const domain::RunRecord&)> onStarted;

    /// Runs everything. The record's status and error say how it ended; its id is empty when nothing was stored.
    [[nodiscard]] QCoro::Task<domain::RunRecord> run();

    /// First call: what is in flight is finished and saved. Second call: everything stops at once.
    void cancel();

private:
    struct Endpoint;
    using Endpoints = std::vector<std::unique_ptr<Endpoint>>;

    [[nodiscard]] QCoro::Task<base::Expected<void>> execute();
    [[nodiscard]] QCoro::Task<base::Expected<Endpoints>> open(QList<int> sides);
    [[nodiscard]] QCoro::Task<base::Expected<void>> meet(Endpoint* endpoint);
    [[nodiscard]] base::Expected<void> checkDifferent() const;
    void settleUnit();
    [[nodiscard]] QCoro::Task<void> serve(Endpoint* endpoint);
    [[nodiscard]] QCoro::Task<void> ask(Endpoint* endpoint, int side, int promptIndex);
    void scoreWhenComplete(int promptIndex);
    [[nodiscard]] QCoro::Task<void> finish(base::Expected<void> result);

    CompareRequest m_request;
    std::shared_ptr<store::Store> m_store;
    LiveReporter* m_reporter;
    net::Cancel m_cancel;
    engines::EnginePool m_engines;
    ComparePlan m_plan;
    bool m_stored = false;
    bool m_stopAsking = false;
    bool m_entriesRebuild = true; ///< so far every answer's tokens give its text
    double m_begunAt = 0;
    std::optional<base::Error> m_storeError;
    QList<backends::EndpointInfo> m_infos;                                 ///< by side
    QList<QList<int>> m_probeIds;                                          ///< by side: the tokenizer probe
    std::vector<std::vector<std::optional<domain::Generation>>> m_answers; ///< by prompt and side
};

} // namespace quantlens::runners
