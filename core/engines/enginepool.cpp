// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/enginepool.h"

#include <utility>

namespace quantlens::engines {

QCoro::Task<base::Expected<std::shared_ptr<Engine>>> EnginePool::acquire(EngineOptions options, net::Cancel* cancel)
{
    for (const auto& engine : m_engines) {
        if (engine->options() == options && !engine->fault())
            co_return engine;
    }
    auto started = co_await Engine::start(std::move(options), cancel);
    if (started)
        m_engines.push_back(*started);
    co_return started;
}

QCoro::Task<void> EnginePool::stopAll()
{
    for (const auto& engine : std::exchange(m_engines, {}))
        co_await Engine::stop(engine);
}

} // namespace quantlens::engines
