// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"

#include <QJsonArray>
#include <QTest>

#include <cmath>
#include <limits>

using namespace quantlens;

class JsonTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nonFinite_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("canonical");
        QTest::newRow("plain") << QByteArray("{\"b\":1,\"a\":[true,null,\"x\"]}")
                               << QByteArray("{\"a\":[true,null,\"x\"],\"b\":1}");
        QTest::newRow("nan") << QByteArray("{\"p\":NaN}") << QByteArray("{\"p\":null}");
        QTest::newRow("infinities") << QByteArray("[Infinity, -Infinity, 1]") << QByteArray("[null,null,1]");
        QTest::newRow("beyond a double") << QByteArray("[1e400,-1e999]") << QByteArray("[null,null]");
        QTest::newRow("inside a string") << QByteArray("{\"a\":\"NaN, Infinity 1e400\",\"b\":NaN}")
                                         << QByteArray("{\"a\":\"NaN, Infinity 1e400\",\"b\":null}");
        QTest::newRow("escaped quote") << QByteArray("{\"a\":\"\\\" NaN \\\\\",\"b\":NaN}")
                                       << QByteArray("{\"a\":\"\\\" NaN \\\\\",\"b\":null}");
        QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBF[1]") << QByteArray("[1]");
        QTest::newRow("duplicate keys") << QByteArray("{\"a\":1,\"a\":2}") << QByteArray("{\"a\":2}");
        QTest::newRow("scalar") << QByteArray(" 42 ") << QByteArray("42");
        QTest::newRow("string") << QByteArray("\"x\"") << QByteArray("\"x\"");
    }

    void nonFinite()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, canonical);
        const auto value = base::parseJson(text);
        QVERIFY2(value, qPrintable(value ? QString() : value.error().message));
        QCOMPARE(base::canonicalJson(*value), canonical);
    }

    void broken_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const char* text : {"", "{", "[1,", "{\"a\":}", "NaN NaN", "[1] x", "\"open", "1,2", "nul"})
            QTest::newRow(*text ? text : "empty") << QByteArray(text);
        QTest::newRow("deep") << QByteArray(100'000, '[');
        QTest::newRow("string to the end") << QByteArray("{\"a\":NaN,\"b\":\"\\");
    }

    void broken()
    {
        QFETCH(QByteArray, text);
        const auto value = base::parseJson(text);
        QVERIFY(!value);
        QCOMPARE(value.error().code, QStringLiteral("json.syntax"));
    }

    void objectsOnly()
    {
        QVERIFY(base::parseJsonObject("{}"));
        QCOMPARE(base::parseJsonObject("[]").error().code, QStringLiteral("json.type"));
    }

    void numbers()
    {
        QVERIFY(base::jsonNumber(std::numeric_limits<double>::quiet_NaN()).isNull());
        QVERIFY(base::jsonNumber(-std::numeric_limits<double>::infinity()).isNull());
        QCOMPARE(base::jsonNumber(0.5), QJsonValue(0.5));
        QVERIFY(std::isnan(base::numberOrNan({{QStringLiteral("a"), QStringLiteral("1")}}, QLatin1String("a"))));
    }
};

QTEST_APPLESS_MAIN(JsonTest)
#include "json_test.moc"
