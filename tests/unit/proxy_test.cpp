// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/httpclient.h"
#include "core/net/proxy.h"
#include "tests/support/coroutine.h"
#include "tests/support/fakeserver.h"

#include <QScopeGuard>
#include <QTcpServer>
#include <QTest>

using namespace quantlens;
using test::await;
using test::FakeServer;

class ProxyTest : public QObject
{
    Q_OBJECT

    static QProcessEnvironment environment(const QStringList& settings)
    {
        QProcessEnvironment environment;
        for (const QString& setting : settings)
            environment.insert(setting.section(u'=', 0, 0), setting.section(u'=', 1));
        return environment;
    }

    /// "host:port" or "-" for none.
    static QString proxyText(const QString& url, const QStringList& settings)
    {
        const auto proxy = net::proxyFor(QUrl(url), environment(settings));
        if (!proxy)
            return proxy.error().code;
        if (proxy->type() == QNetworkProxy::NoProxy)
            return QStringLiteral("-");
        return QStringLiteral("%1%2:%3").arg(proxy->type() == QNetworkProxy::Socks5Proxy ? QStringLiteral("socks ")
                                                                                         : QString(),
                                             proxy->hostName(), QString::number(proxy->port()));
    }

private Q_SLOTS:
    void choosesByEnvironment_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QStringList>("settings");
        QTest::addColumn<QString>("proxy");
        const auto row = [](const char* name, const char* url, const QStringList& settings, const char* proxy) {
            QTest::newRow(name) << QString::fromLatin1(url) << settings << QString::fromLatin1(proxy);
        };
        const QString http = QStringLiteral("http_proxy=http://p:3128");
        const QString all = QStringLiteral("all_proxy=http://p:3128");
        row("none", "http://h/", {}, "-");
        row("http", "http://h/", {http}, "p:3128");
        row("http is not for https", "https://h/", {http}, "-");
        row("https", "https://h/", {QStringLiteral("https_proxy=p:8080")}, "p:8080");
        row("upper case", "https://h/", {QStringLiteral("HTTPS_PROXY=http://p")}, "p:80");
        row("lower case wins", "http://h/", {http, QStringLiteral("HTTP_PROXY=q:1")}, "p:3128");
        row("all", "https://h/", {QStringLiteral("ALL_PROXY=socks5h://p")}, "socks p:1080");
        row("own before all", "http://h/", {http, QStringLiteral("all_proxy=q:1")}, "p:3128");
        row("loopback", "http://127.0.0.1:8080/", {all}, "-");
        row("loopback 2", "http://127.3.4.5:8080/", {all}, "-");
        row("loopback 6", "http://[::1]:8080/", {all}, "-");
        row("localhost", "http://localhost:8080/", {all}, "-");
        row("no_proxy name", "http://a.b/", {all, QStringLiteral("no_proxy=x, a.b")}, "-");
        row("no_proxy subdomain", "http://z.a.b/", {all, QStringLiteral("NO_PROXY=.a.b")}, "-");
        row("no_proxy other domain", "http://za.b/", {all, QStringLiteral("no_proxy=a.b,,")}, "p:3128");
        row("no_proxy star", "http://h/", {all, QStringLiteral("no_proxy=*")}, "-");
        row("no_proxy port", "http://h:81/", {all, QStringLiteral("no_proxy=h:81")}, "-");
        row("no_proxy other port", "http://h:82/", {all, QStringLiteral("no_proxy=h:81")}, "p:3128");
        row("no_proxy network", "http://10.1.2.3/", {all, QStringLiteral("no_proxy=10.0.0.0/8")}, "-");
        row("no_proxy other network", "http://11.1.2.3/", {all, QStringLiteral("no_proxy=10.0.0.0/8")}, "p:3128");
        row("no_proxy address 6", "http://[fd00::1]:8/", {all, QStringLiteral("no_proxy=fd00:0::1")}, "-");
        row("no_proxy address 6 with port", "http://[fd00::1]:8/", {all, QStringLiteral("no_proxy=[fd00::1]:8")}, "-");
        row("no_proxy network 6", "http://[fd00::1]:8/", {all, QStringLiteral("no_proxy=fd00::/8")}, "-");
        row("unusable kind", "http://h/", {QStringLiteral("http_proxy=ftp://p")}, "network.proxy");
        row("no host", "http://h/", {QStringLiteral("http_proxy=http://")}, "network.proxy");
    }

    void choosesByEnvironment()
    {
        QFETCH(QString, url);
        QFETCH(QStringList, settings);
        QFETCH(QString, proxy);
        QCOMPARE(proxyText(url, settings), proxy);
    }

    void keepsNameAndPassword()
    {
        const auto proxy = net::proxyFor(QUrl(QStringLiteral("http://h/")),
                                         environment({QStringLiteral("http_proxy=http://me:p%40ss@p:1")}));
        QVERIFY(proxy);
        QCOMPARE(proxy->user(), QStringLiteral("me"));
        QCOMPARE(proxy->password(), QStringLiteral("p@ss"));
    }

    void asksThroughTheProxy()
    {
        FakeServer proxy;
        proxy.answer("http://model.invalid:8080/x", {.pieces = {"through"}});
        qputenv("http_proxy", proxy.url().toEncoded());
        const auto restore = qScopeGuard([] { qunsetenv("http_proxy"); });
        net::HttpClient client(QUrl(QStringLiteral("http://model.invalid:8080")));
        net::HttpExchange exchange = client.get(QStringLiteral("/x"), {.firstByteMs = 20'000}, nullptr);
        const auto reply = await(exchange.readAll());
        QVERIFY2(reply, reply ? "" : qPrintable(reply.error().message));
        QCOMPARE(reply->body, QByteArray("through"));
        net::HttpClient direct(net::EndpointOptions{.base = QUrl(QStringLiteral("http://model.invalid:8080")),
                                                    .proxy = net::ProxyUse::None});
        net::HttpExchange unproxied = direct.get(QStringLiteral("/x"), {.firstByteMs = 20'000}, nullptr);
        QVERIFY(!await(unproxied.readAll()));
        QCOMPARE(proxy.received().size(), 1);
    }

    /// The proxy asks for its password first, and then needs the body again.
    void postsThroughAProxyWithPassword()
    {
        FakeServer proxy;
        proxy.answer("http://model.invalid:8080/x",
                     {.status = 407, .headers = {"Proxy-Authenticate: Basic realm=\"p\""}, .pieces = {"no"}});
        proxy.answer("http://model.invalid:8080/x", {.pieces = {"through"}});
        QUrl address = proxy.url();
        address.setUserInfo(QStringLiteral("me:secret-password"));
        qputenv("http_proxy", address.toEncoded());
        const auto restore = qScopeGuard([] { qunsetenv("http_proxy"); });
        net::HttpClient client(QUrl(QStringLiteral("http://model.invalid:8080")));
        net::HttpExchange exchange = client.post(QStringLiteral("/x"), "{}", {.firstByteMs = 20'000}, nullptr);
        const auto reply = await(exchange.readAll());
        QVERIFY2(reply, reply ? "" : qPrintable(reply.error().message));
        QCOMPARE(reply->body, QByteArray("through"));
        QCOMPARE(proxy.received().last().body, QByteArray("{}"));
        QCOMPARE(proxy.received().last().headers.value("proxy-authorization"),
                 "Basic " + QByteArray("me:secret-password").toBase64());
    }

    /// What fails on the proxy is not blamed on the server, and its password is not shown.
    void namesTheProxyThatFails_data()
    {
        QTest::addColumn<QString>("base");
        QTest::newRow("http") << QStringLiteral("http://model.invalid:8080");
        QTest::newRow("https") << QStringLiteral("https://model.invalid");
    }

    void namesTheProxyThatFails()
    {
        QFETCH(QString, base);
        QTcpServer taken;
        QVERIFY(taken.listen(QHostAddress::LocalHost));
        const QByteArray port = QByteArray::number(taken.serverPort());
        taken.close();
        qputenv("ALL_PROXY", "http://me:secret-password@127.0.0.1:" + port);
        const auto restore = qScopeGuard([] { qunsetenv("ALL_PROXY"); });
        net::HttpClient client{QUrl(base)};
        net::HttpExchange exchange = client.get(QStringLiteral("/x"), {.firstByteMs = 20'000}, nullptr);
        const auto reply = await(exchange.readAll());
        QVERIFY(!reply);
        QCOMPARE(reply.error().code, QStringLiteral("network.proxy"));
        QVERIFY(reply.error().message.contains(QStringLiteral("model.invalid")));
        QVERIFY(!base::oneLine(reply.error()).contains(QStringLiteral("secret-password")));
    }
};

QTEST_GUILESS_MAIN(ProxyTest)
#include "proxy_test.moc"
