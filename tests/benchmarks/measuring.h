// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>

#include <benchmark/benchmark.h>

#include <algorithm>
#include <string>
#include <vector>

// What benchmarks measure and judge with.

namespace quantlens::bench {

[[nodiscard]] inline double elapsedMs(const QElapsedTimer& timer)
{
    return double(timer.nsecsElapsed()) / 1e6;
}

/// The value below which `share` of all lie; 0 for none.
[[nodiscard]] inline double shareOf(std::vector<double> values, double share)
{
    if (values.empty())
        return 0;
    std::ranges::sort(values);
    return values.at(std::size_t(share * double(values.size() - 1)));
}

/// A counter and the most it may be: main.cpp judges it.
inline void within(benchmark::State& state, const char* name, double value, double limit)
{
    state.counters[name] = value;
    state.counters[std::string(name) + "_limit"] = limit;
}

} // namespace quantlens::bench
