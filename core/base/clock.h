// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

namespace quantlens::base {

/// Milliseconds on a clock that never jumps; only differences mean something.
[[nodiscard]] inline double monotonicMs()
{
    using namespace std::chrono;
    return duration<double, std::milli>(steady_clock::now().time_since_epoch()).count();
}

} // namespace quantlens::base
