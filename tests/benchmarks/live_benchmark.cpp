// SPDX-License-Identifier: GPL-3.0-or-later
// The place of runs while 64 streams of 50 tokens a second come in for 30 seconds, from sockets to pixels. A slice is
// the time from when the window's thread wakes to when it waits again: nothing else can happen meanwhile. "cpu" is what
// the thread itself used of it, which a busy machine does not change.
#include "core/runners/runservice.h"
#include "core/store/store.h"
#include "tests/support/dialects.h"
#include "tests/support/fakeserver.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/models/livetable.h"
#include "ui/panels/runpanel.h"

#include <QAbstractEventDispatcher>
#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QThread>
#include <QTimer>

#include <benchmark/benchmark.h>

#include <algorithm>
#include <ctime>

using namespace quantlens;

namespace {

constexpr int streams = 64; ///< on two servers
constexpr int perSecond = 50;
constexpr int seconds = 30;

double liveThreadMs()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return double(now.tv_sec) * 1000 + double(now.tv_nsec) / 1e6;
}

/// Slices of the event loop of this thread.
class SliceMeter
{
public:
    SliceMeter()
    {
        QAbstractEventDispatcher* dispatcher = QAbstractEventDispatcher::instance();
        m_awake = QObject::connect(dispatcher, &QAbstractEventDispatcher::awake, dispatcher, [this] {
            m_timer.start();
            m_cpu = liveThreadMs();
        });
        m_block = QObject::connect(dispatcher, &QAbstractEventDispatcher::aboutToBlock, dispatcher, [this] {
            if (!m_timer.isValid())
                return;
            wall.push_back(double(m_timer.nsecsElapsed()) / 1e6);
            cpu.push_back(liveThreadMs() - m_cpu);
            m_timer.invalidate();
        });
    }
    ~SliceMeter()
    {
        QObject::disconnect(m_awake);
        QObject::disconnect(m_block);
    }
    Q_DISABLE_COPY_MOVE(SliceMeter)

    std::vector<double> wall;
    std::vector<double> cpu;

private:
    QMetaObject::Connection m_awake;
    QMetaObject::Connection m_block;
    QElapsedTimer m_timer;
    double m_cpu = 0;
};

double shareOf(std::vector<double> values, double share)
{
    if (values.empty())
        return 0;
    std::ranges::sort(values);
    return values.at(std::size_t(share * double(values.size() - 1)));
}

void limit(benchmark::State& state, const char* name, double value, double most)
{
    state.counters[name] = value;
    state.counters[std::string(name) + "_limit"] = most;
}

std::unique_ptr<test::FakeServer> drippingServer(const QString& name)
{
    test::DialectOptions options;
    options.model.name = name;
    options.model.contextTokens = 1 << 20;
    options.tokenDelayMs = 1000 / perSecond;
    options.slots = streams / 2;
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
    QThread engineThread;
    services.runs = new runners::RunService(services.store);
    services.runs->moveToThread(&engineThread);
    QObject::connect(&engineThread, &QThread::finished, services.runs, &QObject::deleteLater);
    QObject::connect(services.runs, &runners::RunService::idle, &engineThread, &QThread::quit, Qt::DirectConnection);
    engineThread.start();
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
        QObject::connect(services.runs, &runners::RunService::updated, &window,
                         [&inFlight](const runners::LiveUpdate& update) { inFlight = update.inFlight; });
        Q_EMIT window.runPanel()->startWanted(request);
        QElapsedTimer patience;
        patience.start();
        while (inFlight < streams && patience.elapsed() < 60'000)
            QApplication::processEvents(QEventLoop::WaitForMoreEvents);
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
            SliceMeter meter;
            QEventLoop loop;
            QTimer::singleShot(seconds * 1000, &loop, &QEventLoop::quit);
            loop.exec();
            const double took = double(timer.elapsed()) / 1000;
            state.SetIterationTime(took);
            state.counters["streams"] = inFlight;
            state.counters["tokens_per_second"] = double(tokens() - before) / took;
            state.counters["slices"] = double(meter.wall.size());
            limit(state, "longest", shareOf(meter.wall, 1), 50);
            limit(state, "p99", shareOf(meter.wall, 0.99), 16);
            limit(state, "cpu_longest", shareOf(meter.cpu, 1), 50);
            limit(state, "cpu_p99", shareOf(meter.cpu, 0.99), 16);
        }
    }
    QMetaObject::invokeMethod(services.runs, &runners::RunService::shutDown, Qt::QueuedConnection);
    engineThread.wait(30'000);
}
BENCHMARK(manyStreams)->UseManualTime()->Unit(benchmark::kSecond)->Iterations(1);

} // namespace
