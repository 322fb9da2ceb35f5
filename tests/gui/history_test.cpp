// SPDX-License-Identifier: GPL-3.0-or-later
// The place History on the real main window, offscreen.
#include "core/store/store.h"
#include "tests/gui/samples.h"
#include "tests/gui/samplestore.h"
#include "tests/support/syntheticrun.h"
#include "ui/actions/actioncollection.h"
#include "ui/charts/figurecard.h"
#include "ui/charts/figureview.h"
#include "ui/charts/scoretable.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/workspaces.h"
#include "ui/models/runfilter.h"
#include "ui/models/runlist.h"
#include "ui/models/runmarks.h"
#include "ui/panels/comparepanel.h"
#include "ui/panels/historypanel.h"
#include "ui/panels/reportdialog.h"
#include "ui/panels/rundiffview.h"
#include "ui/panels/sweeppanel.h"
#include "ui/panels/trendview.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTimeZone>
#include <QUndoStack>

#include <algorithm>

using namespace quantlens;
using Tester = QAbstractItemModelTester;
using ui::MainWindow;
using ui::RunList;

namespace {

/// 24 prompts of which side B gets `wrong` wrong.
domain::RunData numberedRun(int number, int wrong, domain::RunKind kind = domain::RunKind::Compare)
{
    testing::SyntheticRun run(kind, {"base-F16", "base-Q4_K_M"});
    run.data().run.id = QStringLiteral("%1-0000-4000-8000-000000000001").arg(number, 8, 16, QLatin1Char('0'));
    run.data().run.suiteName = QStringLiteral("sums");
    run.data().run.started = QDateTime(QDate(2026, 3, 1), QTime(9, 0), QTimeZone::UTC).addDays(number);
    run.data().run.finished = run.data().run.started.addSecs(60 + number);
    for (int i = 0; i < 24; ++i) {
        const QString prompt = run.addPrompt("arithmetic", "42");
        run.answer(0, prompt, "The answer is 42.", 0);
        run.answer(1, prompt, i < wrong ? "The answer is 41." : "The answer is 42.", 0);
    }
    for (domain::Generation& generation : run.data().generations)
        generation.runId = run.data().run.id;
    return run.data();
}

QString idOf(int number)
{
    return numberedRun(number, 0).run.id;
}

store::RunListItem itemOf(int number)
{
    return {.run = numberedRun(number, 0).run, .prompts = 24, .planned = 48, .answers = 48};
}

} // namespace

class HistoryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        qunsetenv("QUANTLENS_LLAMA_SERVER");
        m_folder = std::make_unique<QTemporaryDir>();
        auto opened = store::Store::open(m_folder->filePath(QStringLiteral("w.qlens")));
        QVERIFY(opened);
        m_store = std::move(*opened);
        for (const auto& [number, wrong] : {std::pair(1, 1), std::pair(2, 12), std::pair(3, 2)})
            samples::put(*m_store, numberedRun(number, wrong));
        domain::RunData other = samples::run();
        for (domain::Generation& generation : other.generations)
            generation.runId = other.run.id;
        samples::put(*m_store, other);
    }

    void runListChanges()
    {
        RunList list;
        const Tester tester(&list, Tester::FailureReportingMode::QtTest);
        ui::RunFilter filter(&list);
        const Tester filterTester(&filter, Tester::FailureReportingMode::QtTest);
        list.setRuns({itemOf(3), itemOf(1)});
        list.insert(itemOf(2));
        QCOMPARE(list.find(idOf(2)), 1); // by its start
        list.insert(itemOf(2));
        QCOMPARE(list.rowCount(), 3);
        list.setPinned(idOf(2), true);
        list.setNote(idOf(1), QStringLiteral("second\nline <b>"));
        QCOMPARE(list.index(2, RunList::Note).data().toString(), QStringLiteral("second↵line <b>"));
        QVERIFY(list.index(2, RunList::Note).data(Qt::ToolTipRole).toString().contains(QLatin1String("&lt;b&gt;")));
        scoring::Headline headline;
        headline[scoring::HeadlineMeasure::Flips] = {
            .value = 0.5, .interval = scoring::Interval{0.3, 0.7}, .count = 12, .n = 24};
        list.setHeadline(idOf(1), headline);
        QCOMPARE(list.index(2, RunList::Flips).data().toString(), QStringLiteral("50.0 % [30.0, 70.0]"));
        filter.sort(RunList::Flips, Qt::DescendingOrder);
        QCOMPARE(filter.runIdAt(0), idOf(1)); // what is not measured stands last …
        filter.sort(RunList::Flips, Qt::AscendingOrder);
        QCOMPARE(filter.runIdAt(0), idOf(1)); // … either way
        filter.setShow(ui::RunFilter::Pinned);
        QCOMPARE(filter.rowCount(), 1);
        filter.setShow(ui::RunFilter::All);
        filter.setText(QStringLiteral("q4_k second"));
        QCOMPARE(filter.rowCount(), 1);
        filter.setText({});
        filter.setKind(domain::RunKind::Stress);
        QCOMPARE(filter.rowCount(), 0);
        filter.setKind(std::nullopt);
        list.remove(idOf(3));
        list.remove(QStringLiteral("none"));
        QCOMPARE(filter.rowCount(), 2);
    }

    /// Of many runs the newest are shown before the others are read.
    void newestRunsComeFirst()
    {
        RunList list;
        const Tester tester(&list, Tester::FailureReportingMode::QtTest);
        ui::RunFilter filter(&list);
        const Tester filterTester(&filter, Tester::FailureReportingMode::QtTest);
        const auto items = [](std::initializer_list<int> numbers) {
            QList<store::RunListItem> made;
            for (const int number : numbers)
                made.append(itemOf(number));
            return made;
        };
        list.setRuns(items({9, 8}), false);
        QVERIFY(!list.isComplete());
        const QPersistentModelIndex kept(list.index(1, 0));
        list.continueWith(items({9, 8, 7, 6}));
        QVERIFY(list.isComplete());
        QCOMPARE(list.rowCount(), 4);
        QCOMPARE(filter.rowCount(), 4);
        QVERIFY(kept.isValid()); // what was there stayed
        // A run that came meanwhile is not lost, and none stands twice.
        list.setRuns(items({8, 7}), false);
        list.continueWith(items({9, 8, 7}));
        QCOMPARE(list.rowCount(), 3);
        QCOMPARE(list.at(0)->run.id, idOf(9));
        list.setRuns(items({9}), false);
        list.continueWith({});
        QCOMPARE(list.rowCount(), 0);
        QVERIFY(list.isComplete());

        constexpr int many = 700;
        for (int number = 10; number < 10 + many; ++number)
            m_store->putRun(numberedRun(number, 0).run);
        ui::Workspaces workspaces;
        const QSignalSpy reset(workspaces.runs(), &RunList::modelReset);
        workspaces.setOwn(m_store);
        QTRY_VERIFY(workspaces.runs()->rowCount() > 0);
        QVERIFY(workspaces.runs()->rowCount() < many && !workspaces.runs()->isComplete());
        const QString newest = workspaces.runs()->at(0)->run.id;
        QTRY_VERIFY(workspaces.runs()->isComplete());
        QCOMPARE(workspaces.runs()->rowCount(), many + 4); // and those of init()
        QCOMPARE(workspaces.runs()->at(0)->run.id, newest);
        QCOMPARE(reset.size(), 1);
        workspaces.refresh(); // all at once: what is shown is not taken away first
        QTRY_COMPARE(reset.size(), 2);
        QCOMPARE(workspaces.runs()->rowCount(), many + 4);
    }

    void searchNotePinOpen()
    {
        MainWindow window(services());
        open(window);
        auto* table = window.historyPanel()->table();
        QTRY_COMPARE(table->model()->rowCount(), 4);
        // Numbers come by themselves, computed off the UI thread, and are kept.
        const auto flips = [&](const QString& id) {
            const auto* list = window.findChild<RunList*>();
            return list->index(list->find(id), RunList::Flips).data().toString();
        };
        QTRY_VERIFY2_WITH_TIMEOUT(flips(idOf(2)).startsWith(QLatin1String("50.0 % [")), qPrintable(flips(idOf(2))),
                                  20000);
        QTRY_VERIFY(std::ranges::all_of(m_store->runs().result().value(),
                                        [](const store::RunListItem& item) { return item.headline.has_value(); }));

        auto* search = window.findChild<QLineEdit*>(QStringLiteral("history-search"));
        QTest::keyClicks(search, QStringLiteral("q2_k"));
        QCOMPARE(table->model()->rowCount(), 1);
        QVERIFY(window.findChild<QLabel*>(QStringLiteral("history-count"))->text().contains(QLatin1String("1 of 4")));
        search->clear();
        QTest::keyClicks(search, QStringLiteral("nothing like it"));
        QVERIFY(!table->isVisible()); // says what to do instead
        search->clear();

        window.historyPanel()->selectRuns({idOf(1)});
        auto* note = window.findChild<QPlainTextEdit*>(QStringLiteral("history-note"));
        window.actions()->action(QStringLiteral("history.note"))->trigger();
        QTest::keyClicks(note, QStringLiteral("before the template fix"));
        table->setFocus(); // leaving the field writes
        QTRY_COMPARE(stored(idOf(1)).note, QStringLiteral("before the template fix"));
        QTest::keyClicks(search, QStringLiteral("template"));
        QCOMPARE(table->model()->rowCount(), 1);
        search->clear();
        window.actions()->action(QStringLiteral("edit.undo"))->trigger();
        QTRY_COMPARE(stored(idOf(1)).note, QString());
        window.historyPanel()->selectRuns({idOf(1)});
        QVERIFY(note->toPlainText().isEmpty());
        window.actions()->action(QStringLiteral("edit.redo"))->trigger();
        QTRY_COMPARE(stored(idOf(1)).note, QStringLiteral("before the template fix"));
        QCOMPARE(note->toPlainText(), QStringLiteral("before the template fix"));

        window.actions()->action(QStringLiteral("history.pin"))->trigger();
        QTRY_VERIFY(stored(idOf(1)).pinned);
        auto* show = window.findChild<QComboBox*>(QStringLiteral("history-show"));
        show->setCurrentIndex(show->findText(QStringLiteral("Pinned")));
        QCOMPARE(table->model()->rowCount(), 1);
        show->setCurrentIndex(0);

        window.historyPanel()->selectRuns({idOf(2)});
        table->setFocus();
        QTest::keyClick(table, Qt::Key_Return);
        QCOMPARE(window.place(), MainWindow::Compare);
        QTRY_VERIFY(window.comparePanel()->run());
        QCOMPARE(window.comparePanel()->run()->data.run.id, idOf(2));
    }

    void deleteAndUndo()
    {
        MainWindow window(services());
        open(window);
        ui::HistoryPanel* panel = window.historyPanel();
        QTRY_COMPARE(panel->table()->model()->rowCount(), 4);
        panel->selectRuns({idOf(1), idOf(3)});
        panel->table()->setFocus();
        QTest::keyClick(panel->table(), Qt::Key_Delete);
        QCOMPARE(panel->table()->model()->rowCount(), 2); // at once
        auto* notice = window.findChild<QLabel*>(QStringLiteral("history-notice-text"));
        QVERIFY(notice->isVisible());
        QVERIFY2(notice->text().contains(QLatin1String("2")), qPrintable(notice->text()));
        QTRY_COMPARE(m_store->runs().result()->size(), 2);
        QCOMPARE(m_store->runs(store::Listed::Deleted).result()->size(), 2);

        QTest::mouseClick(window.findChild<QPushButton*>(QStringLiteral("history-undo-delete")), Qt::LeftButton);
        QCOMPARE(panel->table()->model()->rowCount(), 4);
        QVERIFY(!notice->isVisible());
        QCOMPARE(panel->selectedRuns().size(), 2);
        QTRY_COMPARE(m_store->runs().result()->size(), 4);

        // Something else was done since: the notice's undo still brings the runs back, and nothing else.
        panel->selectRuns({idOf(2)});
        window.actions()->action(QStringLiteral("history.delete"))->trigger();
        panel->selectRuns({idOf(1)});
        window.actions()->action(QStringLiteral("history.pin"))->trigger();
        QTest::mouseClick(window.findChild<QPushButton*>(QStringLiteral("history-undo-delete")), Qt::LeftButton);
        QTRY_COMPARE(m_store->runs().result()->size(), 4);
        QVERIFY(stored(idOf(1)).pinned);
    }

    void deletedRunsAreListedForADay()
    {
        QVERIFY(m_store->mark({.id = idOf(2), .deleted = true}).result());
        MainWindow window(services());
        open(window);
        ui::HistoryPanel* panel = window.historyPanel();
        QTRY_COMPARE(panel->table()->model()->rowCount(), 3);
        auto* show = window.findChild<QComboBox*>(QStringLiteral("history-show"));
        show->setCurrentIndex(show->count() - 1);
        QTRY_COMPARE(panel->selectedRuns(), QStringList{idOf(2)});
        QVERIFY(!window.actions()->action(QStringLiteral("history.delete"))->isVisible());
        window.actions()->action(QStringLiteral("history.restore"))->trigger();
        QCOMPARE(panel->table()->model()->rowCount(), 0);
        show->setCurrentIndex(0);
        QCOMPARE(panel->table()->model()->rowCount(), 4);
        QTRY_COMPARE(m_store->runs().result()->size(), 4);
    }

    void twoRuns()
    {
        MainWindow window(services());
        open(window);
        ui::HistoryPanel* panel = window.historyPanel();
        QTRY_COMPARE(panel->table()->model()->rowCount(), 4);
        panel->selectRuns({idOf(1)});
        QVERIFY(!window.actions()->action(QStringLiteral("history.compare"))->isEnabled());
        panel->selectRuns({idOf(1), idOf(2)});
        window.actions()->action(QStringLiteral("history.compare"))->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(panel->diffView()->diff(), 20000);
        const scoring::RunDiff& diff = panel->diffView()->diff()->diff;
        QCOMPARE(diff.runBefore, idOf(1)); // the older one, whichever was chosen first
        QCOMPARE(diff.joined, 24);
        auto* measures = window.findChild<QTableView*>(QStringLiteral("history-diff-table"));
        // Side B: 23 right before, 12 right after: 11 worse, none better.
        bool found = false;
        for (int row = 0; row < measures->model()->rowCount(); ++row) {
            const auto cell = [&](int column) { return measures->model()->index(row, column).data().toString(); };
            if (cell(0) != QLatin1String("base-Q4_K_M") || cell(1) != QLatin1String("right answers"))
                continue;
            found = true;
            QCOMPARE(cell(2), QStringLiteral("24"));
            QCOMPARE(cell(5), QStringLiteral("0"));
            QCOMPARE(cell(6), QStringLiteral("11"));
            QCOMPARE(cell(7), QStringLiteral("13"));
            QVERIFY2(cell(10).contains(QLatin1String("worse, significant")), qPrintable(cell(10)));
            measures->setCurrentIndex(measures->model()->index(row, 0));
        }
        QVERIFY(found);
        auto* prompts = window.findChild<QTableView*>(QStringLiteral("history-diff-prompts"));
        QCOMPARE(prompts->model()->rowCount(), 11);
        const QString prompt = prompts->model()->index(3, 0).data(ui::ScoreTable::KeyRole).toString().sliced(7);
        prompts->setCurrentIndex(prompts->model()->index(3, 0));
        prompts->setFocus();
        QTest::keyClick(prompts, Qt::Key_Return);
        QCOMPARE(window.place(), MainWindow::Compare);
        QTRY_VERIFY(window.comparePanel()->run());
        QCOMPARE(window.comparePanel()->run()->data.run.id, idOf(2));
        QTRY_COMPARE(window.comparePanel()->promptId(), prompt);
    }

    void trendOfPinnedRuns()
    {
        for (const int number : {1, 2, 3})
            QVERIFY(m_store->mark({.id = idOf(number), .pinned = true}).result());
        MainWindow window(services());
        open(window);
        ui::HistoryPanel* panel = window.historyPanel();
        QTRY_COMPARE(panel->table()->model()->rowCount(), 4);
        panel->selectRuns({idOf(2)});
        window.actions()->action(QStringLiteral("history.trend"))->trigger();
        const auto values = [&] { return panel->trendView()->card()->view()->figure().values; };
        QTRY_COMPARE_WITH_TIMEOUT(values().size(), 3, 20000);
        QCOMPARE(values().at(0).value, 1.0 / 24);
        QCOMPARE(values().at(1).value, 0.5);
        QVERIFY(values().at(1).low && *values().at(1).low < 0.5);
        // Pressing a mark chooses its run.
        const figures::Figure figure = panel->trendView()->card()->view()->figure();
        QCOMPARE(figure.items.at(2).key, QStringLiteral("run:") + idOf(3));
        panel->selectRuns({idOf(3)});
        window.actions()->action(QStringLiteral("history.pin"))->trigger(); // off the series
        QCOMPARE(values().size(), 2);
        window.actions()->action(QStringLiteral("edit.undo"))->trigger();
        QCOMPARE(values().size(), 3);
    }

    void strangersRunsAreOnlyRead()
    {
        MainWindow window({.store = nullptr, .runs = nullptr, .configFolder = {}});
        window.resize(1280, 800);
        window.show();
        window.openFiles({m_store->path()});
        QTRY_COMPARE(window.place(), MainWindow::History);
        QTRY_COMPARE(window.historyPanel()->table()->model()->rowCount(), 4);
        QVERIFY(window.findChild<QLabel*>(QStringLiteral("history-where"))->isVisible());
        QVERIFY(window.actions()->action(QStringLiteral("history.report"))->isEnabled());
        for (const char* id : {"history.pin", "history.delete", "history.note", "history.resume"})
            QVERIFY2(!window.actions()->action(QLatin1String(id))->isEnabled(), id);
        QVERIFY(window.findChild<QPlainTextEdit*>(QStringLiteral("history-note"))->isReadOnly());
        window.historyPanel()->selectRuns({idOf(2)});
        window.actions()->action(QStringLiteral("history.open"))->trigger();
        QTRY_VERIFY(window.comparePanel()->run());
        QTest::mouseClick(window.findChild<QPushButton*>(QStringLiteral("history-own")), Qt::LeftButton);
        QCOMPARE(window.historyPanel()->table()->model()->rowCount(), 0);
    }

    /// The report of the chosen run, from the tool bar, the table's menu or the palette.
    void reportsTheChosenRun()
    {
        MainWindow window(services());
        open(window);
        QTRY_COMPARE(window.historyPanel()->table()->model()->rowCount(), 4);
        QAction* report = window.actions()->action(QStringLiteral("history.report"));
        QVERIFY(window.historyPanel()->table()->actions().contains(report));
        window.historyPanel()->selectRuns({idOf(1), idOf(2)});
        QVERIFY(!report->isEnabled()); // of which?
        window.historyPanel()->selectRuns({idOf(2)});
        QVERIFY(report->isEnabled());
        report->trigger();
        QTRY_VERIFY(window.findChild<ui::ReportDialog*>());
        QVERIFY(window.findChild<ui::ReportDialog*>()->isVisible());
        QCOMPARE(window.place(), MainWindow::History);
    }

    void copiesWhatIsInSight()
    {
        MainWindow window(services());
        open(window);
        QTableView* table = window.historyPanel()->table();
        QTRY_COMPARE(table->model()->rowCount(), 4);
        table->hideColumn(RunList::Suite);
        table->findChild<QAction*>(QStringLiteral("table.copy"))->trigger();
        const QStringList lines = QGuiApplication::clipboard()->text().split(u'\n', Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 5);
        QVERIFY(!lines.first().contains(QLatin1String("Suite")));
        QVERIFY(lines.first().contains(QLatin1String("Compared\t")));
        window.historyPanel()->selectRuns({idOf(1), idOf(2)});
        table->findChild<QAction*>(QStringLiteral("table.copy-markdown"))->trigger();
        QCOMPARE(QGuiApplication::clipboard()->text().count(u'\n'), 4); // head, rule, two rows
    }

private:
    [[nodiscard]] ui::WindowServices services() const
    {
        return {.store = m_store, .runs = nullptr, .configFolder = {}};
    }

    static void open(MainWindow& window)
    {
        window.resize(1280, 800);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        window.activateWindow();
        QTest::keyClick(&window, Qt::Key_6, Qt::ControlModifier);
        QCOMPARE(window.place(), MainWindow::History);
    }

    [[nodiscard]] store::RunListItem stored(const QString& id) const
    {
        const auto runs = m_store->runs().result();
        for (const store::RunListItem& item : *runs) {
            if (item.run.id == id)
                return item;
        }
        return {};
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::shared_ptr<store::Store> m_store;
};

QTEST_MAIN(HistoryTest)
#include "history_test.moc"
