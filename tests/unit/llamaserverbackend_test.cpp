// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backends/llamaserverbackend.h"
#include "core/backends/replyparser.h"
#include "core/base/json.h"
#include "tests/support/coroutine.h"
#include "tests/support/fakeserver.h"

#include <QFile>
#include <QJsonArray>
#include <QTest>

#include <cmath>

using namespace quantlens;
using backends::LlamaServerBackend;
using domain::Generation;
using domain::GenerationRequest;
using test::await;
using test::FakeServer;
using test::Script;

class LlamaServerBackendTest : public QObject
{
    Q_OBJECT

    static QByteArray wire(const QString& version, const QString& name)
    {
        QFile file(QStringLiteral(QUANTLENS_TEST_DATA "/wire/llama-server-%1/%2").arg(version, name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    static Script stream(const QByteArray& bytes, int pieceSize = 700)
    {
        Script script{.contentType = "text/event-stream; charset=utf-8", .chunked = true};
        script.pieceDelayMs = 1; // so that the client sees pieces, not one whole
        for (qsizetype at = 0; at < bytes.size(); at += pieceSize)
            script.pieces.append(bytes.mid(at, pieceSize));
        return script;
    }

    static GenerationRequest request()
    {
        GenerationRequest request;
        request.prompt.id = QStringLiteral("p");
        request.prompt.messages = {{QStringLiteral("user"), QStringLiteral("What is the capital of France?")}};
        request.maxTokens = 32;
        request.cachePrompt = true; // the captures were made with the server's cache on
        return request;
    }

    static Generation ask(FakeServer& server, GenerationRequest request, domain::RunOptions options = {},
                          backends::Progress progress = {}, net::Cancel* cancel = nullptr)
    {
        LlamaServerBackend backend(server.url());
        return await(backend.generate(std::move(request), options, std::move(progress), cancel));
    }

    static QString codeOf(const Generation& generation)
    {
        return generation.error ? generation.error->code : QString();
    }

private Q_SLOTS:
    void chatStreams_data()
    {
        QTest::addColumn<QString>("version");
        QTest::newRow("0.5.0") << QStringLiteral("0.5.0");
        QTest::newRow("0.7.0") << QStringLiteral("0.7.0");
    }

    void chatStreams()
    {
        QFETCH(QString, version);
        FakeServer server;
        server.answer("/v1/chat/completions", stream(wire(version, QStringLiteral("chat_stream_logprobs.sse"))));
        int calls = 0;
        const Generation answer = ask(server, request(), {}, [&](const Generation&) { ++calls; });
        QVERIFY2(!answer.error, qPrintable(codeOf(answer)));
        QVERIFY(calls > 1);
        QByteArray rebuilt;
        for (const domain::TokenInfo& entry : answer.entries) {
            rebuilt += entry.bytes;
            QCOMPARE(entry.top.size(), 5);
            QVERIFY(entry.id >= 0);
            QVERIFY(entry.logprob <= 0);
        }
        QVERIFY(answer.text.startsWith(QLatin1String("The capital of")));
        QCOMPARE(QString::fromUtf8(rebuilt), answer.text);
        QCOMPARE(answer.finishReason, QStringLiteral("stop"));
        QCOMPARE(answer.usage.promptTokens, 17);
        QCOMPARE(answer.usage.completionTokens, 12);
        QVERIFY(answer.timings.generatedPerSecond > 0);
        QVERIFY(answer.timings.firstToken <= answer.timings.total);
        QVERIFY(!answer.server.build.isEmpty());
        QCOMPARE(answer.greedyMisses, 0);
    }

    void wholeChatReply()
    {
        FakeServer server;
        server.answer("/v1/chat/completions",
                      {.pieces = {wire(QStringLiteral("0.7.0"), QStringLiteral("chat_length.json"))}});
        GenerationRequest asked = request();
        asked.stream = false;
        const Generation answer = ask(server, asked);
        QVERIFY2(!answer.error, qPrintable(codeOf(answer)));
        QVERIFY(answer.truncated());
        QCOMPARE(answer.usage.completionTokens, 10);
        QCOMPARE(answer.entries.size(), 10);
        const QJsonObject sent = base::parseJsonObject(server.received().first().body).value();
        QCOMPARE(sent.value(QLatin1String("stream")).toBool(true), false);
    }

    void rawCompletion()
    {
        FakeServer server;
        server.answer("/completion",
                      stream(wire(QStringLiteral("0.7.0"), QStringLiteral("completion_utf8_stream.sse")), 17));
        GenerationRequest asked = request();
        asked.chat = false;
        const Generation answer = ask(server, asked);
        QVERIFY2(!answer.error, qPrintable(codeOf(answer)));
        QVERIFY(!answer.finishReason.isEmpty());
        QVERIFY(!answer.entries.isEmpty());
        QVERIFY(answer.usage.completionTokens > 0);
    }

    /// Every sampler is said, so that a server's own defaults cannot change an answer.
    void greedyIsNeutral()
    {
        const QJsonObject body = LlamaServerBackend::requestBody(request());
        const QJsonObject neutral{{QStringLiteral("temperature"), 0},
                                  {QStringLiteral("repeat_penalty"), 1},
                                  {QStringLiteral("presence_penalty"), 0},
                                  {QStringLiteral("frequency_penalty"), 0},
                                  {QStringLiteral("dry_multiplier"), 0},
                                  {QStringLiteral("xtc_probability"), 0},
                                  {QStringLiteral("mirostat"), 0},
                                  {QStringLiteral("top_k"), 0},
                                  {QStringLiteral("top_p"), 1},
                                  {QStringLiteral("min_p"), 0},
                                  {QStringLiteral("logit_bias"), QJsonArray()},
                                  {QStringLiteral("seed"), 42}};
        for (auto it = neutral.begin(); it != neutral.end(); ++it)
            QCOMPARE(body.value(it.key()), it.value());
        GenerationRequest own = request();
        own.serverSampling = true;
        QVERIFY(!LlamaServerBackend::requestBody(own).contains(QLatin1String("repeat_penalty")));
    }

    void retriesWhenBusy()
    {
        FakeServer server;
        server.answer("/v1/chat/completions", {.status = 503, .headers = {"Retry-After: 0"}, .pieces = {"busy"}});
        server.answer("/v1/chat/completions",
                      stream(wire(QStringLiteral("0.7.0"), QStringLiteral("chat_stream_logprobs.sse"))));
        const Generation answer = ask(server, request());
        QVERIFY2(!answer.error, qPrintable(codeOf(answer)));
        QCOMPARE(answer.server.attempt, 2);
        QCOMPARE(server.count("/v1/chat/completions"), 2);
    }

    /// Nothing is asked twice once output began: the half answer is kept with its error.
    void neverRetriesAfterOutput()
    {
        FakeServer server;
        const QByteArray whole = wire(QStringLiteral("0.7.0"), QStringLiteral("chat_stream_logprobs.sse"));
        Script half{.contentType = "text/event-stream", .pieces = {whole.first(3000)}, .cutOff = true};
        server.answer("/v1/chat/completions", half);
        const Generation answer = ask(server, request());
        QCOMPARE(codeOf(answer), QStringLiteral("network.reset"));
        QVERIFY(answer.text.startsWith(QLatin1String("The capital")));
        QCOMPARE(server.count("/v1/chat/completions"), 1);
    }

    void badReplies_data()
    {
        QTest::addColumn<Script>("script");
        QTest::addColumn<QString>("code");
        const QString format = QStringLiteral("server.format");
        QTest::newRow("html") << Script{.contentType = "text/html", .pieces = {"<html><b>hi</b></html>"}}
                              << QStringLiteral("backend.not_llama_server");
        QTest::newRow("not json") << Script{.pieces = {"oops"}} << format;
        QTest::newRow("no choices") << Script{.pieces = {R"({"object":"list"})"}} << format;
        QTest::newRow("error with status 200")
            << Script{.pieces = {R"({"error":{"message":"out of memory"}})"}} << QStringLiteral("server.error");
        QTest::newRow("error in the stream")
            << stream(
                   "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\ndata: {\"error\":{\"message\":\"x\"}}\n\n")
            << QStringLiteral("server.error");
        QTest::newRow("no end mark") << stream("data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n")
                                     << QStringLiteral("server.incomplete");
        QTest::newRow("empty") << Script{} << QStringLiteral("server.incomplete");
        QTest::newRow("empty object") << Script{.pieces = {"{}"}} << format;
        QTest::newRow("400") << Script{.status = 400, .pieces = {R"({"error":{"message":"too long"}})"}}
                             << QStringLiteral("http.400");
    }

    void badReplies()
    {
        QFETCH(Script, script);
        QFETCH(QString, code);
        FakeServer server;
        server.answer("/v1/chat/completions", script);
        domain::RunOptions options;
        options.retries = 0;
        const Generation answer = ask(server, request(), options);
        QCOMPARE(codeOf(answer), code);
        QCOMPARE(answer.promptId, QStringLiteral("p"));
        QVERIFY(!answer.error->message.contains(u'<'));
    }

    /// Python servers write bare NaN and Infinity; the reply must not be lost.
    void nonFiniteLogprobs()
    {
        FakeServer server;
        server.answer(
            "/v1/chat/completions",
            {.pieces = {
                 R"({"choices":[{"finish_reason":"stop","message":{"content":"a NaN"},"logprobs":{"content":[)"
                 R"({"id":1,"token":"a","bytes":[97],"logprob":NaN,"top_logprobs":[{"id":1,"token":"a","logprob":-Infinity}]},)"
                 R"({"id":2,"token":" NaN","logprob":null,"top_logprobs":[]}]}}]})"}});
        const Generation answer = ask(server, request());
        QVERIFY2(!answer.error, qPrintable(codeOf(answer)));
        QCOMPARE(answer.text, QStringLiteral("a NaN"));
        QCOMPARE(answer.entries.size(), 2);
        QVERIFY(std::isnan(answer.entries.at(0).logprob));
        QVERIFY(std::isnan(answer.entries.at(0).top.first().logprob));
        QCOMPARE(answer.entries.at(1).bytes, QByteArray(" NaN"));
    }

    void reasoningIsKeptApart()
    {
        FakeServer server;
        server.answer(
            "/v1/chat/completions",
            stream("data: {\"choices\":[{\"delta\":{\"reasoning_content\":\"hm\"},\"logprobs\":{\"content\":[{\"id\":5,"
                   "\"token\":\"hm\",\"bytes\":[104,109],\"logprob\":-1,\"top_logprobs\":[]}]}}]}\n\n"
                   "data: {\"choices\":[{\"delta\":{\"content\":\"42\"},\"finish_reason\":\"stop\"}]}\n\ndata: "
                   "[DONE]\n\n"));
        const Generation answer = ask(server, request());
        QVERIFY2(!answer.error, qPrintable(codeOf(answer)));
        QCOMPARE(answer.text, QStringLiteral("42"));
        QCOMPARE(answer.reasoning, QStringLiteral("hm"));
        QCOMPARE(answer.entries.first().part, domain::Part::Reasoning);
    }

    void cachedPromptIsAnError()
    {
        FakeServer server;
        server.answer("/v1/chat/completions",
                      stream(wire(QStringLiteral("0.7.0"), QStringLiteral("chat_stream_logprobs.sse"))));
        GenerationRequest asked = request();
        asked.cachePrompt = false;
        QCOMPARE(codeOf(ask(server, asked)), QStringLiteral("server.cache"));
    }

    void identifies()
    {
        for (const QString& version : {QStringLiteral("0.5.0"), QStringLiteral("0.7.0")}) {
            FakeServer server;
            server.answer("/props", {.pieces = {wire(version, QStringLiteral("props.json"))}});
            LlamaServerBackend backend(server.url());
            const auto info = await(backend.identify(nullptr));
            QVERIFY2(info, qPrintable(info ? QString() : info.error().message));
            QCOMPARE(info->contextPerSlot, 1024);
            QCOMPARE(info->slots, 1);
            QVERIFY(info->modelPath.endsWith(QLatin1String("tinychat-F16.gguf")));
            QVERIFY(!info->speculative);
        }
    }

    void refusesOtherServers()
    {
        FakeServer server; // 404 for everything
        LlamaServerBackend backend(server.url());
        QCOMPARE(await(backend.identify(nullptr)).error().code, QStringLiteral("backend.not_llama_server"));
        server.answer("/props", {.contentType = "text/html", .pieces = {"<!doctype html><title>x</title>"}});
        const auto html = await(backend.identify(nullptr));
        QCOMPARE(html.error().code, QStringLiteral("backend.not_llama_server"));
        QVERIFY(html.error().message.contains(QLatin1String("HTML")));
    }

    void acceptsAddressesWithV1()
    {
        QCOMPARE(backends::endpointRoot(QUrl(QStringLiteral("http://h:1/v1/"))), QUrl(QStringLiteral("http://h:1")));
        QCOMPARE(backends::endpointRoot(QUrl(QStringLiteral("http://h:1/p/v1#m"))),
                 QUrl(QStringLiteral("http://h:1/p")));
        QCOMPARE(backends::endpointRoot(QUrl(QStringLiteral("http://h:1"))), QUrl(QStringLiteral("http://h:1")));
    }

    void greedyMisses()
    {
        domain::TokenInfo best{1, "a", -0.1F, {{1, "a", -0.1F}, {2, "b", -3}}};
        domain::TokenInfo tied{2, "b", -0.7F, {{1, "a", -0.7F}, {2, "b", -0.7F}}};
        domain::TokenInfo missed{2, "b", -3, {{1, "a", -0.1F}, {2, "b", -3}}};
        domain::TokenInfo unknown{2, "b", domain::noLogprob, {{1, "a", -0.1F}}};
        QCOMPARE(backends::countGreedyMisses({best, tied, missed, unknown}), 1);
    }
};

QTEST_GUILESS_MAIN(LlamaServerBackendTest)
#include "llamaserverbackend_test.moc"
