// SPDX-License-Identifier: GPL-3.0-or-later
// A real llama-server, every endpoint, streamed and whole: characters split over tokens, answers that are cut, prompts
// that do not fit, templates that fail or are no templates, samplers the server was started with.
#include "core/backends/llamaserverbackend.h"
#include "core/backends/openaibackend.h"
#include "core/backends/promptcheck.h"
#include "core/engines/enginepool.h"
#include "core/engines/locate.h"
#include "tests/support/coroutine.h"
#include "tests/support/process.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace quantlens {

using backends::Backend;
using domain::Generation;
using test::await;

namespace {

/// What the server's own grammar makes every answer say: characters of two, three and four bytes, none a token.
const QString foreign = QStringLiteral("Füße 你好 😀 naïve = 42");

/// An endpoint of llama-server.
struct Endpoint
{
    const char* name;
    bool ownProtocol; ///< else OpenAI's
    bool chat;
};

constexpr Endpoint endpoints[] = {
    {"/v1/chat/completions", true, true},
    {"/completion", true, false},
    {"/v1/chat/completions as OpenAI", false, true},
    {"/v1/completions", false, false},
};

} // namespace

class EngineAnswersTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    engines::EnginePool m_engines;
    QUrl m_plain;
    QUrl m_foreign; ///< started with a grammar

    QUrl start(const QStringList& more)
    {
        const auto program = engines::findEngine(domain::EngineKind::LlamaServer);
        if (!program)
            return {};
        const auto engine = await(m_engines.acquire({.program = *program,
                                                     .model = test::demoModel(u"Q8_0"_s),
                                                     .contextTokens = 256,
                                                     .threads = 1,
                                                     .extraArgs = more},
                                                    nullptr));
        if (!engine)
            qWarning() << base::oneLine(engine.error()) << engine.error().detail;
        return engine ? (*engine)->url() : QUrl();
    }

    static std::unique_ptr<Backend> backendOf(const Endpoint& endpoint, const QUrl& url)
    {
        if (endpoint.ownProtocol)
            return std::make_unique<backends::LlamaServerBackend>(url);
        // It finds out by its questions which fields this server has.
        auto backend = std::make_unique<backends::OpenAiBackend>(net::EndpointOptions{.base = url}, QString());
        if (!await(backend->identify(nullptr)))
            qWarning("no server");
        return backend;
    }

    static domain::GenerationRequest requestOf(const Endpoint& endpoint, bool stream,
                                               const QString& prompt = u"What is 12 + 30?"_s)
    {
        domain::GenerationRequest request;
        request.prompt.id = u"p"_s;
        request.prompt.messages = {{u"user"_s, prompt}};
        request.maxTokens = 64;
        request.chat = endpoint.chat;
        request.stream = stream;
        return request;
    }

    static Generation ask(const Endpoint& endpoint, const QUrl& url, domain::GenerationRequest request)
    {
        const auto backend = backendOf(endpoint, url);
        return await(backend->generate(std::move(request), {}, {}, nullptr));
    }

    static QByteArray bytesOf(const Generation& answer)
    {
        QByteArray bytes;
        for (const domain::TokenInfo& entry : answer.entries)
            bytes += entry.bytes;
        return bytes;
    }

    static QByteArray problem(const Generation& answer)
    {
        return answer.error ? base::oneLine(*answer.error).toUtf8() : QByteArray();
    }

    static void endpointRows()
    {
        QTest::addColumn<int>("number");
        QTest::addColumn<bool>("stream");
        for (int i = 0; i < int(std::size(endpoints)); ++i) {
            QTest::addRow("%s, streamed", endpoints[i].name) << i << true;
            QTest::addRow("%s, whole", endpoints[i].name) << i << false;
        }
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_plain = start({});
        m_foreign = start({u"--grammar"_s, u"root ::= \"%1\""_s.arg(foreign)});
        QVERIFY2(m_plain.isValid() && m_foreign.isValid(), "needs llama-server and the demo quants");
    }

    void cleanupTestCase() { await(m_engines.stopAll()); }

    void splitCharacters_data() { endpointRows(); }

    /// Text and tokens are exactly what the model said, however the characters were cut.
    void splitCharacters()
    {
        QFETCH(int, number);
        QFETCH(bool, stream);
        const Generation answer = ask(endpoints[number], m_foreign, requestOf(endpoints[number], stream));
        QVERIFY2(!answer.error, problem(answer).constData());
        QCOMPARE(answer.text, foreign);
        QCOMPARE(QString::fromUtf8(bytesOf(answer)), foreign);
        QVERIFY(answer.usage.completionTokens > answer.entries.size()); // else no character was split
        QCOMPARE(answer.finishReason, u"stop"_s);
    }

    void cutAnswers_data() { endpointRows(); }

    /// Whatever the budget, also one that ends inside a character: what is there is right, and called cut.
    void cutAnswers()
    {
        QFETCH(int, number);
        QFETCH(bool, stream);
        qsizetype longest = 0;
        for (const int tokens : {1, 2, 3, 4, 6, 7, 8, 12}) {
            domain::GenerationRequest request = requestOf(endpoints[number], stream);
            request.maxTokens = tokens;
            const Generation answer = ask(endpoints[number], m_foreign, request);
            QVERIFY2(!answer.error, problem(answer).constData());
            QVERIFY(answer.truncated());
            QVERIFY2(foreign.startsWith(answer.text), qPrintable(answer.text));
            QVERIFY2(foreign.toUtf8().startsWith(bytesOf(answer)), bytesOf(answer).toHex().constData());
            QVERIFY(answer.text.size() < foreign.size());
            QCOMPARE(answer.usage.completionTokens, tokens);
            longest = qMax(longest, answer.text.size());
        }
        QVERIFY(longest > 4);
    }

    void contextOverflow_data() { endpointRows(); }

    /// The server's refusal of a prompt that does not fit; no parameter is blamed for it.
    void contextOverflow()
    {
        QFETCH(int, number);
        QFETCH(bool, stream);
        const auto backend = backendOf(endpoints[number], m_plain);
        const Generation answer =
            await(backend->generate(requestOf(endpoints[number], stream, u"1 + 2 "_s.repeated(600)), {}, {}, nullptr));
        QVERIFY(answer.error);
        QCOMPARE(answer.error->code, u"http.400"_s);
        QVERIFY2(answer.error->message.contains(u"context"_s), qPrintable(answer.error->message));
        QVERIFY(!answer.error->hint.isEmpty());
        QCOMPARE(backend->capabilities().dropped, QStringList());
        // The server goes on.
        QVERIFY(!await(backend->generate(requestOf(endpoints[number], stream), {}, {}, nullptr)).error);
    }

    /// A template that refuses a message: the server's words are the error, and no parameter is blamed for it.
    void templateError()
    {
        QFile file(m_folder.filePath(u"template.jinja"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{% for m in messages %}{% if 'forbidden' in m['content'] %}"
                   "{{ raise_exception('No forbidden words here') }}{% endif %}{{ m['content'] }}{% endfor %}");
        file.close();
        const QUrl url = start({u"--jinja"_s, u"--chat-template-file"_s, file.fileName()});
        QVERIFY(url.isValid());
        for (const Endpoint& endpoint : endpoints) {
            if (!endpoint.chat)
                continue;
            const auto backend = backendOf(endpoint, url);
            const Generation answer = await(
                backend->generate(requestOf(endpoint, true, u"a forbidden thing"_s), {.retries = 0}, {}, nullptr));
            QVERIFY(answer.error);
            QVERIFY2(answer.error->code == u"http.400"_s || answer.error->code == u"http.500"_s,
                     problem(answer).constData());
            QVERIFY2(answer.error->message.contains(u"template"_s, Qt::CaseInsensitive), problem(answer).constData());
            QVERIFY(!answer.error->hint.isEmpty());
            QCOMPARE(backend->capabilities().dropped, QStringList());
        }
        backends::LlamaServerBackend backend(url);
        const auto rendered = await(backend.render(requestOf(endpoints[0], true, u"a forbidden thing"_s), nullptr));
        QVERIFY(!rendered);
        QCOMPARE(rendered.error().code, u"server.template"_s);
        QVERIFY(rendered.error().hint.contains(u"--no-chat"_s));
        QVERIFY(await(backend.render(requestOf(endpoints[0], true), nullptr)).has_value());
    }

    /// A template name the server does not know is rendered as that word, whatever the message.
    void unknownTemplateName()
    {
        const QUrl url = start({u"--chat-template"_s, u"chatmlx"_s});
        QVERIFY(url.isValid());
        for (const bool good : {true, false}) {
            backends::LlamaServerBackend backend(good ? m_plain : url);
            backends::PromptChecker checker(0);
            const QList<domain::GenerationRequest> requests{requestOf(endpoints[0], true)};
            QVERIFY(await(backend.probe(requests.first(), {}, nullptr)).has_value());
            QVERIFY(await(checker.look(&backend, 0, u"A"_s, 256, requests, nullptr)).has_value());
            const QString warnings = checker.result().warnings.join(u'\n');
            QCOMPARE(warnings.contains(u"does not contain the message"_s), !good);
            QCOMPARE(warnings.contains(u"same prompt"_s), !good);
        }
    }

    void startedWithSamplers_data() { endpointRows(); }

    /// Greedy means neutral: samplers a server was started with change no answer.
    void startedWithSamplers()
    {
        QFETCH(int, number);
        QFETCH(bool, stream);
        const QUrl penalised = start({u"--repeat-penalty"_s, u"1.2"_s, u"--presence-penalty"_s, u"0.7"_s,
                                      u"--frequency-penalty"_s, u"0.5"_s, u"--min-p"_s, u"0.3"_s});
        QVERIFY(penalised.isValid());
        bool moved = false;
        for (const QString& prompt : {u"What is 12 + 30?"_s, u"What is 5 + 5 + 5 + 5?"_s, u"Say 7 7 7 7 7 7."_s,
                                      u"What is 111 + 111?"_s, u"What is 44 - 11?"_s, u"What is 9 * 9?"_s}) {
            domain::GenerationRequest request = requestOf(endpoints[number], stream, prompt);
            const Generation plain = ask(endpoints[number], m_plain, request);
            const Generation neutral = ask(endpoints[number], penalised, request);
            QVERIFY2(!plain.error && !neutral.error, (problem(plain) + problem(neutral)).constData());
            QCOMPARE(neutral.text, plain.text);
            QCOMPARE(neutral.entries, plain.entries);
            request.serverSampling = true;
            moved = moved || ask(endpoints[number], penalised, request).text != plain.text;
        }
        QVERIFY2(moved, "without our fields these samplers change answers, or the test proves nothing");
    }
};

} // namespace quantlens

QTEST_GUILESS_MAIN(quantlens::EngineAnswersTest)
#include "engine_answers_test.moc"
