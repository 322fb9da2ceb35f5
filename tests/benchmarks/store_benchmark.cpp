// SPDX-License-Identifier: GPL-3.0-or-later
// Codec and workspace. The folder of the workspace is the system's temporary one: where that is in memory, set TMPDIR
// to a folder on the disk to be measured.
#include "core/store/codec.h"
#include "core/store/store.h"

#include <QTemporaryDir>

#include <benchmark/benchmark.h>

#include <cmath>
#include <random>

using namespace quantlens;

namespace {

/// 100 tokens with `top` alternatives each out of 50,000 tokens, random mantissas.
QList<domain::TokenInfo> storedAnswer(int top, std::mt19937& random)
{
    QList<domain::TokenInfo> entries;
    for (int i = 0; i < 100; ++i) {
        domain::TokenInfo entry;
        float logprob = -0.1F;
        for (int k = 0; k < top; ++k) {
            const int id = int(50'000 * std::pow(std::uniform_real_distribution<>()(random), 3.0));
            entry.top.append({id, " t" + QByteArray::number(id), logprob});
            logprob -= std::uniform_real_distribution<float>(0.1F, 1.F)(random);
        }
        entry.id = entry.top.first().id;
        entry.bytes = entry.top.first().bytes;
        entry.logprob = entry.top.first().logprob;
        entries.append(entry);
    }
    return entries;
}

domain::RunRecord benchmarkRun()
{
    domain::RunRecord run;
    run.id = QStringLiteral("benchmark");
    return run;
}

domain::Generation benchmarkAnswer(int number, const QList<domain::TokenInfo>& entries)
{
    domain::Generation g;
    g.runId = QStringLiteral("benchmark");
    g.promptId = QStringLiteral("p");
    g.repeat = number;
    g.text = QString(400, u'x');
    g.entries = entries;
    return g;
}

void encode(benchmark::State& state)
{
    std::mt19937 random(1);
    const auto entries = storedAnswer(int(state.range(0)), random);
    store::TokenTable table;
    qsizetype bytes = 0;
    for (auto _ : state)
        bytes = store::encodeEntries(entries, table)->size();
    state.counters["bytes"] = double(bytes);
}
BENCHMARK(encode)->Arg(10)->Arg(20)->Unit(benchmark::kMicrosecond);

void decode(benchmark::State& state)
{
    std::mt19937 random(1);
    store::TokenTable table;
    const QByteArray blob = store::encodeEntries(storedAnswer(int(state.range(0)), random), table).value();
    for (auto _ : state)
        benchmark::DoNotOptimize(store::decodeEntries(blob, table));
}
BENCHMARK(decode)->Arg(10)->Arg(20)->Unit(benchmark::kMicrosecond);

/// `range` answers are on their way at once; each iteration waits for all of them.
void append(benchmark::State& state)
{
    const QTemporaryDir folder;
    const auto store = store::Store::open(folder.filePath(QStringLiteral("w.qlens"))).value_or(nullptr);
    store->putRun(benchmarkRun()).waitForFinished();
    std::mt19937 random(1);
    QList<QList<domain::TokenInfo>> answers;
    for (int i = 0; i < 32; ++i)
        answers.append(storedAnswer(20, random));
    int number = 0;
    for (auto _ : state) {
        QList<QFuture<base::Expected<void>>> futures;
        for (int64_t i = 0; i < state.range(0); ++i, ++number)
            futures.append(store->append(benchmarkAnswer(number, answers.at(number % 32))));
        for (auto& future : futures) {
            if (!future.result())
                state.SkipWithError("append failed");
        }
    }
    state.SetItemsProcessed(number);
}
BENCHMARK(append)->Arg(1)->Arg(64)->Unit(benchmark::kMillisecond)->UseRealTime();

/// Reads a run of 1,000 answers of 100 tokens with top-20.
void load(benchmark::State& state)
{
    const QTemporaryDir folder;
    const auto store = store::Store::open(folder.filePath(QStringLiteral("w.qlens"))).value_or(nullptr);
    store->putRun(benchmarkRun());
    std::mt19937 random(1);
    QFuture<base::Expected<void>> last;
    for (int i = 0; i < 1'000; ++i)
        last = store->append(benchmarkAnswer(i, storedAnswer(20, random)));
    last.waitForFinished();
    for (auto _ : state) {
        if (store->load(QStringLiteral("latest")).result().value().generations.size() != 1'000)
            state.SkipWithError("load failed");
    }
}
BENCHMARK(load)->Unit(benchmark::kMillisecond)->UseRealTime();

} // namespace
