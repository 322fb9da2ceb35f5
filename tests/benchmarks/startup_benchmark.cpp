// SPDX-License-Identifier: GPL-3.0-or-later
// From starting the program to a window that can be used, against a program with an empty QMainWindow; the aim is at
// most 1.5 times its time. Whole processes are measured, loading of libraries included, both with files in the cache.
#include "core/scoring/distributions.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>

#include <benchmark/benchmark.h>

#include <algorithm>
#include <vector>

using namespace quantlens;

namespace {

constexpr int limitMs = 30'000;

double medianOf(std::vector<double> values)
{
    std::ranges::sort(values);
    return scoring::percentile(values, 0.5);
}

/// Seconds until the program says that it is ready; negative when it does not start or never does.
double secondsToReady(const QString& program, const QStringList& arguments, const QString& home)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("QT_QPA_GENERIC_PLUGINS"), QStringLiteral("startupprobe"));
    environment.insert(QStringLiteral("QT_PLUGIN_PATH"), QStringLiteral(QUANTLENS_STARTUP_PLUGINS));
    for (const char* folder : {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"})
        environment.insert(QString::fromLatin1(folder), home);
    QProcess process;
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    QElapsedTimer watch;
    watch.start();
    process.start(program, arguments, QIODevice::ReadOnly);
    double seconds = -1.0;
    while (process.waitForReadyRead(limitMs)) {
        if (process.readAllStandardOutput().contains("ready")) {
            seconds = static_cast<double>(watch.nsecsElapsed()) / 1e9;
            break;
        }
    }
    if (!process.waitForFinished(limitMs))
        process.kill();
    return seconds;
}

void startOfTheWindow(benchmark::State& state)
{
    const QTemporaryDir home;
    const QString ours = QCoreApplication::applicationDirPath() + QStringLiteral("/quantlens");
    const QString empty = QStringLiteral(QUANTLENS_EMPTY_WINDOW);
    const auto measured = [&](const QString& program) { return secondsToReady(program, {}, home.path()); };
    // Fills the file cache and makes the settings and the workspace: the first start of all is not what is measured.
    if (measured(empty) < 0 || measured(ours) < 0) {
        state.SkipWithError("a program did not become ready");
        return;
    }
    std::vector<double> oursSeconds;
    std::vector<double> emptySeconds;
    for (auto _ : state) {
        emptySeconds.push_back(measured(empty));
        oursSeconds.push_back(measured(ours));
        state.SetIterationTime(oursSeconds.back());
    }
    const double oursMedian = medianOf(oursSeconds);
    const double emptyMedian = medianOf(emptySeconds);
    state.counters["ours_ms"] = oursMedian * 1e3;
    state.counters["empty_ms"] = emptyMedian * 1e3;
    state.counters["ratio"] = oursMedian / emptyMedian;
}

} // namespace

BENCHMARK(startOfTheWindow)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(15);
