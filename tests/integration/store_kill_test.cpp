// SPDX-License-Identifier: GPL-3.0-or-later
// What the store has acknowledged outlives the process, however it ends. The test starts itself as the writer.
#include "core/store/store.h"

#include <QCoreApplication>
#include <QProcess>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>
#include <deque>
#include <set>

using namespace quantlens;
using store::Store;

namespace {

const QString runId = QStringLiteral("kill");
/// Appends in flight at once in the writer, as with several endpoints.
constexpr int inFlight = 8;

domain::Generation answerNumber(int number)
{
    domain::Generation g;
    g.runId = runId;
    g.promptId = QStringLiteral("p");
    g.repeat = number;
    g.text = QString::number(number).repeated(50);
    for (int i = 0; i < 20; ++i) {
        const QByteArray piece = QByteArray::number((number * 7 + i) % 997);
        g.entries.append({number, piece, -0.5F * float(i), {{number, piece, -0.5F * float(i)}}, domain::Part::Content});
    }
    return g;
}

/// The writer: appends from `first` on until it is killed, and prints each number once its future has finished.
int writeUntilKilled(const QString& path, int first)
{
    auto store = Store::open(path);
    if (!store)
        return 1;
    domain::RunRecord run;
    run.id = runId;
    if (!(*store)->putRun(run).result())
        return 1;
    std::deque<std::pair<int, QFuture<base::Expected<void>>>> waiting;
    for (int number = first;; ++number) {
        waiting.emplace_back(number, (*store)->append(answerNumber(number)));
        if (waiting.size() < inFlight)
            continue;
        if (!waiting.front().second.result())
            return 1;
        std::printf("%d\n", waiting.front().first);
        std::fflush(stdout);
        waiting.pop_front();
    }
}

} // namespace

class StoreKillTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingAcknowledgedIsLost();
};

void StoreKillTest::nothingAcknowledgedIsLost()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("w.qlens"));
    const int kills = qEnvironmentVariableIntValue("QUANTLENS_FULL") == 1 ? 100 : 20;
    QRandomGenerator random(quint32(QCoreApplication::applicationPid()));
    std::set<int> acknowledged;
    int next = 0;
    for (int kill = 0; kill < kills; ++kill) {
        QProcess writer;
        writer.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--write"), path, QString::number(next)});
        QVERIFY(writer.waitForReadyRead(30'000)); // it has acknowledged something, so it is at work
        QTest::qSleep(int(random.bounded(120)));
        writer.kill();
        QVERIFY(writer.waitForFinished(30'000));
        QCOMPARE(writer.exitStatus(), QProcess::CrashExit); // it did not end by an error of its own
        const QByteArray printed = writer.readAllStandardOutput();
        const QList<QByteArray> lines = printed.first(printed.lastIndexOf('\n') + 1).split('\n');
        for (const QByteArray& line : lines) {
            if (!line.isEmpty())
                acknowledged.insert(line.toInt());
        }

        const auto store = Store::open(path);
        QVERIFY2(store, store ? "" : qPrintable(base::oneLine(store.error())));
        const auto data = (*store)->load(runId).result();
        QVERIFY2(data, data ? "" : qPrintable(base::oneLine(data.error())));
        std::set<int> stored;
        for (const domain::Generation& g : data->generations) {
            QVERIFY(stored.insert(g.repeat).second);
            const domain::Generation expected = answerNumber(g.repeat);
            QCOMPARE(g.text, expected.text);
            QVERIFY(g.entries == expected.entries);
        }
        for (const int number : acknowledged)
            QVERIFY2(stored.contains(number), qPrintable(QStringLiteral("kill %1 lost %2").arg(kill).arg(number)));
        next = *stored.rbegin() + 1;
    }
    QVERIFY(acknowledged.size() >= size_t(kills));
    qInfo("%d kills, %lld answers acknowledged, %d stored", kills, qlonglong(acknowledged.size()), next);
}

int main(int argc, char** argv)
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() == 4 && arguments.at(1) == QLatin1String("--write"))
        return writeUntilKilled(arguments.at(2), arguments.at(3).toInt());
    StoreKillTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "store_kill_test.moc"
