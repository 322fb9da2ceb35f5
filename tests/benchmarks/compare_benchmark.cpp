// SPDX-License-Identifier: GPL-3.0-or-later
// The Compare place: opening and scrolling long answers, hostile answers, long lists of prompts. Counters are
// milliseconds, each with its limit; "cpu" is what the UI thread itself used, which a busy machine does not change.
#include "tests/benchmarks/hostiletexts.h"
#include "tests/benchmarks/measuring.h"
#include "ui/actions/actioncollection.h"
#include "ui/diff/diffview.h"
#include "ui/models/promptlist.h"
#include "ui/panels/comparecentre.h"
#include "ui/panels/comparepanel.h"
#include "ui/panels/pairdocument.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QMainWindow>
#include <QScrollBar>
#include <QTableView>
#include <QTimer>
#include <QWheelEvent>

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <random>

using namespace quantlens;
using bench::elapsedMs;
using bench::HostileText;
using bench::hostileTexts;
using bench::shareOf;
using bench::within;

namespace {

/// Time the calling thread has been running, ms.
double threadMs()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return double(now.tv_sec) * 1000 + double(now.tv_nsec) / 1e6;
}

domain::TokenInfo tokenOf(const QByteArray& bytes, float logprob)
{
    domain::TokenInfo token;
    token.bytes = bytes;
    token.logprob = logprob;
    token.top = {{-1, bytes, logprob}, {-1, " other", -2.F}, {-1, " third", -3.F}};
    return token;
}

domain::Generation answerOf(int side, const QString& id, const QList<domain::TokenInfo>& tokens)
{
    domain::Generation g;
    g.side = side;
    g.promptId = id;
    QByteArray bytes;
    for (const domain::TokenInfo& token : tokens)
        bytes += token.bytes;
    g.text = QString::fromUtf8(bytes);
    g.entries = tokens;
    g.finishReason = QStringLiteral("stop");
    return g;
}

/// A run of a long prompt, `count` tokens a side, one of a hundred different, and of a short one.
ui::ShownRunPtr longRun(int count)
{
    std::mt19937 random(7);
    static const char* const words[] = {" the", " sum", " of", " carry", " and", " place",  " total", " is",
                                        " =",   " +",   " 12", " while", " a",   " number", ",",      " digits"};
    QList<domain::TokenInfo> tokens[2];
    for (int i = 0; i < count; ++i) {
        QByteArray word = words[random() % std::size(words)];
        if (i % 17 == 16)
            word += '\n';
        const bool other = random() % 100 == 0;
        const float logprob = -0.01F * float(random() % 300);
        tokens[0].append(tokenOf(word, logprob));
        tokens[1].append(tokenOf(other ? QByteArray(" otherwise") : word, logprob - 0.1F));
    }
    domain::RunData data;
    data.run.sides.resize(2);
    data.run.unit = domain::Unit::Tokens;
    domain::Prompt prompt;
    prompt.id = QStringLiteral("long");
    domain::Prompt brief;
    brief.id = QStringLiteral("short");
    data.run.prompts = {prompt, brief};
    data.generations = {answerOf(0, prompt.id, tokens[0]), answerOf(1, prompt.id, tokens[1]),
                        answerOf(0, brief.id, {tokenOf("one", -0.1F)}), answerOf(1, brief.id, {tokenOf("two", -0.2F)})};
    return ui::scoreRun(std::move(data));
}

ui::ShownRunPtr longAnswers()
{
    static const ui::ShownRunPtr run = longRun(100'000);
    return run;
}

void showView(ui::DiffView& view, QSize size)
{
    view.resize(size);
    view.setCodeShown(true);
    view.show();
    QApplication::processEvents();
}

/// Aligning, laying out and painting: `total` is what a person waits, `ui_thread` what blocks the window.
void openLongAnswers(benchmark::State& state)
{
    const ui::ShownRunPtr run = longAnswers();
    double total = 0;
    double onUi = 0;
    double cpu = 0;
    for (auto _ : state) {
        ui::DiffView view;
        showView(view, {1280, 800});
        QElapsedTimer timer;
        timer.start();
        const double began = threadMs();
        const ui::PairDocument pair = ui::makePairDocument(*run, QStringLiteral("long"));
        const double built = elapsedMs(timer);
        view.setDocument(pair.diff);
        view.viewport()->repaint();
        const double all = elapsedMs(timer);
        total = std::max(total, all);
        onUi = std::max(onUi, all - built);
        cpu = std::max(cpu, threadMs() - began);
        state.SetIterationTime(all / 1000);
    }
    within(state, "total", total, 300);
    within(state, "ui_thread", onUi, 100);
    within(state, "cpu", cpu, 300);
}
BENCHMARK(openLongAnswers)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(5);

/// A window with the whole place: header, overview, inspector, strip, details, list of prompts.
struct CompareWindow
{
    CompareWindow()
    {
        for (const char* id : {"go.back", "go.forward"})
            actions.add({.id = QLatin1String(id), .text = QLatin1String(id), .icon = {}, .shortcuts = {}, .tip = {}});
        ui::ComparePanel::registerActions(&actions);
        panel = new ui::ComparePanel(&actions, &window);
        window.setCentralWidget(panel);
        window.resize(1280, 800);
        window.show();
        QApplication::processEvents();
    }

    /// Until the prompt is painted. Returns the longest time in which nothing else could happen, ms; negative when it
    /// did not come.
    double choose(const QString& promptId) const
    {
        const ui::DiffView* view = panel->centre()->diff();
        const std::shared_ptr<const ui::DiffDocument> before = view->document();
        QElapsedTimer step;
        step.start();
        panel->selectPrompt(promptId);
        double longest = elapsedMs(step);
        QElapsedTimer patience;
        patience.start();
        const auto shown = [view, &before] { return view->document() && view->document() != before; };
        while (!shown() && patience.elapsed() < 30'000) {
            step.start();
            QApplication::processEvents();
            longest = std::max(longest, elapsedMs(step));
        }
        step.start();
        QApplication::processEvents(); // paints
        return shown() ? std::max(longest, elapsedMs(step)) : -1;
    }

    QMainWindow window;
    ui::ActionCollection actions{&window};
    ui::ComparePanel* panel = nullptr;
};

void openInCompare(benchmark::State& state)
{
    const ui::ShownRunPtr run = longAnswers();
    const CompareWindow shown;
    shown.panel->setRun(run);
    double total = 0;
    double onUi = 0;
    for (auto _ : state) {
        const bool before = shown.choose(QStringLiteral("short")) >= 0;
        QElapsedTimer timer;
        timer.start();
        const double blocked = shown.choose(QStringLiteral("long"));
        if (!before || blocked < 0)
            state.SkipWithError("a prompt was not shown");
        total = std::max(total, elapsedMs(timer));
        onUi = std::max(onUi, blocked);
        state.SetIterationTime(elapsedMs(timer) / 1000);
    }
    within(state, "total", total, 300);
    within(state, "blocked", onUi, 100);
}
BENCHMARK(openInCompare)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(5);

void scroll(benchmark::State& state, QSize size, bool whole)
{
    const ui::ShownRunPtr run = longAnswers();
    std::vector<double> frames;
    std::vector<double> cpu;
    for (auto _ : state) {
        ui::DiffView view;
        showView(view, size);
        view.setDocument(ui::makePairDocument(*run, QStringLiteral("long")).diff);
        QApplication::processEvents();
        for (int frame = 0; frame < 1000; ++frame) {
            QElapsedTimer timer;
            timer.start();
            const double began = threadMs();
            if (whole) {
                view.verticalScrollBar()->triggerAction(QAbstractSlider::SliderPageStepAdd);
                view.viewport()->repaint();
            } else {
                QWheelEvent wheel(QPointF(200, 200), view.viewport()->mapToGlobal(QPointF(200, 200)), {}, {0, -120},
                                  Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
                QApplication::sendEvent(view.viewport(), &wheel);
                QApplication::processEvents();
            }
            frames.push_back(elapsedMs(timer));
            cpu.push_back(threadMs() - began);
            state.SetIterationTime(frames.back() / 1000);
        }
    }
    within(state, "cpu_p99", shareOf(cpu, 0.99), 16);
    state.counters["p50"] = shareOf(frames, 0.5);
    state.counters["worst"] = shareOf(frames, 1);
    within(state, "p99", shareOf(frames, 0.99), 16);
}

void scrollByPages(benchmark::State& state)
{
    scroll(state, {1280, 800}, true);
}
BENCHMARK(scrollByPages)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(1);

void scrollByWheel(benchmark::State& state)
{
    scroll(state, {2560, 1440}, false);
}
BENCHMARK(scrollByWheel)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(1);

/// The slowest frame of a hostile answer, scrolled through in both directions and jumped in.
void hostileFrames(benchmark::State& state)
{
    const HostileText hostile = hostileTexts().at(state.range(0));
    state.SetLabel(hostile.name);
    domain::RunData data;
    data.run.sides.resize(2);
    domain::Prompt prompt;
    prompt.id = QStringLiteral("hostile");
    data.run.prompts = {prompt};
    for (const int side : {0, 1})
        data.generations.append(
            answerOf(side, prompt.id,
                     {tokenOf(QByteArray("start ") + (side == 0 ? "left " : "right "), -0.1F),
                      tokenOf(hostile.text.toUtf8(), -0.2F), tokenOf(side == 0 ? "\nend" : "\nother", -0.3F)}));
    const ui::ShownRunPtr run = ui::scoreRun(std::move(data));
    std::vector<double> frames;
    std::vector<double> cpu;
    for (auto _ : state) {
        ui::DiffView view;
        showView(view, {1280, 800});
        const ui::PairDocument pair = ui::makePairDocument(*run, QStringLiteral("hostile"));
        for (int frame = 0; frame < 60; ++frame) {
            QElapsedTimer timer;
            timer.start();
            const double began = threadMs();
            if (frame == 0)
                view.setDocument(pair.diff);
            else if (frame == 40)
                view.jumpToFork();
            else if (frame == 50)
                view.verticalScrollBar()->triggerAction(QAbstractSlider::SliderToMaximum);
            else
                view.verticalScrollBar()->triggerAction(frame < 40 ? QAbstractSlider::SliderPageStepAdd
                                                                   : QAbstractSlider::SliderPageStepSub);
            view.viewport()->repaint();
            QApplication::processEvents();
            frames.push_back(elapsedMs(timer));
            cpu.push_back(threadMs() - began);
            state.SetIterationTime(frames.back() / 1000);
        }
    }
    within(state, "cpu_worst", shareOf(cpu, 1), 100);
    within(state, "worst", shareOf(frames, 1), 100);
}
BENCHMARK(hostileFrames)->DenseRange(0, 10)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(1);

/// The same in the whole place, where prompt, id and category are hostile too: the longest time it is blocked.
void hostileInCompare(benchmark::State& state)
{
    const HostileText hostile = hostileTexts().at(state.range(0));
    state.SetLabel(hostile.name);
    domain::RunData data;
    data.run.sides.resize(2);
    domain::Prompt plain;
    plain.id = QStringLiteral("plain");
    domain::Prompt prompt;
    prompt.id = QStringLiteral("hostile ") + hostile.text.left(200);
    prompt.category = hostile.text.left(200);
    prompt.messages = {{QStringLiteral("user"), hostile.text}};
    data.run.prompts = {plain, prompt};
    for (const int side : {0, 1}) {
        data.generations.append(answerOf(side, plain.id, {tokenOf(side == 0 ? "one" : "two", -0.1F)}));
        data.generations.append(answerOf(
            side, prompt.id, {tokenOf(side == 0 ? "left " : "right ", -0.1F), tokenOf(hostile.text.toUtf8(), -0.2F)}));
    }
    const ui::ShownRunPtr run = ui::scoreRun(std::move(data));
    const CompareWindow shown;
    shown.panel->setRun(run);
    double blocked = 0;
    for (auto _ : state) {
        QElapsedTimer timer;
        timer.start();
        const double there = shown.choose(QStringLiteral("plain"));
        const double back = shown.choose(prompt.id);
        if (there < 0 || back < 0)
            state.SkipWithError("a prompt was not shown");
        blocked = std::max({blocked, there, back});
        state.SetIterationTime(elapsedMs(timer) / 1000);
    }
    within(state, "blocked", blocked, 100);
}
BENCHMARK(hostileInCompare)->DenseRange(0, 10)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(3);

/// 100,000 prompts with short answers, every third different.
ui::ShownRunPtr manyPrompts()
{
    static const ui::ShownRunPtr run = [] {
        auto made = std::make_shared<ui::ShownRun>();
        domain::RunData& data = made->data;
        data.run.sides.resize(2);
        constexpr int count = 100'000;
        data.generations.reserve(2 * count);
        for (int i = 0; i < count; ++i) {
            domain::Prompt prompt;
            prompt.id = QStringLiteral("suite/category-%1").arg(i, 6, 10, QLatin1Char('0'));
            prompt.category = QStringLiteral("category %1").arg(i % 20);
            prompt.messages = {{QStringLiteral("user"),
                                QStringLiteral("What is %1 plus %2? Answer in one sentence.").arg(i).arg(7 * i)}};
            data.run.prompts.append(prompt);
            domain::Comparison pair;
            pair.promptId = prompt.id;
            pair.category = prompt.category;
            pair.similarity = i % 3 == 0 ? double((i * 7919) % 1000) / 1000 : 1;
            pair.severity = domain::Severity(i % 3 == 0 ? 1 + i % 2 : 0);
            pair.answers = i % 9 == 0 ? domain::AnswerState::Changed : domain::AnswerState::Same;
            if (i % 3 == 0)
                pair.divergence = domain::Divergence{.unit = (i * 31) % 200};
            made->comparisons.append(pair);
            made->comparisonOf.insert(prompt.id, i);
            for (const int side : {0, 1}) {
                domain::Generation g;
                g.side = side;
                g.promptId = prompt.id;
                g.text = QStringLiteral("The sum of the two numbers is %1, as can be seen at once.")
                             .arg(8 * i + side * (i % 3 == 0));
                data.generations.append(g);
            }
        }
        for (const domain::Generation& g : std::as_const(data.generations))
            (g.side == 0 ? made->a : made->b).insert(g.promptId, &g);
        made->rows.resize(count);
        for (std::size_t i = 0; i < count; ++i) {
            made->rows[i].pair = &std::as_const(made->comparisons).at(qsizetype(i));
            made->rows[i].category = int(i % 20);
            made->rows[i].mark = int(i % 5);
            made->rows[i].kld = std::nan("");
        }
        return ui::ShownRunPtr(made);
    }();
    return run;
}

enum Wish {
    Choice,
    Category,
    SortSimilarity,
    SortFork,
    Text,
    Expression,
};

/// The longest time in which the event loop took no event: a timer that ticks all the while, and how late it comes.
class Stall
{
public:
    Stall()
    {
        m_timer.setTimerType(Qt::PreciseTimer);
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { look(); });
    }

    void start()
    {
        m_worst = 0;
        m_since.start();
        m_timer.start(tickMs);
    }

    /// Ends the measurement, ms; what the timer itself waits for is no stall.
    double stop()
    {
        look();
        m_timer.stop();
        return std::max(0.0, m_worst - tickMs);
    }

private:
    static constexpr int tickMs = 5;

    void look()
    {
        m_worst = std::max(m_worst, elapsedMs(m_since));
        m_since.start();
    }

    QTimer m_timer;
    QElapsedTimer m_since;
    double m_worst = 0;
};

/// A list of 100,000 prompts in a window of its own.
struct LongList
{
    LongList()
    {
        filter.setSourceModel(&list);
        table.setModel(&filter);
        table.resize(300, 800);
        table.show();
        list.setRun(manyPrompts());
        QObject::connect(&filter, &ui::PromptFilter::searchLimited, &filter,
                         [this](const QString& sentence) { limited = limited || !sentence.isEmpty(); });
        settle();
    }

    /// Until the list is ordered as wished, and painted.
    void settle()
    {
        while (filter.busy())
            QApplication::processEvents(QEventLoop::WaitForMoreEvents);
        QApplication::processEvents();
    }

    void showAll()
    {
        filter.setShow(ui::PromptShow::All);
        filter.setCategory({});
        filter.sort(ui::PromptList::Prompt, Qt::AscendingOrder);
        (void)filter.setText({});
        settle();
    }

    ui::PromptList list;
    ui::PromptFilter filter;
    QTableView table;
    bool limited = false; ///< a search was not done to its end
};

/// Until a search ends by itself, done or not (promptorder.cpp): the whole list has to be through by then.
constexpr double searchLimitMs = 3'000;

/// From the wish to the painted list ("slowest"), and the longest time the window could not react meanwhile ("stall").
/// Choices and orders are there within 100 ms. A search reads 25 MB of text in another thread: it may take as long as a
/// search is given, the window may not.
void promptList(benchmark::State& state)
{
    static const char* const names[] = {"choose \"different\"", "choose a category", "sort by similarity",
                                        "sort by fork",         "search a text",     "search an expression"};
    state.SetLabel(names[state.range(0)]);
    LongList shown;
    ui::PromptFilter& filter = shown.filter;
    Stall stall;
    double slowest = 0;
    double blocked = 0;
    double cpu = 0;
    for (auto _ : state) {
        shown.showAll();
        QElapsedTimer timer;
        const double began = threadMs();
        timer.start();
        stall.start();
        switch (Wish(state.range(0))) {
        case Choice:
            filter.setShow(ui::PromptShow::Different);
            break;
        case Category:
            filter.setCategory(QStringLiteral("category 7"));
            break;
        case SortSimilarity:
            filter.sort(ui::PromptList::Similarity, Qt::AscendingOrder);
            break;
        case SortFork:
            filter.sort(ui::PromptList::Fork, Qt::DescendingOrder);
            break;
        case Text:
            (void)filter.setText(QStringLiteral("is 799992,"));
            break;
        case Expression:
            (void)filter.setText(QStringLiteral("/is 79999\\d,/"));
            break;
        }
        shown.settle();
        blocked = std::max(blocked, stall.stop());
        slowest = std::max(slowest, elapsedMs(timer));
        cpu = std::max(cpu, threadMs() - began);
        state.SetIterationTime(elapsedMs(timer) / 1000);
    }
    if (shown.limited)
        state.SkipWithError("a search was not done to its end");
    const bool searched = state.range(0) == Text || state.range(0) == Expression;
    within(state, "ui_cpu", cpu, 16);
    within(state, "stall", blocked, 100);
    within(state, "slowest", slowest, searched ? searchLimitMs : 100);
}
BENCHMARK(promptList)->DenseRange(0, 5)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(5);

/// A text typed letter by letter, a letter every 30 ms: each search replaces the one before, so that the last one is
/// there as if it had been the only one.
void promptListTyping(benchmark::State& state)
{
    LongList shown;
    Stall stall;
    const QString text = QStringLiteral("is 799992,");
    double slowest = 0;
    double blocked = 0;
    for (auto _ : state) {
        shown.showAll();
        QElapsedTimer letter;
        stall.start();
        for (qsizetype length = 1; length <= text.size(); ++length) {
            letter.start();
            (void)shown.filter.setText(text.first(length));
            while (length < text.size() && letter.elapsed() < 30)
                QApplication::processEvents(QEventLoop::WaitForMoreEvents);
        }
        shown.settle();
        blocked = std::max(blocked, stall.stop());
        slowest = std::max(slowest, elapsedMs(letter));
        state.SetIterationTime(elapsedMs(letter) / 1000);
    }
    if (shown.limited)
        state.SkipWithError("a search was not done to its end");
    within(state, "stall", blocked, 100);
    within(state, "slowest", slowest, searchLimitMs);
}
BENCHMARK(promptListTyping)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(5);

} // namespace
