// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/engine.h"
#include "core/gguf/gguf.h"
#include "core/runners/estimate.h"
#include "core/runners/plan.h"
#include "core/runners/planlayout.h"
#include "core/scoring/verdict.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QMap>
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

    /// What the first folder does not tell, the second does; owners of repositories as well.
    void equalLabelsGetAsManyFoldersAsItTakes()
    {
        QList<domain::RunSide> sides(2);
        sides[0].model.modelPath = QStringLiteral("/models/bartowski/q/m.gguf");
        sides[1].model.modelPath = QStringLiteral("/models/unsloth/q/m.gguf");
        for (domain::RunSide& side : sides)
            side.model.label = QStringLiteral("m");
        runners::tellApart(sides);
        QCOMPARE(sides.at(0).model.label, QStringLiteral("bartowski/q/m"));
        QCOMPARE(sides.at(1).model.label, QStringLiteral("unsloth/q/m"));
        sides[0].model.modelPath.clear();
        sides[1].model.modelPath.clear();
        sides[0].model.modelId = QStringLiteral("bartowski/Foo-GGUF");
        sides[1].model.modelId = QStringLiteral("unsloth/Foo-GGUF");
        sides[0].model.label = sides[1].model.label = QStringLiteral("Foo-GGUF");
        runners::tellApart(sides);
        QCOMPARE(sides.at(1).model.label, QStringLiteral("unsloth/Foo-GGUF"));
    }

    /// Engines share a turn as long as memory allows; in a sweep each has the machine for itself.
    void turnsByMemory()
    {
        runners::RunPlan plan;
        plan.run.kind = domain::RunKind::Diff;
        constexpr qint64 gigabyte = 1LL << 30;
        for (int i = 0; i < 3; ++i) {
            domain::RunSide side;
            side.model.engine = domain::EngineKind::LlamaServer;
            side.model.modelPath = QStringLiteral("/m/%1.gguf").arg(i);
            side.fileSize = 4 * gigabyte;
            plan.run.sides.append(side);
        }
        domain::RunSide remote;
        remote.model.baseUrl = QUrl(QStringLiteral("http://127.0.0.1:1"));
        plan.run.sides.append(remote);
        plan.run.baseline = 1;
        using Turns = QList<QList<int>>;
        runners::layOut(plan, 0);
        QCOMPARE(plan.turns, (Turns{{1, 0, 2, 3}}));
        runners::layOut(plan, 11 * gigabyte);
        QCOMPARE(plan.turns, (Turns{{1, 0, 3}, {2}}));
        runners::layOut(plan, 6 * gigabyte);
        QCOMPARE(plan.turns, (Turns{{1, 3}, {0}, {2}}));
        plan.run.kind = domain::RunKind::Sweep;
        runners::layOut(plan, 0);
        QCOMPARE(plan.turns, (Turns{{1, 3}, {0}, {2}}));
    }

    /// What the file's header says is in the record.
    void factsOfTheFile()
    {
        const auto plan = planRun(request());
        QVERIFY2(plan, qPrintable(codeOf(plan)));
        const domain::RunSide& side = plan->run.sides.first();
        const auto header = gguf::readGguf(m_model);
        QVERIFY(header);
        QCOMPARE(side.fileSize, QFileInfo(m_model).size());
        QCOMPARE(side.imatrix, std::optional(false));
        QCOMPARE(side.tokenizerHash, header->tokenizerHash);
        QCOMPARE(side.tokenizerHash.size(), 64);
        QCOMPARE(side.templateHash, header->templateHash);
    }

    /// A flag's thresholds and what it takes to prove them, and what is sent in which order.
    void estimates()
    {
        RunRequest asked = request();
        asked.sides[1].engineArgs = QStringList{QStringLiteral("-ctk"), QStringLiteral("q8_0")};
        asked.numPrompts = 10;
        asked.options.maxTokens = 50;
        asked.options.selfCheck = domain::SelfCheck::Repeat;
        asked.thresholds.maxChangedRate = 0.05;
        asked.thresholds.maxKld = 0.1;
        const auto plan = planRun(asked);
        QVERIFY2(plan, qPrintable(codeOf(plan)));
        const runners::RunEstimate estimate = runners::estimateRun(*plan);
        qint64 counted = 0;
        QMap<domain::Pass, qint64> byPass;
        for (const runners::TurnEstimate& turn : estimate.turns) {
            QVERIFY(turn.memory > 0);
            for (const runners::StepEstimate& step : turn.steps) {
                for (const runners::PhaseEstimate& phase : step) {
                    counted += phase.requests;
                    byPass[phase.pass] += phase.requests;
                    QCOMPARE(phase.tokens, phase.requests * 50);
                }
            }
        }
        QCOMPARE(counted, estimate.requests);
        QCOMPARE(byPass.value(domain::Pass::Answer), 20);
        QCOMPARE(byPass.value(domain::Pass::Forced), 10);
        QCOMPARE(byPass.value(domain::Pass::RepeatCheck), 10);
        QCOMPARE(estimate.proofs.size(), 2);
        QCOMPARE(estimate.proofs.at(0).prompts, std::optional(scoring::promptsToProve(0.05)));
        QVERIFY(!estimate.proofs.at(1).prompts);

        QList<runners::ProbeAnswer> answers(2);
        QVERIFY(!runners::timeOf(estimate, answers));
        answers[0] = {.asked = true, .error = {}, .totalMs = 100, .tokens = 10};
        answers[1] = {.asked = true, .error = {}, .totalMs = 200, .tokens = 10};
        const auto time = runners::timeOf(estimate, answers);
        QVERIFY(time);
        // Both sides at once: 10 × 200 ms; the check 10 × 100 ms; following 10 × 200 ms.
        QCOMPARE(time->likelyMs, 5000.0);
        QCOMPARE(time->mostMs, 25000.0);
    }

    /// With --compatible a file means the server at infer-check's address, and nothing is started.
    void compatiblePlans()
    {
        RunRequest asked = request();
        asked.options.compatible = true;
        asked.sides[1].spec = QStringLiteral("qwen3:8b");
        const auto plan = planRun(asked);
        QVERIFY2(plan, qPrintable(codeOf(plan)));
        const domain::ResolvedModel& file = plan->run.sides.at(0).model;
        QCOMPARE(file.engine, domain::EngineKind::None);
        QCOMPARE(file.baseUrl, QUrl(QStringLiteral("http://127.0.0.1:8080")));
        QCOMPARE(file.label, QFileInfo(m_model).completeBaseName());
        QCOMPARE(plan->run.sides.at(1).model.backend, domain::BackendKind::Ollama);
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
        QTest::newRow("one label twice") << with([](auto& r) {
            r.sides[0].label = QStringLiteral("x");
            r.sides[1].label = QStringLiteral("x ");
        }) << QStringLiteral("usage.label");
        QTest::newRow("three sides") << with([](auto& r) { r.sides.append(r.sides.first()); })
                                     << QStringLiteral("usage.value");
        QTest::newRow("no such baseline") << with([](auto& r) { r.baseline = 2; }) << QStringLiteral("usage.value");
        QTest::newRow("unknown category")
            << with([](auto& r) { r.categories = QStringList{QStringLiteral("cooking")}; })
            << QStringLiteral("usage.category");
        QTest::newRow("unknown id") << with([](auto& r) { r.ids = QStringList{QStringLiteral("no-such-id")}; })
                                    << QStringLiteral("usage.ids");
        QTest::newRow("seed without a number")
            << with([](auto& r) { r.sampleSeed = 3; }) << QStringLiteral("usage.selection");
        QTest::newRow("threshold of another kind")
            << with([](auto& r) { r.thresholds.minDeterminism = 1; }) << QStringLiteral("usage.threshold");
        QTest::newRow("concurrency 0") << with([](auto& r) {
            r.kind = domain::RunKind::Stress;
            r.sides.removeLast();
            r.options.levels = QList<int>{1, 0};
        }) << QStringLiteral("usage.value");
        QTest::newRow("2,000 in flight") << with([](auto& r) { r.options.parallel = 2000; })
                                         << QStringLiteral("usage.value");
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
        engines::EngineOptions options;
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
