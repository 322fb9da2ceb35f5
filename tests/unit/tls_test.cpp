// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/certificates.h"
#include "core/net/httpclient.h"
#include "tests/support/certificates.h"
#include "tests/support/coroutine.h"
#include "tests/support/fakeserver.h"

#include <QFile>
#include <QHash>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

using namespace quantlens;
using test::await;

class TlsTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;

    [[nodiscard]] QString file(const QString& name) const { return m_dir.filePath(name); }

    QHash<QString, test::ServerCertificate> m_certificates;

    void make(const test::CertificateWish& wish)
    {
        const auto made = test::makeCertificate(m_dir.path(), wish);
        QVERIFY2(made, "the openssl program is missing or old");
        m_certificates.insert(wish.name, *made);
    }

    static base::Expected<net::HttpReply> ask(int port, const QString& caFile, int limitMs = 20'000)
    {
        net::HttpClient client(
            net::EndpointOptions{.base = QUrl(QStringLiteral("https://127.0.0.1:%1").arg(port)), .caFile = caFile});
        net::HttpExchange exchange = client.get(QStringLiteral("/x"), {.firstByteMs = limitMs}, nullptr);
        return await(exchange.readAll());
    }

private Q_SLOTS:
    void initTestCase()
    {
        const QString ca = QStringLiteral("ca");
        make({.name = ca, .alternative = QStringLiteral("DNS:ca.test")});
        make({.name = QStringLiteral("leaf"), .signedBy = ca});
        make({.name = QStringLiteral("self")});
        make({.name = QStringLiteral("other"), .alternative = QStringLiteral("DNS:other.example"), .signedBy = ca});
        make({.name = QStringLiteral("old"),
              .signedBy = ca,
              .from = QStringLiteral("20200101000000Z"),
              .to = QStringLiteral("20210203000000Z")});
        make({.name = QStringLiteral("early"),
              .signedBy = ca,
              .from = QStringLiteral("20900101000000Z"),
              .to = QStringLiteral("20910101000000Z")});
    }

    void judgesCertificates_data()
    {
        QTest::addColumn<QString>("certificate");
        QTest::addColumn<QString>("caFile");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("word");
        const auto row = [](const char* name, const char* certificate, const char* ca, const char* code,
                            const char* word) {
            QTest::newRow(name) << QString::fromLatin1(certificate) << QString::fromLatin1(ca)
                                << QString::fromLatin1(code) << QString::fromLatin1(word);
        };
        row("unknown authority", "leaf", "", "tls.unknown_ca", "test ca");
        row("authority trusted by file", "leaf", "ca.pem", "", "");
        row("self-signed", "self", "", "tls.self_signed", "self-signed");
        row("self-signed, trusted by file", "self", "self.pem", "", "");
        row("self-signed, another trusted", "self", "ca.pem", "tls.self_signed", "self-signed");
        row("expired", "old", "ca.pem", "tls.expired", "2021-02-03");
        row("not yet valid", "early", "ca.pem", "tls.not_yet_valid", "2090-01-01");
        row("wrong name", "other", "ca.pem", "tls.host_name", "other.example");
        row("wrong name and unknown authority", "other", "", "tls.host_name", "authority not known");
    }

    void judgesCertificates()
    {
        QFETCH(QString, certificate);
        QFETCH(QString, caFile);
        QFETCH(QString, code);
        QFETCH(QString, word);
        test::FakeServer server(test::FakeServer::Where::ThisThread, m_certificates.value(certificate));
        server.answer("/x", {.pieces = {"secret"}});
        const auto reply = ask(server.url().port(), caFile.isEmpty() ? caFile : file(caFile));
        if (code.isEmpty()) {
            QVERIFY2(reply, reply ? "" : qPrintable(reply.error().message));
            QCOMPARE(reply->body, QByteArray("secret"));
            return;
        }
        QVERIFY(!reply);
        QCOMPARE(reply.error().code, code);
        QVERIFY2(reply.error().message.contains(word), qPrintable(reply.error().message));
        QVERIFY(reply.error().message.contains(QStringLiteral("127.0.0.1:%1").arg(server.url().port())));
        QVERIFY(!reply.error().hint.isEmpty());
        if (code == QLatin1String("tls.unknown_ca") || code == QLatin1String("tls.self_signed"))
            QVERIFY(reply.error().hint.contains(QStringLiteral("--ca-file")));
    }

    void noTlsThere()
    {
        const test::FakeServer server;
        const auto reply = ask(server.url().port(), {});
        QVERIFY(!reply);
        QCOMPARE(reply.error().code, QStringLiteral("tls.handshake"));
        QVERIFY(reply.error().hint.contains(QStringLiteral("http://")));
    }

    void silentHandshakeEnds()
    {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        const auto reply = ask(server.serverPort(), {}, 300);
        QVERIFY(!reply);
        QCOMPARE(reply.error().code, QStringLiteral("network.timeout"));
    }

    void badCaFiles_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("missing") << QStringLiteral("none.pem") << QByteArray();
        QTest::newRow("empty") << QStringLiteral("empty.pem") << QByteArray("\n");
        QTest::newRow("no PEM") << QStringLiteral("text.pem") << QByteArray("hello");
        QTest::newRow("damaged") << QStringLiteral("damaged.pem")
                                 << QByteArray("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        QTest::newRow("huge") << QStringLiteral("huge.pem") << QByteArray(5 * 1024 * 1024, 'A');
    }

    void badCaFiles()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, content);
        if (!content.isEmpty()) {
            QFile out(file(name));
            QVERIFY(out.open(QIODevice::WriteOnly));
            out.write(content);
        }
        const auto read = net::readCaFile(file(name));
        QVERIFY(!read);
        QCOMPARE(read.error().code, QStringLiteral("net.ca_file"));
        QVERIFY(read.error().message.contains(name));
        // Nothing is sent with less trust than was asked for.
        net::HttpClient client(
            net::EndpointOptions{.base = QUrl(QStringLiteral("https://127.0.0.1:1")), .caFile = file(name)});
        QVERIFY(client.fault());
        net::HttpExchange exchange = client.get(QStringLiteral("/x"), {}, nullptr);
        QCOMPARE(await(exchange.readAll()).error().code, QStringLiteral("net.ca_file"));
    }

    void keyFileIsNoCaFile()
    {
        QVERIFY(!net::readCaFile(file(QStringLiteral("ca.key"))));
        QVERIFY(net::readCaFile(file(QStringLiteral("ca.pem"))));
    }
};

QTEST_GUILESS_MAIN(TlsTest)
#include "tls_test.moc"
