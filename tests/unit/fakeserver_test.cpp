// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"
#include "core/platform/process.h"
#include "tests/support/certificates.h"
#include "tests/support/dialects.h"
#include "tests/support/fakeoptions.h"
#include "tests/support/faultproxy.h"
#include "tests/support/misbehaviour.h"
#include "tests/support/process.h"
#include "tests/support/replay.h"
#include "tests/support/wireanswer.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSslSocket>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace quantlens {

using namespace test;

/// Sockets against the fake server in its own thread: what a client sees is what was ordered.
class FakeServerTest : public QObject
{
    Q_OBJECT

    static constexpr int limitMs = 20'000;

    struct Seen
    {
        QByteArray head;
        QByteArray body;
        bool complete = false;
        QAbstractSocket::SocketError error = QAbstractSocket::UnknownSocketError;
    };

    static QByteArray post(const QByteArray& path, const QJsonObject& body)
    {
        const QByteArray bytes = base::canonicalJson(body);
        return "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: " +
               QByteArray::number(bytes.size()) + "\r\n\r\n" + bytes;
    }

    static Seen readAnswer(QTcpSocket& socket, qsizetype most = 64 * 1024 * 1024)
    {
        ResponseReader reader;
        while (!reader.complete() && reader.raw().size() < most && socket.waitForReadyRead(limitMs))
            reader.feed(socket.readAll());
        return {reader.head(), reader.body(), reader.complete(), socket.error()};
    }

    static Seen ask(const FakeServer& server, const QByteArray& request, qsizetype most = 64 * 1024 * 1024)
    {
        QTcpSocket socket;
        socket.connectToHost(u"127.0.0.1"_s, quint16(server.url().port()));
        socket.waitForConnected(limitMs);
        socket.write(request);
        return readAnswer(socket, most);
    }

    static QJsonObject chatBody(bool stream = false)
    {
        return {{u"model"_s, u"fake-F16"_s},
                {u"messages"_s, QJsonArray{QJsonObject{{u"role"_s, u"user"_s}, {u"content"_s, u"hello"_s}}}},
                {u"logprobs"_s, true},
                {u"top_logprobs"_s, 3},
                {u"stream"_s, stream}};
    }

    static DialectOptions greeting()
    {
        DialectOptions options;
        options.model.texts.insert(u"hello"_s, u"Grüße, wie geht es dir heute?"_s);
        return options;
    }

    static QJsonObject json(const QByteArray& bytes) { return base::parseJsonObject(bytes).value_or(QJsonObject()); }

    static int status(const Seen& seen) { return seen.head.split(' ').value(1).toInt(); }

private Q_SLOTS:
    void initTestCase() { platform::raiseOpenFileLimit(); }

    void keepAliveAndScripts()
    {
        FakeServer server(FakeServer::Where::OwnThread);
        server.answer("/a", {.pieces = {"one"}});
        server.answer("/a", {.pieces = {"t", "wo"}, .chunked = true});
        QTcpSocket socket;
        socket.connectToHost(u"127.0.0.1"_s, quint16(server.url().port()));
        QVERIFY(socket.waitForConnected(limitMs));
        for (const QByteArray& expected : {QByteArray("one"), QByteArray("two"), QByteArray("two")}) {
            socket.write("GET /a HTTP/1.1\r\n\r\n");
            QCOMPARE(readAnswer(socket).body, expected);
        }
        QCOMPARE(status(ask(server, "GET /none HTTP/1.1\r\n\r\n")), 404);
        QCOMPARE(server.count("/a"), 3);
        QCOMPARE(server.count(), 4);
        QCOMPARE(server.received().at(2).ofPath, 3);
        QCOMPARE(server.received().first().connection, server.received().at(2).connection);
        QCOMPARE(server.seen("/a"), QList<int>{3});
        QCOMPARE(server.maxInFlight(), 1);
        QCOMPARE(server.inFlight(), 0);
    }

    void llamaDialect()
    {
        FakeServer server(FakeServer::Where::OwnThread);
        server.play(llamaServer(greeting()));
        QCOMPARE(json(ask(server, "GET /health HTTP/1.1\r\n\r\n").body)[u"status"].toString(), u"ok"_s);
        QCOMPARE(json(ask(server, "GET /props HTTP/1.1\r\n\r\n").body)[u"total_slots"].toInt(), 1);
        const QJsonObject chat = json(ask(server, post("/v1/chat/completions", chatBody())).body);
        const QJsonObject choice = chat[u"choices"][0].toObject();
        QCOMPARE(choice[u"message"][u"content"].toString(), u"Grüße, wie geht es dir heute?"_s);
        const QJsonArray entries = choice[u"logprobs"][u"content"].toArray();
        QCOMPARE(entries.size(), 6);
        QCOMPARE(entries[0][u"top_logprobs"].toArray().size(), 3);
        const QByteArray stream = ask(server, post("/v1/chat/completions", chatBody(true))).body;
        QVERIFY(stream.endsWith("data: [DONE]\n\n"));
        // Rendered, tokenized and forced: the same ids give the same numbers as the free answer.
        const QString prompt = json(ask(server, post("/apply-template", chatBody())).body)[u"prompt"].toString();
        const QJsonArray ids = json(ask(server, post("/tokenize", {{u"content"_s, prompt}})).body)[u"tokens"].toArray();
        QCOMPARE(json(ask(server, post("/detokenize", {{u"tokens"_s, ids}})).body)[u"content"].toString(), prompt);
        QString grammar = u"root ::="_s;
        for (const QJsonValue& entry : entries)
            grammar += u" <[%1]>"_s.arg(entry[u"id"].toInt());
        const QJsonObject forced = json(ask(server, post("/completion", {{u"prompt"_s, ids},
                                                                         {u"grammar"_s, grammar},
                                                                         {u"n_predict"_s, 6},
                                                                         {u"n_probs"_s, 3},
                                                                         {u"return_tokens"_s, true}}))
                                            .body);
        QCOMPARE(forced[u"completion_probabilities"].toArray(), entries);
        QCOMPARE(forced[u"tokens"].toArray().size(), 6);
    }

    void oldLlamaDialect()
    {
        DialectOptions options = greeting();
        options.oldProbabilities = true;
        FakeServer server(FakeServer::Where::OwnThread);
        server.play(llamaServer(options));
        const QJsonObject reply =
            json(ask(server, post("/completion", {{u"prompt"_s, u"hello"_s}, {u"n_probs"_s, 2}})).body);
        const QJsonValue first = reply[u"completion_probabilities"][0];
        QCOMPARE(first[u"content"].toString(), u"Grüße,"_s);
        QCOMPARE(first[u"probs"].toArray().size(), 2);
        QVERIFY(first[u"probs"][0][u"prob"].toDouble() > 0.5);
    }

    void openAiDialect()
    {
        DialectOptions options = greeting();
        options.key = "secret";
        options.prefix = "/llm";
        FakeServer server(FakeServer::Where::OwnThread);
        server.play(openAi(options));
        const QByteArray request = post("/llm/v1/completions", {{u"prompt"_s, u"hello"_s}, {u"logprobs"_s, 2}});
        QCOMPARE(status(ask(server, request)), 401);
        QByteArray withKey = request;
        withKey.replace("Host: x\r\n", "Host: x\r\nAuthorization: Bearer secret\r\n");
        const QJsonObject logprobs = json(ask(server, withKey).body)[u"choices"][0][u"logprobs"].toObject();
        QCOMPARE(logprobs[u"tokens"].toArray().size(), 6);
        QCOMPARE(logprobs[u"top_logprobs"][0].toObject().size(), 2);
        QCOMPARE(logprobs[u"text_offset"][1].toInt(), 6);
        QCOMPARE(status(ask(server, "GET /v1/models HTTP/1.1\r\n\r\n")), 404);
    }

    void ollamaDialect()
    {
        FakeServer server(FakeServer::Where::OwnThread);
        server.play(ollama(greeting()));
        QCOMPARE(json(ask(server, "GET /api/tags HTTP/1.1\r\n\r\n").body)[u"models"][0][u"name"].toString(),
                 u"fake-F16"_s);
        QJsonObject body = chatBody(true);
        const QByteArrayList lines = ask(server, post("/api/chat", body)).body.trimmed().split('\n');
        QCOMPARE(lines.size(), 7);
        QCOMPARE(json(lines.first())[u"logprobs"][0][u"top_logprobs"].toArray().size(), 3);
        QVERIFY(json(lines.last())[u"done"].toBool());
        body[u"model"_s] = u"other"_s;
        QCOMPARE(status(ask(server, post("/api/chat", body))), 404);
    }

    void misbehaviours_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("stream");
        QTest::addColumn<int>("expectedStatus");
        QTest::addColumn<QByteArray>("bodyHas");
        QTest::newRow("429") << u"too-many-requests"_s << false << 429 << QByteArray("Rate limit");
        QTest::newRow("5xx") << u"server-error"_s << false << 500 << QByteArray("Something broke");
        QTest::newRow("nan") << u"nan-logprobs"_s << false << 200 << QByteArray("NaN");
        QTest::newRow("infinity") << u"infinity-logprobs"_s << true << 200 << QByteArray("-Infinity");
        QTest::newRow("crlf") << u"crlf"_s << true << 200 << QByteArray("\r\n\r\n");
        QTest::newRow("comments") << u"comments"_s << true << 200 << QByteArray(": keep-alive\n\n");
        QTest::newRow("split json") << u"split-json"_s << true << 200 << QByteArray("[DONE]");
        QTest::newRow("split utf-8") << u"split-utf8"_s << true << 200 << QByteArray("Grüße");
        QTest::newRow("bom") << u"bom"_s << false << 200 << QByteArray("\xEF\xBB\xBF{");
        QTest::newRow("html") << u"html"_s << false << 200 << QByteArray("<html>");
        QTest::newRow("empty") << u"empty-body"_s << false << 200 << QByteArray("");
        QTest::newRow("type") << u"wrong-content-type"_s << false << 200 << QByteArray("Grüße");
        QTest::newRow("error in ok") << u"error-in-ok"_s << true << 200 << QByteArray("out of memory");
        QTest::newRow("choices") << u"no-choices"_s << false << 200 << QByteArray("nothing_choices");
        QTest::newRow("end mark") << u"no-end-mark"_s << true << 200 << QByteArray("Grüße");
        QTest::newRow("utf-8") << u"invalid-utf8"_s << false << 200 << QByteArray("\xFF\xFE\xC3");
        QTest::newRow("keys") << u"duplicate-keys"_s << false << 200 << QByteArray("\"content\":\"first\"");
        QTest::newRow("integers") << u"huge-integers"_s << false << 200 << QByteArray("36893488147419103232");
        QTest::newRow("nesting") << u"deep-nesting"_s << false << 200 << QByteArray("[[[[");
        QTest::newRow("gzip") << u"gzip-bomb"_s << false << 200 << QByteArray("\x1f\x8b");
    }

    void misbehaviours()
    {
        QFETCH(QString, name);
        QFETCH(bool, stream);
        QFETCH(int, expectedStatus);
        QFETCH(QByteArray, bodyHas);
        const auto fault = faultByName(name);
        QVERIFY(fault);
        FakeServer server(FakeServer::Where::OwnThread);
        server.play(llamaServer(greeting()));
        server.misbehave({.fault = *fault, .path = "/v1/chat/completions", .nth = {2}, .retryAfter = 1});
        const QByteArray request = post("/v1/chat/completions", chatBody(stream));
        const Seen good = ask(server, request);
        const Seen bad = ask(server, request);
        QCOMPARE(status(good), 200);
        QCOMPARE(status(bad), expectedStatus);
        QVERIFY(bad.complete);
        QVERIFY2(bad.body.contains(bodyHas), bad.body.left(500).constData());
        QCOMPARE(bad.head.contains("Retry-After: 1"), expectedStatus == 429);
        QCOMPARE(bad.body.contains("[DONE]"), stream && *fault != Fault::NoEndMark && *fault != Fault::ErrorInOk);
        QCOMPARE(ask(server, request).body, good.body); // only the second one
    }

    void refusals()
    {
        FakeServer server(FakeServer::Where::OwnThread);
        server.play(openAi(greeting()));
        server.misbehave({.fault = Fault::RefuseFields, .fields = {"top_logprobs"}, .refusal = Refusal::FastApi});
        server.misbehave({.fault = Fault::RefuseFields, .fields = {"seed"}});
        const Seen refused = ask(server, post("/v1/chat/completions", chatBody()));
        QCOMPARE(status(refused), 422);
        QCOMPARE(json(refused.body)[u"detail"][0][u"loc"][1].toString(), u"top_logprobs"_s);
        server.clearMisbehaviours();
        server.misbehave({.fault = Fault::RefuseFields, .fields = {"logprobs"}, .refusal = Refusal::Implied});
        const Seen implied = ask(server, post("/v1/chat/completions", chatBody()));
        QCOMPARE(status(implied), 400);
        QVERIFY(!implied.body.contains("logprobs"));
        QJsonObject plain = chatBody();
        plain.remove(u"logprobs"_s);
        QCOMPARE(status(ask(server, post("/v1/chat/completions", plain))), 200);
    }

    void brokenConnections()
    {
        FakeServer server(FakeServer::Where::OwnThread);
        server.play(llamaServer(greeting()));
        const QByteArray request = post("/v1/chat/completions", chatBody(true));
        server.misbehave({.fault = Fault::ResetBeforeFirstByte, .nth = {1}});
        server.misbehave({.fault = Fault::ResetAfterFirstByte, .nth = {2}});
        server.misbehave({.fault = Fault::CloseAfterFirstByte, .nth = {3}});
        const Seen before = ask(server, request);
        QVERIFY(!before.complete && before.head.isEmpty());
        for (int i = 0; i < 2; ++i) {
            const Seen after = ask(server, request);
            QVERIFY(!after.complete && !after.body.isEmpty());
            QCOMPARE(after.error, QAbstractSocket::RemoteHostClosedError);
        }
        QVERIFY(ask(server, request).complete);
        QTRY_COMPARE(server.inFlight(), 0);
    }

    void endless()
    {
        FakeServer server(FakeServer::Where::OwnThread);
        server.misbehave({.fault = Fault::EndlessBody, .path = "/body"});
        server.misbehave({.fault = Fault::EndlessEvents, .path = "/v1/chat/completions"});
        const Seen body = ask(server, "GET /body HTTP/1.1\r\n\r\n", 8 * 1024 * 1024);
        QVERIFY(!body.complete && body.body.size() > 4 * 1024 * 1024);
        const Seen events = ask(server, post("/v1/chat/completions", chatBody(true)), 2000);
        QVERIFY(!events.complete && events.body.count("data: ") > 5);
        QTRY_COMPARE(server.inFlight(), 0); // the clients left
    }

    void silentAndRedirect()
    {
        FakeServer second(FakeServer::Where::OwnThread);
        FakeServer server(FakeServer::Where::OwnThread);
        server.misbehave({.fault = Fault::Silent, .path = "/silent"});
        server.misbehave({.fault = Fault::Redirect, .path = "/moved", .target = second.url()});
        const Seen moved = ask(server, "GET /moved HTTP/1.1\r\n\r\n");
        QCOMPARE(status(moved), 307);
        QVERIFY(moved.head.contains("Location: " + second.url().toEncoded() + "/moved"));
        QTcpSocket socket;
        socket.connectToHost(u"127.0.0.1"_s, quint16(server.url().port()));
        QVERIFY(socket.waitForConnected(limitMs));
        socket.write("GET /silent HTTP/1.1\r\n\r\n");
        socket.flush();
        QTRY_COMPARE(server.inFlight("/silent"), 1);
        QCOMPARE(socket.bytesAvailable(), 0);
        socket.abort();
        QTRY_COMPARE(server.inFlight(), 0);
    }

    void tls_data()
    {
        QTest::addColumn<bool>("selfSigned");
        QTest::newRow("self-signed") << true;
        QTest::newRow("unknown authority") << false;
    }

    void tls()
    {
        QFETCH(bool, selfSigned);
        const QTemporaryDir folder;
        const auto certificate = selfSigned ? makeSelfSigned(folder.path()) : makeUnknownAuthority(folder.path());
        QVERIFY2(certificate, "the openssl program is missing");
        FakeServer server(FakeServer::Where::OwnThread, *certificate);
        server.answer("/", {.pieces = {"secret"}});
        for (const bool trusted : {false, true}) {
            QSslSocket socket;
            if (trusted) {
                QSslConfiguration configuration = socket.sslConfiguration();
                configuration.setCaCertificates(QSslCertificate::fromPath(certificate->caFile));
                socket.setSslConfiguration(configuration);
            }
            socket.connectToHostEncrypted(u"127.0.0.1"_s, quint16(server.url().port()));
            QCOMPARE(socket.waitForEncrypted(limitMs), trusted);
            if (!trusted)
                continue;
            socket.write("GET / HTTP/1.1\r\n\r\n");
            QCOMPARE(readAnswer(socket).body, QByteArray("secret"));
        }
        QCOMPARE(server.count(), 1);
    }

    void replays()
    {
        const QString folder = QStringLiteral(QUANTLENS_TEST_DATA "/captures/compare-openai-half/");
        QFile file(folder + u"exchange.jsonl"_s);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArrayList lines = file.readAll().trimmed().split('\n');
        for (const ReplayOrder order : {ReplayOrder::Strict, ReplayOrder::Matched}) {
            FakeServer server(FakeServer::Where::OwnThread);
            server.play(replay(file.fileName(), order));
            for (const QByteArray& line : lines) {
                const QJsonObject exchange = json(line);
                const Seen seen = ask(
                    server, post(exchange[u"to"][u"path"].toString().toUtf8(), exchange[u"to"][u"body"].toObject()));
                QCOMPARE(status(seen), exchange[u"reply"].toInt());
                QCOMPARE(json(seen.body), exchange[u"body"].toObject());
            }
            QCOMPARE(status(ask(server, post("/v1/chat/completions", chatBody()))), 501);
        }
    }

    void options()
    {
        const auto made = configuredServer(json(R"({"dialect":"ollama","texts":{"hello":"yes"},"slots":2,
            "misbehave":[{"fault":"delay","delay_ms":1}],"scripts":{"/x":[{"status":418}]}})"),
                                           FakeServer::Where::OwnThread);
        QVERIFY(made);
        QCOMPARE(status(ask(*made->server, "GET /x HTTP/1.1\r\n\r\n")), 418);
        QVERIFY(ask(*made->server, post("/api/generate", {{u"model"_s, u"fake-F16"_s}, {u"prompt"_s, u"hello"_s}}))
                    .body.contains("yes"));
        QCOMPARE(json(ask(*made->server, "GET /_fake/stats HTTP/1.1\r\n\r\n").body)[u"requests"].toInt(), 2);
        const auto wrong = configuredServer({{u"dialekt"_s, u"ollama"_s}}, FakeServer::Where::OwnThread);
        QVERIFY(!wrong && wrong.error().code == u"fake.option"_s);
    }

    void asProgram()
    {
        const FakeProcess fake = startFakeServer({{u"dialect"_s, u"llama-server"_s}, {u"model"_s, u"other"_s}});
        QVERIFY(fake.url.isValid());
        QTcpSocket socket;
        socket.connectToHost(u"127.0.0.1"_s, quint16(fake.url.port()));
        QVERIFY(socket.waitForConnected(limitMs));
        socket.write("GET /v1/models HTTP/1.1\r\n\r\n");
        QCOMPARE(json(readAnswer(socket).body)[u"data"][0][u"id"].toString(), u"other"_s);
        fake.process->closeWriteChannel();
        QVERIFY(fake.process->waitForFinished(limitMs));
        QCOMPARE(fake.process->exitCode(), 0);
    }

    void proxyPassesBytesAndConcurrency()
    {
        FakeServer upstream(FakeServer::Where::OwnThread);
        upstream.play(llamaServer(greeting()));
        upstream.answer("/wait", {.silent = true});
        const FaultProxy proxy(upstream.url());
        FakeServer server(FakeServer::Where::OwnThread);
        server.setHandler(proxy.handler());
        // Byte for byte, and one connection for each of the client's.
        QTcpSocket kept;
        kept.connectToHost(u"127.0.0.1"_s, quint16(server.url().port()));
        QVERIFY(kept.waitForConnected(limitMs));
        for (const bool stream : {false, true}) {
            const QByteArray request = post("/v1/chat/completions", chatBody(stream));
            kept.write(request);
            const Seen passed = readAnswer(kept);
            const Seen direct = ask(upstream, request);
            QCOMPARE(passed.head, direct.head);
            QCOMPARE(passed.body, direct.body);
        }
        QCOMPARE(upstream.received().at(0).connection, upstream.received().at(2).connection);
        QCOMPARE(upstream.received().at(0).body, server.received().at(0).body);
        // All at once, and a client that leaves takes its request along.
        constexpr int many = 64;
        std::vector<std::unique_ptr<QTcpSocket>> sockets;
        for (int i = 0; i < many; ++i) {
            sockets.push_back(std::make_unique<QTcpSocket>());
            sockets.back()->connectToHost(u"127.0.0.1"_s, quint16(server.url().port()));
            QVERIFY(sockets.back()->waitForConnected(limitMs));
            sockets.back()->write("GET /wait HTTP/1.1\r\n\r\n");
            sockets.back()->flush();
        }
        QTRY_COMPARE_WITH_TIMEOUT(upstream.inFlight("/wait"), many, limitMs);
        sockets.clear();
        QTRY_COMPARE_WITH_TIMEOUT(upstream.inFlight("/wait"), 0, limitMs);
        // Nothing behind it: an answer all the same.
        const FaultProxy nowhere(QUrl(u"http://127.0.0.1:9"_s));
        server.setHandler(nowhere.handler());
        QCOMPARE(status(ask(server, "GET /props HTTP/1.1\r\n\r\n")), 502);
    }

    void logprobsLostUnderLoad()
    {
        FakeServer upstream(FakeServer::Where::OwnThread);
        upstream.play(llamaServer(greeting()));
        upstream.answer("/wait/completion", {.silent = true});
        const FaultProxy proxy(upstream.url(), {{.plant = Plant::LoseLogprobs, .inFlight = 2}});
        FakeServer server(FakeServer::Where::OwnThread);
        server.setHandler(proxy.handler());
        const QByteArray request = post("/v1/chat/completions", chatBody());
        QVERIFY(ask(server, request).body.contains("top_logprobs"));
        QTcpSocket waiting;
        waiting.connectToHost(u"127.0.0.1"_s, quint16(server.url().port()));
        QVERIFY(waiting.waitForConnected(limitMs));
        waiting.write(post("/wait/completion", {}));
        waiting.flush();
        QTRY_COMPARE(upstream.inFlight("/wait/completion"), 1);
        const QByteArray lost = ask(server, request).body;
        QVERIFY(lost.contains("Grüße") && !lost.contains("top_logprobs"));
        QCOMPARE(proxy.planted().size(), 1);
        QCOMPARE(proxy.planted().first().number, 3);
    }

    void thousandInFlight()
    {
        constexpr int many = 1024;
        FakeServer server(FakeServer::Where::OwnThread);
        server.play(openAi(greeting()));
        server.answer("/wait", {.silent = true});
        std::vector<std::unique_ptr<QTcpSocket>> sockets;
        for (int i = 0; i < many; ++i) {
            sockets.push_back(std::make_unique<QTcpSocket>());
            sockets.back()->connectToHost(u"127.0.0.1"_s, quint16(server.url().port()));
            QVERIFY(sockets.back()->waitForConnected(limitMs));
            sockets.back()->write("GET /wait HTTP/1.1\r\nX-Number: " + QByteArray::number(i) + "\r\n\r\n");
            sockets.back()->flush();
        }
        QTRY_COMPARE_WITH_TIMEOUT(server.inFlight("/wait"), many, limitMs);
        QCOMPARE(server.maxInFlight(), many);
        sockets.clear();
        QTRY_COMPARE_WITH_TIMEOUT(server.inFlight(), 0, limitMs);
        QCOMPARE(server.maxInFlight("/wait"), many);
    }
};

} // namespace quantlens

QTEST_GUILESS_MAIN(quantlens::FakeServerTest)
#include "fakeserver_test.moc"
