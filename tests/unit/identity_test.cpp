// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backends/identity.h"

#include <QTest>

using namespace quantlens;
using backends::Sameness;
using backends::SideIdentity;

class IdentityTest : public QObject
{
    Q_OBJECT

    static domain::Fingerprint print(float shift)
    {
        domain::Fingerprint fingerprint;
        for (int i = 0; i < 20; ++i) {
            domain::TopToken token;
            token.id = 100 + i;
            token.bytes = QByteArray::number(i);
            token.logprob = -1.0f - float(i) + shift;
            fingerprint.top.append(token);
        }
        return fingerprint;
    }

    static SideIdentity at(const QString& address, const QString& model, qsizetype listed = 1)
    {
        return {.spec = model, .address = QUrl(address), .model = model, .listed = listed};
    }

private Q_SLOTS:
    void originsAlike_data()
    {
        QTest::addColumn<QString>("a");
        QTest::addColumn<QString>("b");
        QTest::addColumn<bool>("equal");
        QTest::newRow("/v1") << "http://127.0.0.1:8080/v1" << "http://127.0.0.1:8080" << true;
        QTest::newRow("slash") << "http://127.0.0.1:8080/v1/" << "http://127.0.0.1:8080/" << true;
        QTest::newRow("names of this machine") << "http://localhost:8080" << "http://[::1]:8080" << true;
        QTest::newRow("default port") << "https://Example.org" << "https://example.org:443/v1" << true;
        QTest::newRow("port") << "http://127.0.0.1:8080" << "http://127.0.0.1:8081" << false;
        QTest::newRow("prefix") << "http://127.0.0.1:80/a" << "http://127.0.0.1:80/b" << false;
        QTest::newRow("scheme") << "http://example.org:443" << "https://example.org:443" << false;
    }

    void originsAlike()
    {
        QFETCH(QString, a);
        QFETCH(QString, b);
        QFETCH(bool, equal);
        QCOMPARE(backends::originOf(QUrl(a)) == backends::originOf(QUrl(b)), equal);
    }

    void oneServerIsOneModel()
    {
        const auto a = at(QStringLiteral("http://localhost:8080/v1"), QStringLiteral("one"));
        const auto b = at(QStringLiteral("http://127.0.0.1:8080"), QStringLiteral("two"));
        const auto same = backends::sameModel(a, b, false);
        QCOMPARE(same.sameness, Sameness::SameProcess);
        QVERIFY(same.reason.contains(u"one and two"));
        QCOMPARE(backends::sameModel(a, b, true).sameness, Sameness::SelfCheck);
    }

    void theMarkerTellsProcesses()
    {
        auto a = at(QStringLiteral("http://a.test:1"), QStringLiteral("m"));
        auto b = at(QStringLiteral("http://b.test:1"), QStringLiteral("m"));
        QCOMPARE(backends::sameModel(a, b, false).sameness, Sameness::Different);
        a.instance = b.instance = QStringLiteral("<__media_x__>");
        QCOMPARE(backends::sameModel(a, b, false).sameness, Sameness::SameProcess);
        b.instance = QStringLiteral("<__media_y__>");
        QCOMPARE(backends::sameModel(a, b, false).sameness, Sameness::Different);
    }

    void severalModelsAtOneOrigin()
    {
        auto a = at(QStringLiteral("http://127.0.0.1:11434"), QStringLiteral("m:q8_0"), 2);
        auto b = at(QStringLiteral("http://127.0.0.1:11434"), QStringLiteral("m:q4_0"), 2);
        QCOMPARE(backends::sameModel(a, b, false).sameness, Sameness::Different);
        a.fingerprint = print(0);
        b.fingerprint = print(0.3f);
        QCOMPARE(backends::sameModel(a, b, false).sameness, Sameness::Different);
        b.fingerprint = print(0);
        QCOMPARE(backends::sameModel(a, b, false).sameness, Sameness::SameModel);
    }

    void aGatewayThatListsOneModel()
    {
        auto a = at(QStringLiteral("http://127.0.0.1:8080"), QStringLiteral("m"));
        auto b = a;
        a.fingerprint = print(0);
        b.fingerprint = print(0.3f);
        QCOMPARE(backends::sameModel(a, b, false).sameness, Sameness::Different);
        b.fingerprint = print(0.005f);
        QCOMPARE(backends::sameModel(a, b, false).sameness, Sameness::SameProcess);
    }

    void enginesWeStartedHaveNoAddress()
    {
        QCOMPARE(backends::sameModel(at({}, QStringLiteral("a")), at({}, QStringLiteral("b")), false).sameness,
                 Sameness::Different);
    }
};

QTEST_GUILESS_MAIN(IdentityTest)
#include "identity_test.moc"
