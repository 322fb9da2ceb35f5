// SPDX-License-Identifier: GPL-3.0-or-later
// A report of 1,000 comparisons of 500 tokens with the ten likeliest of each: docs/reports.md says what it may take.
#include "core/reports/report.h"
#include "core/scoring/runscores.h"
#include "tests/benchmarks/measuring.h"

#include <QElapsedTimer>
#include <QFile>

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <random>

using namespace quantlens;

namespace {

constexpr int reportPrompts = 1'000;
constexpr int reportTokens = 500;

/// A number of /proc/self/status in megabytes; 0 where there is none.
double memoryOf(const QByteArray& key)
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray& line : status.readAll().split('\n')) {
        if (line.startsWith(key))
            return line.sliced(key.size()).trimmed().split(' ').first().toDouble() / 1024;
    }
    return 0;
}

/// The most memory from here on is counted anew.
void forgetPeak()
{
    QFile clear(QStringLiteral("/proc/self/clear_refs"));
    if (clear.open(QIODevice::WriteOnly))
        clear.write("5");
}

domain::RunData largeRun()
{
    domain::RunData data;
    data.run.id = QStringLiteral("01234567-89ab-cdef-0123-456789abcdef");
    data.run.status = domain::RunStatus::Finished;
    data.run.unit = domain::Unit::Tokens;
    data.run.suiteName = QStringLiteral("large");
    for (const char* label : {"F16", "Q4_K_M"}) {
        domain::RunSide side;
        side.model.label = side.model.spec = QLatin1String(label);
        data.run.sides.append(side);
    }
    // Tokens share their bytes, as those of a stored run do.
    QList<QByteArray> words;
    for (int i = 0; i < 5'000; ++i)
        words.append(' ' + QByteArray::number(i * 7919 % 100'000, 36));
    std::mt19937_64 random(1);
    for (int number = 0; number < reportPrompts; ++number) {
        domain::Prompt prompt;
        prompt.id = QStringLiteral("prompt-%1").arg(number);
        prompt.category = QStringLiteral("category %1").arg(number % 8);
        prompt.messages = {{QStringLiteral("user"), QStringLiteral("Say something about %1.").arg(number)}};
        data.run.prompts.append(prompt);
        std::vector<qsizetype> chosen;
        for (int i = 0; i < reportTokens; ++i)
            chosen.push_back(qsizetype(random() % quint64(words.size())));
        const std::size_t fork = std::size_t(random() % reportTokens);
        for (int side = 0; side < 2; ++side) {
            domain::Generation answer;
            answer.side = side;
            answer.promptId = prompt.id;
            answer.finishReason = QStringLiteral("stop");
            for (std::size_t i = 0; i < chosen.size(); ++i) {
                const qsizetype word =
                    side == 1 && i >= fork && i % 3 == 0 ? (chosen[i] + 1) % words.size() : chosen[i];
                domain::TokenInfo token{qint32(word), words.at(word), -0.2F, {}, domain::Part::Content};
                for (int k = 0; k < 10; ++k) {
                    const qsizetype other = (word + k) % words.size();
                    token.top.append({qint32(other), words.at(other), float(-0.2 - k)});
                }
                answer.text += QString::fromUtf8(token.bytes);
                answer.entries.append(token);
            }
            data.generations.append(answer);
        }
    }
    return data;
}

void htmlOfThousand(benchmark::State& state)
{
    const domain::RunData data = largeRun();
    const scoring::RunScores scores = scoring::scoreRun(data);
    const double before = memoryOf("VmRSS:");
    forgetPeak();
    qsizetype bytes = 0;
    qint64 slowest = 0;
    for (auto _ : state) {
        QElapsedTimer timer;
        timer.start();
        const QByteArray page = reports::htmlReport({data, scores});
        slowest = std::max(slowest, timer.elapsed());
        bytes = page.size();
        benchmark::DoNotOptimize(page.constData());
    }
    bench::within(state, "slowest_ms", double(slowest), 2'000);
    bench::within(state, "page_MB", double(bytes) / 1e6, 20);
    bench::within(state, "report_MB", memoryOf("VmHWM:") - before, 300);
    state.counters["process_MB"] = memoryOf("VmHWM:");
}
BENCHMARK(htmlOfThousand)->Unit(benchmark::kMillisecond)->Iterations(3);

} // namespace
