// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secrets/redactanswer.h"
#include "core/secrets/redactor.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTest>
#include <QUrl>

using namespace quantlens;
using secrets::Redactor;

class RedactorTest : public QObject
{
    Q_OBJECT

    /// With every character that is escaped somewhere.
    const QByteArray m_key = "sk-Ab/9+\"\\&%<'=~z";

    static QByteArray percent(const QByteArray& text, bool everything)
    {
        QByteArray out;
        for (const char c : text)
            out += everything ? '%' + QByteArray(1, c).toHex() : QByteArray(1, c).toPercentEncoding();
        return out;
    }

    static QByteArray json(const QByteArray& text)
    {
        return QJsonDocument(QJsonArray{QString::fromLatin1(text)}).toJson(QJsonDocument::Compact);
    }

    static QByteArray escaped(const QByteArray& text, const char* format)
    {
        QByteArray out;
        for (const char c : text)
            out += QString::asprintf(format, c).toLatin1();
        return out;
    }

private Q_SLOTS:
    void findsEveryForm_data()
    {
        QTest::addColumn<QByteArray>("form");
        QTest::newRow("bare") << m_key;
        QTest::newRow("lower case, as in a host") << m_key.toLower();
        QTest::newRow("percent") << percent(m_key, false);
        QTest::newRow("percent, every character") << percent(m_key, true);
        QTest::newRow("percent, upper case") << percent(m_key, true).toUpper();
        QTest::newRow("percent twice") << percent(percent(m_key, false), false);
        QTest::newRow("percent of everything twice") << percent(percent(m_key, true), false);
        QTest::newRow("JSON") << json(m_key);
        QTest::newRow("JSON in JSON") << json(json(m_key));
        QTest::newRow("JSON in JSON in JSON") << json(json(json(m_key)));
        QTest::newRow("JSON, solidus escaped") << json(m_key).replace("/", "\\/");
        QTest::newRow("JSON, code points") << escaped(m_key, "\\u%04x");
        QTest::newRow("JSON, code points, upper case") << escaped(m_key, "\\u%04X");
        QTest::newRow("JSON, code points in JSON") << escaped(m_key, "\\\\u%04x");
        QTest::newRow("C") << escaped(m_key, "\\x%02x");
        QTest::newRow("HTML") << QString::fromLatin1(m_key).toHtmlEscaped().toLatin1();
        QTest::newRow("HTML, numbers") << escaped(m_key, "&#%d;");
        QTest::newRow("HTML, hexadecimal") << escaped(m_key, "&#x%X;");
    }

    void findsEveryForm()
    {
        QFETCH(QByteArray, form);
        Redactor redactor;
        redactor.add(m_key);
        const QByteArray clean = redactor.apply("before " + form + " after");
        QVERIFY2(clean.startsWith("before "), clean.constData());
        QVERIFY2(clean.endsWith(" after"), clean.constData());
        QVERIFY2(clean.contains("[key]"), clean.constData());
        QVERIFY2(clean.size() < 40, clean.constData());
        QCOMPARE(redactor.apply(QString::fromLatin1("before " + form)),
                 QString::fromLatin1(redactor.apply("before " + form)));
    }

    /// The base64 of something that contains the key shows all but its outermost bits.
    void findsBase64AtEveryOffset()
    {
        const QByteArray key = "hf_qRstUvWxYz0123456789?>~";
        Redactor redactor;
        redactor.add(key);
        for (const auto alphabet : {QByteArray::Base64Encoding, QByteArray::Base64UrlEncoding}) {
            for (const QByteArray& before : {QByteArray(), QByteArray("u"), QByteArray("us"), QByteArray("user:")}) {
                const QByteArray digits = (before + key + "tail").toBase64(alphabet);
                const QByteArray clean = redactor.apply("Basic " + digits);
                QVERIFY2(clean.contains("[key]"), digits.constData());
                QVERIFY2(clean.size() < 35, clean.constData());
            }
        }
    }

    /// However a stream is cut, no piece of the key is passed on, and everything else is.
    void findsKeysAcrossChunks()
    {
        Redactor redactor;
        redactor.add(m_key);
        const QByteArray text =
            "x sk-A y " + m_key + m_key + " sk-" + percent(m_key, true) + "\\" + escaped(m_key, "\\u%04x") + " sk-Ab";
        const QByteArray expected = redactor.apply(text);
        QCOMPARE(expected.count("[key]"), 4);
        for (qsizetype step = 1; step < 40; ++step) {
            QByteArray out;
            QByteArray rest;
            for (qsizetype i = 0; i < text.size(); i += step)
                out += redactor.applyPart(&rest, text.sliced(i, std::min(step, text.size() - i)), false);
            out += redactor.applyPart(&rest, {}, true);
            QCOMPARE(out, expected);
        }
    }

    /// A stream is held back only where a key may have begun: nothing at the end of a line of JSON.
    void doesNotHoldBackWhatIsNoKey()
    {
        Redactor redactor;
        redactor.add("sk-0123456789abcdef");
        QByteArray rest;
        const QByteArray event = "data: {\"text\":\"100 % \\n & more\"}\n\n";
        QCOMPARE(redactor.applyPart(&rest, event, false), event);
        QVERIFY(rest.isEmpty());
        QCOMPARE(redactor.applyPart(&rest, "text s", false), "text ");
        QCOMPARE(redactor.applyPart(&rest, "ome", false), "some");
    }

    void leavesTextAloneWithoutKeys()
    {
        const QByteArray bytes("\xff\xfe\x00 %41", 8);
        QCOMPARE(Redactor().apply(bytes), bytes);
        Redactor redactor;
        redactor.add("EMPTY");
        QVERIFY(redactor.isEmpty());
        redactor.add("0123456789");
        QCOMPARE(redactor.apply(bytes), bytes);
        const QString lone(QChar(0xd800));
        QCOMPARE(redactor.apply(lone), lone);
    }

    void longerKeyWins()
    {
        Redactor redactor;
        redactor.add("sk-12345678");
        redactor.add("sk-12345678-rest-of-it");
        QCOMPARE(redactor.apply(QByteArray("a sk-12345678-rest-of-it b")), QByteArray("a [key] b"));
    }

    void reachesErrorsAndJson()
    {
        Redactor redactor;
        redactor.add(m_key);
        const QString key = QString::fromLatin1(m_key);
        const base::Error error = redactor.apply(base::Error{QStringLiteral("http.401"), key, u'a' + key, key + u'b'});
        QCOMPARE(error, (base::Error{QStringLiteral("http.401"), QStringLiteral("[key]"), QStringLiteral("a[key]"),
                                     QStringLiteral("[key]b")}));
        const QJsonObject object{
            {QStringLiteral("n"), 1},
            {key, QJsonArray{QJsonObject{{QStringLiteral("h"), QStringLiteral("Bearer ") + key}}, true}}};
        QCOMPARE(QJsonDocument(redactor.apply(QJsonValue(object)).toObject()).toJson(QJsonDocument::Compact),
                 QByteArray(R"#({"[key]":[{"h":"Bearer [key]"},true],"n":1})#"));
    }

    /// A server that sends the key token by token gets it into nothing that is stored.
    void reachesAnswers()
    {
        Redactor redactor;
        redactor.add(m_key);
        const QString key = QString::fromLatin1(m_key);
        domain::Generation answer;
        answer.text = QStringLiteral("The key is ") + key;
        answer.reasoning = key;
        answer.server.model = key;
        answer.request = {{QStringLiteral("header"), key}};
        answer.error = base::Error{QStringLiteral("http.401"), key, {}, {}};
        for (const char c : m_key)
            answer.entries.append({.bytes = QByteArray(1, c), .top = {}});
        secrets::redact(redactor, &answer);
        QCOMPARE(answer.text, QStringLiteral("The key is [key]"));
        QCOMPARE(answer.reasoning, QStringLiteral("[key]"));
        QCOMPARE(answer.server.model, QStringLiteral("[key]"));
        QCOMPARE(answer.request.value(QLatin1String("header")).toString(), QStringLiteral("[key]"));
        QCOMPARE(answer.error->message, QStringLiteral("[key]"));
        QVERIFY(answer.entries.isEmpty());

        answer.entries = {{.bytes = "a", .top = {{.bytes = "b"}, {.bytes = m_key}}}};
        secrets::redact(redactor, &answer);
        QVERIFY(answer.entries.isEmpty());
        // A part's tokens are read together although the other part's stand between.
        for (const char c : m_key) {
            answer.entries.append({.bytes = QByteArray(1, c), .top = {}});
            answer.entries.append({.bytes = "x", .top = {}, .part = domain::Part::Reasoning});
        }
        secrets::redact(redactor, &answer);
        QVERIFY(answer.entries.isEmpty());
        answer.entries = {{.bytes = "4", .top = {{.bytes = "4"}, {.bytes = "\xc3"}}}};
        const QList<domain::TokenInfo> honest = answer.entries;
        secrets::redact(redactor, &answer);
        QCOMPARE(answer.entries.size(), honest.size());
        QCOMPARE(answer.entries.first().top.size(), 2);
    }

    /// Random bytes, random keys: nothing crashes, and what is found is gone.
    void survivesNoise()
    {
        QRandomGenerator random(7);
        for (int round = 0; round < 300; ++round) {
            QByteArray key;
            for (int i = 0; i < 8 + round % 5; ++i)
                key += "%\\&u0025ab;#x"[random.bounded(13)];
            Redactor redactor;
            redactor.add(key);
            QByteArray text;
            for (int i = 0; i < 200; ++i)
                text += "%\\&u0025ab;#x"[random.bounded(13)];
            text.insert(random.bounded(200), key);
            QVERIFY2(!redactor.apply(text).contains(key), (key + " in " + text).constData());
        }
    }
};

QTEST_GUILESS_MAIN(RedactorTest)
#include "redactor_test.moc"
