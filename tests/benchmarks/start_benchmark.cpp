// SPDX-License-Identifier: GPL-3.0-or-later
// From the start of the program to its first usable window, against a program with an empty QMainWindow. Whole
// processes: loading libraries, opening the workspace and painting count. Both end with their first window.
#include "tests/benchmarks/measuring.h"
#include "tests/support/process.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTemporaryDir>

#include <benchmark/benchmark.h>

#include <algorithm>
#include <vector>

using namespace quantlens;
using bench::shareOf;
using bench::within;

namespace {

constexpr int starts = 15; ///< of each, in turn: what else the machine does meets both

/// Milliseconds to the first window; negative when none came.
double firstWindowMs(const char* program, const QString& home)
{
    QElapsedTimer timer;
    timer.start();
    const std::unique_ptr<QProcess> process =
        test::startIn(home, QCoreApplication::applicationDirPath() + u'/' + QLatin1String(program), {});
    while (!process->canReadLine() && process->waitForReadyRead(30'000)) {
    }
    const double took = double(timer.nsecsElapsed()) / 1e6;
    const bool ready = process->readLine().startsWith("ready");
    process->waitForFinished();
    return ready ? took : -1;
}

void firstWindow(benchmark::State& state)
{
    const QTemporaryDir home;
    std::vector<double> own;
    std::vector<double> empty;
    for (auto _ : state) {
        // The first start makes the workspace and warms the disk's cache.
        bool shown = firstWindowMs("quantlens-bench-window", home.path()) > 0 &&
                     firstWindowMs("quantlens-bench-empty", home.path()) > 0;
        for (int i = 0; i < starts && shown; ++i) {
            own.push_back(firstWindowMs("quantlens-bench-window", home.path()));
            empty.push_back(firstWindowMs("quantlens-bench-empty", home.path()));
            shown = own.back() > 0 && empty.back() > 0;
        }
        if (!shown) {
            state.SkipWithError("a window did not come up");
            return;
        }
        state.SetIterationTime(shareOf(own, 0.5) / 1000);
    }
    state.counters["ms"] = shareOf(own, 0.5);
    state.counters["empty_ms"] = shareOf(empty, 0.5);
    within(state, "times_empty", shareOf(own, 0.5) / shareOf(empty, 0.5), 1.5);
}
BENCHMARK(firstWindow)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(1);

} // namespace
