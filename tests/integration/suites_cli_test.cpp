// SPDX-License-Identifier: GPL-3.0-or-later
// quantlens-cli suites, and the short suites through a real llama-server with the demo model.
#include "tests/support/process.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace quantlens::test;

namespace {

QString u(const char* text)
{
    return QString::fromUtf8(text);
}

} // namespace

class SuitesCliTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_home;

    Outcome suites(const QStringList& args) const { return runCli(QStringList{u("suites")} + args, m_home.path()); }

    QString written(const char* name, const QByteArray& bytes) const
    {
        QFile file(m_home.filePath(u(name)));
        return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() ? file.fileName() : QString();
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_home.isValid()); }

    void list()
    {
        const Outcome outcome = suites({u("list"), u("--format"), u("json")});
        QCOMPARE(outcome.exitCode, 0);
        const QJsonArray array = QJsonDocument::fromJson(outcome.out.toUtf8()).array();
        QCOMPARE(array.size(), 12);
        QCOMPARE(array.first()[u("name")].toString(), u("adversarial-numerics"));
        QCOMPARE(array.first()[u("prompts")].toInt(), 100);
        QVERIFY(suites({u("list")}).out.contains(u("near-ties")));
    }

    void show()
    {
        const Outcome outcome = suites({u("show"), u("reasoning"), u("--category"), u("logic"), u("--num-prompts"),
                                        u("3"), u("--format"), u("json")});
        QCOMPARE(outcome.exitCode, 0);
        const QJsonArray array = QJsonDocument::fromJson(outcome.out.toUtf8()).array();
        QCOMPARE(array.size(), 3);
        QCOMPARE(array.first()[u("id")].toString(), u("reasoning/logic-001"));
        QVERIFY(!array.first()[u("why")].toString().isEmpty());
    }

    void wrongUsage_data()
    {
        QTest::addColumn<QStringList>("args");
        QTest::newRow("nothing") << QStringList{};
        QTest::newRow("command") << QStringList{u("shout")};
        QTest::newRow("suite") << QStringList{u("show"), u("no-such-suite")};
        QTest::newRow("category") << QStringList{u("show"), u("smoke"), u("--category"), u("poems")};
        QTest::newRow("id") << QStringList{u("show"), u("smoke"), u("--ids"), u("smoke/nothing-1")};
        QTest::newRow("seed alone") << QStringList{u("show"), u("smoke"), u("--sample"), u("3")};
        QTest::newRow("seed") << QStringList{u("show"), u("smoke"), u("--num-prompts"), u("3"), u("--sample"), u("x")};
        QTest::newRow("format") << QStringList{u("list"), u("--format"), u("xml")};
        QTest::newRow("limit") << QStringList{u("check"), u("smoke"), u("--similar"), u("2")};
    }

    void wrongUsage()
    {
        QFETCH(QStringList, args);
        const Outcome outcome = suites(args);
        QCOMPARE(outcome.exitCode, 2);
        QVERIFY(outcome.out.isEmpty());
        QVERIFY(!outcome.err.isEmpty());
    }

    void check()
    {
        const Outcome good = suites({u("check"), u("smoke"), u("near-ties"), u("reasoning")});
        QVERIFY2(good.exitCode == 0, qPrintable(good.out + good.err));
        const QString doubtful = written("doubtful.jsonl", "{\"text\":\"t\",\"maxtokens\":3}\n");
        const Outcome warned = suites({u("check"), doubtful});
        QCOMPARE(warned.exitCode, 1);
        QVERIFY(warned.out.contains(u("check.no_id")) && warned.out.contains(u("maxtokens")));
        const QString broken = written("broken.jsonl", "{\"text\":\"t\"}\n{\"text\":\n");
        const Outcome wrong = suites({u("check"), broken});
        QCOMPARE(wrong.exitCode, 2);
        QVERIFY(wrong.err.contains(u("broken.jsonl:2")));
    }

    void shortSuites_data()
    {
        QTest::addColumn<QString>("suite");
        QTest::addColumn<int>("prompts");
        QTest::newRow("smoke") << u("smoke") << 12;
        QTest::newRow("near-ties") << u("near-ties") << 60;
    }

    /// Every prompt is answered: the demo model's 256 tokens of context are enough, and no request fails.
    void shortSuites()
    {
        QFETCH(QString, suite);
        QFETCH(int, prompts);
        QVERIFY2(!demoModel(u("F16")).isEmpty(),
                 "QUANTLENS_DEMO_QUANTS must name the folder packaging/demo-quants prints");
        const QString json = m_home.filePath(suite + u(".json"));
        const Outcome outcome =
            runCli({u("compare"), demoModel(u("F16")), demoModel(u("Q2_K")), u("--prompts"), suite, u("--no-report"),
                    u("--json"), json, u("--workspace"), m_home.filePath(suite + u(".qlens"))},
                   m_home.path());
        QVERIFY2(outcome.exitCode == 0, qPrintable(outcome.err));
        QFile file(json);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonObject run = QJsonDocument::fromJson(file.readAll()).object();
        QCOMPARE(run[u("summary")].toObject()[u("pairs")].toInt(), prompts);
        const QJsonArray generations = run[u("generations")].toArray();
        QCOMPARE(generations.size(), 3 * prompts); // the last third follows the baseline's tokens
        for (const QJsonValue& generation : generations)
            QVERIFY(!generation.toObject().contains(u("error")));
    }

    /// The demo model's context is 256 tokens: what does not fit is named before anything is asked.
    void longPromptsAreRefusedBeforeTheRun()
    {
        const QString workspace = m_home.filePath(u("long.qlens"));
        const Outcome outcome =
            runCli({u("compare"), demoModel(u("F16")), demoModel(u("Q2_K")), u("--prompts"), u("long-context"),
                    u("--num-prompts"), u("3"), u("--no-report"), u("--workspace"), workspace},
                   m_home.path());
        QCOMPARE(outcome.exitCode, 2);
        QVERIFY2(outcome.err.contains(u("256")) && outcome.err.contains(u("long-context/")), qPrintable(outcome.err));
        const Outcome runs = runCli({u("runs"), u("--format"), u("json"), u("--workspace"), workspace}, m_home.path());
        QCOMPARE(QJsonDocument::fromJson(runs.out.toUtf8()).array().size(), 0); // nothing was asked or stored
    }
};

QTEST_GUILESS_MAIN(SuitesCliTest)
#include "suites_cli_test.moc"
