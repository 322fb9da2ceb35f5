// SPDX-License-Identifier: GPL-3.0-or-later
// quantlens-cli compare against a real llama-server with real quants of the demo model.
#include "tests/support/fakeserver.h"
#include "tests/support/process.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

#include <signal.h>

using namespace quantlens::test;

class CompareTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_home;
    QString m_f16;
    QString m_q2k;

    QString path(const QString& name) const { return m_home.filePath(name); }

    QJsonObject readJson(const QString& name) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
    }

    Outcome compare(const QStringList& args, const QString& workspace) const
    {
        return runCli(QStringList{QStringLiteral("compare"), QStringLiteral("--workspace"), path(workspace),
                                  QStringLiteral("--prompts"), QStringLiteral("demo")} +
                          args,
                      m_home.path());
    }

    /// Exactly one line on standard error that is an error, and nothing else there but progress.
    static int errorLines(const Outcome& outcome) { return int(outcome.err.count(QLatin1String("quantlens-cli: "))); }

    /// Reads standard error until it says that `count` requests or more are done.
    static int waitForRequests(QProcess& process, int count)
    {
        static const QRegularExpression line(QStringLiteral("(\\d+) of \\d+ requests"));
        QString text;
        for (int waited = 0; waited < 60'000 && process.state() == QProcess::Running; waited += 20) {
            process.waitForReadyRead(20);
            text += QString::fromUtf8(process.readAllStandardError());
            int done = 0;
            for (const QRegularExpressionMatch& match : line.globalMatch(text))
                done = match.captured(1).toInt();
            if (done >= count)
                return done;
        }
        return 0;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_home.isValid());
        // Copies with a path of our own, so that the processes that use them can be told from everybody else's.
        m_f16 = path(QStringLiteral("sums-F16.gguf"));
        m_q2k = path(QStringLiteral("sums-Q2_K.gguf"));
        QVERIFY2(QFile::copy(demoModel(QStringLiteral("F16")), m_f16) &&
                     QFile::copy(demoModel(QStringLiteral("Q2_K")), m_q2k),
                 "QUANTLENS_DEMO_QUANTS must name the folder packaging/demo-quants prints");
        QVERIFY2(!qEnvironmentVariableIsEmpty("QUANTLENS_LLAMA_SERVER"), "packaging/run-tests sets the engine");
    }

    void quantChangesAnswers()
    {
        const Outcome outcome = compare({m_f16, m_q2k, QStringLiteral("--json"), path(QStringLiteral("q2k.json")),
                                         QStringLiteral("--output"), path(QStringLiteral("out"))},
                                        QStringLiteral("q2k.qlens"));
        QVERIFY2(outcome.exitCode == 0, qPrintable(outcome.err));
        const QJsonObject run = readJson(QStringLiteral("q2k.json"));
        const QJsonObject summary = run.value(QLatin1String("summary")).toObject();
        QCOMPARE(summary.value(QLatin1String("pairs")).toInt(), 120);
        QVERIFY(summary.value(QLatin1String("changed")).toObject().value(QLatin1String("count")).toInt() > 0);
        const QJsonObject right = summary.value(QLatin1String("right_a")).toObject();
        QVERIFY2(right.value(QLatin1String("rate")).toDouble() >= 0.85, "F16 answers at least 85 % right");
        QCOMPARE(run.value(QLatin1String("run")).toObject().value(QLatin1String("unit")).toString(),
                 QStringLiteral("tokens"));
        QCOMPARE(run.value(QLatin1String("generations")).toArray().size(), 360); // 120 of them follow the baseline
        for (const QJsonValue& value : run.value(QLatin1String("generations")).toArray()) {
            const QJsonObject generation = value.toObject();
            QVERIFY(!generation.contains(QLatin1String("error")));
            QVERIFY(!generation.value(QLatin1String("entries")).toArray().isEmpty());
            QCOMPARE(generation.value(QLatin1String("greedy_misses")).toInt(), 0);
        }
        QVERIFY(outcome.out.contains(QLatin1String("Forks most worth a look (3)")));
        QCOMPARE(QDir(path(QStringLiteral("out"))).entryList({QStringLiteral("report_*.html")}).size(), 1);
        QVERIFY(processesWith(m_home.path().toUtf8()).isEmpty());
    }

    /// A fork the run shows can be shown again from the store, and `runs` lists the run.
    void storedRunsAreShown()
    {
        const QString workspace = path(QStringLiteral("q2k.qlens"));
        const Outcome runs = runCli({QStringLiteral("runs"), QStringLiteral("--workspace"), workspace,
                                     QStringLiteral("--format"), QStringLiteral("json")},
                                    m_home.path());
        QCOMPARE(runs.exitCode, 0);
        const QJsonArray list = QJsonDocument::fromJson(runs.out.toUtf8()).array();
        QCOMPARE(list.size(), 1);
        QCOMPARE(list.first().toObject().value(QLatin1String("status")).toString(), QStringLiteral("finished"));
        QString changed;
        for (const QJsonValue& value :
             readJson(QStringLiteral("q2k.json")).value(QLatin1String("comparisons")).toArray()) {
            const QJsonObject correct = value.toObject().value(QLatin1String("correct")).toObject();
            if (correct.value(QLatin1String("changed")).toBool())
                changed = value.toObject().value(QLatin1String("prompt_id")).toString();
        }
        const Outcome shown = runCli(
            {QStringLiteral("show"), QStringLiteral("latest"), changed, QStringLiteral("--workspace"), workspace},
            m_home.path());
        QCOMPARE(shown.exitCode, 0);
        QVERIFY(shown.out.contains(u'⟦'));
        QVERIFY(shown.out.contains(QLatin1String("fork shift")));
        const Outcome missing = runCli({QStringLiteral("show"), QStringLiteral("latest"),
                                        QStringLiteral("no-such-prompt"), QStringLiteral("--workspace"), workspace},
                                       m_home.path());
        QCOMPARE(missing.exitCode, 2);
    }

    void sameModelIsIdentical()
    {
        const Outcome outcome = compare(
            {m_f16, m_f16, QStringLiteral("--json"), path(QStringLiteral("same.json")), QStringLiteral("--no-report")},
            QStringLiteral("same.qlens"));
        QVERIFY2(outcome.exitCode == 0, qPrintable(outcome.err));
        const QJsonObject summary = readJson(QStringLiteral("same.json")).value(QLatin1String("summary")).toObject();
        QCOMPARE(summary.value(QLatin1String("severity")).toObject().value(QLatin1String("identical")).toInt(), 120);
        QVERIFY(outcome.out.contains(QLatin1String("Self-check")));
        QVERIFY(outcome.out.contains(QLatin1String("0 of 120 (at most 2.5 %)")));
    }

    /// Other engine arguments make another side of the same file.
    void engineArgumentsMakeAnotherSide()
    {
        const Outcome outcome =
            compare({m_f16, m_f16, QStringLiteral("--engine-args-b"), QStringLiteral("-ctk q8_0"),
                     QStringLiteral("--num-prompts"), QStringLiteral("8"), QStringLiteral("--no-report")},
                    QStringLiteral("args.qlens"));
        QVERIFY2(outcome.exitCode == 0, qPrintable(outcome.err));
        QVERIFY(!outcome.out.contains(QLatin1String("Self-check")));
        QVERIFY(outcome.out.contains(QLatin1String("8 asked of both")));
    }

    void badFiles_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("words");
        QTest::newRow("missing") << path(QStringLiteral("none.gguf")) << QStringLiteral("none.gguf");
        QFile whole(m_q2k);
        QVERIFY(whole.open(QIODevice::ReadOnly));
        QFile half(path(QStringLiteral("half.gguf")));
        QVERIFY(half.open(QIODevice::WriteOnly) && half.write(whole.read(whole.size() / 2)) > 0);
        QTest::newRow("cut in half") << half.fileName() << QStringLiteral("half.gguf");
        QFile text(path(QStringLiteral("text.gguf")));
        QVERIFY(text.open(QIODevice::WriteOnly) && text.write("this is no model\n") > 0);
        QTest::newRow("text") << text.fileName() << QStringLiteral("text.gguf");
    }

    void badFiles()
    {
        QFETCH(QString, file);
        QFETCH(QString, words);
        const Outcome outcome = compare({m_f16, file}, QStringLiteral("bad.qlens"));
        QCOMPARE(outcome.exitCode, 2);
        QCOMPARE(errorLines(outcome), 1);
        QVERIFY2(outcome.err.contains(words), qPrintable(outcome.err));
        QVERIFY(outcome.out.isEmpty());
    }

    void nothingListens()
    {
        QTcpServer taken;
        QVERIFY(taken.listen(QHostAddress::LocalHost));
        const QString url = QStringLiteral("http://127.0.0.1:%1#m").arg(taken.serverPort());
        taken.close();
        const Outcome outcome = compare({m_f16, url}, QStringLiteral("bad.qlens"));
        QCOMPARE(outcome.exitCode, 3);
        QCOMPARE(errorLines(outcome), 1);
        QVERIFY2(outcome.err.contains(QLatin1String("Nothing listens")), qPrintable(outcome.err));
    }

    void serverAnswersHtml()
    {
        FakeServer server;
        server.answer("/props",
                      {.contentType = "text/html", .pieces = {"<html><body><h1>It works</h1></body></html>"}});
        const auto process = startCli({QStringLiteral("compare"), QStringLiteral("--prompts"), QStringLiteral("demo"),
                                       m_f16, server.url().toString() + QStringLiteral("#m"),
                                       QStringLiteral("--workspace"), path(QStringLiteral("bad.qlens"))},
                                      m_home.path());
        QTRY_COMPARE_WITH_TIMEOUT(process->state(), QProcess::NotRunning, 60'000);
        const Outcome outcome = finish(*process);
        QCOMPARE(outcome.exitCode, 3);
        QCOMPARE(errorLines(outcome), 1);
        QVERIFY2(outcome.err.contains(QLatin1String("no model server")), qPrintable(outcome.err));
    }

    void wrongUsage()
    {
        QCOMPARE(compare({m_f16}, QStringLiteral("bad.qlens")).exitCode, 2);
        QCOMPARE(
            compare({m_f16, m_q2k, QStringLiteral("--num-prompts"), QStringLiteral("0")}, QStringLiteral("bad.qlens"))
                .exitCode,
            2);
        QCOMPARE(
            compare({m_f16, m_q2k, QStringLiteral("--prompts"), QStringLiteral("nosuch")}, QStringLiteral("bad.qlens"))
                .exitCode,
            2);
        QCOMPARE(compare({m_f16, m_q2k, QStringLiteral("--bogus")}, QStringLiteral("bad.qlens")).exitCode, 2);
        QCOMPARE(runCli({QStringLiteral("compare"), QStringLiteral("--help")}, m_home.path()).exitCode, 0);
    }

    /// What was reported as done is in the store after SIGKILL, and no engine is left.
    void killedProgramLosesNothing()
    {
        const QString workspace = path(QStringLiteral("killed.qlens"));
        const auto process = startCli({QStringLiteral("compare"), QStringLiteral("--prompts"), QStringLiteral("demo"),
                                       m_f16, m_q2k, QStringLiteral("--workspace"), workspace},
                                      m_home.path());
        const int done = waitForRequests(*process, 24);
        QVERIFY(done >= 24);
        ::kill(pid_t(process->processId()), SIGKILL);
        const Outcome outcome = finish(*process);
        QVERIFY(outcome.crashed);
        QTRY_VERIFY_WITH_TIMEOUT(processesWith(m_home.path().toUtf8()).isEmpty(), 10'000);
        const Outcome shown = runCli({QStringLiteral("show"), QStringLiteral("latest"), QStringLiteral("--workspace"),
                                      workspace, QStringLiteral("--format"), QStringLiteral("json")},
                                     m_home.path());
        QVERIFY2(shown.exitCode == 0, qPrintable(shown.err));
        const QJsonObject run = QJsonDocument::fromJson(shown.out.toUtf8()).object();
        QVERIFY(run.value(QLatin1String("generations")).toArray().size() >= done);
        for (const QJsonValue& generation : run.value(QLatin1String("generations")).toArray())
            QVERIFY(!generation.toObject().value(QLatin1String("text")).toString().isEmpty());
    }

    /// A dead engine gives recorded failures with its log, and an end.
    void killedEngineIsAFailure()
    {
        const auto process =
            startCli({QStringLiteral("compare"), QStringLiteral("--prompts"), QStringLiteral("demo"), m_f16, m_q2k,
                      QStringLiteral("--workspace"), path(QStringLiteral("engine.qlens")), QStringLiteral("--json"),
                      path(QStringLiteral("engine.json")), QStringLiteral("--no-report")},
                     m_home.path());
        QVERIFY(waitForRequests(*process, 24) >= 24);
        int killed = 0;
        for (const qint64 id : processesWith(m_q2k.toUtf8())) {
            if (id != process->processId())
                killed += ::kill(pid_t(id), SIGKILL) == 0;
        }
        QCOMPARE(killed, 1);
        const Outcome outcome = finish(*process);
        QVERIFY2(outcome.exitCode == 3, qPrintable(outcome.err));
        const QJsonObject run = readJson(QStringLiteral("engine.json"));
        const QJsonObject summary = run.value(QLatin1String("summary")).toObject();
        QCOMPARE(summary.value(QLatin1String("failed_a")).toInt(), 0);
        const int failed = summary.value(QLatin1String("failed_b")).toInt();
        QVERIFY(failed > 0);
        QCOMPARE(summary.value(QLatin1String("pairs")).toInt() + failed, 120);
        bool logTail = false;
        for (const QJsonValue& value : run.value(QLatin1String("generations")).toArray()) {
            const QJsonObject error = value.toObject().value(QLatin1String("error")).toObject();
            logTail |= error.value(QLatin1String("code")).toString() == QLatin1String("engine.died") &&
                       !error.value(QLatin1String("detail")).toString().isEmpty();
        }
        QVERIFY(logTail);
        QVERIFY(outcome.err.contains(QLatin1String("llama-server for sums-Q2_K.gguf")));
        QVERIFY(processesWith(m_home.path().toUtf8()).isEmpty());
    }

    /// The first interrupt finishes what is in flight and saves.
    void interruptSaves()
    {
        const QString workspace = path(QStringLiteral("interrupted.qlens"));
        const auto process =
            startCli({QStringLiteral("compare"), QStringLiteral("--prompts"), QStringLiteral("demo"), m_f16, m_q2k,
                      QStringLiteral("--workspace"), workspace, QStringLiteral("--no-report")},
                     m_home.path());
        QVERIFY(waitForRequests(*process, 24) >= 24);
        ::kill(pid_t(process->processId()), SIGINT);
        QCOMPARE(finish(*process).exitCode, 130);
        const Outcome runs = runCli({QStringLiteral("runs"), QStringLiteral("--workspace"), workspace,
                                     QStringLiteral("--format"), QStringLiteral("json")},
                                    m_home.path());
        const QJsonObject item = QJsonDocument::fromJson(runs.out.toUtf8()).array().first().toObject();
        QCOMPARE(item.value(QLatin1String("status")).toString(), QStringLiteral("cancelled"));
        QVERIFY(item.value(QLatin1String("counts")).toObject().value(QLatin1String("answers")).toInt() >= 24);
        QVERIFY(processesWith(m_home.path().toUtf8()).isEmpty());
    }
};

QTEST_GUILESS_MAIN(CompareTest)
#include "compare_test.moc"
