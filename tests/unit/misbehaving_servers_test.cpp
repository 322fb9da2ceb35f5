// SPDX-License-Identifier: GPL-3.0-or-later
// Every backend against a server of its dialect that misbehaves: each request ends, with the good answer or with a
// stable code, a sentence and a hint.
#include "core/backends/llamaserverbackend.h"
#include "core/backends/ollamabackend.h"
#include "core/backends/openaibackend.h"
#include "tests/support/certificates.h"
#include "tests/support/coroutine.h"
#include "tests/support/dialects.h"
#include "tests/support/misbehaviour.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <vector>

using namespace Qt::StringLiterals;

namespace quantlens {

using namespace test;
using backends::Backend;
using domain::Generation;
using domain::GenerationRequest;

namespace {

/// A wire format: who speaks it, and where.
struct Speech
{
    QString name;
    QByteArray path;
    bool chat = true;
};

const QList<Speech>& speeches()
{
    static const QList<Speech> all{
        {u"llama-server chat"_s, "/v1/chat/completions"},
        {u"llama-server raw"_s, "/completion", false},
        {u"OpenAI chat"_s, "/v1/chat/completions"},
        {u"OpenAI completions"_s, "/v1/completions", false},
        {u"Ollama chat"_s, "/api/chat"},
        {u"Ollama generate"_s, "/api/generate", false},
    };
    return all;
}

/// What must become of a request that meets a fault.
struct Expectation
{
    Fault fault;
    const char* name;
    const char* codes;        ///< of the error, any of these, by blanks; "": none, the answer is good
    bool sameAnswer = true;   ///< with codes "": text and tokens are those of a good server
    bool streamsOnly = false; ///< nothing goes wrong in a whole reply
};

constexpr Expectation expectations[] = {
    {Fault::TooManyRequests, "429", "http.429"},
    {Fault::ServerError, "500", "http.500"},
    {Fault::ResetBeforeFirstByte, "reset before the first byte", "network.reset"},
    {Fault::ResetAfterFirstByte, "reset after the first byte", "network.reset"},
    {Fault::CloseAfterFirstByte, "closed after the first byte", "network.reset"},
    {Fault::SlowDrip, "slow drip", "network.timeout"},
    {Fault::EndlessBody, "endless body", "network.timeout network.too_large"},
    {Fault::EndlessEvents, "endless events", "network.timeout"},
    {Fault::GzipBomb, "gzip bomb", "http.encoding"},
    {Fault::Redirect, "redirect", "http.redirect"},
    {Fault::NanLogprobs, "NaN", "", false},
    {Fault::InfinityLogprobs, "Infinity", "", false},
    {Fault::Crlf, "CRLF", ""},
    {Fault::CrOnly, "CR", ""},
    {Fault::Comments, "comments", ""},
    {Fault::SplitJson, "split JSON", ""},
    {Fault::SplitUtf8, "split characters", ""},
    {Fault::Bom, "BOM", ""},
    {Fault::Html, "HTML", "backend.not_llama_server backend.not_openai backend.not_ollama"},
    {Fault::EmptyBody, "empty body", "server.incomplete"},
    {Fault::WrongContentType, "wrong content type", ""},
    {Fault::ErrorInOk, "error with status 200", "server.error"},
    {Fault::NoChoices, "no choices", "server.format"},
    {Fault::NoEndMark, "no end mark", "server.incomplete", true, true},
    {Fault::InvalidUtf8, "invalid UTF-8", "", false},
    {Fault::DuplicateKeys, "duplicate keys", "", false},
    {Fault::HugeIntegers, "huge integers", "", false},
    {Fault::DeepNesting, "deep nesting", "server.format"},
    {Fault::Silent, "silence", "network.timeout"},
    {Fault::Delay, "delay", ""},
};

} // namespace

class MisbehavingServersTest : public QObject
{
    Q_OBJECT

    static constexpr int endsWithinMs = 30'000; ///< far beyond every limit set here

    static DialectOptions dialect()
    {
        DialectOptions options;
        options.model.name = u"m"_s;
        options.model.texts.insert(u"hey"_s, u"Grüße, wie geht es dir heute?"_s);
        return options;
    }

    static Answerer answererOf(const Speech& speech)
    {
        if (speech.name.startsWith(u"llama"))
            return llamaServer(dialect());
        return speech.name.startsWith(u"Ollama") ? ollama(dialect()) : openAi(dialect());
    }

    static std::unique_ptr<Backend> backendOf(const Speech& speech, net::EndpointOptions endpoint)
    {
        if (speech.name.startsWith(u"llama"))
            return std::make_unique<backends::LlamaServerBackend>(std::move(endpoint));
        if (speech.name.startsWith(u"Ollama"))
            return std::make_unique<backends::OllamaBackend>(std::move(endpoint), u"m"_s);
        return std::make_unique<backends::OpenAiBackend>(std::move(endpoint), u"m"_s);
    }

    static GenerationRequest requestOf(const Speech& speech, bool stream)
    {
        GenerationRequest request;
        request.prompt.id = u"p"_s;
        request.prompt.messages = {{u"user"_s, u"hey"_s}};
        request.model = u"m"_s;
        request.maxTokens = 32;
        request.chat = speech.chat;
        request.stream = stream;
        return request;
    }

    /// Limits short enough to be met. Nothing is retried unless told.
    static domain::RunOptions limits(int retries = 0)
    {
        domain::RunOptions options;
        options.retries = retries;
        options.firstByteTimeoutMs = 3'000;
        options.idleTimeoutMs = 3'000;
        options.deadlineMs = 10'000;
        return options;
    }

    static QString codeOf(const Generation& answer) { return answer.error ? answer.error->code : QString(); }

    static QList<QByteArray> tokensOf(const Generation& answer)
    {
        QList<QByteArray> tokens;
        for (const domain::TokenInfo& entry : answer.entries)
            tokens.append(entry.bytes);
        return tokens;
    }

    /// A code, a whole sentence, and what to do.
    static void checkError(const base::Error& error)
    {
        const QByteArray text = base::oneLine(error).toUtf8();
        QVERIFY2(error.message.endsWith(u'.') || error.message.contains(u": "), text.constData());
        QVERIFY2(!error.message.contains(u'\n') && error.message.size() < 700, text.constData());
        QVERIFY2(error.hint.size() > 10, text.constData());
    }

private Q_SLOTS:
    /// The bomb is packed once; on a busy machine that takes longer than the limits set here.
    void initTestCase() { static_cast<void>(misbehaved({.fault = Fault::GzipBomb}, Received(), Script())); }

    void faults_data()
    {
        QTest::addColumn<Speech>("speech");
        QTest::addColumn<bool>("stream");
        QTest::addColumn<int>("number");
        for (const Speech& speech : speeches()) {
            for (const bool stream : {true, false}) {
                for (int i = 0; i < int(std::size(expectations)); ++i) {
                    if (stream || !expectations[i].streamsOnly)
                        QTest::newRow(qPrintable(u"%1, %2, %3"_s.arg(speech.name, stream ? u"streamed"_s : u"whole"_s,
                                                                     QLatin1String(expectations[i].name))))
                            << speech << stream << i;
                }
            }
        }
    }

    void faults()
    {
        QFETCH(Speech, speech);
        QFETCH(bool, stream);
        QFETCH(int, number);
        const Expectation& expected = expectations[number];
        FakeServer target(FakeServer::Where::OwnThread);
        FakeServer server(FakeServer::Where::OwnThread);
        server.play(answererOf(speech));
        const auto good = backendOf(speech, {.base = server.url()});
        const Generation clean = await(good->generate(requestOf(speech, stream), limits(), {}, nullptr));
        QVERIFY2(!clean.error, qPrintable(codeOf(clean)));
        QCOMPARE(clean.text, u"Grüße, wie geht es dir heute?"_s);
        QCOMPARE(clean.entries.size(), 6);

        server.resetCounts();
        server.misbehave({.fault = expected.fault, .path = speech.path, .target = target.url(), .delayMs = 40});
        domain::RunOptions options = limits();
        if (QByteArray(expected.codes).contains("network.timeout")) {
            options.firstByteTimeoutMs = 400;
            options.deadlineMs = 800;
        }
        const auto backend = backendOf(speech, {.base = server.url()});
        QElapsedTimer timer;
        timer.start();
        const Generation answer = await(backend->generate(requestOf(speech, stream), options, {}, nullptr));
        QVERIFY(timer.elapsed() < endsWithinMs);
        QCOMPARE(answer.promptId, u"p"_s);
        QCOMPARE(target.count(), 0);
        if (*expected.codes) {
            QVERIFY2(QByteArray(expected.codes).split(' ').contains(codeOf(answer).toLatin1()),
                     qPrintable(codeOf(answer)));
            checkError(*answer.error);
            QCOMPARE(server.count(speech.path), 1);
            QVERIFY(answer.finishReason.isEmpty() || expected.fault == Fault::NoEndMark);
            return;
        }
        QVERIFY2(!answer.error, answer.error ? qPrintable(base::oneLine(*answer.error)) : "");
        QCOMPARE(answer.finishReason, clean.finishReason);
        QCOMPARE(answer.entries.size(), clean.entries.size());
        if (!expected.sameAnswer)
            return;
        QCOMPARE(answer.text, clean.text);
        QCOMPARE(answer.entries, clean.entries);
        QCOMPARE(answer.usage, clean.usage);
    }

    /// No number is made up where the server has none.
    void notNumbers_data()
    {
        QTest::addColumn<Speech>("speech");
        QTest::addColumn<bool>("infinity");
        for (const Speech& speech : speeches()) {
            QTest::newRow(qPrintable(speech.name + u", NaN"_s)) << speech << false;
            QTest::newRow(qPrintable(speech.name + u", Infinity"_s)) << speech << true;
        }
    }

    void notNumbers()
    {
        QFETCH(Speech, speech);
        QFETCH(bool, infinity);
        FakeServer server(FakeServer::Where::OwnThread);
        server.play(answererOf(speech));
        server.misbehave({.fault = infinity ? Fault::InfinityLogprobs : Fault::NanLogprobs, .path = speech.path});
        const auto backend = backendOf(speech, {.base = server.url()});
        const Generation answer = await(backend->generate(requestOf(speech, false), limits(), {}, nullptr));
        QVERIFY2(!answer.error, qPrintable(codeOf(answer)));
        QCOMPARE(answer.text, u"Grüße, wie geht es dir heute?"_s);
        int without = 0;
        for (const domain::TokenInfo& entry : answer.entries) {
            without += std::isnan(entry.logprob);
            QVERIFY(std::isnan(entry.logprob) || (std::isfinite(entry.logprob) && entry.logprob <= 0));
            for (const domain::TopToken& listed : entry.top)
                without += std::isnan(listed.logprob);
        }
        // The legacy lists are maps: the fault finds only what is called "logprob".
        QCOMPARE(without > 0, speech.name != u"OpenAI completions");
    }

    /// Busy once, or broken once before the first output: asked again, after the pause the server wants.
    void retries_data()
    {
        QTest::addColumn<Speech>("speech");
        QTest::addColumn<Misbehaviour>("order");
        for (const Speech& speech : speeches()) {
            const auto row = [&speech](const char* name, Misbehaviour order) {
                order.path = speech.path;
                order.nth = {1};
                QTest::newRow(qPrintable(speech.name + u", "_s + QLatin1String(name))) << speech << order;
            };
            row("429", {.fault = Fault::TooManyRequests, .retryAfter = 1});
            row("503", {.fault = Fault::ServerError, .status = 503});
            row("reset", {.fault = Fault::ResetBeforeFirstByte});
        }
    }

    void retries()
    {
        QFETCH(Speech, speech);
        QFETCH(Misbehaviour, order);
        FakeServer server(FakeServer::Where::OwnThread);
        server.play(answererOf(speech));
        server.misbehave(order);
        const auto backend = backendOf(speech, {.base = server.url()});
        QElapsedTimer timer;
        timer.start();
        const Generation answer = await(backend->generate(requestOf(speech, true), limits(1), {}, nullptr));
        QVERIFY2(!answer.error, qPrintable(codeOf(answer)));
        QCOMPARE(answer.server.attempt, 2);
        QCOMPARE(server.count(speech.path), 2);
        if (order.retryAfter > 0)
            QVERIFY(timer.elapsed() >= 1000 * order.retryAfter);
        // Never again once output came.
        server.resetCounts();
        server.clearMisbehaviours();
        server.misbehave({.fault = Fault::CloseAfterFirstByte, .path = speech.path});
        const Generation cut = await(backend->generate(requestOf(speech, true), limits(3), {}, nullptr));
        QCOMPARE(codeOf(cut), u"network.reset"_s);
        QVERIFY(!cut.text.isEmpty());
        QCOMPARE(server.count(speech.path), 1);
    }

    /// Five first requests at once to a server that refuses one field, in every way such refusals are worded.
    void refusals_data()
    {
        QTest::addColumn<Speech>("speech");
        QTest::addColumn<QByteArray>("field");
        QTest::addColumn<Refusal>("refusal");
        const auto rows = [](const Speech& speech, const QByteArrayList& fields) {
            for (const QByteArray& field : fields) {
                const std::pair<const char*, Refusal> words[]{{"OpenAI", Refusal::OpenAi},
                                                              {"FastAPI", Refusal::FastApi},
                                                              {"implied", Refusal::Implied},
                                                              {"plain", Refusal::Plain}};
                for (const auto& [name, refusal] : words)
                    QTest::newRow(
                        qPrintable(u"%1, %2, %3"_s.arg(speech.name, QString::fromLatin1(field), QLatin1String(name))))
                        << speech << field << refusal;
            }
        };
        for (const Speech& speech : speeches()) {
            if (speech.name == u"llama-server chat")
                rows(speech, {"chat_template_kwargs", "stream_options", "min_p", "seed", "cache_prompt"});
            else if (speech.name == u"llama-server raw")
                rows(speech, {"min_p", "xtc_probability", "seed", "cache_prompt"});
            else if (speech.name == u"OpenAI chat")
                rows(speech, {"think", "reasoning", "reasoning_effort", "chat_template_kwargs", "seed", "top_p"});
            else if (speech.name == u"OpenAI completions")
                rows(speech, {"min_p", "repetition_penalty", "seed"});
            else if (speech.name == u"Ollama chat")
                rows(speech, {"think"});
        }
    }

    void refusals()
    {
        QFETCH(Speech, speech);
        QFETCH(QByteArray, field);
        QFETCH(Refusal, refusal);
        FakeServer server(FakeServer::Where::OwnThread);
        server.play(answererOf(speech));
        server.misbehave({.fault = Fault::RefuseFields, .path = speech.path, .fields = {field}, .refusal = refusal});
        const auto backend = backendOf(speech, {.base = server.url(), .lanes = 5});
        std::vector<QCoro::Task<Generation>> asking;
        for (int i = 0; i < 5; ++i)
            asking.push_back(backend->generate(requestOf(speech, true), limits(), {}, nullptr));
        for (auto& task : asking) {
            const Generation answer = await(std::move(task));
            QVERIFY2(!answer.error, answer.error ? qPrintable(base::oneLine(*answer.error)) : "");
            QCOMPARE(answer.entries.size(), 6);
            QCOMPARE(answer.entries.first().top.size(), 20);
        }
        const QStringList dropped = backend->capabilities().dropped;
        QCOMPARE(dropped.size(), 1);
        QVERIFY2(dropped.first().startsWith(QString::fromLatin1(field)), qPrintable(dropped.first()));
    }

    void certificates_data()
    {
        QTest::addColumn<Speech>("speech");
        for (const Speech& speech : speeches())
            QTest::newRow(qPrintable(speech.name)) << speech;
    }

    void certificates()
    {
        QFETCH(Speech, speech);
        const QTemporaryDir folder;
        for (const bool selfSigned : {false, true}) {
            const auto certificate = selfSigned ? makeSelfSigned(folder.path()) : makeUnknownAuthority(folder.path());
            QVERIFY2(certificate, "the openssl program is missing");
            FakeServer server(FakeServer::Where::OwnThread, *certificate);
            server.play(answererOf(speech));
            const auto wary = backendOf(speech, {.base = server.url()});
            const Generation refused = await(wary->generate(requestOf(speech, true), limits(), {}, nullptr));
            QCOMPARE(codeOf(refused), selfSigned ? u"tls.self_signed"_s : u"tls.unknown_ca"_s);
            checkError(*refused.error);
            QCOMPARE(server.count(), 0);
            const auto told = backendOf(speech, {.base = server.url(), .caFile = certificate->caFile});
            const Generation answer = await(told->generate(requestOf(speech, true), limits(), {}, nullptr));
            QVERIFY2(!answer.error, qPrintable(codeOf(answer)));
            QCOMPARE(answer.entries.size(), 6);
        }
    }

    /// Questions about the server itself have limits of their own, which no option lifts.
    void identifying()
    {
        struct Case
        {
            QString name;
            QByteArray codes; ///< "": may succeed
            std::unique_ptr<FakeServer> server = std::make_unique<FakeServer>(FakeServer::Where::OwnThread);
            std::unique_ptr<Backend> backend = {};
        };
        FakeServer target(FakeServer::Where::OwnThread);
        std::vector<Case> cases;
        for (const Speech& speech : speeches()) {
            if (!speech.chat)
                continue;
            for (const Expectation& expected : expectations) {
                Case one{.name = speech.name + u", "_s + QLatin1String(expected.name), .codes = expected.codes};
                one.server->play(answererOf(speech));
                one.server->misbehave({.fault = expected.fault, .target = target.url(), .delayMs = 400});
                one.backend = backendOf(speech, {.base = one.server->url()});
                cases.push_back(std::move(one));
            }
        }
        QElapsedTimer timer;
        timer.start();
        std::vector<QCoro::Task<base::Expected<backends::EndpointInfo>>> asking;
        for (const Case& one : cases)
            asking.push_back(one.backend->identify(nullptr));
        for (std::size_t i = 0; i < cases.size(); ++i) {
            const auto info = await(std::move(asking[i]));
            const QByteArray name = cases[i].name.toLower().toUtf8();
            if (!info) {
                const QString code = info.error().code;
                QVERIFY2(!cases[i].codes.isEmpty() || name.contains("utf") || name.contains("integers"),
                         (name + ": " + code.toUtf8()).constData());
                const bool known = code.startsWith(u"backend.") || code.startsWith(u"network.") ||
                                   code.startsWith(u"http.") || code.startsWith(u"server.");
                QVERIFY2(known, (name + ": " + code.toUtf8()).constData());
                checkError(info.error());
            }
            const bool mustFail = cases[i].codes.contains("network.") || cases[i].codes.contains("http.") ||
                                  name.contains("html") || name.contains("nesting") || name.contains("empty");
            QVERIFY2(!mustFail || !info, name.constData());
        }
        QCOMPARE(target.count(), 0);
        QVERIFY2(timer.elapsed() < 300'000, "every question has a deadline");
    }
};

} // namespace quantlens

QTEST_GUILESS_MAIN(quantlens::MisbehavingServersTest)
#include "misbehaving_servers_test.moc"
