// SPDX-License-Identifier: GPL-3.0-or-later
// What a person does with whole runs, the numbers kept for lists, and files of schema 2.
#include "core/store/schema.h"
#include "core/store/store.h"
#include "tests/support/syntheticrun.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

using namespace quantlens;
using store::Store;

namespace {

testing::SyntheticRun markedRun(const QString& id)
{
    testing::SyntheticRun run(domain::RunKind::Compare, {"F16", "Q2_K"});
    run.data().run.id = id;
    for (int i = 0; i < 4; ++i) {
        const QString prompt = run.addPrompt("arithmetic", "42");
        run.answer(0, prompt, "The answer is 42.", 0);
        run.answer(1, prompt, i == 0 ? "The answer is 41." : "The answer is 42.", 0);
    }
    for (domain::Generation& generation : run.data().generations)
        generation.runId = id;
    return run;
}

std::unique_ptr<Store> openStore(const QString& path, store::Mode mode = store::Mode::ReadWrite)
{
    auto store = Store::open(path, mode);
    if (!store)
        qWarning("%s", qPrintable(base::oneLine(store.error())));
    return store ? std::move(*store) : nullptr;
}

void put(Store& store, const domain::RunData& data)
{
    QVERIFY(store.putRun(data.run).result());
    for (const domain::Generation& generation : data.generations)
        QVERIFY(store.append(generation).result());
}

QList<store::RunListItem> listed(Store& store, store::Listed which = store::Listed::Kept)
{
    const auto runs = store.runs(which).result();
    return runs ? *runs : QList<store::RunListItem>();
}

/// Statements on the file behind the store's back.
void rawSql(const QString& path, const QList<const char*>& statements)
{
    {
        QSqlDatabase db = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("raw"));
        db.setDatabaseName(path);
        QVERIFY(db.open());
        QSqlQuery query(db);
        for (const char* statement : statements)
            QVERIFY2(query.exec(QString::fromLatin1(statement)), qPrintable(query.lastError().text()));
    }
    QSqlDatabase::removeDatabase(QStringLiteral("raw"));
}

/// Makes the file what the version before wrote.
const QList<const char*> backToTwo{
    "ALTER TABLE run ADD COLUMN listed TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE run ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE run ADD COLUMN note TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE run ADD COLUMN deleted_ms INTEGER",
    "UPDATE run SET listed = (SELECT listed FROM listing WHERE run = seq), "
    "pinned = (SELECT pinned FROM listing WHERE run = seq), note = (SELECT note FROM listing WHERE run = seq)",
    "DROP TABLE listing",
    "PRAGMA user_version = 2",
};

} // namespace

class StoreMarksTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_path = m_dir->filePath(QStringLiteral("w.qlens"));
    }

    void pinsAndNotes()
    {
        const auto store = openStore(m_path);
        const testing::SyntheticRun run = markedRun(QStringLiteral("one"));
        put(*store, run.data());
        QVERIFY(store->mark({.id = QStringLiteral("one"), .pinned = true}).result());
        QVERIFY(store->mark({.id = QStringLiteral("one"), .note = QStringLiteral("a 'note'")}).result());
        QCOMPARE(listed(*store).size(), 1);
        QVERIFY(listed(*store).first().pinned);
        QCOMPARE(listed(*store).first().note, QStringLiteral("a 'note'"));
        // The record written again, as at the end of a run, keeps them.
        QVERIFY(store->putRun(run.data().run).result());
        QVERIFY(listed(*store).first().pinned);
        QCOMPARE(store->mark({.id = QStringLiteral("none"), .pinned = true}).result().error().code,
                 QStringLiteral("store.no_run"));
    }

    void deletedRunsComeBackForADay()
    {
        {
            const auto store = openStore(m_path);
            put(*store, markedRun(QStringLiteral("one")).data());
            put(*store, markedRun(QStringLiteral("two")).data());
            QVERIFY(store->mark({.id = QStringLiteral("one"), .deleted = true}).result());
            QCOMPARE(listed(*store).size(), 1);
            QCOMPARE(store->load(QStringLiteral("latest")).result()->run.id, QStringLiteral("two"));
            const auto deleted = listed(*store, store::Listed::Deleted);
            QCOMPARE(deleted.size(), 1);
            QCOMPARE(deleted.first().run.id, QStringLiteral("one"));
            QVERIFY(qAbs(deleted.first().deleted.secsTo(QDateTime::currentDateTimeUtc())) < 60);
        }
        { // the same day: still there
            const auto store = openStore(m_path);
            QVERIFY(store->mark({.id = QStringLiteral("one"), .deleted = false}).result());
            QCOMPARE(listed(*store).size(), 2);
            QVERIFY(listed(*store, store::Listed::Deleted).isEmpty());
            QCOMPARE(store->load(QStringLiteral("one")).result()->generations.size(), 8);
            QVERIFY(store->mark({.id = QStringLiteral("one"), .deleted = true}).result());
        }
        rawSql(m_path, {"UPDATE listing SET deleted_ms = deleted_ms - 25 * 3600 * 1000 WHERE deleted_ms IS NOT NULL"});
        const auto store = openStore(m_path);
        QVERIFY(listed(*store, store::Listed::Deleted).isEmpty());
        QCOMPARE(store->load(QStringLiteral("one")).result().error().code, QStringLiteral("store.no_run"));
        QCOMPARE(listed(*store).size(), 1);
    }

    void headlinesAreKeptUntilSomethingChanges()
    {
        const auto store = openStore(m_path);
        const testing::SyntheticRun run = markedRun(QStringLiteral("one"));
        put(*store, run.data());
        QVERIFY(!listed(*store).first().headline);
        const scoring::Headline headline = scoring::headlineOf(scoring::scoreRun(run.data()));
        const auto keep = [&] { QVERIFY(store->setHeadline(QStringLiteral("one"), headline).result()); };
        keep();
        const store::RunListItem item = listed(*store).first();
        QVERIFY(item.headline);
        QCOMPARE(item.answers, 8);
        QCOMPARE(item.failures, 0);
        const auto flips = (*item.headline)[scoring::HeadlineMeasure::Flips];
        QVERIFY(flips);
        QCOMPARE(flips->count, 1);
        QCOMPARE(flips->n, 4);
        QCOMPARE(flips->rate().low, scoring::wilson(1, 4).low);

        // A note says nothing about the answers, an answer set by hand does.
        const QString prompt = run.data().run.prompts.first().id;
        using enum domain::AnnotationKind;
        QVERIFY(store->annotate(QStringLiteral("one"), {.promptId = prompt, .kind = Note, .value = QStringLiteral("x")})
                    .result());
        QVERIFY(listed(*store).first().headline);
        QVERIFY(store
                    ->annotate(QStringLiteral("one"),
                               {.promptId = prompt, .kind = AnswerB, .side = 1, .value = QStringLiteral("42")})
                    .result());
        QVERIFY(!listed(*store).first().headline);
        keep();
        QVERIFY(listed(*store).first().headline);
        // Taken up again: more answers may come.
        domain::RunRecord again = run.data().run;
        again.status = domain::RunStatus::Running;
        QVERIFY(store->putRun(again).result());
        QVERIFY(!listed(*store).first().headline);
        keep(); // of a run that goes on nothing is kept
        QVERIFY(!listed(*store).first().headline);
    }

    void schemaTwo()
    {
        {
            const auto store = openStore(m_path);
            put(*store, markedRun(QStringLiteral("one")).data());
            QVERIFY(
                store->mark({.id = QStringLiteral("one"), .pinned = true, .note = QStringLiteral("kept")}).result());
        }
        rawSql(m_path, backToTwo);
        const auto check = [&](store::Mode mode) {
            const auto store = openStore(m_path, mode);
            QVERIFY(store);
            const QList<store::RunListItem> items = listed(*store);
            QCOMPARE(items.size(), 1);
            QVERIFY(items.first().pinned);
            QCOMPARE(items.first().note, QStringLiteral("kept"));
            QCOMPARE(items.first().prompts, 4);
            QCOMPARE(items.first().answers, 8);
            QVERIFY(!items.first().headline);
            QCOMPARE(store->load(QStringLiteral("latest")).result()->generations.size(), 8);
            QCOMPARE(store->load(QStringLiteral("on")).result()->run.id, QStringLiteral("one"));
        };
        check(store::Mode::ReadOnly); // somebody else's file stays as it is
        check(store::Mode::ReadOnly);
        check(store::Mode::ReadWrite);
        const auto store = openStore(m_path, store::Mode::ReadOnly);
        QVERIFY(store);
        QCOMPARE(store::schemaVersion(), 3);
        QVERIFY(!store->setHeadline(QStringLiteral("one"), {}).result()); // only read
    }

    void headlinesAsJson()
    {
        scoring::Headline headline;
        headline[scoring::HeadlineMeasure::Kld] = {
            .value = 0.0123, .interval = scoring::Interval{0.01, 0.02}, .n = 100, .side = 3};
        headline[scoring::HeadlineMeasure::Consistency] = {
            .value = 0.5, .interval = {}, .count = 4, .n = 8, .level = 16};
        QJsonObject json = scoring::toJson(headline);
        const auto back = scoring::headlineFromJson(json);
        QVERIFY(back);
        const auto kld = (*back)[scoring::HeadlineMeasure::Kld];
        QVERIFY(kld && kld->interval);
        QCOMPARE(kld->value, 0.0123);
        QCOMPARE(kld->interval->high, 0.02);
        QCOMPARE(kld->side, 3);
        QCOMPARE((*back)[scoring::HeadlineMeasure::Consistency]->level, 16);
        QCOMPARE((*back)[scoring::HeadlineMeasure::Consistency]->count, 4);
        QVERIFY(!(*back)[scoring::HeadlineMeasure::Flips]);
        json.insert(QStringLiteral("version"), 4711);
        QVERIFY(!scoring::headlineFromJson(json)); // another version's: scored again
    }

    void theWorstOfASweep()
    {
        testing::SyntheticRun run(domain::RunKind::Sweep, {"F16", "Q8_0", "Q2_K"});
        for (int i = 0; i < 4; ++i) {
            const QString prompt = run.addPrompt("arithmetic", "42");
            run.answer(0, prompt, "It is 42.", 0);
            run.answer(1, prompt, "It is 42.", 0);
            run.answer(2, prompt, i < 2 ? "It is 7." : "It is 42.", 0);
        }
        const scoring::Headline headline = scoring::headlineOf(scoring::scoreRun(run.data()));
        const auto flips = headline[scoring::HeadlineMeasure::Flips];
        QVERIFY(flips);
        QCOMPARE(flips->side, 2);
        QCOMPARE(flips->count, 2);
        QCOMPARE(headline[scoring::HeadlineMeasure::SameText]->side, 2);
        QCOMPARE(headline[scoring::HeadlineMeasure::SameText]->value, 0.5);
        QVERIFY(!headline[scoring::HeadlineMeasure::Determinism]);
    }

private:
    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_path;
};

QTEST_GUILESS_MAIN(StoreMarksTest)
#include "store_marks_test.moc"
