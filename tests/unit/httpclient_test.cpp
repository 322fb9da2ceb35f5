// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/httpclient.h"
#include "core/net/retryafter.h"
#include "tests/support/coroutine.h"
#include "tests/support/fakeserver.h"

#include <QElapsedTimer>
#include <QTcpServer>
#include <QTest>
#include <QTimer>

using namespace quantlens;
using test::await;
using test::FakeServer;
using test::Script;

class HttpClientTest : public QObject
{
    Q_OBJECT

    static QString codeOf(const base::Expected<net::HttpReply>& reply)
    {
        return reply ? QString() : reply.error().code;
    }

    static base::Expected<net::HttpReply> get(FakeServer& server, net::Limits limits, net::Cancel* cancel = nullptr)
    {
        net::HttpClient client(server.url());
        net::HttpExchange exchange = client.get(QStringLiteral("/x"), limits, cancel);
        return await(exchange.readAll());
    }

private Q_SLOTS:
    void readsWholeReplies()
    {
        FakeServer server;
        server.answer("/x",
                      {.headers = {"Retry-After: 2"}, .pieces = {"hel", "lo"}, .pieceDelayMs = 5, .chunked = true});
        const auto reply = get(server, {});
        QVERIFY2(reply, qPrintable(codeOf(reply)));
        QCOMPARE(reply->body, QByteArray("hello"));
        QCOMPARE(reply->status, 200);
        QCOMPARE(reply->contentType, QByteArray("application/json"));
        QCOMPARE(reply->retryAfterMs, 2000);
        QCOMPARE(server.received().first().headers.value("accept-encoding"), QByteArray("identity"));
    }

    /// The body of an error is the server's explanation and must not be lost.
    void errorStatusIsAReply()
    {
        for (const int status : {400, 404, 422, 500, 503}) {
            FakeServer server;
            server.answer("/x", {.status = status, .pieces = {"why"}});
            const auto reply = get(server, {});
            QVERIFY2(reply, qPrintable(codeOf(reply)));
            QCOMPARE(reply->status, status);
            QCOMPARE(reply->body, QByteArray("why"));
        }
    }

    void faults_data()
    {
        QTest::addColumn<Script>("script");
        QTest::addColumn<QString>("code");
        QTest::newRow("silent") << Script{.silent = true} << QStringLiteral("network.timeout");
        QTest::newRow("closes at once") << Script{.closeAtOnce = true} << QStringLiteral("network.reset");
        QTest::newRow("cut off") << Script{.pieces = {"half"}, .cutOff = true} << QStringLiteral("network.reset");
        QTest::newRow("redirect") << Script{.status = 302, .headers = {"Location: http://127.0.0.1:9/"}}
                                  << QStringLiteral("http.redirect");
        // 10 bytes that would unpack to a gigabyte must not be unpacked at all.
        QTest::newRow("compressed") << Script{.headers = {"Content-Encoding: gzip"}, .pieces = {"\x1f\x8b\x08bomb"}}
                                    << QStringLiteral("http.encoding");
        QTest::newRow("compressed error") << Script{.status = 500, .headers = {"Content-Encoding: br"}, .pieces = {"x"}}
                                          << QStringLiteral("http.encoding");
        QTest::newRow("too large") << Script{.pieces = {QByteArray(200'000, 'x')}}
                                   << QStringLiteral("network.too_large");
        QTest::newRow("idle") << Script{.pieces = {"a", "b"}, .pieceDelayMs = 900, .chunked = true}
                              << QStringLiteral("network.timeout");
    }

    void faults()
    {
        QFETCH(Script, script);
        QFETCH(QString, code);
        FakeServer server;
        server.answer("/x", script);
        const auto reply = get(server, {.firstByteMs = 1200, .idleMs = 300, .maxBytes = 100'000});
        QCOMPARE(codeOf(reply), code);
        QVERIFY(!reply.error().message.isEmpty());
    }

    /// Qt sends again what found a closed connection; a question to a model must not be asked twice unseen.
    void postsAreSentOnce()
    {
        const QByteArray large(3'000'000, 'q');
        for (const bool early : {true, false}) {
            FakeServer server;
            server.answer("/x", early ? Script{.closeAtOnce = true} : Script{.pieces = {"half"}, .cutOff = true});
            net::HttpClient client(server.url());
            net::HttpExchange exchange = client.post(QStringLiteral("/x"), large, {}, nullptr);
            QCOMPARE(codeOf(await(exchange.readAll())), QStringLiteral("network.reset"));
            QTest::qWait(100);
            QCOMPARE(server.received().size(), 1);
            QCOMPARE(server.received().first().body, large);
        }
        FakeServer server;
        server.answer("/x", {.pieces = {"fine"}});
        net::HttpClient client(server.url());
        for (const QByteArray& body : {QByteArray(), QByteArray("{}"), large}) {
            net::HttpExchange exchange = client.post(QStringLiteral("/x"), body, {}, nullptr);
            const auto reply = await(exchange.readAll());
            QVERIFY2(reply, qPrintable(codeOf(reply)));
            QCOMPARE(server.received().last().body, body);
            // A server may end a connection it keeps just as the next question is sent.
            QCOMPARE(server.received().last().headers.value("connection"), QByteArray("close"));
        }
        QCOMPARE(server.received().size(), 3);
    }

    /// An endless slow stream never trips an idle timer; the deadline does.
    void deadlineEndsSlowStreams()
    {
        FakeServer server;
        server.answer("/x", {.pieces = QByteArrayList(100, "x"), .pieceDelayMs = 50, .chunked = true});
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(codeOf(get(server, {.idleMs = 5000, .deadlineMs = 400})), QStringLiteral("network.timeout"));
        QVERIFY(timer.elapsed() < 3000);
    }

    /// Data that is always there makes no wait, so the deadline has to be looked at between the pieces.
    void deadlineEndsFastEndlessBodies()
    {
        FakeServer server(FakeServer::Where::OwnThread);
        server.answer("/x", {.pieces = {QByteArray(256 * 1024, 'x')}, .endless = true});
        net::HttpClient client(server.url());
        const auto endless = [&](net::Limits limits) {
            net::HttpExchange exchange = client.get(QStringLiteral("/x"), limits, nullptr);
            return codeOf(await(exchange.readAll()));
        };
        QCOMPARE(endless({.deadlineMs = 300, .maxBytes = 0}), QStringLiteral("network.timeout"));
        QCOMPARE(endless({.deadlineMs = 60'000, .maxBytes = 10'000'000}), QStringLiteral("network.too_large"));
    }

    void emptyBodyIsAReply()
    {
        FakeServer server;
        server.answer("/x", {});
        const auto reply = get(server, {});
        QVERIFY2(reply, qPrintable(codeOf(reply)));
        QCOMPARE(reply->status, 200);
        QVERIFY(reply->body.isEmpty());
    }

    void redirectsAreNamedByOrigin_data()
    {
        QTest::addColumn<QByteArray>("location");
        QTest::addColumn<QString>("named");
        QTest::newRow("elsewhere") << QByteArray("https://Login.Example.com/a?token=1")
                                   << QStringLiteral("https://login.example.com.");
        QTest::newRow("itself") << QByteArray("/login") << QStringLiteral("another path of itself");
        QTest::newRow("none") << QByteArray() << QStringLiteral("another path of itself");
        QTest::newRow("a file") << QByteArray("file:///etc/passwd") << QStringLiteral("no http address");
    }

    void redirectsAreNamedByOrigin()
    {
        QFETCH(QByteArray, location);
        QFETCH(QString, named);
        FakeServer server;
        server.answer("/x", {.status = 307, .headers = {"Location: " + location}});
        const auto reply = get(server, {});
        QCOMPARE(codeOf(reply), QStringLiteral("http.redirect"));
        QVERIFY2(reply.error().message.contains(named), qPrintable(reply.error().message));
        QVERIFY(!reply.error().message.contains(QStringLiteral("token")));
    }

    void retryAfter_data()
    {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<QByteArray>("date");
        QTest::addColumn<int>("ms");
        const QByteArray noon = "Sun, 06 Nov 1994 12:00:00 GMT";
        QTest::newRow("seconds") << QByteArray("120") << noon << 120'000;
        QTest::newRow("fraction") << QByteArray(" 0.5 ") << noon << 500;
        QTest::newRow("capped") << QByteArray("999999999999") << noon << 3'600'000;
        QTest::newRow("date") << QByteArray("Sun, 06 Nov 1994 12:00:30 GMT") << noon << 30'000;
        QTest::newRow("date, old form") << QByteArray("Sunday, 06-Nov-94 12:00:30 GMT") << noon << 30'000;
        QTest::newRow("date, C") << QByteArray("Sun Nov  6 12:00:30 1994") << noon << 30'000;
        QTest::newRow("date, this clock") << QByteArray("Sun, 06 Nov 1994 12:00:30 GMT") << QByteArray() << 20'000;
        QTest::newRow("past") << QByteArray("Sat, 05 Nov 1994 12:00:30 GMT") << noon << 0;
        QTest::newRow("far") << QByteArray("Sun, 06 Nov 2094 12:00:30 GMT") << noon << 3'600'000;
        QTest::newRow("none") << QByteArray() << noon << -1;
        QTest::newRow("negative") << QByteArray("-5") << noon << -1;
        QTest::newRow("not a number") << QByteArray("nan") << noon << -1;
        QTest::newRow("words") << QByteArray("later") << noon << -1;
    }

    void retryAfter()
    {
        QFETCH(QByteArray, header);
        QFETCH(QByteArray, date);
        QFETCH(int, ms);
        const QDateTime now = net::httpDate("Sun, 06 Nov 1994 12:00:10 GMT");
        QVERIFY(now.isValid());
        QCOMPARE(net::retryAfterMs(header, date, now), ms);
    }

    void nothingListens()
    {
        QTcpServer taken;
        QVERIFY(taken.listen(QHostAddress::LocalHost));
        const quint16 port = taken.serverPort();
        taken.close();
        net::HttpClient client(QUrl(QStringLiteral("http://127.0.0.1:%1").arg(port)));
        net::HttpExchange exchange = client.get(QStringLiteral("/x"), {}, nullptr);
        const auto reply = await(exchange.readAll());
        QCOMPARE(codeOf(reply), QStringLiteral("network.refused"));
        QVERIFY(reply.error().message.contains(QString::number(port)));
    }

    void cancelEndsEveryWait()
    {
        FakeServer server;
        server.answer("/x", {.silent = true});
        net::Cancel cancel;
        QTimer::singleShot(50, &cancel, &net::Cancel::request);
        QCOMPARE(codeOf(get(server, {}, &cancel)), QStringLiteral("run.cancelled"));
        QCOMPARE(codeOf(get(server, {}, &cancel)), QStringLiteral("run.cancelled"));
    }

    void keepsThePathPrefix()
    {
        const net::HttpClient client(QUrl(QStringLiteral("http://h:1/proxy/llm/")));
        QCOMPARE(client.url(QStringLiteral("/v1/models")), QUrl(QStringLiteral("http://h:1/proxy/llm/v1/models")));
    }
};

QTEST_GUILESS_MAIN(HttpClientTest)
#include "httpclient_test.moc"
