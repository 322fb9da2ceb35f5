// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/suites/suites.h"

#include "core/base/json.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace quantlens;
using suites::SuiteResult;

namespace {

QByteArray bytesOf(const QJsonArray& lines)
{
    QByteArray bytes;
    for (const QJsonValue& line : lines)
        bytes += line.toString().toUtf8() + '\n';
    return bytes;
}

SuiteResult parse(const QByteArray& bytes)
{
    return suites::parseSuite(bytes, QStringLiteral("s.jsonl"));
}

QString messages(const SuiteResult& result)
{
    QStringList all;
    if (!result) {
        for (const base::Error& error : result.error())
            all.append(error.code + QLatin1String(" ") + error.message);
    }
    return all.join(QLatin1Char('\n'));
}

QStringList ids(const QList<domain::Prompt>& prompts)
{
    QStringList found;
    for (const domain::Prompt& prompt : prompts)
        found.append(prompt.id);
    return found;
}

QByteArray fileBytes(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class SuitesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // infer-check's own results on these inputs. Where they are defects, ours are listed here with the reason.
    void vectors_data()
    {
        QTest::addColumn<QJsonObject>("vector");
        const auto document =
            base::parseJsonObject(fileBytes(QStringLiteral(QUANTLENS_TEST_DATA "/vectors/infer-check.json")));
        QVERIFY(document);
        for (const QJsonValue& value : document->value(QLatin1String("vectors")).toArray()) {
            if (value[QLatin1String("group")].toString() == QLatin1String("suite_load"))
                QTest::newRow(qPrintable(value[QLatin1String("id")].toString())) << value.toObject();
        }
    }

    void vectors()
    {
        QFETCH(QJsonObject, vector);
        static const QHash<QString, QString> differs{
            // results are kept by id, so two prompts of one id collapse into one
            {QStringLiteral("suite_load-012"), QStringLiteral("suite.duplicate_id")},
            // a run over nothing "succeeds"
            {QStringLiteral("suite_load-015"), QStringLiteral("suite.empty")},
            // a negative budget reaches the server as it is, where it means "no limit" or an error
            {QStringLiteral("suite_load-021"), QStringLiteral("suite.prompt")},
            // a byte order mark is an error there; editors write it and the content is fine
            {QStringLiteral("suite_load-028"), QString()},
        };
        const QString id = vector.value(QLatin1String("id")).toString();
        const QJsonObject input = vector.value(QLatin1String("input")).toObject();
        const QJsonObject output = vector.value(QLatin1String("output")).toObject();
        const SuiteResult suite = parse(bytesOf(input.value(QLatin1String("lines")).toArray()));

        if (differs.contains(id)) {
            if (differs.value(id).isEmpty()) {
                QVERIFY2(suite.has_value(), qPrintable(messages(suite)));
            } else {
                QVERIFY(!suite);
                QCOMPARE(suite.error().first().code, differs.value(id));
            }
            return;
        }
        if (output.contains(QLatin1String("error"))) {
            QVERIFY(!suite);
            // "Invalid JSON at s.jsonl:2 - …": the same place, and the same kind.
            const QString theirs = output.value(QLatin1String("message_start")).toString();
            const QString place = theirs.section(QLatin1Char(' '), 3, 3);
            QVERIFY2(suite.error().first().message.startsWith(place + QLatin1Char(':')), qPrintable(messages(suite)));
            QCOMPARE(suite.error().first().code, theirs.startsWith(QLatin1String("Invalid JSON"))
                                                     ? QStringLiteral("suite.syntax")
                                                     : QStringLiteral("suite.prompt"));
            return;
        }
        QVERIFY2(suite.has_value(), qPrintable(messages(suite)));
        const QJsonValue wanted = input.value(QLatin1String("num_prompts"));
        const QList<domain::Prompt> prompts =
            wanted.isNull() ? suite->prompts : suites::balancedSubset(suite->prompts, wanted.toInt());
        if (output.contains(QLatin1String("ids"))) {
            QCOMPARE(ids(prompts), output.value(QLatin1String("ids")).toVariant().toStringList());
            return;
        }
        const QJsonArray expected = output.value(QLatin1String("prompts")).toArray();
        QCOMPARE(prompts.size(), expected.size());
        for (qsizetype i = 0; i < expected.size(); ++i) {
            const QJsonObject prompt = expected.at(i).toObject();
            QCOMPARE(prompts.at(i).id, prompt.value(QLatin1String("id")).toString());
            QCOMPARE(prompts.at(i).category, prompt.value(QLatin1String("category")).toString());
            QCOMPARE(prompts.at(i).maxTokens, prompt.value(QLatin1String("max_tokens")).toInt());
            QCOMPARE(prompts.at(i).text(), prompt.value(QLatin1String("text")).toString());
            QCOMPARE(prompts.at(i).metadata, prompt.value(QLatin1String("metadata")).toObject());
        }
    }

    void goodLines_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<int>("maxTokens");
        QTest::addColumn<QString>("strategy");
        QTest::addColumn<QString>("value");
        const auto row = [](const char* name, const char* line, int maxTokens = 1024, const char* strategy = "",
                            const char* value = "") {
            QTest::newRow(name) << QByteArray(line) << maxTokens << QString::fromUtf8(strategy)
                                << QString::fromUtf8(value);
        };
        row("text only", R"({"text":"t"})");
        row("unknown keys", R"({"text":"t","difficulty":3,"tags":["a"]})");
        row("max_tokens as text", R"({"text":"t","max_tokens":" 64 "})", 64);
        row("max_tokens as text with point", R"({"text":"t","max_tokens":"64.0"})", 64);
        row("largest max_tokens", R"({"text":"t","max_tokens":2147483647})", 2147483647);
        row("messages", R"({"messages":[{"role":"system","content":"s"},{"role":"user","content":"t"}]})");
        row("number as number", R"({"text":"t","answer":{"type":"number","value":42}})", 1024, "number", "42");
        row("decimal", R"({"text":"t","answer":{"type":"number","value":0.1}})", 1024, "number", "0.1");
        row("long number as number", R"({"text":"t","answer":{"type":"number","value":9007199254740993}})", 1024,
            "number", "9007199254740993");
        row("number as text", R"({"text":"t","answer":{"type":"number","value":"1,000"}})", 1024, "number", "1,000");
        row("tolerance", R"({"text":"t","answer":{"type":"number","value":"3.14","tolerance":0.01}})", 1024, "number",
            "3.14");
        row("yes as true", R"({"text":"t","answer":{"type":"yes_no","value":true}})", 1024, "yes_no", "yes");
        row("json as object", R"({"text":"t","answer":{"type":"json","value":{"b":1,"a":[2]}}})", 1024, "json",
            R"({"a":[2],"b":1})");
        row("json as text", R"({"text":"t","answer":{"type":"json","value":"[{}, 1]"}})", 1024, "json", "[{}, 1]");
        row("list as array", R"({"text":"t","answer":{"type":"list","value":[3,"x",5]}})", 1024, "list", "3, x, 5");
        row("by category", R"({"text":"t","answer":{"value":"7"}})", 1024, "", "7");
        row("strategy without reference", R"({"text":"t","answer":{"type":"code"}})", 1024, "code", "");
        row("no extraction", R"({"text":"t","answer":{"type":"none"}})", 1024, "none", "");
        row("null answer", R"({"text":"t","answer":null})");
        row("category with a joiner", "{\"text\":\"t\",\"category\":\"\u0646\u0645\u06cc\u200c\u062e\"}");
    }

    void goodLines()
    {
        QFETCH(QByteArray, line);
        const SuiteResult suite = parse(line);
        QVERIFY2(suite.has_value(), qPrintable(messages(suite)));
        const domain::Prompt& prompt = suite->prompts.first();
        QCOMPARE(prompt.text(), QStringLiteral("t"));
        QTEST(prompt.maxTokens, "maxTokens");
        QCOMPARE(prompt.maxTokensWritten, line.contains("max_tokens"));
        const domain::ReferenceAnswer answer = prompt.answer.value_or(domain::ReferenceAnswer());
        QTEST(answer.strategy, "strategy");
        QTEST(answer.value, "value");
        QCOMPARE(answer.tolerance, line.contains("tolerance") ? 0.01 : 0.0);
        QCOMPARE(prompt.line, 1);
    }

    void badLines_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("says"); // a part of the message
        const auto row = [](const char* name, const QByteArray& line, const char* says,
                            const char* code = "suite.prompt") {
            QTest::newRow(name) << line << QString::fromLatin1(code) << QString::fromUtf8(says);
        };
        row("not json", "hello", "not valid JSON", "suite.syntax");
        row("half an object", R"({"text":"t")", "not valid JSON", "suite.syntax");
        row("two objects", R"({"text":"t"}{"text":"u"})", "not valid JSON", "suite.syntax");
        row("array", R"(["t"])", "an array");
        row("NUL byte", QByteArray("{\"text\":\"a\0b\"}", 14), "NUL byte stands at byte 11", "suite.syntax");
        row("broken UTF-8", "{\"text\":\"a\xC3\x28\"}", "not valid UTF-8", "suite.syntax");
        row("overlong UTF-8", "{\"text\":\"\xC0\xAF\"}", "not valid UTF-8", "suite.syntax");
        row("deep nesting", QByteArray(100000, '['), "JSON", "suite.syntax");
        row("escaped NUL", R"({"text":"a\u0000b"})", "U+0000");
        row("half a surrogate pair", R"({"text":"a\ud800b"})", "surrogate");
        row("both", R"({"text":"t","messages":[{"role":"user","content":"t"}]})", "both");
        row("no messages", R"({"messages":[]})", "at least one message");
        row("messages not an array", R"({"messages":"hi"})", "must be an array");
        row("message not an object", R"({"messages":["hi"]})", "message 1 must be an object");
        row("unknown role", R"({"messages":[{"role":"robot","content":"t"}]})", "role \"robot\"");
        row("content parts", R"({"messages":[{"role":"user","content":[{"type":"text","text":"t"}]}]})", "message 1");
        row("ends with assistant", R"({"messages":[{"role":"user","content":"t"},{"role":"assistant","content":"x"}]})",
            "role \"user\"");
        row("text not text", R"({"text":3})", "\"text\" must be text");
        row("empty id", R"({"text":"t","id":""})", "\"id\" is empty");
        row("id with newline", R"({"text":"t","id":"a\nb"})", "control");
        row("long id", "{\"text\":\"t\",\"id\":\"" + QByteArray(300, 'x') + "\"}", "longer than 256");
        row("zero max_tokens", R"({"text":"t","max_tokens":0})", "at least 1");
        row("huge max_tokens", R"({"text":"t","max_tokens":2147483648})", "at most 2147483647");
        row("huge max_tokens as text", R"({"text":"t","max_tokens":"99999999999999999999"})", "at most");
        row("overflowing max_tokens", R"({"text":"t","max_tokens":1e400})", "whole number");
        row("true max_tokens", R"({"text":"t","max_tokens":true})", "whole number");
        row("max_tokens in words", R"({"text":"t","max_tokens":"many"})", "whole number");
        row("metadata text", R"({"text":"t","metadata":"x"})", "\"metadata\" must be an object");
        row("answer text", R"({"text":"t","answer":"42"})", "must be an object");
        row("unknown type", R"({"text":"t","answer":{"type":"essay","value":"x"}})", "\"essay\" is unknown; known are");
        row("type not text", R"({"text":"t","answer":{"type":5,"value":"x"}})", "unknown");
        row("empty answer", R"({"text":"t","answer":{}})", "neither");
        row("empty value", R"({"text":"t","answer":{"type":"number","value":""}})", "is empty");
        row("null value", R"({"text":"t","answer":{"type":"number","value":null}})", "must be text or a number");
        row("object as number", R"({"text":"t","answer":{"type":"number","value":{}}})", "must be text or a number");
        row("inexact number", R"({"text":"t","answer":{"type":"number","value":123456789012345678901}})", "as text");
        row("value not JSON", R"({"text":"t","answer":{"type":"json","value":"{a}"}})", "not JSON");
        row("maybe", R"({"text":"t","answer":{"type":"yes_no","value":"maybe"}})", "yes or no");
        row("long choice", R"({"text":"t","answer":{"type":"choice","value":"AB"}})", "one letter");
        row("list with commas", R"({"text":"t","answer":{"type":"list","value":["1,2"]}})", "without commas");
        row("negative tolerance", R"({"text":"t","answer":{"type":"number","value":1,"tolerance":-1}})", "at least 0");
        row("tolerance of text", R"({"text":"t","answer":{"type":"exact","value":"x","tolerance":1}})", "only answers");
        row("none with value", R"({"text":"t","answer":{"type":"none","value":"x"}})", "no \"value\"");
        row("several at once", R"({"id":5,"max_tokens":0})",
            R"("id" must be text, not a number; has neither "text" nor "messages"; "max_tokens" must be at least 1)");
    }

    void badLines()
    {
        QFETCH(QByteArray, line);
        QFETCH(QString, says);
        const SuiteResult suite = parse(line);
        QVERIFY(!suite);
        QCOMPARE(suite.error().size(), 1);
        QTEST(suite.error().first().code, "code");
        const QString message = suite.error().first().message;
        QVERIFY2(message.startsWith(QLatin1String("s.jsonl:1: ")), qPrintable(message));
        QVERIFY2(message.contains(says), qPrintable(message));
        QVERIFY(message.size() < 1000);
    }

    void everyBadLineIsReported()
    {
        const SuiteResult suite =
            parse("\xEF\xBB\xBF{\"text\":\"ok\"}\r\n\r\n{bad\r\n{\"text\":\"fine\"}\r\n7\r\n{\"id\":1}");
        QVERIFY(!suite);
        QStringList places;
        for (const base::Error& error : suite.error())
            places.append(error.message.section(QLatin1Char(':'), 0, 1));
        QCOMPARE(places,
                 (QStringList{QStringLiteral("s.jsonl:3"), QStringLiteral("s.jsonl:5"), QStringLiteral("s.jsonl:6")}));
    }

    void lineEnds_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("LF") << QByteArray("{\"text\":\"a\"}\n\n{\"text\":\"b\"}\n");
        QTest::newRow("CRLF") << QByteArray("{\"text\":\"a\"}\r\n\r\n{\"text\":\"b\"}\r\n");
        QTest::newRow("CR") << QByteArray("{\"text\":\"a\"}\r\r{\"text\":\"b\"}\r");
        QTest::newRow("no last end") << QByteArray("{\"text\":\"a\"}\n  \t\n{\"text\":\"b\"}");
        QTest::newRow("BOM") << QByteArray("\xEF\xBB\xBF{\"text\":\"a\"}\n\n{\"text\":\"b\"}");
    }

    void lineEnds()
    {
        QFETCH(QByteArray, bytes);
        const SuiteResult suite = parse(bytes);
        QVERIFY2(suite.has_value(), qPrintable(messages(suite)));
        QCOMPARE(suite->prompts.size(), 2);
        QCOMPARE(suite->prompts.at(1).text(), QStringLiteral("b"));
        QCOMPARE(suite->prompts.at(1).line, 3);
        QCOMPARE(suite->name, QStringLiteral("s"));
    }

    void duplicateIdsNameBothLines()
    {
        const SuiteResult suite = parse(R"({"id":"x%2","text":"1"}
{"id":"y","text":"2"}
{"id":"x%2","text":"3"}
{"id":"x%2","text":"4"})");
        QVERIFY(!suite);
        QCOMPARE(suite.error().size(), 2);
        QCOMPARE(suite.error().first().code, QStringLiteral("suite.duplicate_id"));
        QCOMPARE(suite.error().first().message, QStringLiteral("s.jsonl:3: the id \"x%2\" is already used in line 1."));
        QCOMPARE(suite.error().last().message, QStringLiteral("s.jsonl:4: the id \"x%2\" is already used in line 1."));
    }

    void derivedIds()
    {
        const QByteArray line = R"({"text":"What is 2 + 2?","category":"math","max_tokens":8})";
        const SuiteResult suite = parse(line + '\n' + line + "\n{\"category\":\"math\",\"text\":\"What is 2 + 2?\"}\n" +
                                        R"({"text":"What is 2 + 2?","category":"other"})");
        QVERIFY(suite);
        // printf '%s' '{"category":"math","messages":[{"content":"What is 2 + 2?","role":"user"}]}' | sha256sum
        QCOMPARE(suite->prompts.at(0).id, QStringLiteral("248a3bd81737"));
        QCOMPARE(suite->prompts.at(1).id, QStringLiteral("248a3bd81737-2"));
        QCOMPARE(suite->prompts.at(2).id, QStringLiteral("248a3bd81737-3")); // the budget is no part of the identity
        QVERIFY(!suite->prompts.at(3).id.startsWith(QStringLiteral("248a3bd81737")));
        // The same conversation, written as messages, is the same prompt.
        const SuiteResult conversation =
            parse(R"({"messages":[{"content":"What is 2 + 2?","role":"user"}],"category":"math"})");
        QVERIFY(conversation);
        QCOMPARE(conversation->prompts.first().id, QStringLiteral("248a3bd81737"));
    }

    void derivedIdsAvoidWrittenOnes()
    {
        const SuiteResult suite = parse(R"({"text":"What is 2 + 2?","category":"math"}
{"text":"mine","id":"248a3bd81737"}
{"text":"What is 2 + 2?","category":"math"}
{"text":"mine too","id":"248a3bd81737-3"})");
        QVERIFY2(suite.has_value(), qPrintable(messages(suite)));
        QCOMPARE(ids(suite->prompts),
                 (QStringList{QStringLiteral("248a3bd81737-2"), QStringLiteral("248a3bd81737"),
                              QStringLiteral("248a3bd81737-4"), QStringLiteral("248a3bd81737-3")}));
    }

    void emptyFiles_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("blank lines") << QByteArray("\n  \r\n\n");
        QTest::newRow("BOM only") << QByteArray("\xEF\xBB\xBF");
    }

    void emptyFiles()
    {
        QFETCH(QByteArray, bytes);
        const SuiteResult suite = parse(bytes);
        QVERIFY(!suite);
        QCOMPARE(suite.error().size(), 1);
        QCOMPARE(suite.error().first().code, QStringLiteral("suite.empty"));
    }

    void bounds()
    {
        const SuiteResult longLine =
            parse("{\"text\":\"" + QByteArray(17 * 1024 * 1024, 'x') + "\"}\n{\"text\":\"t\"}");
        QVERIFY(!longLine);
        QVERIFY(longLine.error().first().message.contains(QLatin1String("longer than 16 MiB")));
        QCOMPARE(longLine.error().size(), 1);

        const SuiteResult garbage = parse(QByteArray("x\n").repeated(5000));
        QVERIFY(!garbage);
        QCOMPARE(garbage.error().size(), 1001);
        QVERIFY(garbage.error().last().message.contains(QLatin1String("4000 more")));

        const SuiteResult utf16 = parse(QByteArray("\xFF\xFE{\0\"\0", 6));
        QVERIFY(!utf16);
        QVERIFY(utf16.error().first().message.contains(QLatin1String("UTF-16")));
    }

    // Whatever the bytes are: an answer, and no crash.
    void damagedFiles()
    {
        const QByteArray good = fileBytes(QStringLiteral(QUANTLENS_SOURCE_DIR "/suites/demo.jsonl")).first(2000);
        quint32 random = 12345;
        for (int round = 0; round < 2000; ++round) {
            QByteArray bytes = good;
            for (int flip = 0; flip < 3; ++flip) {
                random = random * 1664525U + 1013904223U;
                bytes[qsizetype((random >> 8) % quint32(bytes.size()))] = char(random >> 24);
            }
            const SuiteResult suite = parse(bytes);
            QVERIFY(suite ? !suite->prompts.isEmpty() : !suite.error().isEmpty());
        }
    }

    void balancedSubsetBounds()
    {
        const SuiteResult suite = parse(R"({"id":"1","text":"","category":"b"}
{"id":"2","text":"","category":"a"}
{"id":"3","text":"","category":"b"})");
        QVERIFY(suite);
        QCOMPARE(ids(suites::balancedSubset(suite->prompts, 0)), QStringList());
        QCOMPARE(ids(suites::balancedSubset(suite->prompts, -1)), QStringList());
        QCOMPARE(ids(suites::balancedSubset(suite->prompts, 1)), (QStringList{QStringLiteral("2")}));
        QCOMPARE(ids(suites::balancedSubset(suite->prompts, 3)),
                 (QStringList{QStringLiteral("1"), QStringLiteral("2"), QStringLiteral("3")}));
        QCOMPARE(ids(suites::balancedSubset({}, 5)), QStringList());
        // Code points, not UTF-16 units: U+FFE5 sorts before U+1F600.
        const SuiteResult wide = parse("{\"id\":\"emoji\",\"text\":\"\",\"category\":\"\U0001F600\"}\n"
                                       "{\"id\":\"yen\",\"text\":\"\",\"category\":\"\uFFE5\"}\n"
                                       "{\"id\":\"more\",\"text\":\"\",\"category\":\"\uFFE5\"}");
        QVERIFY(wide);
        QCOMPARE(ids(suites::balancedSubset(wide->prompts, 2)),
                 (QStringList{QStringLiteral("yen"), QStringLiteral("emoji")}));
    }

    void bundledDemo()
    {
        QVERIFY(suites::bundledSuites().contains(QLatin1String("demo")));
        const SuiteResult suite = suites::loadSuite(QStringLiteral("demo"));
        QVERIFY2(suite.has_value(), qPrintable(messages(suite)));
        QCOMPARE(suite->source, QStringLiteral("bundled"));
        QCOMPARE(suite->name, QStringLiteral("demo"));
        QCOMPARE(suite->prompts.size(), 120);
        QCOMPARE(suite->sha256.size(), 64);
        QSet<QString> texts;
        QMap<QString, int> categories;
        for (const domain::Prompt& prompt : suite->prompts) {
            texts.insert(prompt.text());
            ++categories[prompt.category];
            QVERIFY(prompt.id.startsWith(QStringLiteral("demo/%1-").arg(prompt.category)));
            QCOMPARE(prompt.answer.has_value(), prompt.category != QLatin1String("story"));
            QVERIFY(prompt.maxTokensWritten && prompt.maxTokens <= 200);
        }
        QCOMPARE(texts.size(), 120);
        QCOMPARE(categories.size(), 8);
        QVERIFY(std::ranges::all_of(categories, [](int count) { return count >= 6; }));
        const SuiteResult byFileName = suites::loadSuite(QStringLiteral("demo.jsonl"));
        QVERIFY(byFileName.has_value());
        QCOMPARE(ids(byFileName->prompts), ids(suite->prompts));
    }

    void lookup()
    {
        QTemporaryDir folder;
        const QString before = QDir::currentPath();
        QVERIFY(QDir::setCurrent(folder.path()));
        const auto restore = qScopeGuard([before] { QDir::setCurrent(before); });

        const SuiteResult unknown = suites::loadSuite(QStringLiteral("nonsense"));
        QVERIFY(!unknown);
        QCOMPARE(unknown.error().first().code, QStringLiteral("suite.unknown"));
        QVERIFY(unknown.error().first().hint.contains(QLatin1String("demo")));
        for (const QString& name : {QString(), QStringLiteral("../suites/demo"), QStringLiteral(".jsonl")}) {
            const SuiteResult none = suites::loadSuite(name);
            QVERIFY(!none);
            QCOMPARE(none.error().first().code, QStringLiteral("suite.unknown"));
        }

        // A folder called like a suite does not hide it; any other folder is no suite.
        QVERIFY(QDir().mkdir(QStringLiteral("demo")) && QDir().mkdir(QStringLiteral("other")));
        const SuiteResult besideFolder = suites::loadSuite(QStringLiteral("demo"));
        QVERIFY(besideFolder);
        QCOMPARE(besideFolder->source, QStringLiteral("bundled"));
        const SuiteResult other = suites::loadSuite(QStringLiteral("other"));
        QVERIFY(!other);
        QVERIFY(other.error().first().message.contains(QLatin1String("folder")));

        // A file does.
        QVERIFY(QDir().rmdir(QStringLiteral("demo")));
        QFile file(QStringLiteral("demo"));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("{\"text\":\"mine\"}\n") > 0);
        file.close();
        const SuiteResult mine = suites::loadSuite(QStringLiteral("demo"));
        QVERIFY(mine);
        QCOMPARE(mine->prompts.size(), 1);
        QCOMPARE(mine->source, QStringLiteral("demo"));
    }

    void endlessDevice()
    {
        if (!QFile::exists(QStringLiteral("/dev/zero")))
            QSKIP("no /dev/zero here");
        const SuiteResult endless = suites::loadSuite(QStringLiteral("/dev/zero"));
        QVERIFY(!endless);
        QCOMPARE(endless.error().first().code, QStringLiteral("suite.read"));
    }
};

QTEST_GUILESS_MAIN(SuitesTest)
#include "suites_test.moc"
