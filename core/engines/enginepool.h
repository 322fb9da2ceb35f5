// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engines/engine.h"

#include <list>

namespace quantlens::engines {

/// The engines of a run: one process per distinct file and options, shared by the sides that ask for the same.
class EnginePool
{
public:
    /// A running engine for the options, started when there is none yet. Errors: as Engine::start.
    [[nodiscard]] QCoro::Task<base::Expected<std::shared_ptr<Engine>>> acquire(EngineOptions options,
                                                                               net::Cancel* cancel);
    /// Stops all engines and returns when they are gone.
    [[nodiscard]] QCoro::Task<void> stopAll();

private:
    std::list<std::shared_ptr<Engine>> m_engines;
};

} // namespace quantlens::engines
