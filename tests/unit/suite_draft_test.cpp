// SPDX-License-Identifier: GPL-3.0-or-later
// Suites while they are edited: what nobody touches stays byte for byte, and nothing is overwritten unseen.
#include "core/base/json.h"
#include "core/suites/draft.h"
#include "core/suites/suites.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace quantlens;
using suites::DraftLine;

namespace {

const QByteArray written = "{\"id\": \"a/1\", \"category\": \"arithmetic\", \"text\": \"What is 6 × 7?\\u00a0Say "
                           "it.\", \"max_tokens\": 32, \"answer\": {\"type\": \"number\", \"value\": 42, \"source\": "
                           "\"me\"}, \"colour\": [1,  2], \"why\": \"computed\"}";

bool write(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

QByteArray readAll(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QByteArray changed(const QByteArray& line, const std::function<void(domain::Prompt&)>& change)
{
    const DraftLine draft = suites::draftLine(line);
    domain::Prompt prompt = draft.shown();
    change(prompt);
    return suites::withPrompt(draft, prompt);
}

} // namespace

class SuiteDraftTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bytesComeBack_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("lines");
        QTest::newRow("empty") << QByteArray() << 0;
        QTest::newRow("unix") << QByteArray("{\"text\": \"a\"}\n{\"text\":\"b\"}\n") << 2;
        QTest::newRow("no end") << QByteArray("{\"text\": \"a\"}\n{\"text\":\"b\"}") << 2;
        QTest::newRow("windows, mark") << QByteArray("\xEF\xBB\xBF{\"text\": \"a\"}\r\n\r\n{\"text\":\"b\"}\r\n") << 2;
        QTest::newRow("old mac") << QByteArray("{\"text\": \"a\"}\r{\"text\":\"b\"}\r") << 2;
        QTest::newRow("blank lines") << QByteArray("\n  \n{\"text\": \"a\"}\n\n\n{\"text\":\"b\"}\n\n \n") << 2;
        QTest::newRow("broken") << QByteArray("not json\n{\"text\": 5}\n  {\"text\":\"b\"}  \n") << 3;
        QTest::newRow("only blank") << QByteArray("\n\n") << 0;
    }

    void bytesComeBack()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, lines);
        const suites::Draft draft = suites::readDraft(bytes);
        QCOMPARE(draft.lines.size(), lines);
        QCOMPARE(suites::bytesOf(draft), bytes);
    }

    void bundledSuitesComeBack()
    {
        for (const QString& name : suites::bundledSuites()) {
            const QByteArray bytes = *suites::bundledBytes(name);
            const suites::Draft draft = suites::readDraft(bytes);
            QCOMPARE(suites::bytesOf(draft), bytes);
            // And a line that is set to what it says stays what it is.
            for (const DraftLine& line : draft.lines.first(std::min<qsizetype>(20, draft.lines.size())))
                QCOMPARE(suites::withPrompt(line, line.shown()), line.bytes);
        }
    }

    void onlyTheFieldChanges()
    {
        QCOMPARE(changed(written, [](domain::Prompt&) {}), written);
        QByteArray expected = written;
        expected.replace("\"max_tokens\": 32", "\"max_tokens\": 64");
        QCOMPARE(changed(written, [](domain::Prompt& prompt) { prompt.maxTokens = 64; }), expected);
        expected = written;
        expected.replace("\"a/1\"", "\"ä \\\"quoted\\\"\"");
        QCOMPARE(changed(written, [](domain::Prompt& prompt) { prompt.id = QStringLiteral("ä \"quoted\""); }),
                 expected);
        // The value that stays is written as it was, what nobody reads as well.
        expected = written;
        expected.replace("{\"type\": \"number\", \"value\": 42, \"source\": \"me\"}",
                         "{\"type\": \"number\", \"value\": 42, \"tolerance\": 0.5, \"source\": \"me\"}");
        QCOMPARE(changed(written, [](domain::Prompt& prompt) { prompt.answer->tolerance = 0.5; }), expected);
        expected = written;
        expected.replace("\"value\": 42", "\"value\": \"43\"");
        QCOMPARE(changed(written, [](domain::Prompt& prompt) { prompt.answer->value = QStringLiteral("43"); }),
                 expected);
    }

    void membersComeAndGo()
    {
        QByteArray line = changed("{\"text\":\"hi\"}", [](domain::Prompt& prompt) {
            prompt.id = QStringLiteral("x");
            prompt.category = QStringLiteral("logic");
            prompt.maxTokens = 8;
            prompt.maxTokensWritten = true;
            prompt.answer = domain::ReferenceAnswer{QStringLiteral("yes_no"), QStringLiteral("yes"), 0};
            prompt.why = QStringLiteral("so");
        });
        QCOMPARE(line, QByteArray("{\"id\":\"x\",\"category\":\"logic\",\"text\":\"hi\",\"max_tokens\":8,\"answer\":"
                                  "{\"type\":\"yes_no\",\"value\":\"yes\"},\"why\":\"so\"}"));
        line = changed(line, [](domain::Prompt& prompt) {
            prompt.id.clear();
            prompt.category = QStringLiteral("general");
            prompt.maxTokensWritten = false;
            prompt.answer.reset();
            prompt.why.clear();
        });
        QCOMPARE(line, QByteArray("{\"text\":\"hi\"}"));
        line = changed(line, [](domain::Prompt& prompt) {
            prompt.messages.prepend({QStringLiteral("system"), QStringLiteral("Be brief.")});
        });
        QCOMPARE(line, QByteArray("{\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},{\"role\":\"user\","
                                  "\"content\":\"hi\"}]}"));
        line = changed(line, [](domain::Prompt& prompt) { prompt.messages.removeFirst(); });
        QCOMPARE(line, QByteArray("{\"text\":\"hi\"}"));
        domain::Prompt fresh;
        fresh.messages = {{QStringLiteral("user"), QStringLiteral("new\nline")}};
        QCOMPARE(suites::withPrompt({}, fresh), QByteArray("{\"text\": \"new\\nline\"}"));
    }

    void awkwardLines()
    {
        // Braces, commas and quotes inside texts are no structure.
        const QByteArray line =
            "{\"text\": \"a, \\\"b\\\": {c}] \\\\\", \"metadata\": {\"x\": [{\"y\": \",\"}]}, \"id\": \"k\"}";
        QByteArray expected = line;
        expected.replace("\"id\": \"k\"", "\"id\": \"l\"");
        QCOMPARE(changed(line, [](domain::Prompt& prompt) { prompt.id = QStringLiteral("l"); }), expected);
        QVERIFY(!suites::draftLine("{\"text\": ").object);
        QVERIFY(suites::draftLine("{\"text\": 5}").object);
        QVERIFY(!suites::draftLine("{\"text\": 5}").read.prompt);
        QCOMPARE(suites::draftLine("{\"max_tokens\": -5, \"text\": \"x\"}").shown().maxTokens, 1);
    }

    void checks()
    {
        const suites::Draft draft = suites::readDraft(
            "{\"id\": \"a\", \"category\": \"arithmetic\", \"text\": \"What is the sum of one and two, "
            "in digits only please?\", \"answer\": {\"value\": \"3\"}}\n"
            "{\"id\": \"a\", \"text\": \"other\"}\n"
            "broken\n"
            "{\"category\": \"arithmetic\", \"text\": \"What is the sum of one and three, in digits "
            "only please?\", \"answer\": {\"value\": \"seven apples\"}}\n");
        const suites::CheckedDraft checked = suites::checkDraft(draft, 0.8);
        const auto has = [&](int row, bool error, const char* code) {
            return std::ranges::any_of(checked.problems, [&](const suites::DraftProblem& problem) {
                return problem.row == row && problem.error == error && problem.code == QLatin1String(code);
            });
        };
        QVERIFY(has(1, true, "suite.duplicate_id"));
        QVERIFY(has(2, true, "suite.syntax"));
        QVERIFY(has(3, false, "check.no_id"));
        QVERIFY(has(3, false, "check.similar"));
        QVERIFY(!has(0, false, "check.similar"));
        QCOMPARE(checked.ids.size(), 4);
        QCOMPARE(checked.ids.at(0), QStringLiteral("a"));
        QVERIFY(checked.ids.at(1).isEmpty() && checked.ids.at(2).isEmpty());
        QCOMPARE(checked.ids.at(3).size(), 12); // derived
        QCOMPARE(checked.stats.prompts, 2);
        QCOMPARE(checked.stats.categories.value(QStringLiteral("arithmetic")).answers, 2);
        QVERIFY(suites::checkDraft({}, 0.8).problems.first().code == QLatin1String("suite.empty"));
    }

    void savingRefusesToOverwrite()
    {
        const QTemporaryDir dir;
        const QString path = dir.filePath(QStringLiteral("s.jsonl"));
        QVERIFY(write(path, "one\n"));
        const QString hash = suites::suiteHash("one\n");
        QVERIFY(suites::saveSuite(path, "two\n", hash));
        QCOMPARE(readAll(path), QByteArray("two\n"));
        const auto refused = suites::saveSuite(path, "three\n", hash);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, QStringLiteral("suite.changed"));
        QCOMPARE(readAll(path), QByteArray("two\n"));
        QVERIFY(suites::saveSuite(path, "three\n", std::nullopt)); // somebody chose this file
        QCOMPARE(readAll(path), QByteArray("three\n"));
        QVERIFY(QFile::remove(path));
        QCOMPARE(suites::saveSuite(path, "four\n", suites::suiteHash("three\n")).error().code,
                 QStringLiteral("suite.changed"));
        QCOMPARE(suites::saveSuite(dir.filePath(QStringLiteral("no/such/s.jsonl")), "x", std::nullopt).error().code,
                 QStringLiteral("suite.write"));
    }
};

QTEST_GUILESS_MAIN(SuiteDraftTest)
#include "suite_draft_test.moc"
