// SPDX-License-Identifier: GPL-3.0-or-later
// The item models behind the tables, without a window.
#include "core/scoring/compare.h"
#include "core/store/store.h"
#include "tests/gui/samples.h"
#include "tests/gui/samplestore.h"
#include "ui/models/format.h"
#include "ui/models/livefilter.h"
#include "ui/models/livesummary.h"
#include "ui/models/livetable.h"
#include "ui/models/modeltable.h"
#include "ui/models/promptlist.h"
#include "ui/models/runlist.h"
#include "ui/models/runtext.h"
#include "ui/models/shownrun.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>

using namespace quantlens;
using Tester = QAbstractItemModelTester;

class ModelsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void modelTable()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("config/models.json"));
        const QString good = QStringLiteral(QUANTLENS_SOURCE_DIR "/resources/demo/sums-f16.gguf");
        const QString bad = folder.filePath(QStringLiteral("text.gguf"));
        QFile text(bad);
        QVERIFY(text.open(QIODevice::WriteOnly) && text.write("not a model") > 0);
        text.close();
        {
            ui::ModelTable table(file);
            const Tester tester(&table, Tester::FailureReportingMode::QtTest);
            QVERIFY(table.load());
            QSignalSpy inspected(&table, &ui::ModelTable::inspected);
            QCOMPARE(table.add(QStringLiteral("  %1 ").arg(good)), 0);
            QCOMPARE(table.add(bad), 1);
            QCOMPARE(table.add(QString()), -1);
            QCOMPARE(table.add(good), 0); // known already
            QCOMPARE(table.rowCount(), 2);
            QTRY_COMPARE_GE(inspected.size(), 3);
            QVERIFY(table.at(0)->usable());
            QCOMPARE(table.index(0, ui::ModelTable::Quant).data().toString(), QStringLiteral("F16"));
            QCOMPARE(table.index(0, ui::ModelTable::Context).data().toString(), QStringLiteral("256"));
            QVERIFY(table.at(1)->error);
            QVERIFY2(table.at(1)->error->code.startsWith(QLatin1String("gguf.")), qPrintable(table.at(1)->error->code));
            QVERIFY(!table.index(1, ui::ModelTable::Status).data().toString().isEmpty());
        }
        ui::ModelTable again(file);
        const Tester tester(&again, Tester::FailureReportingMode::QtTest);
        QVERIFY(again.load());
        QCOMPARE(again.rowCount(), 2);
        QCOMPARE(again.at(0)->spec, good);
        again.removeAt(1);
        again.removeAt(7); // not there: nothing happens
        QCOMPARE(again.rowCount(), 1);
        QCOMPARE(ui::readModelList(file).value(), QList<ui::ModelEntry>{{.spec = good}});
    }

    void damagedModelList()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("models.json")));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("{\"models\": [") > 0);
        file.close();
        ui::ModelTable table(file.fileName());
        const auto loaded = table.load();
        QVERIFY(!loaded);
        QCOMPARE(loaded.error().code, QStringLiteral("models.read"));
        QCOMPARE(table.rowCount(), 0);
    }

    void unwritableModelList()
    {
        const auto written =
            ui::writeModelList(QStringLiteral("/proc/quantlens/models.json"), {{.spec = QStringLiteral("a.gguf")}});
        QVERIFY(!written);
        QCOMPARE(written.error().code, QStringLiteral("models.write"));
    }

    void promptList()
    {
        ui::PromptList list;
        const Tester tester(&list, Tester::FailureReportingMode::QtTest);
        QCOMPARE(list.rowCount(), 0);
        const ui::ShownRunPtr run = ui::scoreRun(samples::run());
        list.setRun(run);
        QCOMPARE(list.rowCount(), 40);
        const int flip = list.rowOf(QStringLiteral("add-017"));
        QCOMPARE(list.index(flip, 0).data(ui::PromptList::MarkRole).toInt(), int(ui::LiveTable::RightToWrong));
        const int failed = list.rowOf(QStringLiteral("word-009"));
        QVERIFY(list.index(failed, 0).data(ui::PromptList::FailedRole).toBool());
        QVERIFY(!list.index(failed, 0).data(ui::PromptList::SeverityRole).isValid());
        QCOMPARE(list.rowOf(QStringLiteral("nobody")), -1);
        list.setRun(nullptr);
        QCOMPARE(list.rowCount(), 0);
    }

    void promptFilter()
    {
        ui::PromptList list;
        ui::PromptFilter filter;
        filter.setSourceModel(&list);
        const Tester tester(&filter, Tester::FailureReportingMode::QtTest);
        const ui::ShownRunPtr run = ui::scoreRun(samples::run());
        list.setRun(run);
        QCOMPARE(filter.rowCount(), 40);
        using ui::PromptShow;
        for (const PromptShow show : {PromptShow::All, PromptShow::Different, PromptShow::Changed, PromptShow::Flips,
                                      PromptShow::Severe, PromptShow::Noted, PromptShow::Errors}) {
            filter.setShow(show);
            QCOMPARE(filter.rowCount(), filter.count(show));
        }
        QCOMPARE(filter.rowCount(), 1); // the failed request
        filter.setShow(PromptShow::Flips);
        QCOMPARE(qint64(filter.rowCount()), run->summary.flips.count);
        filter.setShow(PromptShow::Changed);
        QCOMPARE(qint64(filter.rowCount()), run->summary.changed.count);
        filter.setShow(PromptShow::All);
        filter.setCategory(QStringLiteral("word problems"));
        QVERIFY(filter.rowCount() > 0 && filter.rowCount() < 40);
        filter.setCategory({});
        filter.setOnly(std::make_shared<const QSet<QString>>(QSet<QString>{QStringLiteral("add-018"), {}}));
        QCOMPARE(filter.rowCount(), 1);
        filter.setOnly(nullptr);
        // Texts are searched in another thread.
        QVERIFY(filter.setText(QStringLiteral("CHECK: 824"))); // in an answer, any case
        QTRY_COMPARE(filter.rowCount(), 1);
        QVERIFY(filter.setText(QStringLiteral("/^add-01[78]$/")));
        QTRY_COMPARE(filter.rowCount(), 2);
        const auto bad = filter.setText(QStringLiteral("/(unclosed/"));
        QVERIFY(!bad);
        QCOMPARE(bad.error().code, QStringLiteral("search.pattern"));
        QVERIFY2(bad.error().message.contains(QLatin1String("at character")), qPrintable(bad.error().message));
        QVERIFY(!filter.setText(u'/' + QString(2000, u'a') + u'/'));
        QCOMPARE(filter.rowCount(), 2);
        QVERIFY(filter.setText(QStringLiteral("(unclosed"))); // plain text without slashes
        QTRY_COMPARE(filter.rowCount(), 0);
        QVERIFY(filter.setText({}));
        QTRY_COMPARE(filter.rowCount(), 40);
    }

    /// A pattern that backtracks without end gives up, and it is said in how many texts.
    void catastrophicPattern()
    {
        domain::RunData data = samples::run();
        for (domain::Generation& answer : data.generations) // many, so that it is not through before it is asked
            answer.text = QString(50'000, u'a') + u'!';
        ui::PromptList list;
        ui::PromptFilter filter;
        filter.setSourceModel(&list);
        list.setRun(ui::scoreRun(data));
        QSignalSpy limited(&filter, &ui::PromptFilter::searchLimited);
        QVERIFY(filter.setText(QStringLiteral("/^(a+)+$/")));
        QVERIFY(filter.busy());
        QTRY_VERIFY_WITH_TIMEOUT(!filter.busy(), 30'000);
        QVERIFY(!limited.last().first().toString().isEmpty());
        QCOMPARE(filter.rowCount(), 0);
    }

    /// Typing on ends the search before: one result comes, that of the last text, and the window goes on meanwhile.
    void typingReplacesTheSearch()
    {
        domain::RunData data;
        data.run = samples::run().run;
        data.run.prompts.clear();
        constexpr int count = 20'000;
        for (int i = 0; i < count; ++i) {
            data.run.prompts.append(
                samples::prompt(QStringLiteral("p-%1").arg(i, 5, 10, QLatin1Char('0')), QStringLiteral("c"),
                                QString(200, u'x') + QStringLiteral("number %1 end").arg(i, 5, 10, QLatin1Char('0'))));
        }
        const ui::ShownRunPtr run = ui::scoreRun(data);
        ui::PromptList list;
        ui::PromptFilter filter;
        filter.setSourceModel(&list);
        list.setRun(run);
        QTRY_VERIFY(!filter.busy());
        QCOMPARE(filter.rowCount(), count);
        QSignalSpy reordered(&filter, &ui::PromptFilter::reordered);
        const QString text = QStringLiteral("number 01234 end");
        for (qsizetype length = 1; length <= text.size(); ++length)
            QVERIFY(filter.setText(text.first(length)));
        QVERIFY(filter.setText(QStringLiteral("/number 0123[45] end/")));
        QVERIFY(filter.busy());
        QCOMPARE(filter.rowCount(), count); // what stood there stays until the result is there
        QTRY_VERIFY_WITH_TIMEOUT(!filter.busy(), 30'000);
        QCOMPARE(filter.rowCount(), 2);
        QTest::qWait(50);
        QCOMPARE(reordered.size(), 1);

        // A result nobody waits for is given up, whatever was asked.
        const std::atomic<quint64> ticket = 2;
        ui::PromptCriteria criteria;
        QCOMPARE(ui::orderPrompts(*run, criteria, &ticket, 2).rows.size(), std::size_t(count));
        QVERIFY(ui::orderPrompts(*run, criteria, &ticket, 1).rows.empty());
        criteria.column = ui::PromptColumn::Similarity;
        QVERIFY(ui::orderPrompts(*run, criteria, &ticket, 1).rows.empty());
        criteria = *ui::searchFor(text, criteria);
        QCOMPARE(ui::orderPrompts(*run, criteria, &ticket, 2).rows.size(), std::size_t(1));
        QVERIFY(ui::orderPrompts(*run, criteria, &ticket, 1).rows.empty());
        QCOMPARE(list.rowOf(QStringLiteral("p-01234")), 1234);
        QCOMPARE(list.rowOf(QStringLiteral("p-01234")), 1234);
        QCOMPARE(list.rowOf(QStringLiteral("p-00001")), 1);
    }

    void sortByScores()
    {
        ui::PromptList list;
        ui::PromptFilter filter;
        filter.setSourceModel(&list);
        list.setRun(ui::scoreRun(samples::run()));
        filter.sort(ui::PromptList::Similarity, Qt::DescendingOrder);
        QCOMPARE(filter.index(39, 1).data().toString(), QStringLiteral("word-009")); // not scored: last
        double before = 2;
        for (int row = 0; row < 39; ++row) {
            const double value = filter.index(row, 0).data(ui::PromptList::SimilarityRole).toDouble();
            QVERIFY(value <= before);
            before = value;
        }
        for (int column = 0; column < ui::PromptList::ColumnCount; ++column) {
            filter.sort(column, Qt::AscendingOrder);
            QCOMPARE(filter.rowCount(), 40);
        }
        filter.sort(ui::PromptList::Prompt, Qt::DescendingOrder);
        QCOMPARE(filter.index(39, 1).data().toString(), QStringLiteral("add-017"));
    }

    void liveTable()
    {
        const domain::RunData data = samples::run();
        const QList<domain::Comparison> comparisons = scoring::compareAll(data);
        ui::LiveTable table;
        const Tester tester(&table, Tester::FailureReportingMode::QtTest);
        table.setPlan(data.run);
        QCOMPARE(table.rowCount(), 80);
        QCOMPARE(table.index(0, ui::LiveTable::State).data().toString(), QStringLiteral("queued"));
        QSignalSpy changes(&table, &ui::LiveTable::dataChanged);
        table.apply(samples::liveUpdate(data, comparisons));
        QCOMPARE(changes.size(), 2); // rows 0…49 and the failed pair: two ranges, not fifty signals
        QCOMPARE(table.at(table.newestRow())->promptId, data.run.prompts.at(24).id);
        QCOMPARE(table.partnerOf(table.newestRow()), table.newestRow() - 1);
        QVERIFY(table.isReference(table.newestRow() - 1));
        // The pair's figures stand in the row of its last side only.
        QVERIFY(table.index(0, ui::LiveTable::Similarity).data().toString().isEmpty());
        QVERIFY(!table.index(1, ui::LiveTable::Similarity).data().toString().isEmpty());
        QVERIFY(table.index(48, 0).data(ui::LiveTable::ProgressRole).isValid());
        QVERIFY(!table.index(0, 0).data(ui::LiveTable::ProgressRole).isValid());

        runners::LiveUpdate wild;
        wild.rows.append({.row = -1, .promptId = {}, .category = {}, .end = {}, .errorText = {}, .text = {}});
        wild.rows.append({.row = 80, .promptId = {}, .category = {}, .end = {}, .errorText = {}, .text = {}});
        table.apply(wild);
        QCOMPARE(table.rowCount(), 80);

        ui::LiveFilter filter(&table);
        const Tester filterTester(&filter, Tester::FailureReportingMode::QtTest);
        filter.setShow(ui::LiveFilter::Failed);
        QCOMPARE(filter.rowCount(), 1);
        filter.setShow(ui::LiveFilter::Running);
        QCOMPARE(filter.rowCount(), 2);
        filter.setShow(ui::LiveFilter::All);
        filter.setText(QStringLiteral("busy 3 times"));
        QCOMPARE(filter.rowCount(), 1);
        filter.setText({});

        // Numbers by their size; what has none yet stands last whichever way.
        for (const Qt::SortOrder order : {Qt::AscendingOrder, Qt::DescendingOrder}) {
            filter.sort(ui::LiveTable::Tokens, order);
            QCOMPARE(filter.rowCount(), 80);
            int before = -1;
            bool none = false;
            for (int row = 0; row < filter.rowCount(); ++row) {
                const int tokens = table.at(filter.mapToSource(filter.index(row, 0)).row())->tokens;
                QVERIFY(!none || tokens == 0);
                none = tokens == 0;
                if (!none && before >= 0)
                    QVERIFY(order == Qt::AscendingOrder ? tokens >= before : tokens <= before);
                before = tokens;
            }
            QVERIFY(none);
        }
        table.apply(samples::liveUpdate(data, comparisons)); // keeps the order while it is fed
        for (int column = 0; column < ui::LiveTable::ColumnCount; ++column)
            filter.sort(column, Qt::DescendingOrder);
        filter.sort(-1);
        for (int row = 0; row < filter.rowCount(); ++row)
            QCOMPARE(filter.mapToSource(filter.index(row, 0)).row(), row); // as planned
    }

    /// Rows are known by their keys: a request that only became possible later is added, whatever its number.
    void liveTableLearnsRows()
    {
        domain::RunRecord run = samples::run().run;
        ui::LiveTable table;
        const Tester tester(&table, Tester::FailureReportingMode::QtTest);
        table.setPlan(run);
        const int before = table.rowCount();
        const domain::GenerationKey forced{.side = 1, .promptId = run.prompts.at(3).id, .pass = domain::Pass::Forced};
        runners::LiveUpdate update;
        runners::LiveRow row;
        row.row = 5; // of another row in this table
        row.side = 1;
        row.key = forced;
        row.promptId = forced.promptId;
        row.state = runners::RequestState::Done;
        update.rows = {row};
        QSignalSpy inserted(&table, &ui::LiveTable::rowsInserted);
        table.apply(update);
        QCOMPARE(inserted.size(), 1);
        QCOMPARE(table.rowCount(), before + 1);
        QCOMPARE(table.rowOf(forced), before);
        QCOMPARE(table.at(5)->state, runners::RequestState::Queued);
        row.key.promptId = row.promptId = QStringLiteral("of another run");
        update.rows = {row};
        table.apply(update);
        QCOMPARE(table.rowCount(), before + 1);
    }

    /// Texts are compared while they grow; each side with the baseline, wherever that stands.
    void liveTableMarksForks()
    {
        domain::RunRecord run = samples::run().run;
        run.kind = domain::RunKind::Sweep;
        run.sides.append(run.sides.last());
        run.baseline = 1;
        ui::LiveTable table;
        const Tester tester(&table, Tester::FailureReportingMode::QtTest);
        table.setPlan(run);
        const QString id = run.prompts.first().id;
        const auto say = [&](int side, const QString& text, runners::RequestState state) {
            runners::LiveRow row;
            row.side = side;
            row.key = {.side = side, .promptId = id};
            row.promptId = id;
            row.text = text;
            row.state = state;
            runners::LiveUpdate update;
            update.rows = {row};
            table.apply(update);
        };
        const auto fork = [&](int side) {
            const QVariant at = table.index(table.rowOf(id, side), 0).data(ui::LiveTable::ForkRole);
            return at.isValid() ? at.toInt() : -1;
        };
        using runners::RequestState;
        say(0, QStringLiteral("one two"), RequestState::Answering);
        say(1, QStringLiteral("one"), RequestState::Answering);
        QCOMPARE(fork(0), -1); // the other may still say the same
        say(1, QStringLiteral("one three"), RequestState::Answering);
        QCOMPARE(fork(0), 5); // the baseline's news mark the sides compared with it
        QCOMPARE(fork(1), -1);
        say(2, QStringLiteral("one three"), RequestState::Done);
        QCOMPARE(fork(2), -1);
        say(1, QStringLiteral("one three four"), RequestState::Done);
        QCOMPARE(fork(2), 9);                                              // one ended, the other went on
        say(0, QStringLiteral("one three four"), RequestState::Answering); // begun anew
        QCOMPARE(fork(0), -1);
        domain::Comparison pair;
        pair.promptId = id;
        pair.similarity = 0.5;
        runners::LiveUpdate update;
        update.comparisons = {pair, pair};
        update.comparedSides = {0, 2};
        update.comparisons[1].similarity = 0.25;
        table.apply(update);
        QCOMPARE(table.pairs(), 2);
        QCOMPARE(table.comparison(id, 0)->similarity, 0.5);
        QCOMPARE(table.comparison(id, 2)->similarity, 0.25);
        QVERIFY(!table.comparison(id, 1));
        QVERIFY(table.index(table.rowOf(id, 1), ui::LiveTable::Similarity).data().toString().isEmpty());
        QVERIFY(!table.index(table.rowOf(id, 2), ui::LiveTable::Similarity).data().toString().isEmpty());
    }

    void liveTallies()
    {
        domain::RunRecord run = samples::run().run;
        run.kind = domain::RunKind::Determinism;
        run.sides.removeLast();
        run.options.runs = 3;
        ui::LiveTable table;
        table.setPlan(run);
        const auto end = [&](const domain::GenerationKey& key, const QString& text) {
            runners::LiveRow row;
            row.key = key;
            row.promptId = key.promptId;
            row.text = text;
            row.state = runners::RequestState::Done;
            runners::LiveUpdate update;
            update.rows = {row, row}; // said twice it still ended once
            table.apply(update);
        };
        for (int repeat = 0; repeat < 3; ++repeat) {
            end({.promptId = run.prompts.at(0).id, .repeat = repeat}, QStringLiteral("same"));
            end({.promptId = run.prompts.at(1).id, .repeat = repeat}, QString::number(repeat));
        }
        QCOMPARE(table.tally().answered, 2);
        QCOMPARE(table.tally().varying, 1);
        QCOMPARE(table.tally().outputs, 4);
        QCOMPARE(ui::summarizeLive(run, {}, table.tally()).rates.first().rate.count, 1);

        run.kind = domain::RunKind::Stress;
        run.options.levels = {2, 4};
        table.setPlan(run);
        const QString id = run.prompts.at(0).id;
        end({.promptId = id, .pass = domain::Pass::Reference}, QStringLiteral("same"));
        end({.promptId = id, .level = 2}, QStringLiteral("same"));
        end({.promptId = id, .level = 4}, QStringLiteral("other"));
        QCOMPARE(table.tally().levels.at(2).same, 1);
        QCOMPARE(table.tally().levels.at(4).same, 0);
        QCOMPARE(table.tally().levels.at(4).n, 1);
        const ui::LiveSummary summary = ui::summarizeLive(run, {}, table.tally());
        QCOMPARE(summary.rates.size(), 2);
        QVERIFY(!summary.compares);
    }

    void runList()
    {
        ui::RunList list;
        const Tester tester(&list, Tester::FailureReportingMode::QtTest);
        store::RunListItem item{.run = samples::run().run, .prompts = 40, .planned = 80, .answers = 61, .failures = 1};
        item.run.status = domain::RunStatus::Cancelled;
        list.setRuns({item});
        QCOMPARE(list.index(0, ui::RunList::What).data().toString(), QStringLiteral("sums-F16 ↔ sums-Q2_K"));
        QCOMPARE(list.index(0, ui::RunList::Status).data().toString(), QStringLiteral("cancelled at 61 of 80"));
        QCOMPARE(ui::runTitle(domain::RunRecord()), QStringLiteral("compare")); // a record without sides
    }

    void loader()
    {
        QTemporaryDir folder;
        const domain::RunData data = samples::run();
        const auto store = samples::storeWith(folder.filePath(QStringLiteral("w.qlens")), data);
        ui::RunLoader loader;
        QSignalSpy loaded(&loader, &ui::RunLoader::loaded);
        QSignalSpy failed(&loader, &ui::RunLoader::failed);
        loader.load(store, QStringLiteral("no-such-run"));
        const qsizetype answeredAtOnce = failed.size(); // the store may be that quick
        loader.load(store, data.run.id);                // replaces the first, whose failure is dropped
        QTRY_COMPARE(loaded.size(), 1);
        QTest::qWait(50);
        QCOMPARE(failed.size(), answeredAtOnce);
        const auto run = loaded.first().first().value<ui::ShownRunPtr>();
        QCOMPARE(run->summary.failedA, 1);
        QCOMPARE(run->answer(1, QStringLiteral("add-017"))->text, data.find(1, QStringLiteral("add-017"))->text);
        loader.load(store, QStringLiteral("no-such-run"));
        QTRY_COMPARE(failed.size(), answeredAtOnce + 1);
    }

    void numbers_data()
    {
        QTest::addColumn<QString>("got");
        QTest::addColumn<QString>("expected");
        namespace f = ui::format;
        QTest::newRow("minus") << f::decimal(-0.5, 2) << QStringLiteral("−0.50");
        QTest::newRow("nan") << f::decimal(std::nan(""), 2) << QStringLiteral("–");
        QTest::newRow("infinity") << f::milliseconds(INFINITY) << QStringLiteral("–");
        QTest::newRow("ms") << f::milliseconds(84.4) << QStringLiteral("84 ms");
        QTest::newRow("s") << f::milliseconds(3650) << QStringLiteral("3.65 s");
        QTest::newRow("duration") << f::duration(236'000) << QStringLiteral("3 min 56 s");
        QTest::newRow("hours") << f::duration(3'840'000) << QStringLiteral("1 h 4 min");
        QTest::newRow("rate") << f::rate({.count = 9, .n = 120, .low = 0.04, .high = 0.136})
                              << QStringLiteral("7.5 % [4.0, 13.6], n = 120");
        QTest::newRow("rate of nothing") << f::rate({}) << QStringLiteral("–");
        QTest::newRow("parameters") << f::parameters(2'100'000) << QStringLiteral("2.1 M");
        QTest::newRow("speed") << f::speed(41.24) << QStringLiteral("41.2");
        QTest::newRow("high speed") << f::speed(759.6) << QStringLiteral("760");
        QTest::newRow("no speed") << f::speed(std::nan("")) << QStringLiteral("–");
        QTest::newRow("id in its suite") << f::promptId(QStringLiteral("demo/add-017"), QStringLiteral("demo"))
                                         << QStringLiteral("add-017");
        QTest::newRow("id of its own") << f::promptId(QStringLiteral("demonstration/1"), QStringLiteral("demo"))
                                       << QStringLiteral("demonstration/1");
        QTest::newRow("empty behind the suite")
            << f::promptId(QStringLiteral("demo/"), QStringLiteral("demo")) << QStringLiteral("demo/");
        QTest::newRow("billions") << f::parameters(3'210'000'000) << QStringLiteral("3.21 B");
    }

    void numbers()
    {
        QFETCH(QString, got);
        QFETCH(QString, expected);
        QCOMPARE(got, expected);
    }
};

QTEST_MAIN(ModelsTest)
#include "models_test.moc"
