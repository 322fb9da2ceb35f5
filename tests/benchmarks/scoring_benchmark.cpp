// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/alignment.h"
#include "core/scoring/compare.h"
#include "core/scoring/compatible.h"
#include "core/scoring/statistics.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QStandardPaths>

#include <benchmark/benchmark.h>

#include <cmath>
#include <random>

using namespace quantlens;

namespace {

/// Words with the frequencies of a natural language (Zipf), always the same ones.
QStringList words(int count, quint64 seed)
{
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<> uniform;
    QStringList list;
    for (int i = 0; i < count; ++i) {
        const int rank = int(std::pow(5000.0, uniform(random)));
        QString word;
        for (int rest = rank * 7 + 3; rest > 0; rest /= 17)
            word += QChar(u'a' + rest % 17);
        list.append(word);
    }
    return list;
}

/// About `characters` of text, and the same with a share of its words replaced.
std::pair<QString, QString> textPair(int characters, double changed)
{
    const QStringList a = words(characters / 5, 1);
    QStringList b = a;
    const QStringList others = words(int(a.size()), 2);
    std::mt19937_64 random(3);
    std::uniform_real_distribution<> uniform;
    for (qsizetype i = 0; i < b.size(); ++i) {
        if (uniform(random) < changed)
            b[i] = others.at(i);
    }
    return {a.join(u' ').left(characters), b.join(u' ').left(characters)};
}

domain::Generation generation(const QString& text)
{
    domain::Generation result;
    result.text = text + QStringLiteral(". The answer is 42.");
    return result;
}

void fullScore(benchmark::State& state, int characters, double changed)
{
    const auto [a, b] = textPair(characters, changed);
    const domain::Generation x = generation(a);
    const domain::Generation y = generation(b);
    domain::Prompt prompt;
    prompt.category = QStringLiteral("arithmetic");
    prompt.answer = {QString(), QStringLiteral("42"), 0};
    for (auto _ : state)
        benchmark::DoNotOptimize(scoring::compare(prompt, x, y, domain::Unit::Words));
}

void correctScore2k(benchmark::State& state)
{
    fullScore(state, 2'000, 0.2);
}
BENCHMARK(correctScore2k)->Unit(benchmark::kMillisecond);

void correctScore32kHalfChanged(benchmark::State& state)
{
    fullScore(state, 32'000, 0.5);
}
BENCHMARK(correctScore32kHalfChanged)->Unit(benchmark::kMillisecond);

std::vector<scoring::UnitPiece> tokens(const QStringList& list)
{
    std::vector<scoring::UnitPiece> units;
    qsizetype offset = 0;
    for (const QString& word : list) {
        units.push_back({word.toUtf8(), offset, qsizetype(units.size())});
        offset += units.back().bytes.size();
    }
    return units;
}

void align25000Tokens2Percent(benchmark::State& state)
{
    const QStringList a = words(25'000, 5);
    const QStringList others = words(25'000, 6);
    QStringList b = a;
    std::mt19937_64 random(7);
    for (int i = 0; i < 500; ++i) {
        const qsizetype place = qsizetype(random() % quint64(b.size()));
        b[place] = others.at(place);
    }
    const auto x = tokens(a);
    const auto y = tokens(b);
    for (auto _ : state)
        benchmark::DoNotOptimize(scoring::align(x, y, domain::Unit::Tokens));
}
BENCHMARK(align25000Tokens2Percent)->Unit(benchmark::kMillisecond);

/// Milliseconds CPython's difflib takes for the ratio of these texts, −1 where there is no python3.
double difflibMilliseconds(const QString& a, const QString& b)
{
    if (QStandardPaths::findExecutable(QStringLiteral("python3")).isEmpty())
        return -1;
    static const QString script = QStringLiteral("import difflib, json, sys, time\n"
                                                 "a, b = json.load(sys.stdin)\n"
                                                 "best = 1e9\n"
                                                 "for _ in range(3):\n"
                                                 "    t = time.perf_counter(); difflib.SequenceMatcher(None, a, "
                                                 "b).ratio(); best = min(best, time.perf_counter() - t)\n"
                                                 "print(best * 1000)\n");
    QProcess python;
    python.start(QStringLiteral("python3"), {QStringLiteral("-c"), script});
    python.write(QJsonDocument(QJsonArray{a, b}).toJson(QJsonDocument::Compact));
    python.closeWriteChannel();
    python.waitForFinished(120'000);
    bool ok = false;
    const double milliseconds = python.readAllStandardOutput().trimmed().toDouble(&ok);
    return ok ? milliseconds : -1;
}

void compatibleRatio(benchmark::State& state)
{
    const auto [a, b] = textPair(int(state.range(0)), 0.3);
    QElapsedTimer timer;
    qint64 best = std::numeric_limits<qint64>::max();
    for (auto _ : state) {
        timer.start();
        benchmark::DoNotOptimize(scoring::compatible::ratio(a, b));
        best = std::min(best, timer.nsecsElapsed());
    }
    const double theirs = difflibMilliseconds(a, b);
    if (theirs > 0) {
        state.counters["difflib_ms"] = theirs;
        state.counters["times_faster"] = theirs / (double(best) / 1e6);
    }
}
BENCHMARK(compatibleRatio)->Arg(150)->Arg(2'000)->Arg(17'700)->Unit(benchmark::kMillisecond);

void bootstrapOfAThousandPrompts(benchmark::State& state)
{
    std::mt19937_64 random(9);
    std::normal_distribution<> normal(-6, 1.5);
    std::vector<double> values;
    for (int i = 0; i < 1000; ++i)
        values.push_back(normal(random));
    const auto clusters = scoring::singletons(values);
    for (auto _ : state)
        benchmark::DoNotOptimize(scoring::bootstrapT(clusters));
}
BENCHMARK(bootstrapOfAThousandPrompts)->Unit(benchmark::kMillisecond);

} // namespace
