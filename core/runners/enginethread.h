// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runners/modelservice.h"
#include "core/runners/runservice.h"

#include <QThread>

#include <memory>

namespace quantlens::runners {

/// The thread in which everything lives that talks to models: the services and all they make.
class EngineThread
{
public:
    EngineThread();
    /// Stops as long as it takes.
    ~EngineThread();
    Q_DISABLE_COPY_MOVE(EngineThread)

    /// Begins with these services, either of which may be nullptr. Once.
    void start(std::unique_ptr<ModelService> models, std::unique_ptr<RunService> runs);
    /// Ends tests, then runs, then engines; what was answered is stored. Returns whether all of it ended within
    /// `limitMs` (negative: waits as long as it takes).
    [[nodiscard]] bool stop(int limitMs = -1);

    /// nullptr before start(), after stop(), and when there is none.
    [[nodiscard]] ModelService* models() const { return m_models; }
    [[nodiscard]] RunService* runs() const { return m_runs; }

private:
    QThread m_thread;
    ModelService* m_models = nullptr;
    RunService* m_runs = nullptr;
};

} // namespace quantlens::runners
