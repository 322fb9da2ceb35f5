// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/importfile.h"

#include <atomic>
#include <mutex>

namespace quantlens::ui {

/// An import that is going on, between the thread that does it and the window. All functions are thread-safe.
class ImportTask
{
public:
    /// Where it stands. False: the person wants it to end.
    bool tell(const exchange::ImportStep& step)
    {
        const std::lock_guard lock(m_mutex);
        m_step = step;
        return !m_cancelled.load();
    }
    [[nodiscard]] exchange::ImportStep step() const
    {
        const std::lock_guard lock(m_mutex);
        return m_step;
    }
    void cancel() { m_cancelled = true; }
    [[nodiscard]] bool cancelled() const { return m_cancelled.load(); }

private:
    mutable std::mutex m_mutex;
    exchange::ImportStep m_step;
    std::atomic<bool> m_cancelled = false;
};

} // namespace quantlens::ui
