// SPDX-License-Identifier: GPL-3.0-or-later
// The History place with 10,000 runs: from opening the workspace until the newest runs are painted ("open"), how long
// it takes until all are there, and how long nothing else could happen meanwhile ("blocked"); then what a person does
// next. Counters are milliseconds.
#include "core/store/store.h"
#include "tests/benchmarks/measuring.h"
#include "ui/actions/actioncollection.h"
#include "ui/mainwindow/workspaces.h"
#include "ui/models/runlist.h"
#include "ui/panels/historypanel.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QMainWindow>
#include <QTableView>
#include <QTemporaryDir>
#include <QTimeZone>

#include <benchmark/benchmark.h>

using namespace quantlens;
using bench::elapsedMs;
using bench::within;

namespace {

constexpr int manyRuns = 10'000;
constexpr int promptsARun = 20;

domain::RunRecord manyRun(int number)
{
    static const char* const quants[] = {"Q8_0", "Q6_K", "Q5_K_M", "Q4_K_M", "Q3_K_M", "Q2_K"};
    domain::RunRecord run;
    run.id = QStringLiteral("%1-0000-4000-8000-000000000000").arg(number, 8, 16, QLatin1Char('0'));
    run.kind = domain::RunKind(number % 5);
    run.status = domain::RunStatus::Finished;
    run.started = QDateTime(QDate(2025, 1, 1), QTime(0, 0), QTimeZone::UTC).addSecs(qint64(number) * 3000);
    run.finished = run.started.addSecs(200);
    run.suiteName = QStringLiteral("suite-%1").arg(number % 7);
    for (int side = 0; side < (run.kind == domain::RunKind::Sweep ? 6 : 2); ++side) {
        domain::RunSide facts;
        facts.model.label = QStringLiteral("Llama-3.2-3B-%1").arg(QLatin1String(quants[(number + side) % 6]));
        facts.model.spec = QStringLiteral("/models/%1.gguf").arg(facts.model.label);
        facts.serverBuild = QStringLiteral("b11669");
        run.sides.append(facts);
    }
    for (int i = 0; i < promptsARun; ++i) {
        domain::Prompt prompt;
        prompt.id = QStringLiteral("prompt-%1").arg(i);
        prompt.messages = {{QStringLiteral("user"), QString(200, QChar(u'a' + i % 26))}};
        run.prompts.append(prompt);
    }
    return run;
}

/// A workspace of 10,000 scored runs with four answers each.
const QString& manyRunsFile()
{
    static const QTemporaryDir folder;
    static const QString path = [] {
        const QString file = folder.filePath(QStringLiteral("w.qlens"));
        const auto store = store::Store::open(file).value_or(nullptr);
        scoring::Headline headline;
        for (std::size_t i = 0; i < scoring::headlineMeasures; ++i)
            headline.numbers[i] = {
                .value = 0.05, .interval = scoring::Interval{0.02, 0.1}, .count = 1, .n = promptsARun};
        QFuture<base::Expected<void>> last;
        for (int number = 0; number < manyRuns; ++number) {
            const domain::RunRecord run = manyRun(number);
            store->putRun(run);
            for (int i = 0; i < 4; ++i) {
                domain::Generation answer;
                answer.runId = run.id;
                answer.side = i % 2;
                answer.promptId = run.prompts.at(i / 2).id;
                answer.text = QStringLiteral("It is 42.");
                store->append(answer);
            }
            last = store->setHeadline(run.id, headline);
        }
        last.waitForFinished();
        return file;
    }();
    return path;
}

/// A window with the place alone.
struct HistoryWindow
{
    HistoryWindow()
    {
        for (const char* id : {"go.back", "go.forward"})
            actions.add({.id = QLatin1String(id), .text = QLatin1String(id), .icon = {}, .shortcuts = {}, .tip = {}});
        ui::HistoryPanel::registerActions(&actions);
        panel = new ui::HistoryPanel(&actions, &window);
        window.setCentralWidget(panel);
        window.resize(1280, 800);
        window.show();
        QApplication::processEvents();
    }

    QMainWindow window;
    ui::ActionCollection actions{&window};
    ui::RunList runs;
    ui::HistoryPanel* panel = nullptr;
};

void openHistory(benchmark::State& state)
{
    const QString path = manyRunsFile();
    double open = 0;
    double all = 0;
    double blocked = 0;
    for (auto _ : state) {
        HistoryWindow shown;
        QElapsedTimer timer;
        timer.start();
        const std::shared_ptr<store::Store> store(store::Store::open(path).value_or(nullptr));
        ui::Workspaces workspaces;
        shown.panel->setWorkspace(workspaces.runs(), store);
        workspaces.setOwn(store);
        const auto until = [&](auto&& there) {
            while (!there() && timer.elapsed() < 30'000) {
                QElapsedTimer step;
                step.start();
                QApplication::processEvents();
                blocked = std::max(blocked, elapsedMs(step));
            }
            QApplication::processEvents(); // paints
            return elapsedMs(timer);
        };
        open = std::max(open, until([&] { return workspaces.runs()->rowCount() > 0; }));
        all = std::max(all, until([&] { return workspaces.runs()->isComplete(); }));
        if (shown.panel->table()->model()->rowCount() != manyRuns)
            state.SkipWithError("not all runs are listed");
    }
    within(state, "open", open, 300);
    within(state, "blocked", blocked, 100);
    state.counters["all"] = all;
}
BENCHMARK(openHistory)->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(10);

/// The longest of a few keys in the search field and a press on a head.
void searchAndSortHistory(benchmark::State& state)
{
    const std::shared_ptr<store::Store> store(store::Store::open(manyRunsFile()).value_or(nullptr));
    HistoryWindow shown;
    shown.runs.setRuns(store->runs().takeResult().value());
    shown.panel->setWorkspace(&shown.runs, store);
    QApplication::processEvents();
    auto* search = shown.window.findChild<QLineEdit*>(QStringLiteral("history-search"));
    double key = 0;
    double sort = 0;
    for (auto _ : state) {
        for (const QString& text :
             {QStringLiteral("q"), QStringLiteral("q4"), QStringLiteral("q4 suite-3"), QString()}) {
            QElapsedTimer timer;
            timer.start();
            search->setText(text);
            QApplication::processEvents();
            key = std::max(key, elapsedMs(timer));
        }
        QElapsedTimer timer;
        timer.start();
        shown.panel->table()->sortByColumn(ui::RunList::What, Qt::AscendingOrder);
        QApplication::processEvents();
        sort = std::max(sort, elapsedMs(timer));
        shown.panel->table()->sortByColumn(ui::RunList::Started, Qt::DescendingOrder);
    }
    within(state, "key", key, 100);
    within(state, "sort", sort, 300);
}
BENCHMARK(searchAndSortHistory)->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(3);

} // namespace
