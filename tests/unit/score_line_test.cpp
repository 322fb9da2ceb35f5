// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/scoreline.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace quantlens;

class ScoreLineTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void correctAndCompatible()
    {
        const auto scored = scoring::scoreLine(
            R"({"id":"p1","category":"arithmetic","text_a":"4131","text_b":"5671","answer":{"type":"number","value":"4131"}})");
        QVERIFY(scored);
        QCOMPARE(scored->value(QLatin1StringView("id")).toString(), QStringLiteral("p1"));
        const QJsonObject correct = scored->value(QLatin1StringView("correct")).toObject();
        QCOMPARE(correct.value(QLatin1StringView("changed")).toBool(), true);
        QCOMPARE(correct.value(QLatin1StringView("answer_a")).toString(), QStringLiteral("4131"));
        QCOMPARE(correct.value(QLatin1StringView("strategy")).toString(), QStringLiteral("number"));
        QCOMPARE(correct.value(QLatin1StringView("flip")).toString(), QStringLiteral("right → wrong"));
        QCOMPARE(correct.value(QLatin1StringView("unit")).toString(), QStringLiteral("words"));
        QVERIFY(correct.value(QLatin1StringView("fork")).isNull());
        QVERIFY(correct.value(QLatin1StringView("distributions")).isNull());
        const QJsonObject theirs = scored->value(QLatin1StringView("compatible")).toObject();
        QCOMPARE(theirs.value(QLatin1StringView("flipped")).toBool(), false); // "1" and "1"
        QCOMPARE(theirs.value(QLatin1StringView("text_similarity")).toDouble(), 0.25);
        QCOMPARE(theirs.value(QLatin1StringView("token_divergence_index")).toInt(-1), 0);
        QVERIFY(theirs.value(QLatin1StringView("kl_divergence")).isNull());
    }

    void undeterminedIsNull()
    {
        const auto scored = scoring::scoreLine(R"({"id":1,"category":"arithmetic","text_a":"7","text_b":"no idea"})");
        QVERIFY(scored);
        QCOMPARE(scored->value(QLatin1StringView("id")).toInt(), 1);
        const QJsonObject correct = scored->value(QLatin1StringView("correct")).toObject();
        QVERIFY(correct.value(QLatin1StringView("changed")).isNull());
        QVERIFY(correct.value(QLatin1StringView("answer_b")).isNull());
        QVERIFY(correct.value(QLatin1StringView("flip")).isNull());
    }

    void entries()
    {
        const auto scored = scoring::scoreLine(R"({"id":"p","category":"story","text_a":"a cat","text_b":"a dog",
            "same_tokenizer":true,
            "entries_a":[{"token":"a","id":1,"logprob":-0.1,"top":[{"token":"a","id":1,"logprob":-0.1},{"token":"b","id":4,"logprob":-3.0}]},
                         {"token":" cat","id":2,"logprob":-0.7,"top":[{"token":" cat","id":2,"logprob":-0.7},{"token":" dog","id":3,"logprob":-0.9}]}],
            "entries_b":[{"text":"a","id":1,"logprob":-0.1,"top":[{"token":"a","id":1,"logprob":-0.1},{"token":"b","id":4,"logprob":-3.0}]},
                         {"bytes":[32,100,111,103],"id":3,"logprob":-0.6,"top":[{"token":" dog","id":3,"logprob":-0.6},{"base64":"IGNhdA==","id":2,"logprob":-1.1}]}]})");
        QVERIFY(scored);
        const QJsonObject correct = scored->value(QLatin1StringView("correct")).toObject();
        QCOMPARE(correct.value(QLatin1StringView("unit")).toString(), QStringLiteral("tokens"));
        QCOMPARE(correct.value(QLatin1StringView("similarity")).toDouble(), 0.5);
        const QJsonObject fork = correct.value(QLatin1StringView("fork")).toObject();
        QVERIFY(qAbs(fork.value(QLatin1StringView("shift_nat")).toDouble() - 0.7) < 1e-6);
        QVERIFY(!fork.value(QLatin1StringView("bounded")).toBool());
        const QJsonObject kld = correct.value(QLatin1StringView("distributions")).toObject();
        QCOMPARE(kld.value(QLatin1StringView("positions")).toInt(), 2);
        QVERIFY(kld.value(QLatin1StringView("kld_a_b")).toObject().value(QLatin1StringView("maximum")).toDouble() > 0);
        const QJsonObject theirs = scored->value(QLatin1StringView("compatible")).toObject();
        QCOMPARE(theirs.value(QLatin1StringView("token_divergence_index")).toInt(-1), 1);
        QVERIFY(theirs.value(QLatin1StringView("kl_divergence")).isDouble());
    }

    void badLines_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::newRow("no JSON") << QByteArray("{");
        QTest::newRow("a list") << QByteArray("[]");
        QTest::newRow("no texts") << QByteArray("{\"id\":\"x\"}");
        QTest::newRow("one text") << QByteArray("{\"text_a\":\"x\"}");
        QTest::newRow("a number") << QByteArray("{\"text_a\":\"x\",\"text_b\":7}");
        QTest::newRow("entries") << QByteArray("{\"text_a\":\"x\",\"text_b\":\"y\",\"entries_a\":7}");
        QTest::newRow("an entry") << QByteArray("{\"text_a\":\"x\",\"text_b\":\"y\",\"entries_b\":[7]}");
        QTest::newRow("unknown type") << QByteArray(
            "{\"text_a\":\"x\",\"text_b\":\"y\",\"answer\":{\"type\":\"magic\",\"value\":\"1\"}}");
    }

    void badLines()
    {
        QFETCH(QByteArray, line);
        const auto scored = scoring::scoreLine(line);
        QVERIFY(!scored);
        QVERIFY(!scored.error().message.isEmpty());
    }

    void oddValuesAreNoValues()
    {
        // NaN and −3.4e38 from a server: no distributions, no crash, null in the output.
        const auto scored = scoring::scoreLine(
            R"({"text_a":"x","text_b":"y","entries_a":[{"token":"x","logprob":NaN,"top":[{"token":"x","logprob":-3.4e38}]}],
                "entries_b":[{"token":"y","logprob":1e400,"top":[]}]})");
        QVERIFY(scored);
        const QJsonObject correct = scored->value(QLatin1StringView("correct")).toObject();
        QVERIFY(correct.value(QLatin1StringView("fork")).isNull());
        QVERIFY(correct.value(QLatin1StringView("distributions")).isNull());
    }
};

QTEST_APPLESS_MAIN(ScoreLineTest)
#include "score_line_test.moc"
