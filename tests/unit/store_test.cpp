// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/schema.h"
#include "core/store/store.h"

#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QTimeZone>

#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlError>
#include <QtSql/QSqlQuery>

#include <array>
#include <thread>

#ifdef Q_OS_UNIX
#include <csignal>
#include <sys/resource.h>
#endif

using namespace quantlens;
using namespace std::chrono_literals;
using domain::Generation;
using domain::RunRecord;
using store::Mode;
using store::Store;

namespace {

RunRecord sampleRun(const QString& id, int minute = 0)
{
    RunRecord run;
    run.id = id;
    run.started = QDateTime(QDate(2026, 11, 23), QTime(14, minute), QTimeZone::UTC);
    run.suiteName = QStringLiteral("everyday");
    domain::Prompt prompt;
    prompt.id = QStringLiteral("add-1");
    prompt.messages = {{QStringLiteral("user"), QStringLiteral("What is 1+1?")}};
    run.prompts = {prompt};
    run.sides.resize(2);
    run.sides[0].model.label = QStringLiteral("F16");
    run.sides[1].model.label = QStringLiteral("Q2_K");
    run.unit = domain::Unit::Tokens;
    run.notes = {QStringLiteral("shared machine")};
    return run;
}

Generation sampleAnswer(const QString& run, int side, const QString& prompt, int repeat = 0)
{
    Generation g;
    g.runId = run;
    g.side = side;
    g.promptId = prompt;
    g.repeat = repeat;
    g.text = QStringLiteral("It is ") + prompt;
    g.entries = {{1, "It", -0.25F, {{1, "It", -0.25F}, {2, "That", -2.F}}, domain::Part::Content},
                 {3 + repeat, " is " + prompt.toUtf8(), -1.5F, {}, domain::Part::Content}};
    g.finishReason = QStringLiteral("stop");
    g.usage.completionTokens = 2;
    g.timings.total = 12.5;
    return g;
}

const QString runA = QStringLiteral("aaaa1111-0000-4000-8000-000000000001");
const QString runB = QStringLiteral("aaaa2222-0000-4000-8000-000000000002");

std::unique_ptr<Store> opened(const QString& path, Mode mode = Mode::ReadWrite, std::chrono::milliseconds wait = 10s)
{
    auto store = Store::open(path, mode, wait);
    if (!store)
        qWarning("%s", qPrintable(base::oneLine(store.error())));
    return store ? std::move(*store) : nullptr;
}

QString openError(const QString& path, Mode mode = Mode::ReadWrite)
{
    const auto store = Store::open(path, mode);
    return store ? QString() : store.error().code;
}

/// What was read; a failure is printed and gives an empty value.
template<class T>
T got(QFuture<base::Expected<T>> future)
{
    base::Expected<T> result = future.result();
    if (!result)
        qWarning("%s: %s %s", qPrintable(result.error().code), qPrintable(base::oneLine(result.error())),
                 qPrintable(result.error().detail));
    return result ? std::move(*result) : T();
}

/// A second, raw connection to the file.
class Raw
{
public:
    explicit Raw(const QString& path)
        : m_db(QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("raw")))
    {
        m_db.setDatabaseName(path);
        m_db.open();
    }
    ~Raw()
    {
        m_db.close();
        m_db = {};
        QSqlDatabase::removeDatabase(QStringLiteral("raw"));
    }
    bool run(const char* statement) { return QSqlQuery(m_db).exec(QString::fromLatin1(statement)); }
    QVariant value(const char* statement)
    {
        QSqlQuery query(m_db);
        return query.exec(QString::fromLatin1(statement)) && query.next() ? query.value(0) : QVariant();
    }

private:
    QSqlDatabase m_db;
};

constexpr int busyCode = 5; ///< SQLITE_BUSY
const QString beginOption = QStringLiteral("--begin-writing");

/// Opens the file, begins to write without waiting for others, and closes it; SQLite's code, 0 when nobody had it
/// locked.
int beginWriting(const QString& path)
{
    const QString name = QStringLiteral("elsewhere");
    int code = 0;
    {
        QSqlDatabase db = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name);
        db.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=0"));
        db.setDatabaseName(path);
        if (!db.open())
            return 100;
        QSqlQuery query(db);
        if (!query.exec(QStringLiteral("BEGIN IMMEDIATE")) || !query.exec(QStringLiteral("COMMIT")))
            code = query.lastError().nativeErrorCode().toInt() & 0xFF;
    }
    QSqlDatabase::removeDatabase(name);
    return code;
}

/// The same in a process of its own: locks do not hold within one.
int beginWritingElsewhere(const QString& path)
{
    QProcess other;
    other.setProcessChannelMode(QProcess::ForwardedChannels);
    other.start(QCoreApplication::applicationFilePath(), {beginOption, path});
    if (!other.waitForFinished() || other.exitStatus() != QProcess::NormalExit)
        return -1;
    return other.exitCode();
}

} // namespace

class StoreTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void roundTrip();
    void awkwardText();
    void replacesRun();
    void listOfRuns();
    void findsRuns_data();
    void findsRuns();
    void batch();
    void refusedWriteAlone();
    void replacesFailure();
    void severalThreads();
    void twoStores();
    void destructionFinishes();
    void readOnly();
    void privateFiles();
    void notAWorkspace_data();
    void notAWorkspace();
    void newerSchema();
    void otherProgram();
    void damagedPages();
    void damagedEntries();
    void damagedTokens();
    void locked();
    void openingKeepsLocks();
    void openingKeepsTheLog();
    void fullDisk();
    void defaultPath();

private:
    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_path;
};

void StoreTest::initTestCase()
{
    QCoreApplication::setApplicationName(QStringLiteral("quantlens"));
}

void StoreTest::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    m_path = m_dir->filePath(QStringLiteral("new folder/déjà/w.qlens"));
}

void StoreTest::roundTrip()
{
    Generation failed = sampleAnswer(runA, 1, QStringLiteral("add-1"));
    failed.text.clear();
    failed.entries.clear();
    failed.error = base::Error{QStringLiteral("http.500"), QStringLiteral("It broke."), QStringLiteral("Retry."), {}};
    {
        const auto store = opened(m_path);
        QVERIFY(store);
        QCOMPARE(store->path(), m_path);
        QVERIFY(store->putRun(sampleRun(runA)).result());
        QVERIFY(store->append(sampleAnswer(runA, 0, QStringLiteral("add-1"))).result());
        QVERIFY(store->append(failed).result());
    }
    const auto store = opened(m_path);
    const domain::RunData data = got(store->load(runA));
    QCOMPARE(domain::toJson(data.run), domain::toJson(sampleRun(runA)));
    QCOMPARE(data.generations.size(), 2);
    const Generation expected = sampleAnswer(runA, 0, QStringLiteral("add-1"));
    const Generation& g = data.generations.at(0);
    QCOMPARE(g.runId, runA);
    QCOMPARE(g.text, expected.text);
    QVERIFY(g.entries == expected.entries);
    QCOMPARE(domain::factsToJson(g), domain::factsToJson(expected));
    QVERIFY(!g.error);
    QVERIFY(data.generations.at(1).rowId > g.rowId && g.rowId > 0);
    QCOMPARE(data.generations.at(1).side, 1);
    QCOMPARE(data.generations.at(1).error->code, QStringLiteral("http.500"));
    QVERIFY(data.find(1, QStringLiteral("add-1")));
}

void StoreTest::awkwardText()
{
    const auto store = opened(m_path);
    QVERIFY(store->putRun(sampleRun(runA)).result());
    Generation g = sampleAnswer(runA, 0, QStringLiteral("'); DROP TABLE run; --"));
    g.text = QStringLiteral("nul") + QChar(0) + QStringLiteral("behind \U0001F600 ?1 %s");
    g.reasoning = QStringLiteral("lone ") + QChar(0xD83D) + QStringLiteral("x");
    g.entries = {{-1, {}, domain::noLogprob, {}, domain::Part::Reasoning}};
    QVERIFY(store->append(g).result());
    const domain::RunData data = got(store->load(runA));
    QCOMPARE(data.generations.first().promptId, g.promptId);
    QCOMPARE(data.generations.first().text, g.text);
    QCOMPARE(data.generations.first().reasoning, QStringLiteral("lone ?x")); // as toUtf8() has it
    QCOMPARE(data.generations.first().entries.first().bytes, QByteArray());
}

void StoreTest::replacesRun()
{
    const auto store = opened(m_path);
    QVERIFY(store->putRun(sampleRun(runA)).result());
    QVERIFY(store->append(sampleAnswer(runA, 0, QStringLiteral("add-1"))).result());
    RunRecord run = sampleRun(runA);
    run.status = domain::RunStatus::Cancelled;
    run.finished = run.started.addSecs(5);
    QVERIFY(store->putRun(run).result());
    const domain::RunData data = got(store->load(runA));
    QCOMPARE(data.run.status, domain::RunStatus::Cancelled);
    QCOMPARE(data.generations.size(), 1); // replacing the record keeps the answers
    QCOMPARE(got(store->runs()).size(), 1);
}

void StoreTest::listOfRuns()
{
    const auto store = opened(m_path);
    QVERIFY(got(store->runs()).isEmpty());
    store->putRun(sampleRun(runB, 5));
    store->putRun(sampleRun(runA, 10));
    store->putRun(sampleRun(QStringLiteral("c"), 1));
    Generation failed = sampleAnswer(runB, 0, QStringLiteral("x"));
    failed.error = base::Error{QStringLiteral("http.500"), {}, {}, {}};
    store->append(failed);
    store->append(sampleAnswer(runB, 0, QStringLiteral("y")));
    store->append(sampleAnswer(runB, 1, QStringLiteral("y")));
    const QList<store::RunListItem> items = got(store->runs()); // asked in order: sees what was asked before
    QCOMPARE(items.size(), 3);
    QCOMPARE(items.at(0).run.id, runA);
    QCOMPARE(items.at(1).run.id, runB);
    QCOMPARE(items.at(2).run.id, QStringLiteral("c"));
    QCOMPARE(items.at(1).answers, 2);
    QCOMPARE(items.at(1).failures, 1);
    QCOMPARE(items.at(0).answers + items.at(0).failures, 0);
    QCOMPARE(items.at(0).prompts, 1);

    const QList<store::RunListItem> newest = got(store->runs(store::Listed::Kept, 2));
    QCOMPARE(newest.size(), 2);
    QCOMPARE(newest.at(1).run.id, runB);

    // One of them by its whole id, also when it was deleted.
    QVERIFY(store->mark({.id = runB, .deleted = true}).result());
    const QList<store::RunListItem> one = got(store->listed(runB));
    QCOMPARE(one.size(), 1);
    QCOMPARE(one.first().run.id, runB);
    QCOMPARE(one.first().answers, 2);
    QVERIFY(one.first().deleted.isValid());
    QVERIFY(!got(store->listed(runA)).first().deleted.isValid());
    QVERIFY(got(store->listed(runA.first(4))).isEmpty());
}

void StoreTest::findsRuns_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("found"); // an id, or an error's code
    QTest::newRow("id") << runA << runA;
    QTest::newRow("prefix") << QStringLiteral("aaaa2") << runB;
    QTest::newRow("ambiguous") << QStringLiteral("aaaa") << QStringLiteral("store.ambiguous");
    QTest::newRow("id that starts another") << QStringLiteral("short") << QStringLiteral("short");
    QTest::newRow("latest") << QStringLiteral("latest") << QStringLiteral("shorter");
    QTest::newRow("none") << QStringLiteral("bbbb") << QStringLiteral("store.no_run");
    QTest::newRow("empty") << QString() << QStringLiteral("store.no_run");
    QTest::newRow("wildcard %") << QStringLiteral("%") << QStringLiteral("store.no_run");
    QTest::newRow("wildcard _") << QStringLiteral("_aaa1") << QStringLiteral("store.no_run");
    QTest::newRow("longer than the id") << runA + u'0' << QStringLiteral("store.no_run");
}

void StoreTest::findsRuns()
{
    QFETCH(QString, text);
    QFETCH(QString, found);
    const auto store = opened(m_path);
    QCOMPARE(store->load(QStringLiteral("latest")).result().error().code, QStringLiteral("store.no_run"));
    store->putRun(sampleRun(runA, 3));
    store->putRun(sampleRun(runB, 1));
    store->putRun(sampleRun(QStringLiteral("short"), 2));
    store->putRun(sampleRun(QStringLiteral("shorter"), 4));
    const auto data = store->load(text).result();
    QCOMPARE(data ? data->run.id : data.error().code, found);
    if (!data && found == QLatin1String("store.ambiguous"))
        QVERIFY(data.error().message.contains(runA) && data.error().message.contains(runB));
}

void StoreTest::batch()
{
    constexpr int count = 1'000; // more than one transaction holds
    const auto store = opened(m_path);
    store->putRun(sampleRun(runA));
    QList<QFuture<base::Expected<void>>> futures;
    for (int i = 0; i < count; ++i)
        futures.append(store->append(sampleAnswer(runA, 0, QStringLiteral("p%1").arg(i), i)));
    for (auto& future : futures)
        QVERIFY(future.result());
    const domain::RunData data = got(store->load(runA));
    QCOMPARE(data.generations.size(), count);
    for (int i = 0; i < count; ++i) {
        QCOMPARE(data.generations.at(i).promptId, QStringLiteral("p%1").arg(i));
        QVERIFY(data.generations.at(i).entries == sampleAnswer(runA, 0, QStringLiteral("p%1").arg(i), i).entries);
    }
}

void StoreTest::refusedWriteAlone()
{
    const auto store = opened(m_path);
    store->putRun(sampleRun(runA));
    Generation tooLarge = sampleAnswer(runA, 0, QStringLiteral("large"));
    tooLarge.entries.append({9, "new piece", -1.F, {}, domain::Part::Content});
    tooLarge.entries.append({9, QByteArray(2'000'000, 'x'), -1.F, {}, domain::Part::Content});
    auto first = store->append(sampleAnswer(runA, 0, QStringLiteral("one")));
    auto again = store->append(sampleAnswer(runA, 0, QStringLiteral("one")));
    auto noRun = store->append(sampleAnswer(runB, 0, QStringLiteral("one")));
    auto large = store->append(tooLarge);
    auto last = store->append(sampleAnswer(runA, 1, QStringLiteral("one"), 7));
    QVERIFY(first.result());
    QCOMPARE(again.result().error().code, QStringLiteral("store.exists"));
    QCOMPARE(noRun.result().error().code, QStringLiteral("store.no_run"));
    QCOMPARE(large.result().error().code, QStringLiteral("store.too_large"));
    QVERIFY(last.result());
    const domain::RunData data = got(store->load(runA));
    QCOMPARE(data.generations.size(), 2);
    QVERIFY(data.generations.at(1).entries == sampleAnswer(runA, 1, QStringLiteral("one"), 7).entries);
}

void StoreTest::replacesFailure()
{
    const auto store = opened(m_path);
    store->putRun(sampleRun(runA));
    Generation failed = sampleAnswer(runA, 0, QStringLiteral("one"));
    failed.text.clear();
    failed.entries.clear();
    failed.error = base::Error{QStringLiteral("network.refused"), {}, {}, {}};
    QVERIFY(store->append(failed).result());
    failed.error->code = QStringLiteral("http.500");
    QVERIFY(store->append(failed).result());
    QCOMPARE(got(store->load(runA)).generations.first().error->code, QStringLiteral("http.500"));
    const Generation answer = sampleAnswer(runA, 0, QStringLiteral("one"));
    QVERIFY(store->append(answer).result());
    QCOMPARE(store->append(failed).result().error().code, QStringLiteral("store.exists"));
    const domain::RunData data = got(store->load(runA));
    QCOMPARE(data.generations.size(), 1);
    QVERIFY(!data.generations.first().error);
    QVERIFY(data.generations.first().entries == answer.entries);
    QCOMPARE(got(store->runs()).first().failures, 0);
}

void StoreTest::severalThreads()
{
    constexpr int threads = 8;
    constexpr int each = 60;
    const auto store = opened(m_path);
    store->putRun(sampleRun(runA));
    std::atomic<int> failures = 0;
    {
        std::vector<std::jthread> writers;
        for (int t = 0; t < threads; ++t) {
            writers.emplace_back([&store, &failures, t] {
                for (int i = 0; i < each; ++i) {
                    auto done = store->append(sampleAnswer(runA, t, QStringLiteral("p%1").arg(i), t * each + i));
                    if (i % 10 == 0 && !done.result())
                        ++failures;
                }
            });
        }
    }
    QCOMPARE(failures.load(), 0);
    const domain::RunData data = got(store->load(runA));
    QCOMPARE(data.generations.size(), threads * each);
    for (const Generation& g : data.generations)
        QVERIFY(g.entries == sampleAnswer(runA, g.side, g.promptId, g.repeat).entries);
}

void StoreTest::twoStores()
{
    // Both append to the same run, so each has to take notice of the other's token numbers.
    constexpr int each = 100;
    std::array<std::unique_ptr<Store>, 2> stores;
    {
        std::jthread other([&] { stores[1] = opened(m_path); });
        stores[0] = opened(m_path);
    }
    QVERIFY(stores[0] && stores[1]);
    QVERIFY(stores[0]->putRun(sampleRun(runA)).result());
    std::atomic<int> failures = 0;
    {
        std::vector<std::jthread> writers;
        for (int s = 0; s < 2; ++s) {
            writers.emplace_back([&stores, &failures, s] {
                for (int i = 0; i < each; ++i) {
                    const Generation g = sampleAnswer(runA, s, QStringLiteral("p%1").arg(i), 2 * i + s);
                    if (!stores[size_t(s)]->append(g).result())
                        ++failures;
                }
            });
        }
    }
    QCOMPARE(failures.load(), 0);
    for (const auto& store : stores) {
        const domain::RunData data = got(store->load(runA));
        QCOMPARE(data.generations.size(), 2 * each);
        for (const Generation& g : data.generations)
            QVERIFY(g.entries == sampleAnswer(runA, g.side, g.promptId, g.repeat).entries);
    }
}

void StoreTest::destructionFinishes()
{
    QList<QFuture<base::Expected<void>>> futures;
    QFuture<base::Expected<domain::RunData>> loaded;
    {
        const auto store = opened(m_path);
        futures.append(store->putRun(sampleRun(runA)));
        for (int i = 0; i < 300; ++i)
            futures.append(store->append(sampleAnswer(runA, 0, QString::number(i))));
        loaded = store->load(runA);
    }
    for (auto& future : futures) {
        QVERIFY(future.isFinished() && !future.isCanceled());
        QVERIFY(future.result());
    }
    QVERIFY(loaded.isFinished());
    QCOMPARE(loaded.result()->generations.size(), 300);
    QVERIFY(!QFile::exists(m_path + QLatin1String("-wal"))); // closed properly
}

void StoreTest::readOnly()
{
    QCOMPARE(openError(m_path, Mode::ReadOnly), QStringLiteral("store.open"));
    QVERIFY(!QFile::exists(m_path));
    {
        const auto store = opened(m_path);
        store->putRun(sampleRun(runA));
        store->append(sampleAnswer(runA, 0, QStringLiteral("one")));
    }
    const auto store = opened(m_path, Mode::ReadOnly);
    QVERIFY(store);
    QCOMPARE(got(store->load(QStringLiteral("latest"))).generations.size(), 1);
    QCOMPARE(store->putRun(sampleRun(runB)).result().error().code, QStringLiteral("store.write"));
    QCOMPARE(store->append(sampleAnswer(runA, 0, QStringLiteral("two"))).result().error().code,
             QStringLiteral("store.write"));
    QCOMPARE(got(store->runs()).size(), 1);

    QFile empty(m_dir->filePath(QStringLiteral("empty")));
    QVERIFY(empty.open(QIODevice::WriteOnly));
    empty.close();
    QCOMPARE(openError(empty.fileName(), Mode::ReadOnly), QStringLiteral("store.open"));
}

void StoreTest::privateFiles()
{
    const auto store = opened(m_path);
    store->putRun(sampleRun(runA)).waitForFinished();
    constexpr QFile::Permissions others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    for (const QString& path : {m_path, m_path + QLatin1String("-wal"), QFileInfo(m_path).absolutePath()}) {
        QVERIFY2(QFile::exists(path), qPrintable(path));
        QVERIFY2(!(QFile::permissions(path) & others), qPrintable(path));
    }
}

void StoreTest::notAWorkspace_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("text") << QByteArray("This is a letter, not a workspace.\n").repeated(200);
    QTest::newRow("one byte") << QByteArray("x");
    QTest::newRow("short") << QByteArray("Not a workspace.\n");
    QTest::newRow("mark alone") << QByteArray("SQLite format 3\0", 16);
    QTest::newRow("mark and rubbish") << QByteArray("SQLite format 3\0", 16) + QByteArray(5000, '\xA5');
}

void StoreTest::notAWorkspace()
{
    QFETCH(QByteArray, content);
    const QString path = m_dir->filePath(QStringLiteral("file"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
    file.close();
    for (const Mode mode : {Mode::ReadWrite, Mode::ReadOnly}) {
        const auto store = Store::open(path, mode);
        QVERIFY(!store);
        QCOMPARE(store.error().code, QStringLiteral("store.open"));
        QVERIFY(store.error().message.contains(path));
        QVERIFY(!store.error().hint.isEmpty());
    }
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), content); // nobody's file is overwritten
    QCOMPARE(openError(m_dir->path()), QStringLiteral("store.open"));
    QCOMPARE(openError(path + QLatin1String("/below/a/file")), QStringLiteral("store.open"));
}

void StoreTest::newerSchema()
{
    opened(m_path)->putRun(sampleRun(runA));
    {
        Raw raw(m_path);
        QCOMPARE(raw.value("PRAGMA application_id").toInt(), store::applicationId);
        QCOMPARE(raw.value("PRAGMA user_version").toInt(), store::schemaVersion());
        QCOMPARE(raw.value("PRAGMA journal_mode").toString(), QStringLiteral("wal"));
        QVERIFY(raw.run("PRAGMA user_version = 4711"));
    }
    for (const Mode mode : {Mode::ReadWrite, Mode::ReadOnly}) {
        const auto store = Store::open(m_path, mode);
        QVERIFY(!store);
        QCOMPARE(store.error().code, QStringLiteral("store.newer"));
        QVERIFY(store.error().message.contains(QLatin1String("4711")));
    }
    QCOMPARE(Raw(m_path).value("SELECT count(*) FROM run").toInt(), 1);
}

void StoreTest::otherProgram()
{
    const QString path = m_dir->filePath(QStringLiteral("bookmarks.sqlite"));
    QVERIFY(Raw(path).run("CREATE TABLE bookmark (url TEXT)"));
    QCOMPARE(openError(path), QStringLiteral("store.open"));
    QCOMPARE(Raw(path).value("SELECT count(*) FROM sqlite_schema").toInt(), 1);
    QCOMPARE(Raw(path).value("PRAGMA journal_mode").toString(), QStringLiteral("delete")); // as it was
}

void StoreTest::damagedPages()
{
    {
        const auto store = opened(m_path);
        store->putRun(sampleRun(runA));
        for (int i = 0; i < 300; ++i)
            store->append(sampleAnswer(runA, 0, QString::number(i), i));
    }
    QFile file(m_path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.size() > 12 * 4096);
    for (qint64 at = 6 * 4096; at < file.size(); at += 4096) {
        file.seek(at);
        file.write(QByteArray(600, '\x5A'));
    }
    file.close();
    const auto store = opened(m_path);
    QVERIFY(store); // the first pages, with the schema, are whole
    const auto data = store->load(runA).result();
    QVERIFY(!data);
    QCOMPARE(data.error().code, QStringLiteral("store.corrupt"));
    const auto written = store->append(sampleAnswer(runA, 1, QStringLiteral("x"))).result();
    QVERIFY(!written);
}

void StoreTest::damagedEntries()
{
    {
        const auto store = opened(m_path);
        store->putRun(sampleRun(runA));
        store->putRun(sampleRun(runB));
        store->append(sampleAnswer(runA, 0, QStringLiteral("x")));
        store->append(sampleAnswer(runB, 0, QStringLiteral("x")));
    }
    QVERIFY(Raw(m_path).run("UPDATE generation SET entries = x'00112233' WHERE seq = 1"));
    const auto store = opened(m_path);
    const auto data = store->load(runA).result();
    QVERIFY(!data);
    QCOMPARE(data.error().code, QStringLiteral("store.corrupt"));
    QVERIFY(data.error().detail.contains(runA));
    QVERIFY(store->load(runB).result()); // the others are still there
    QCOMPARE(got(store->runs()).size(), 2);
}

void StoreTest::damagedTokens()
{
    {
        const auto store = opened(m_path);
        store->putRun(sampleRun(runA));
        store->append(sampleAnswer(runA, 0, QStringLiteral("x")));
    }
    QVERIFY(Raw(m_path).run("DELETE FROM token WHERE number = 0"));
    const auto store = opened(m_path);
    QCOMPARE(store->load(runA).result().error().code, QStringLiteral("store.corrupt"));
    QCOMPARE(store->append(sampleAnswer(runA, 1, QStringLiteral("x"))).result().error().code,
             QStringLiteral("store.corrupt"));
}

void StoreTest::locked()
{
    const auto store = opened(m_path, Mode::ReadWrite, 150ms);
    QVERIFY(store->putRun(sampleRun(runA)).result());
    {
        Raw raw(m_path);
        QVERIFY(raw.run("BEGIN IMMEDIATE"));
        const auto done = store->append(sampleAnswer(runA, 0, QStringLiteral("x"))).result();
        QVERIFY(!done);
        QCOMPARE(done.error().code, QStringLiteral("store.write"));
        QVERIFY(done.error().message.contains(m_path) && !done.error().hint.isEmpty());
        QVERIFY(store->load(runA).result()); // readers do not wait
        QVERIFY(raw.run("COMMIT"));
    }
    QVERIFY(store->append(sampleAnswer(runA, 0, QStringLiteral("x"))).result());

    // A lock that is given back in time costs nothing but time.
    const auto patient = opened(m_path);
    Raw raw(m_path);
    QVERIFY(raw.run("BEGIN IMMEDIATE"));
    auto waiting = patient->append(sampleAnswer(runA, 0, QStringLiteral("y")));
    QTest::qSleep(200);
    QVERIFY(!waiting.isFinished());
    QVERIFY(raw.run("COMMIT"));
    QVERIFY(waiting.result());
}

/// With a rollback journal the locks are on the file itself.
void StoreTest::openingKeepsLocks()
{
    const QString path = m_dir->filePath(QStringLiteral("journal.sqlite"));
    Raw raw(path);
    QVERIFY(raw.run("CREATE TABLE bookmark (url TEXT)"));
    QCOMPARE(beginWritingElsewhere(path), 0);
    QVERIFY(raw.run("BEGIN IMMEDIATE"));
    QCOMPARE(beginWritingElsewhere(path), busyCode);
    for (const Mode mode : {Mode::ReadOnly, Mode::ReadWrite}) {
        QCOMPARE(openError(path, mode), QStringLiteral("store.open"));
        QCOMPARE(beginWritingElsewhere(path), busyCode);
    }
    QVERIFY(raw.run("COMMIT"));
    QCOMPARE(beginWritingElsewhere(path), 0);
}

/// With a write-ahead log the lock on the file says that somebody uses it: who closes it last takes the log away.
void StoreTest::openingKeepsTheLog()
{
    const auto store = opened(m_path);
    QVERIFY(store->putRun(sampleRun(runA)).result());
    for (const Mode mode : {Mode::ReadOnly, Mode::ReadWrite}) {
        QVERIFY(opened(m_path, mode));
        QCOMPARE(beginWritingElsewhere(m_path), 0);
        QVERIFY(QFile::exists(m_path + QLatin1String("-wal")));
    }
    QVERIFY(store->append(sampleAnswer(runA, 0, QStringLiteral("x"))).result());
    QCOMPARE(got(opened(m_path, Mode::ReadOnly)->load(runA)).generations.size(), 1);

    Raw raw(m_path);
    QVERIFY(raw.run("BEGIN IMMEDIATE"));
    for (const Mode mode : {Mode::ReadOnly, Mode::ReadWrite}) {
        QVERIFY(opened(m_path, mode, 0ms));
        QCOMPARE(beginWritingElsewhere(m_path), busyCode);
    }
    QVERIFY(raw.run("COMMIT"));
}

void StoreTest::fullDisk()
{
#ifdef Q_OS_UNIX
    const auto store = opened(m_path);
    QVERIFY(store->putRun(sampleRun(runA)).result());
    QVERIFY(store->append(sampleAnswer(runA, 0, QStringLiteral("before"))).result());

    std::signal(SIGXFSZ, SIG_IGN);
    rlimit old{};
    QCOMPARE(getrlimit(RLIMIT_FSIZE, &old), 0);
    rlimit tight = old;
    tight.rlim_cur = rlim_t(QFileInfo(m_path + QLatin1String("-wal")).size() + 1000);
    QCOMPARE(setrlimit(RLIMIT_FSIZE, &tight), 0);
    Generation large = sampleAnswer(runA, 0, QStringLiteral("large"), 5);
    large.text = QString(100'000, u'x');
    auto first = store->append(large);
    auto second = store->append(sampleAnswer(runA, 0, QStringLiteral("small"), 6));
    first.waitForFinished();
    second.waitForFinished();
    QCOMPARE(setrlimit(RLIMIT_FSIZE, &old), 0);

    QVERIFY(!first.result() && !second.result());
    QCOMPARE(first.result().error().code, QStringLiteral("store.write"));
    QVERIFY(!first.result().error().hint.isEmpty());
    // What was refused can be repeated, what was there is there.
    QVERIFY(store->append(large).result());
    QVERIFY(store->append(sampleAnswer(runA, 0, QStringLiteral("small"), 6)).result());
    const domain::RunData data = got(store->load(runA));
    QCOMPARE(data.generations.size(), 3);
    QVERIFY(data.generations.at(1).entries == large.entries);
#else
    QSKIP("needs RLIMIT_FSIZE");
#endif
}

void StoreTest::defaultPath()
{
    QStandardPaths::setTestModeEnabled(true);
    const QString path = Store::defaultPath();
    QStandardPaths::setTestModeEnabled(false);
    QVERIFY(path.endsWith(QLatin1String("/quantlens/workspace.qlens")));
}

int main(int argc, char** argv)
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() == 3 && arguments.at(1) == beginOption)
        return beginWriting(arguments.at(2));
    StoreTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "store_test.moc"
