// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/llamaserver.h"
#include "core/runners/plan.h"

#include <QDir>
#include <QFile>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

using namespace quantlens;
using runners::planRun;
using runners::RunRequest;

class PlanTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_model = QStringLiteral(QUANTLENS_SOURCE_DIR "/resources/demo/sums-f16.gguf");

    static QString codeOf(const base::Expected<runners::RunPlan>& plan) { return plan ? QString() : plan.error().code; }

    RunRequest request() const
    {
        RunRequest request;
        request.sides = {{.spec = m_model}, {.spec = m_model}};
        request.suite = QStringLiteral("demo");
        return request;
    }

private Q_SLOTS:
    void sameSpecTwiceIsASelfCheck()
    {
        const auto plan = planRun(request());
        QVERIFY2(plan, qPrintable(codeOf(plan)));
        QVERIFY(plan->run.notes.join(u' ').contains(QLatin1String("Self-check")));
        QVERIFY((plan->turns.size() == 1));
        QCOMPARE(plan->run.prompts.size(), 120);
        QVERIFY(plan->run.label(0) != plan->run.label(1));
        QVERIFY(plan->run.notes.first().startsWith(QLatin1String("Self-check")));
        QVERIFY(!plan->run.suiteSha256.isEmpty());
    }

    void otherArgumentsAreAnotherSide()
    {
        RunRequest asked = request();
        asked.sides[1].engineArgs = QStringList{QStringLiteral("-ctk"), QStringLiteral("q8_0")};
        const auto plan = planRun(asked);
        QVERIFY2(plan, qPrintable(codeOf(plan)));
        QVERIFY(!plan->run.notes.join(u' ').contains(QLatin1String("Self-check")));
    }

    /// Two files of one name are told apart by their folders.
    void equalLabelsGetTheirFolders()
    {
        RunRequest asked = request();
        for (const QString& folder : {QStringLiteral("alice"), QStringLiteral("bob")}) {
            QVERIFY(QDir(m_folder.path()).mkpath(folder));
            QVERIFY(QFile::copy(m_model, m_folder.filePath(folder + QStringLiteral("/m.gguf"))));
        }
        asked.sides[0].spec = m_folder.filePath(QStringLiteral("alice/m.gguf"));
        asked.sides[1].spec = m_folder.filePath(QStringLiteral("bob/m.gguf"));
        const auto plan = planRun(asked);
        QVERIFY2(plan, qPrintable(codeOf(plan)));
        QCOMPARE(plan->run.label(0), QStringLiteral("alice/m"));
        QCOMPARE(plan->run.label(1), QStringLiteral("bob/m"));
    }

    void subset()
    {
        RunRequest asked = request();
        asked.numPrompts = 9;
        const auto plan = planRun(asked);
        QVERIFY(plan);
        QCOMPARE(plan->run.prompts.size(), 9);
        QSet<QString> categories;
        for (const domain::Prompt& prompt : plan->run.prompts)
            categories.insert(prompt.category);
        QCOMPARE(categories.size(), 8);
    }

    void badInput_data()
    {
        QTest::addColumn<RunRequest>("asked");
        QTest::addColumn<QString>("code");
        const auto with = [this](auto change) {
            RunRequest asked = request();
            change(asked);
            return asked;
        };
        QTest::newRow("empty spec") << with([](auto& r) { r.sides[0].spec.clear(); }) << QStringLiteral("spec.empty");
        QTest::newRow("missing file") << with([](auto& r) { r.sides[1].spec = QStringLiteral("/none/x.gguf"); })
                                      << QStringLiteral("gguf.missing");
        QTest::newRow("not spoken yet") << with([](auto& r) { r.sides[1].spec = QStringLiteral("ollama:llama3:8b"); })
                                        << QStringLiteral("spec.unsupported");
        QTest::newRow("unknown suite") << with([](auto& r) { r.suite = QStringLiteral("no-such-suite"); })
                                       << QStringLiteral("suite.unknown");
        QTest::newRow("negative budget") << with([](auto& r) { r.options.maxTokens = -1; })
                                         << QStringLiteral("usage.value");
        QTest::newRow("negative temperature")
            << with([](auto& r) { r.options.temperature = -0.1; }) << QStringLiteral("usage.value");
    }

    void badInput()
    {
        QFETCH(RunRequest, asked);
        QFETCH(QString, code);
        QCOMPARE(codeOf(planRun(asked)), code);
    }

    void everyBadLineOfASuite()
    {
        QFile suite(m_folder.filePath(QStringLiteral("bad.jsonl")));
        QVERIFY(suite.open(QIODevice::WriteOnly));
        suite.write("{\"text\":\"ok\"}\nnope\n{\"category\":\"x\"}\n");
        suite.close();
        RunRequest asked = request();
        asked.suite = suite.fileName();
        const auto plan = planRun(asked);
        QVERIFY(!plan);
        QVERIFY(plan.error().detail.contains(QLatin1String("bad.jsonl:2")));
        QVERIFY(plan.error().detail.contains(QLatin1String("bad.jsonl:3")));
    }

    void contextHoldsTheLongestPrompt()
    {
        domain::Prompt prompt;
        prompt.messages = {{QStringLiteral("user"), QString(1000, u'ä')}}; // 2000 bytes
        prompt.maxTokens = 100;
        const int context = runners::neededContext({prompt}, 0);
        QVERIFY(context >= 2100);
        QCOMPARE(context % 256, 0);
        QVERIFY(runners::neededContext({prompt}, 5000) >= 7000);
        QVERIFY(runners::neededContext({}, 0) > 0);
    }

    /// What can change a result is said; what the person adds comes last and so wins.
    void engineArguments()
    {
        engines::LlamaServerOptions options;
        options.model = QStringLiteral("/m/a.b.gguf");
        options.contextTokens = 512;
        options.slots = 4;
        options.threads = 3;
        options.extraArgs = QStringList{QStringLiteral("-fa"), QStringLiteral("off")};
        const QString line = engines::arguments(options, 4711).join(u' ');
        QCOMPARE(line, QStringLiteral("--model /m/a.b.gguf --alias a.b --host 127.0.0.1 --port 4711 -np 4 -fa on "
                                      "--no-cache-prompt -c 2048 -t 3 -fa off"));
    }
};

QTEST_GUILESS_MAIN(PlanTest)
#include "plan_test.moc"
