// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/httpclient.h"
#include "core/secrets/origin.h"
#include "tests/support/coroutine.h"
#include "tests/support/fakeserver.h"
#include "tests/support/keytrace.h"

#include <QDebug>
#include <QFile>
#include <QHostAddress>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>
#include <QTimer>
#include <QUrl>

using namespace quantlens;
using test::await;
using test::FakeServer;
using test::Script;

namespace {

/// Everything Qt or we print while the test runs.
QString printedText;

void collectPrinted(QtMsgType, const QMessageLogContext&, const QString& text)
{
    printedText += text + u'\n';
}

} // namespace

/// A random key goes through every failure of a server that echoes it wherever it can.
class KeySafetyTest : public QObject
{
    Q_OBJECT

    QByteArray m_key;

    static secrets::Secret secret(const QByteArray& value, const QUrl& url)
    {
        return *secrets::Secret::make(value, *secrets::originOf(url));
    }

    [[nodiscard]] bool shows(const QByteArray& text) const { return test::showsKey(text, m_key); }

    [[nodiscard]] QByteArray echoes() const
    {
        QByteArray everyUnit;
        for (const char c : m_key)
            everyUnit += "\\u00" + QByteArray(1, c).toHex();
        return "{\"error\":{\"message\":\"Invalid header Authorization: Bearer " + m_key +
               "\",\"url\":\"/x?key=" + m_key.toPercentEncoding() + "\",\"basic\":\"" + ("user:" + m_key).toBase64() +
               "\",\"escaped\":\"" + everyUnit + "\",\"nested\":" +
               QJsonDocument(
                   QJsonArray{QString::fromLatin1(QJsonDocument(QJsonArray{QString::fromLatin1(m_key)}).toJson())})
                   .toJson() +
               "}}";
    }

private Q_SLOTS:
    void init() { m_key = test::randomKey("\"\\"); }

    /// What counts as this machine, where a key may go unencrypted, is what Qt Network says it is.
    void thisMachine()
    {
        for (const QString& host :
             {QStringLiteral("127.0.0.1"), QStringLiteral("127.255.0.9"), QStringLiteral("128.0.0.1"),
              QStringLiteral("::1"), QStringLiteral("::2"), QStringLiteral("::ffff:127.0.0.1"),
              QStringLiteral("::ffff:10.0.0.1"), QStringLiteral("0.0.0.0"), QStringLiteral("127.0.0.1.example.org"),
              QStringLiteral("127.0.0.256"), QStringLiteral("example.org"), QString()})
            QVERIFY2(secrets::isLoopback(host) == QHostAddress(host).isLoopback(), qPrintable(host));
        QVERIFY(secrets::isLoopback(QStringLiteral("LocalHost")));
        QVERIFY(!secrets::isLoopback(QStringLiteral("localhost.example.org")));
        // Stricter than Qt Network, which drops the blank and reads no further than to the NUL.
        QVERIFY(!secrets::isLoopback(QStringLiteral(" 127.0.0.1")));
        QVERIFY(!secrets::isLoopback(QStringLiteral("127.0.0.1") + QChar(u'\0') + QStringLiteral(".example.org")));
    }

    void isInNothing_data()
    {
        QTest::addColumn<Script>("script");
        QTest::addColumn<QString>("code");
        QTest::newRow("answer") << Script{.pieces = {"BODY"}} << QString();
        QTest::newRow("unauthorized") << Script{.status = 401,
                                                .headers = {"WWW-Authenticate: Bearer realm=\"KEY\""},
                                                .pieces = {"BODY"}}
                                      << QString();
        QTest::newRow("bad request") << Script{.status = 400, .pieces = {"BODY"}} << QString();
        QTest::newRow("server error, HTML")
            << Script{.status = 500, .contentType = "text/KEY", .pieces = {"BODY"}} << QString();
        QTest::newRow("byte by byte") << Script{.pieces = {"EACH"}, .chunked = true} << QString();
        QTest::newRow("redirect, path") << Script{.status = 302, .headers = {"Location: http://127.0.0.1:9/KEY"}}
                                        << QStringLiteral("http.redirect");
        QTest::newRow("redirect, host") << Script{.status = 302, .headers = {"Location: http://KEYHOST.example/"}}
                                        << QStringLiteral("http.redirect");
        QTest::newRow("redirect, user") << Script{.status = 302, .headers = {"Location: http://KEYHOST@h.example/"}}
                                        << QStringLiteral("http.redirect");
        QTest::newRow("compressed") << Script{.headers = {"Content-Encoding: KEY"}, .pieces = {"BODY"}}
                                    << QStringLiteral("http.encoding");
        QTest::newRow("silent") << Script{.silent = true} << QStringLiteral("network.timeout");
        QTest::newRow("reset") << Script{.closeAtOnce = true} << QStringLiteral("network.reset");
        QTest::newRow("cut off") << Script{.pieces = {"BODY"}, .cutOff = true} << QStringLiteral("network.reset");
        QTest::newRow("idle") << Script{.pieces = {"BODY", "BODY"}, .pieceDelayMs = 900, .chunked = true}
                              << QStringLiteral("network.timeout");
        QTest::newRow("too large") << Script{.pieces = {"BODY", QByteArray(200'000, 'x')}}
                                   << QStringLiteral("network.too_large");
        QTest::newRow("cancelled") << Script{.silent = true} << QStringLiteral("run.cancelled");
    }

    void isInNothing()
    {
        QFETCH(Script, script);
        QFETCH(QString, code);
        printedText.clear();
        const QtMessageHandler before = qInstallMessageHandler(&collectPrinted);
        const QByteArray hostForm = m_key.toLower().replace('"', 'q').replace('\\', 'b').replace('/', 's');
        // What a host name cannot hold is left out of the key of that case.
        if (!script.headers.isEmpty() && script.headers.first().contains("KEYHOST"))
            m_key = hostForm;
        for (QByteArray& header : script.headers)
            header.replace("KEYHOST", hostForm).replace("KEY", m_key);
        script.contentType.replace("KEY", m_key);
        QByteArrayList pieces;
        for (const QByteArray& piece : script.pieces) {
            if (piece == "BODY")
                pieces.append(echoes());
            else if (piece == "EACH")
                for (const char c : echoes())
                    pieces.append(QByteArray(1, c));
            else
                pieces.append(piece);
        }
        script.pieces = pieces;

        FakeServer server;
        server.answer("/x", script);
        net::HttpClient client(net::EndpointOptions{.base = server.url(), .key = secret(m_key, server.url())});
        net::Cancel cancel;
        if (code == QLatin1String("run.cancelled"))
            QTimer::singleShot(100, &cancel, &net::Cancel::request);
        net::HttpExchange exchange =
            client.post(QStringLiteral("/x"), R"({"prompt":"hi"})",
                        {.firstByteMs = 1000, .idleMs = 300, .deadlineMs = 20'000, .maxBytes = 100'000}, &cancel);
        const auto reply = await(exchange.readAll());
        qDebug() << "sent" << secret(m_key, server.url());
        qInstallMessageHandler(before);

        QVERIFY(!server.received().isEmpty());
        QCOMPARE(server.received().first().headers.value("authorization"), "Bearer " + m_key);
        QVERIFY2(!shows(printedText.toUtf8()), qPrintable(printedText));
        QVERIFY(!shows(exchange.contentType()));
        QCOMPARE(reply ? QString() : reply.error().code, code);
        if (reply) {
            QVERIFY2(!shows(reply->body), reply->body.constData());
            QVERIFY2(reply->body.count("[key]") >= 5, reply->body.constData());
            QVERIFY(!shows(reply->contentType));
        } else {
            QVERIFY2(!shows(base::oneLine(reply.error()).toUtf8() + reply.error().detail.toUtf8()),
                     qPrintable(base::oneLine(reply.error())));
        }
        // Neither is it among the arguments of this process.
        QFile arguments(QStringLiteral("/proc/self/cmdline"));
        QVERIFY(arguments.open(QIODevice::ReadOnly));
        QVERIFY(!shows(arguments.readAll()));
    }

    /// A redirect's target never sees the key, not even on the same host.
    void doesNotFollowRedirects()
    {
        FakeServer target;
        target.answer("/x", {.pieces = {"{}"}});
        FakeServer server;
        server.answer("/x", {.status = 308, .headers = {"Location: " + target.url().toEncoded() + "/x"}});
        net::HttpClient client(net::EndpointOptions{.base = server.url(), .key = secret(m_key, server.url())});
        net::HttpExchange exchange = client.get(QStringLiteral("/x"), {}, nullptr);
        const auto reply = await(exchange.readAll());
        QVERIFY(!reply);
        QVERIFY(reply.error().message.contains(target.url().toString()));
        QVERIFY(target.received().isEmpty());
        QCOMPARE(server.received().size(), 1);
    }

    void goesToItsOwnOriginOnly_data()
    {
        QTest::addColumn<QString>("bound");
        QTest::addColumn<QString>("base");
        QTest::addColumn<bool>("allowPlainHttp");
        QTest::addColumn<QString>("code");
        const auto row = [](const char* name, const char* bound, const char* base, bool allow, const char* code) {
            QTest::newRow(name) << QString::fromLatin1(bound) << QString::fromLatin1(base) << allow
                                << QString::fromLatin1(code);
        };
        row("own", "https://a.example", "https://A.example:443/v1/", false, "");
        row("other host", "https://a.example", "https://b.example", true, "keys.other_origin");
        row("subdomain", "https://a.example", "https://x.a.example", true, "keys.other_origin");
        row("other port", "https://a.example", "https://a.example:444", true, "keys.other_origin");
        row("other scheme", "https://a.example", "http://a.example:443", true, "keys.other_origin");
        row("plain http", "http://10.0.0.5:8000", "http://10.0.0.5:8000/v1", false, "keys.plain_http");
        row("plain http, agreed", "http://10.0.0.5:8000", "http://10.0.0.5:8000/v1", true, "");
        row("plain http, this machine", "http://127.0.0.1:8000", "http://127.0.0.1:8000", false, "");
        row("plain http, this machine 6", "http://[::1]:8000", "http://[0:0::1]:8000", false, "");
        row("plain http, its name", "http://localhost", "http://LOCALHOST:80/", false, "");
        row("plain http, a name like it", "http://localhost.example", "http://localhost.example", false,
            "keys.plain_http");
    }

    void goesToItsOwnOriginOnly()
    {
        QFETCH(QString, bound);
        QFETCH(QString, base);
        QFETCH(bool, allowPlainHttp);
        QFETCH(QString, code);
        const net::HttpClient client(net::EndpointOptions{
            .base = QUrl(base), .key = secret(m_key, QUrl(bound)), .allowPlainHttpKey = allowPlainHttp});
        QCOMPARE(client.fault() ? client.fault()->code : QString(), code);
        if (client.fault())
            QVERIFY(!shows(base::oneLine(*client.fault()).toUtf8()));
    }

    void passwordsInAddressesAreRefused()
    {
        const net::HttpClient client(
            QUrl(QStringLiteral("http://me:%1@127.0.0.1:9").arg(QStringLiteral("pw12345678"))));
        QVERIFY(client.fault());
        QCOMPARE(client.fault()->code, QStringLiteral("keys.origin"));
        QVERIFY(!base::oneLine(*client.fault()).contains(QStringLiteral("pw12345678")));
    }
};

QTEST_GUILESS_MAIN(KeySafetyTest)
#include "keysafety_test.moc"
