// SPDX-License-Identifier: GPL-3.0-or-later
// The place of runs while 64 streams of 50 tokens a second come in for 30 seconds, from sockets to pixels; and its two
// texts while hostile answers are being written. A beat is an event that another thread posts to the window's every
// millisecond: how long it waits is how long a key or a click would. "cpu" is what the thread itself used meanwhile,
// which a busy machine does not change.
#include "core/base/error.h"
#include "core/runners/enginethread.h"
#include "core/runners/services.h"
#include "core/store/store.h"
#include "tests/benchmarks/hostiletexts.h"
#include "tests/benchmarks/measuring.h"
#include "tests/support/dialects.h"
#include "tests/support/fakeserver.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/models/livetable.h"
#include "ui/panels/livepair.h"
#include "ui/panels/runpanel.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTimer>

#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <memory>
#include <pthread.h>
#include <stop_token>
#include <thread>
#include <vector>

using namespace quantlens;
using bench::elapsedMs;
using bench::shareOf;
using bench::within;

namespace {

constexpr int streams = 64; ///< on two servers
constexpr int perSecond = 50;
constexpr int seconds = 30;

/// How long events of this thread wait. (Signals of the event dispatcher do not tell: GLib's says "awake" after what it
/// woke for is done.)
class Heartbeat
{
public:
    Heartbeat()
    {
        pthread_getcpuclockid(pthread_self(), &m_clock);
        m_thread = std::jthread([this](const std::stop_token& stop) { beat(stop); });
    }
    Q_DISABLE_COPY_MOVE(Heartbeat)

    std::vector<double> waits; ///< ms
    std::vector<double> cpu;   ///< ms that the thread used meanwhile

private:
    [[nodiscard]] double usedMs() const
    {
        timespec used{};
        clock_gettime(m_clock, &used);
        return double(used.tv_sec) * 1000 + double(used.tv_nsec) / 1e6;
    }

    // Beats do not wait for each other: a long stall is met by as many as the time it takes is worth.
    void beat(const std::stop_token& stop)
    {
        while (!stop.stop_requested()) {
            QElapsedTimer timer;
            timer.start();
            QMetaObject::invokeMethod(
                &m_receiver,
                [this, timer, before = usedMs()] {
                    waits.push_back(double(timer.nsecsElapsed()) / 1e6);
                    cpu.push_back(usedMs() - before);
                },
                Qt::QueuedConnection);
            QThread::msleep(1);
        }
    }

    clockid_t m_clock{};
    QObject m_receiver;    ///< lives in the thread that is watched
    std::jthread m_thread; ///< ends first
};

std::unique_ptr<test::FakeServer> drippingServer(const QString& name)
{
    test::DialectOptions options;
    options.model.name = name;
    options.model.contextTokens = 1 << 20;
    options.tokenDelayMs = 1000 / perSecond;
    options.slots = streams / 2;
    options.marker = "<__media_" + name.toUtf8() + "__>"; // two processes, not two addresses of one
    options.model.text = [name](const QString& prompt) {
        QStringList words;
        for (int i = 0; i < perSecond * (seconds + 5); ++i)
            words << (i % 23 == 22 ? QStringLiteral("over\nand")
                                   : QStringLiteral("word%1").arg((i * 7 + prompt.size()) % 97));
        words[20] = name; // where the two part
        return words.join(u' ');
    };
    auto server = std::make_unique<test::FakeServer>(test::FakeServer::Where::OwnThread);
    server->play(test::llamaServer(options));
    return server;
}

void manyStreams(benchmark::State& state)
{
    const QTemporaryDir folder;
    const auto a = drippingServer(QStringLiteral("fake-a"));
    const auto b = drippingServer(QStringLiteral("fake-b"));
    QFile suite(folder.filePath(QStringLiteral("s.jsonl")));
    if (!suite.open(QIODevice::WriteOnly)) {
        state.SkipWithError("no suite");
        return;
    }
    for (int i = 0; i < streams / 2; ++i)
        suite.write(
            QStringLiteral("{\"id\": \"p%1\", \"text\": \"Prompt %1\", \"max_tokens\": 100000}\n").arg(i).toUtf8());
    suite.close();
    auto opened = store::Store::open(folder.filePath(QStringLiteral("w.qlens")));
    if (!opened) {
        state.SkipWithError("no workspace");
        return;
    }
    ui::WindowServices services;
    services.store = std::move(*opened);
    runners::EngineThread engine;
    engine.start(nullptr, runners::makeRunService(services.store));
    services.runs = engine.runs();
    {
        ui::MainWindow window(services);
        window.resize(1280, 800);
        window.show();
        runners::RunRequest request;
        request.sides = {{.spec = a->url().toString() + QStringLiteral("#fake-a")},
                         {.spec = b->url().toString() + QStringLiteral("#fake-b")}};
        request.suite = suite.fileName();
        request.options.parallel = streams / 2;
        request.options.topLogprobs = 1;
        request.options.distributions = domain::Distributions::Off;
        int inFlight = 0;
        QString ended;
        QObject::connect(services.runs, &runners::RunService::updated, &window,
                         [&inFlight](const runners::LiveUpdate& update) { inFlight = update.inFlight; });
        QObject::connect(services.runs, &runners::RunService::finished, &window,
                         [&ended](const domain::RunRecord& run) {
                             ended = run.error ? base::oneLine(*run.error) : QStringLiteral("the run is through");
                         });
        Q_EMIT window.runPanel()->startWanted(request);
        QElapsedTimer patience;
        patience.start();
        while (inFlight < streams && ended.isEmpty() && patience.elapsed() < 60'000)
            QApplication::processEvents(QEventLoop::WaitForMoreEvents);
        if (inFlight < streams)
            state.SkipWithError(
                QStringLiteral("%1 of %2 streams came up; %3").arg(inFlight).arg(streams).arg(ended).toStdString());
        for (auto _ : state) {
            const ui::LiveTable* table = window.runPanel()->table();
            const auto tokens = [table] {
                qint64 all = 0;
                for (int row = 0; row < table->rowCount(); ++row)
                    all += table->at(row)->tokens;
                return all;
            };
            const qint64 before = tokens();
            QElapsedTimer timer;
            timer.start();
            const auto heart = std::make_unique<Heartbeat>();
            QEventLoop loop;
            QTimer::singleShot(seconds * 1000, &loop, &QEventLoop::quit);
            loop.exec();
            const double took = double(timer.elapsed()) / 1000;
            state.SetIterationTime(took);
            state.counters["streams"] = inFlight;
            // What was measured is only worth something under the whole load.
            const double perSecondSeen = double(tokens() - before) / took;
            state.counters["tokens_per_second"] = perSecondSeen;
            if (perSecondSeen < 0.9 * streams * perSecond)
                state.SkipWithError(QStringLiteral("the servers wrote %1 of %2 tokens a second; beats waited %3 ms at "
                                                   "most, p99 %4 ms")
                                        .arg(perSecondSeen, 0, 'f', 0)
                                        .arg(streams * perSecond)
                                        .arg(shareOf(heart->waits, 1), 0, 'f', 1)
                                        .arg(shareOf(heart->waits, 0.99), 0, 'f', 1)
                                        .toStdString());
            state.counters["beats"] = double(heart->waits.size());
            within(state, "longest", shareOf(heart->waits, 1), 50);
            within(state, "p99", shareOf(heart->waits, 0.99), 16);
            within(state, "cpu_longest", shareOf(heart->cpu, 1), 50);
            within(state, "cpu_p99", shareOf(heart->cpu, 0.99), 16);
        }
    }
    if (!engine.stop(30'000))
        state.SkipWithError("the engine thread did not end");
}
BENCHMARK(manyStreams)->UseManualTime()->Unit(benchmark::kSecond)->Iterations(1);

/// The slowest step of showing two hostile answers that grow in twenty steps and then end, in milliseconds.
void hostileLive(benchmark::State& state)
{
    const bench::HostileText hostile = bench::hostileTexts().at(state.range(0));
    state.SetLabel(hostile.name);
    constexpr int steps = 20;
    std::vector<double> took;
    for (auto _ : state) {
        ui::LivePair pair;
        pair.resize(1280, 500);
        pair.show();
        QApplication::processEvents();
        for (int step = 1; step <= steps + 1; ++step) {
            std::array<runners::LiveRow, 2> rows;
            for (runners::LiveRow& row : rows) {
                row.side = int(&row - rows.data());
                row.state = step <= steps ? runners::RequestState::Answering : runners::RequestState::Done;
                row.tokens = step;
                row.text = (row.side == 0 ? QStringLiteral("left ") : QStringLiteral("right ")) +
                           hostile.text.left(hostile.text.size() * std::min(step, steps) / steps);
            }
            QElapsedTimer timer;
            timer.start();
            pair.showPair(QStringLiteral("hostile"), &rows[0], &rows[1], nullptr);
            pair.repaint();
            QApplication::processEvents();
            took.push_back(elapsedMs(timer));
            state.SetIterationTime(took.back() / 1000);
        }
    }
    within(state, "longest", shareOf(took, 1), 100);
}
BENCHMARK(hostileLive)->DenseRange(0, 10)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(1);

} // namespace
