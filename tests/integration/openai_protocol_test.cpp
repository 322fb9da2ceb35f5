// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backends/llamaserverbackend.h"
#include "core/backends/openaibackend.h"
#include "core/backends/recognise.h"
#include "core/engines/enginepool.h"
#include "core/engines/locate.h"
#include "tests/support/coroutine.h"
#include "tests/support/process.h"

#include <QTest>

#include <cmath>
#include <optional>

using namespace quantlens;
using backends::Dialect;
using domain::Generation;
using test::await;

/// OpenAI's protocol against a real llama-server: the same answers as over its own.
class OpenAiProtocolTest : public QObject
{
    Q_OBJECT

    static domain::GenerationRequest request(bool chat, bool stream)
    {
        domain::GenerationRequest request;
        request.prompt.id = QStringLiteral("p");
        request.prompt.messages = {{QStringLiteral("user"), QStringLiteral("What is 12 + 30?")}};
        request.maxTokens = 24;
        request.chat = chat;
        request.stream = stream;
        return request;
    }

    static QString problem(const Generation& answer) { return answer.error ? answer.error->message : QString(); }

    engines::EnginePool m_engines;
    QUrl m_url;

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(!qEnvironmentVariableIsEmpty("QUANTLENS_DEMO_QUANTS"),
                 "QUANTLENS_DEMO_QUANTS must name the folder packaging/demo-quants prints");
        const auto program = engines::findEngine(domain::EngineKind::LlamaServer);
        QVERIFY(program);
        const auto engine =
            await(m_engines.acquire({.program = *program,
                                     .model = test::demoModel(QStringLiteral("Q8_0")),
                                     .contextTokens = 1024,
                                     .threads = 1,
                                     .extraArgs = {QStringLiteral("--repeat-penalty"), QStringLiteral("1.2")}},
                                    nullptr));
        QVERIFY2(engine, qPrintable(engine ? QString() : engine.error().message));
        m_url = (*engine)->url();
    }

    void cleanupTestCase() { await(m_engines.stopAll()); }

    void recognised()
    {
        const auto found = await(backends::recognise({.base = m_url}, nullptr));
        QVERIFY(found);
        QCOMPARE(found->dialect, Dialect::LlamaServer);
        QCOMPARE(found->models.size(), 1);
    }

    void answers_data()
    {
        QTest::addColumn<bool>("chat");
        QTest::addColumn<bool>("stream");
        QTest::newRow("chat, streamed") << true << true;
        QTest::newRow("chat, whole") << true << false;
        QTest::newRow("completions, streamed") << false << true;
        QTest::newRow("completions, whole") << false << false;
    }

    void answers()
    {
        QFETCH(bool, chat);
        QFETCH(bool, stream);
        backends::OpenAiBackend openAi({.base = m_url}, QString());
        const auto info = await(openAi.identify(nullptr));
        QVERIFY2(info, qPrintable(info ? QString() : info.error().message));
        QCOMPARE(openAi.dialect(), Dialect::LlamaServer);
        QVERIFY(info->contextPerSlot > 0);
        const Generation answer = await(openAi.generate(request(chat, stream), {}, {}, nullptr));
        QVERIFY2(!answer.error, qPrintable(problem(answer)));
        backends::LlamaServerBackend own(m_url);
        const Generation expected = await(own.generate(request(chat, stream), {}, {}, nullptr));
        QVERIFY2(!expected.error, qPrintable(problem(expected)));
        QVERIFY(!answer.text.isEmpty());
        QCOMPARE(answer.text, expected.text);
        QCOMPARE(answer.entries.size(), expected.entries.size());
        for (qsizetype i = 0; i < answer.entries.size(); ++i) {
            QCOMPARE(answer.entries.at(i).bytes, expected.entries.at(i).bytes);
            QCOMPARE(answer.entries.at(i).logprob, expected.entries.at(i).logprob);
            QCOMPARE(answer.entries.at(i).top.size(), expected.entries.at(i).top.size());
        }
        QCOMPARE(answer.finishReason, expected.finishReason);
        QCOMPARE(answer.usage.completionTokens, expected.usage.completionTokens);
        QCOMPARE(answer.greedyMisses, 0);
        QVERIFY(openAi.capabilities().dropped.isEmpty());
        QCOMPARE(openAi.capabilities().topLogprobs, 20);
    }

    void cutByTheBudget()
    {
        backends::OpenAiBackend openAi({.base = m_url}, QString());
        domain::GenerationRequest short_ = request(true, true);
        short_.maxTokens = 2;
        const Generation answer = await(openAi.generate(short_, {}, {}, nullptr));
        QVERIFY2(!answer.error, qPrintable(problem(answer)));
        QVERIFY(answer.truncated());
    }

    /// A prompt beyond the context is the server's refusal of the prompt, not of a field.
    void contextOverflow()
    {
        backends::OpenAiBackend openAi({.base = m_url}, QString());
        domain::GenerationRequest longest = request(true, true);
        longest.prompt.messages.first().content = QStringLiteral("1 + 2 ").repeated(2000);
        const Generation answer = await(openAi.generate(longest, {}, {}, nullptr));
        QVERIFY(answer.error);
        QCOMPARE(answer.error->code, QStringLiteral("http.400"));
        QVERIFY(openAi.capabilities().dropped.isEmpty());
    }

    void tokenizes()
    {
        backends::OpenAiBackend openAi({.base = m_url}, QString());
        QVERIFY(await(openAi.identify(nullptr)));
        backends::LlamaServerBackend own(m_url);
        const auto ids = await(openAi.tokenize(QStringLiteral("12 + 30"), nullptr));
        QVERIFY(ids && !ids->isEmpty());
        QCOMPARE(*ids, await(own.tokenize(QStringLiteral("12 + 30"), nullptr)).value());
    }
};

QTEST_GUILESS_MAIN(OpenAiProtocolTest)
#include "openai_protocol_test.moc"
