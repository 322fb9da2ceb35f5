// SPDX-License-Identifier: GPL-3.0-or-later
// Engines we start, with a real llama-server behind each. Where another program is needed that is not to be had here
// (an old build, mlx_lm.server), a script takes its command line and hands over to the real server.
#include "core/backends/llamaserverbackend.h"
#include "core/engines/enginepool.h"
#include "core/engines/locate.h"
#include "core/runners/endpoint.h"
#include "core/runners/planlayout.h"
#include "core/scoring/units.h"
#include "tests/support/coroutine.h"
#include "tests/support/process.h"

#include <QFile>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

using namespace quantlens;
using domain::EngineKind;
using test::await;

class EnginesTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    net::Cancel m_cancel;
    QString m_program;
    QString m_f16;

    QString script(const QString& name, const QByteArray& body) const
    {
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write("#!/bin/sh\n" + body) < 0)
            return {};
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        return file.fileName();
    }

    static QUrl closedAddress()
    {
        QTcpServer probe;
        return probe.listen(QHostAddress::LocalHost)
                   ? QUrl(QStringLiteral("http://127.0.0.1:%1").arg(probe.serverPort()))
                   : QUrl();
    }

    /// A plan over one prompt of the smoke suite, whose only side is this model.
    static runners::RunPlan planFor(const domain::ResolvedModel& model)
    {
        runners::RunPlan plan;
        plan.run.kind = domain::RunKind::Determinism;
        domain::RunSide side;
        side.model = model;
        plan.run.sides = {side};
        domain::Prompt prompt;
        prompt.id = QStringLiteral("p");
        prompt.messages = {{QStringLiteral("user"), QStringLiteral("1 + 1")}};
        prompt.maxTokens = 16;
        plan.run.prompts = {prompt};
        runners::layOut(plan, 0);
        return plan;
    }

    static domain::ResolvedModel named(EngineKind engine, const QUrl& address)
    {
        domain::ResolvedModel model;
        model.spec = QStringLiteral("hf:demo/sums:F16");
        model.modelId = QStringLiteral("demo/sums:F16");
        model.label = QStringLiteral("sums:F16");
        model.engine = engine;
        model.baseUrl = address;
        model.backend =
            engine == EngineKind::MlxLmServer ? domain::BackendKind::MlxLm : domain::BackendKind::LlamaServer;
        return model;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_f16 = test::demoModel(QStringLiteral("F16"));
        QVERIFY2(!m_f16.isEmpty(), "QUANTLENS_DEMO_QUANTS must name the folder packaging/demo-quants prints");
        const auto program = engines::findEngine(EngineKind::LlamaServer);
        QVERIFY(program);
        m_program = *program;
    }

    /// A build from before "-fa on|off|auto" and "--no-cache-prompt" is told the same in its own words.
    void anOlderBuild()
    {
        // The real server behind it needs a value after -fa, which the old one did not take.
        const QString old =
            script(QStringLiteral("old-llama-server"), "for argument; do\n"
                                                       "    case $argument in\n"
                                                       "    on | --no-cache-prompt)\n"
                                                       "        echo \"error: invalid argument: $argument\" >&2\n"
                                                       "        exit 1 ;;\n"
                                                       "    -fa) ;;\n"
                                                       "    *) set -- \"$@\" \"$argument\" ;;\n"
                                                       "    esac\n"
                                                       "    shift\n"
                                                       "done\n"
                                                       "exec \"" +
                                                           m_program.toUtf8() + "\" \"$@\" -fa on\n");
        auto engine = await(
            engines::Engine::start({.program = old, .model = m_f16, .contextTokens = 256, .threads = 1}, &m_cancel));
        QVERIFY2(engine, qPrintable(engine ? QString() : engine.error().detail));
        backends::LlamaServerBackend backend((*engine)->url());
        const auto info = await(backend.identify(&m_cancel));
        QVERIFY(info);
        QCOMPARE(info->contextPerSlot, 256);
        await(engines::Engine::stop(*engine));
    }

    /// What an older build does not know although it is nothing of ours stays an error with the log.
    void aWrongArgument()
    {
        const auto engine = await(engines::Engine::start(
            {.program = m_program, .model = m_f16, .extraArgs = {QStringLiteral("--no-such-switch")}}, &m_cancel));
        QVERIFY(!engine);
        QCOMPARE(engine.error().code, QStringLiteral("engine.died"));
        QVERIFY(engine.error().detail.contains(QLatin1String("no-such-switch")));
    }

    /// A repository without a server at its usual address: an engine is started with the repository's name.
    void aRepositoryIsStarted()
    {
        const QString stand = script(
            QStringLiteral("llama-server"),
            "test \"$1\" = -hf && test \"$2\" = demo/sums:F16 || { echo \"not a repository: $*\" >&2; exit 1; }\n"
            "shift 2\n"
            "exec \"" +
                m_program.toUtf8() + "\" --model \"" + m_f16.toUtf8() + "\" --alias demo/sums:F16 \"$@\"\n");
        const QByteArray before = qgetenv("QUANTLENS_LLAMA_SERVER");
        qputenv("QUANTLENS_LLAMA_SERVER", stand.toUtf8());
        auto plan = planFor(named(EngineKind::LlamaServer, closedAddress()));
        engines::EnginePool pool;
        {
            runners::EndpointOpener opener(&plan, &pool, &m_cancel);
            const auto opened = await(opener.open({0}));
            qputenv("QUANTLENS_LLAMA_SERVER", before);
            QVERIFY2(opened.size() == 1,
                     qPrintable(plan.run.sides.first().error ? plan.run.sides.first().error->message : QString()));
            QVERIFY(opened.front()->engine);
            QCOMPARE(opened.front()->info.model, QStringLiteral("demo/sums:F16"));
            QVERIFY(plan.run.sides.first().capabilities.forceTokens.value_or(false));
        }
        await(pool.stopAll());
    }

    void aRunningServerIsTaken()
    {
        auto engine = await(engines::Engine::start(
            {.program = m_program, .model = m_f16, .contextTokens = 256, .threads = 1}, &m_cancel));
        QVERIFY(engine);
        auto plan = planFor(named(EngineKind::LlamaServer, (*engine)->url()));
        engines::EnginePool pool;
        {
            runners::EndpointOpener opener(&plan, &pool, &m_cancel);
            const auto opened = await(opener.open({0}));
            QCOMPARE(opened.size(), 1);
            QVERIFY(!opened.front()->engine);
            QCOMPARE(opened.front()->info.model, QStringLiteral("sums-F16"));
        }
        await(engines::Engine::stop(*engine));
    }

    void nothingToStart()
    {
        const QByteArray before = qgetenv("QUANTLENS_LLAMA_SERVER");
        qputenv("QUANTLENS_LLAMA_SERVER", "/no/such/program");
        const QUrl address = closedAddress();
        auto plan = planFor(named(EngineKind::LlamaServer, address));
        engines::EnginePool pool;
        runners::EndpointOpener opener(&plan, &pool, &m_cancel);
        const auto opened = await(opener.open({0}));
        qputenv("QUANTLENS_LLAMA_SERVER", before);
        QVERIFY(opened.empty());
        const auto error = plan.run.sides.first().error;
        QVERIFY(error);
        QCOMPARE(error->code, QStringLiteral("engine.missing"));
        QVERIFY2(error->message.contains(address.toString()), qPrintable(error->message));
    }

    void revisionsCannotBeStarted()
    {
        auto model = named(EngineKind::MlxLmServer, closedAddress());
        model.revision = QStringLiteral("abc123");
        auto plan = planFor(model);
        engines::EnginePool pool;
        runners::EndpointOpener opener(&plan, &pool, &m_cancel);
        QVERIFY(await(opener.open({0})).empty());
        QCOMPARE(plan.run.sides.first().error.value_or(base::Error()).code, QStringLiteral("engine.revision"));
    }

    /// mlx_lm.server needs Apple hardware: its command line goes to a server that speaks the same protocol.
    void anMlxServer()
    {
        const QString stand = script(QStringLiteral("mlx_lm.server"),
                                     "test \"$1 $2 $3 $4 $5\" = \"--model demo/sums:F16 --host 127.0.0.1 --port\" ||\n"
                                     "    { echo \"unexpected: $*\" >&2; exit 1; }\n"
                                     "exec \"" +
                                         m_program.toUtf8() + "\" --model \"" + m_f16.toUtf8() +
                                         "\" --host 127.0.0.1 --port \"$6\" -c 256\n");
        qputenv("QUANTLENS_MLX_SERVER", stand.toUtf8());
        auto plan = planFor(named(EngineKind::MlxLmServer, closedAddress()));
        engines::EnginePool pool;
        {
            runners::EndpointOpener opener(&plan, &pool, &m_cancel);
            const auto opened = await(opener.open({0}));
            qunsetenv("QUANTLENS_MLX_SERVER");
            QVERIFY2(opened.size() == 1,
                     qPrintable(plan.run.sides.first().error ? plan.run.sides.first().error->message : QString()));
            domain::GenerationRequest request;
            request.prompt = plan.run.prompts.first();
            request.model = opened.front()->info.model;
            request.maxTokens = 16;
            const auto answer = await(opened.front()->backend->generate(request, {}, {}, &m_cancel));
            QVERIFY2(!answer.failed(), qPrintable(answer.error ? answer.error->message : QString()));
            QVERIFY(!answer.text.isEmpty());
        }
        await(pool.stopAll());
    }

    /// Drafted tokens come without distributions, and only /slots or /props tell so.
    void speculativeDecodingIsSeen()
    {
        auto engine =
            await(engines::Engine::start({.program = m_program,
                                          .model = m_f16,
                                          .contextTokens = 256,
                                          .threads = 1,
                                          .extraArgs = {QStringLiteral("-md"), test::demoModel(QStringLiteral("Q8_0")),
                                                        QStringLiteral("--spec-type"), QStringLiteral("draft-simple")}},
                                         &m_cancel));
        QVERIFY2(engine, qPrintable(engine ? QString() : engine.error().detail));
        backends::LlamaServerBackend backend((*engine)->url());
        const auto info = await(backend.identify(&m_cancel));
        QVERIFY(info);
        QVERIFY(info->speculative);
        for (const bool stream : {false, true}) {
            domain::GenerationRequest request;
            request.prompt.id = QStringLiteral("p");
            request.prompt.messages = {{QStringLiteral("user"), QStringLiteral("12 + 30")}};
            request.maxTokens = 60;
            request.stream = stream;
            const auto answer = await(backend.generate(request, {}, {}, &m_cancel));
            QVERIFY(!answer.failed());
            qsizetype without = 0;
            for (const domain::TokenInfo& entry : answer.entries)
                without += entry.top.isEmpty() ? 1 : 0;
            QVERIFY2(without > 0, "no drafted token was accepted, so nothing was tried");
            QVERIFY(without < answer.entries.size());
            // Those without values keep their places, so that the others stand at theirs.
            QVERIFY(scoring::entriesRebuildText(answer));
        }
        await(engines::Engine::stop(*engine));
    }
};

QTEST_GUILESS_MAIN(EnginesTest)
#include "engines_test.moc"
