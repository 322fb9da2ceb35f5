// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/httpclient.h"
#include "tests/support/coroutine.h"
#include "tests/support/fakeserver.h"

#include <QElapsedTimer>
#include <QTcpServer>
#include <QTest>
#include <QTimer>

using namespace quantlens;
using test::await;
using test::Script;
using test::FakeServer;

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
