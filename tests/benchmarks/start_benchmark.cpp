// SPDX-License-Identifier: GPL-3.0-or-later
// From the start of the program to its first usable window, against a program with an empty QMainWindow. Whole
// processes: loading libraries, opening the display and painting count. Both end with their first window.
#include "core/platform/modules.h"
#include "tests/benchmarks/measuring.h"
#include "tests/support/process.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QProcessEnvironment>
#include <QTemporaryDir>
#include <QThread>

#include <benchmark/benchmark.h>

#include <chrono>
#include <optional>
#include <vector>

using namespace quantlens;
using bench::shareOf;
using bench::within;

namespace {

constexpr int starts = 60; ///< of each, in turn: what else the machine does meets both

/// Milliseconds to the first window; negative when none came.
double firstWindowMs(const char* program, const QString& home, const QProcessEnvironment& display)
{
    QProcessEnvironment environment = display;
    environment.insert(QStringLiteral("LD_PRELOAD"), platform::modulePath(QStringLiteral("quantlens-firstwindow")));
    QElapsedTimer timer;
    timer.start();
    const std::unique_ptr<QProcess> process =
        test::startIn(home, QCoreApplication::applicationDirPath() + u'/' + QLatin1String(program), {}, environment);
    while (!process->canReadLine() && process->waitForReadyRead(30'000)) {
    }
    const double took = double(timer.nsecsElapsed()) / 1e6;
    const bool ready = process->readLine().startsWith("ready");
    process->waitForFinished();
    return ready ? took : -1;
}

/// Fills in the counters; false when a window did not come up.
bool measureStarts(benchmark::State& state, const QProcessEnvironment& display, std::optional<double> limit)
{
    const QTemporaryDir home;
    std::vector<double> own;
    std::vector<double> empty;
    // The first start makes the workspace and warms the disk's cache.
    bool shown = firstWindowMs("quantlens", home.path(), display) > 0 &&
                 firstWindowMs("quantlens-bench-empty", home.path(), display) > 0;
    for (int i = 0; i < starts && shown; ++i) {
        own.push_back(firstWindowMs("quantlens", home.path(), display));
        empty.push_back(firstWindowMs("quantlens-bench-empty", home.path(), display));
        shown = own.back() > 0 && empty.back() > 0;
    }
    if (!shown)
        return false;
    state.SetIterationTime(shareOf(own, 0.5) / 1000);
    state.counters["ms"] = shareOf(own, 0.5);
    state.counters["empty_ms"] = shareOf(empty, 0.5);
    const double times = shareOf(own, 0.5) / shareOf(empty, 0.5);
    if (limit)
        within(state, "times_empty", times, *limit);
    else
        state.counters["times_empty"] = times;
    return true;
}

/// An X server with or without a window manager.
class Display
{
public:
    explicit Display(bool managed)
    {
        m_server.start(QStringLiteral("Xvfb"),
                       {QStringLiteral("-displayfd"), QStringLiteral("1"), QStringLiteral("-screen"),
                        QStringLiteral("0"), QStringLiteral("1600x1000x24"), QStringLiteral("-nolisten"),
                        QStringLiteral("tcp"), QStringLiteral("-noreset")});
        while (m_server.waitForReadyRead(30'000) && !m_server.canReadLine()) {
        }
        const QString number = QString::fromUtf8(m_server.readLine()).trimmed();
        m_environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("xcb"));
        m_environment.insert(QStringLiteral("DISPLAY"), u':' + number);
        m_there = !number.isEmpty();
        if (!managed || !m_there)
            return;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(m_environment);
        m_manager.setProcessEnvironment(environment);
        m_manager.start(QStringLiteral("openbox"), {});
        m_there = m_manager.waitForStarted();
        QThread::sleep(std::chrono::seconds(1)); // it does not say when it is ready
    }

    ~Display()
    {
        for (QProcess* process : {&m_manager, &m_server}) {
            process->terminate();
            process->waitForFinished();
        }
    }

    [[nodiscard]] bool isThere() const { return m_there; }
    [[nodiscard]] const QProcessEnvironment& environment() const { return m_environment; }

private:
    QProcess m_server;
    QProcess m_manager;
    QProcessEnvironment m_environment;
    bool m_there = false;
};

/// As a person starts it: on a display with a window manager.
void firstWindow(benchmark::State& state)
{
    const Display display(true);
    for (auto _ : state) {
        if (!display.isThere() || !measureStarts(state, display.environment(), 1.5))
            state.SkipWithError("a window did not come up, or no Xvfb, or no openbox");
    }
}
BENCHMARK(firstWindow)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(1);

/// Without a window manager: the part of the time that is the program's own is larger. No limit.
void firstWindowBare(benchmark::State& state)
{
    const Display display(false);
    for (auto _ : state) {
        if (!display.isThere() || !measureStarts(state, display.environment(), std::nullopt))
            state.SkipWithError("a window did not come up, or no Xvfb");
    }
}
BENCHMARK(firstWindowBare)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(1);

/// Without a display: no limit, because the empty window does next to nothing there. It sets no text and so reads no
/// font, which alone makes a window with ten labels and three menus take 1.7 times as long.
void firstWindowOffscreen(benchmark::State& state)
{
    QProcessEnvironment display;
    display.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    for (auto _ : state) {
        if (!measureStarts(state, display, std::nullopt))
            state.SkipWithError("a window did not come up");
    }
}
BENCHMARK(firstWindowOffscreen)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(1);

} // namespace
