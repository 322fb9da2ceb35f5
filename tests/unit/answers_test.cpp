// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/answers.h"
#include "core/scoring/categories.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTest>

#include <algorithm>

using namespace quantlens;
using scoring::Strategy;

namespace {

QString u(const char* text)
{
    return QString::fromUtf8(text);
}

constexpr Strategy strategies[] = {Strategy::Number, Strategy::YesNo, Strategy::Choice, Strategy::Json,
                                   Strategy::List,   Strategy::Code,  Strategy::Sql,    Strategy::Exact};

} // namespace

class AnswersTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void extraction_data()
    {
        QTest::addColumn<QString>("strategy");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* strategy, const char* text, const char* expected) {
            QTest::addRow("%s: %.60s", strategy, text) << u(strategy) << u(text) << u(expected);
        };
        row("yes_no", "Yes", "yes");
        row("yes_no", "No.", "no");
        row("yes_no", "12 is greater than 7. The answer is yes.", "yes");
        row("yes_no", "12 is less than 70. The answer is no.", "no");
        row("yes_no", "That isn't true.", "no");
        row("yes_no", "That isn’t true.", "no");
        row("yes_no", "This is not quite correct", "no");
        row("yes_no", "not necessarily", "no");
        row("yes_no", "It is not false.", "yes");
        row("yes_no", "It is true that 5 is not greater than 7.", "yes");
        row("yes_no", "Yes, because it isn't wrong to say so.", "yes");
        row("yes_no", "No, that is not true.", "no");
        row("yes_no", "True or false: 5 > 7? False.", "no");
        row("yes_no", "Is it true or false? It is false", "no");
        row("yes_no", "**True**", "yes");
        row("yes_no", "The statement is incorrect.", "no");
        row("yes_no", "There is no doubt that it is true.", "yes");
        row("yes_no", "At first it looks true. Therefore it is false.", "no");
        row("yes_no", "Definitely not.", "no");
        row("yes_no", "Definitely", "yes");
        row("yes_no", "Yes. Some would say no.", "yes");
        row("yes_no", "\\boxed{\\text{No}}, though yes is tempting", "no");
        row("yes_no", "Answer: True", "yes");
        row("yes_no", "The answer is not yes.", "no");
        row("yes_no", "The answer is no, as yes would need 5 > 7.", "no");
        row("yes_no", "It cannot be true.", "no");
        row("yes_no", "It's impossible to say whether that is correct.", "");
        row("yes_no", "I can't say that this is true", "no");
        row("yes_no", "That's right.", "yes");
        row("yes_no", "5 is greater than 3", "");
        row("yes_no", "I have no idea", "");
        row("yes_no", "", "");
        row("choice", "B", "B");
        row("choice", "(c)", "C");
        row("choice", "B. Paris", "B");
        row("choice", "B) Paris", "B");
        row("choice", "The answer is (D).", "D");
        row("choice", "The correct answer is option C because A is wrong.", "C");
        row("choice", "Answer: **A**", "A");
        row("choice", "\\boxed{\\text{E}}", "E");
        row("choice", "The answer is a number I do not know", "");
        row("choice", "A cat is an animal. I pick (B).", "B");
        row("choice", "I think it's B because A and C are wrong.", "B");
        row("choice", "This is A good idea", "");
        row("choice", "Paris", "");
        row("json", "```json\n{\"name\": \"Ann\", \"age\": 5}\n```", "{\"age\":5,\"name\":\"Ann\"}");
        row("json", "Here: {\"a\": 1.0} and more text", "{\"a\":1}");
        row("json", "[1, 2, {\"b\": null}] trailing", "[1,2,{\"b\":null}]");
        row("json", "See [1 for it: {\"a\":[1e2, \"x\\u0041\"]}", "{\"a\":[100,\"xA\"]}");
        row("json", "{\"a\":1,\"a\":2}", "{\"a\":2}");
        row("json", "{\"big\": 12345678901234567890}", "{\"big\":12345678901234567890}");
        row("json", "```json {\"a\": 1}```", "{\"a\":1}");
        row("json", "text [1] then ```\n{\"a\": true}\n```", "{\"a\":true}");
        row("json", "true", "true");
        row("json", "{\"a\": 1", "");
        row("json", "{a: 1}", "");
        row("json", "nothing", "");
        row("json", "~~~\n[]\n~~~", "[]");
        row("list", "3, 17, 42, 99.", "3, 17, 42, 99");
        row("list", "16, 20, 24, 28, 32, 36, 40, 44.", "16, 20, 24, 28, 32, 36, 40, 44");
        row("list", "Sorted: 5,3,1", "5, 3, 1");
        row("list", "[3, 17, 42.0]", "3, 17, 42");
        row("list", "Given 9, 1, 5 the order is 1, 5, 9.", "1, 5, 9");
        row("list", "1. Apples\n2. Pears\n3. Plums", "apples, pears, plums");
        row("list", "- red\n- green", "red, green");
        row("list", "The colours: red, green, and blue.", "red, green, blue");
        row("list", "1,000, 2,000", "1000, 2000");
        row("list", "1 < 2 < 3", "1, 2, 3");
        row("list", "-3, 4, −5", "-3, 4, -5");
        row("list", "7.", "7");
        row("list", "no list here", "");
        row("exact", "  Oslo \n", "Oslo");
        row("exact", "a  b\nc", "a b c");
        row("exact", " ", "");
        row("none", "42", "");
        row("sql", "```sql\nselect  a from t where x = 'a  b';\n```", "SELECT a FROM t WHERE x = 'a  b'");
        row("sql", "You can use: SELECT a FROM t; to get it", "SELECT a FROM t");
        row("sql", "no statement", "");
    }

    void extraction()
    {
        QFETCH(QString, strategy);
        QFETCH(QString, text);
        QFETCH(QString, expected);
        const auto found = scoring::extractAnswer(*scoring::strategyFromName(strategy), text);
        QCOMPARE(found.value_or(QString()), expected);
        QCOMPARE(found.has_value(), !expected.isEmpty());
    }

    void code_data()
    {
        QTest::addColumn<QString>("a");
        QTest::addColumn<QString>("b");
        QTest::addColumn<bool>("same");
        const auto row = [](const char* name, const char* a, const char* b, bool same) {
            QTest::newRow(name) << u(a) << u(b) << same;
        };
        row("blanks", "```python\ndef add_3(x):\n    return x + 3\n```", "```python\ndef add_3(x):\n  return x+3\n```",
            true);
        row("operator", "```python\ndef f(x):\n    return x + 3\n```", "```python\ndef f(x):\n    return x - 3\n```",
            false);
        row("indentation", "```python\nif a:\n    b()\n    c()\n```", "```python\nif a:\n    b()\nc()\n```", false);
        row("tabs", "```python\nif a:\n\tb()\n```", "```python\nif a:\n    b()\n```", true);
        row("in strings", "```python\nx = 'a  b'\n```", "```python\nx = 'a b'\n```", false);
        row("in comments", "```python\nx = 1 # a  b\n```", "```python\nx = 1 # a b\n```", false);
        row("empty lines", "```python\na = 1\n\n\nb = 2\n```", "```python\na = 1\nb = 2\n```", true);
        row("brackets join lines", "```python\nf(a,\n  b)\n```", "```python\nf(a, b)\n```", true);
        row("joined words", "```python\nreturn x\n```", "```python\nreturnx\n```", false);
        row("a tag with signs", "```c++\nint f(){return 1;}\n```", "```c++\nint f() {\n  return 1;\n}\n```", true);
        row("one line", "```python x = 1```", "```python\nx=1\n```", true);
        row("c: a - -b", "```c\nx = a - -b;\n```", "```c\nx = a--b;\n```", false);
        row("c: comment", "```c\n// one\nint a;\n```", "```c\n// one int a;\n```", false);
        row("c: include", "```c\n#include <a.h>\nint a;\n```", "```c\n#include <a.h> int a;\n```", false);
        row("json in a code answer", "```json\n{\"a\": 1, \"b\": 2}\n```", "```json\n{\"b\":2,\"a\":1.0}\n```", true);
        row("unfenced", "Here it is:\ndef f(x):\n    return x", "```python\ndef f(x):\n    return x\n```", true);
        row("unclosed fence", "```python\nx = 1", "```python\nx = 1\n```", true);
        row("windows line ends", "```python\r\nif a:\r\n    b()\r\n```", "```python\nif a:\n    b()\n```", true);
        row("yaml", "```yaml\na:\n  b: 1\n```", "```yaml\na:\nb: 1\n```", false);
        row("triple quotes", "```python\ns = '''a\n  b'''\n```", "```python\ns = '''a\nb'''\n```", false);
    }

    void code()
    {
        QFETCH(QString, a);
        QFETCH(QString, b);
        QFETCH(bool, same);
        const auto x = scoring::extractAnswer(Strategy::Code, a, QStringLiteral("python"));
        const auto y = scoring::extractAnswer(Strategy::Code, b, QStringLiteral("python"));
        QVERIFY(x && y);
        if (same)
            QCOMPARE(*x, *y);
        else
            QVERIFY(*x != *y);
    }

    void codeReadsAsCode()
    {
        QCOMPARE(
            scoring::extractAnswer(Strategy::Code, u("```python\ndef  add( a,b ):\n  return a.x+b [ 0 ]\n```")).value(),
            u("def add(a, b):\n    return a.x + b[0]"));
    }

    void sqlKeywordsInAnyCase()
    {
        const auto a = scoring::extractAnswer(Strategy::Sql, QStringLiteral("select Name from t"));
        const auto b = scoring::extractAnswer(Strategy::Sql, QStringLiteral("SELECT   Name\nFROM t;"));
        const auto c = scoring::extractAnswer(Strategy::Sql, QStringLiteral("SELECT name FROM t;"));
        QVERIFY(a && b && c);
        QCOMPARE(*a, *b);
        QVERIFY(*a != *c);
    }

    void aWordTurnedProse()
    {
        QVERIFY(!scoring::extractAnswer(Strategy::Code, QStringLiteral("I cannot write that function, sorry.")));
    }

    void categories()
    {
        QVERIFY(std::ranges::is_sorted(scoring::categoryStrategies, {}, &scoring::CategoryStrategy::category));
        for (const scoring::CategoryStrategy& entry : scoring::categoryStrategies)
            QVERIFY2(scoring::strategyFromName(entry.strategy.toString()), entry.category.data());
        QCOMPARE(scoring::strategyForCategory(QStringLiteral("Arithmetic")), Strategy::Number);
        QCOMPARE(scoring::strategyForCategory(QStringLiteral("sorting")), Strategy::List);
        QCOMPARE(scoring::strategyForCategory(QStringLiteral("story")), Strategy::None);
        QCOMPARE(scoring::strategyForCategory(QStringLiteral("unheard of")), Strategy::None);
    }

    void everyCategoryOfTheSuites_data()
    {
        QTest::addColumn<QString>("category");
        // The categories of infer-check's suites and of the demo suite.
        for (const char* category : {"precision",
                                     "large_numbers",
                                     "floating_point",
                                     "edge_case",
                                     "carry_propagation",
                                     "base_conversion",
                                     "modular_arithmetic",
                                     "overflow",
                                     "underflow",
                                     "formatting",
                                     "sign_handling",
                                     "catastrophic_cancellation",
                                     "chain_of_thought",
                                     "logic",
                                     "arithmetic",
                                     "word_problem",
                                     "python",
                                     "debugging",
                                     "completion",
                                     "json",
                                     "sql",
                                     "devops",
                                     "bash",
                                     "yaml",
                                     "html",
                                     "creative",
                                     "factual",
                                     "explanation",
                                     "list",
                                     "constrained",
                                     "reasoning",
                                     "recall",
                                     "needle_in_haystack",
                                     "summarization",
                                     "precise_syntax",
                                     "long_chain_of_thought",
                                     "precision_numerics",
                                     "multi_digit_arithmetic",
                                     "algebraic_reasoning",
                                     "logical_puzzle",
                                     "code_translation",
                                     "large_number_reasoning",
                                     "general",
                                     "sorting",
                                     "sequence",
                                     "story"})
            QTest::newRow(category) << u(category);
    }

    void everyCategoryOfTheSuites()
    {
        QFETCH(QString, category);
        QVERIFY(std::ranges::any_of(scoring::categoryStrategies,
                                    [&](const auto& entry) { return category == entry.category; }));
    }

    void theLinesOwnAnswerWins()
    {
        domain::Prompt prompt;
        prompt.category = QStringLiteral("arithmetic");
        prompt.answer = {QStringLiteral("yes_no"), QStringLiteral("Yes"), 0};
        scoring::ResolvedStrategy how = scoring::resolveStrategy(prompt);
        QCOMPARE(how.strategy, Strategy::YesNo);
        QCOMPARE(how.reference, QStringLiteral("yes"));
        prompt.answer = {QString(), QStringLiteral("1,000"), 0.5};
        how = scoring::resolveStrategy(prompt);
        QCOMPARE(how.strategy, Strategy::Number);
        QCOMPARE(how.reference, QStringLiteral("1000"));
        QCOMPARE(scoring::answerOf(how, QStringLiteral("The answer is 1000.25")).right, true);
        QCOMPARE(scoring::answerOf(how, QStringLiteral("The answer is 1001")).right, false);
        QCOMPARE(scoring::answerOf(how, QStringLiteral("no idea")).right, false);
        QVERIFY(!scoring::answerOf(how, QStringLiteral("no idea")).found);
        prompt.answer = {QStringLiteral("list"), QString(), 0};
        QVERIFY(!scoring::resolveStrategy(prompt).reference);
        QCOMPARE(scoring::answerOf(scoring::resolveStrategy(prompt), QStringLiteral("1, 2")).right, std::nullopt);
    }

    void codeReferences()
    {
        domain::Prompt prompt;
        prompt.category = QStringLiteral("python");
        prompt.answer = {QString(), QStringLiteral("def add_3(x):\n    return x + 3"), 0};
        const scoring::ResolvedStrategy how = scoring::resolveStrategy(prompt);
        QCOMPARE(scoring::answerOf(how, u("```python\ndef add_3(x):\n    return x+3\n```")).right, true);
        QCOMPARE(scoring::answerOf(how, u("```python\ndef add_3(x):\n    return x*3\n```")).right, false);
    }

    void hostileTexts_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("1 MB of one letter") << QString(1'000'000, u'a');
        QTest::newRow("1 MB of one digit") << QString(1'000'000, u'7');
        QTest::newRow("1 MB of digits and blanks") << u("7 ").repeated(500'000);
        QTest::newRow("1 MB of commas") << u("1,").repeated(500'000);
        QTest::newRow("100,000 nested brackets") << QString(100'000, u'[') + QString(100'000, u']');
        QTest::newRow("100,000 nested braces") << u("{\"a\":").repeated(100'000);
        QTest::newRow("200,000 open brackets") << u("[{").repeated(100'000);
        QTest::newRow("fences") << u("```").repeated(100'000);
        QTest::newRow("cues") << u("the answer is ").repeated(50'000);
        QTest::newRow("cues with numbers") << u("answer: 1 + 1 = ").repeated(50'000);
        QTest::newRow("boxes") << u("\\boxed{").repeated(100'000);
        QTest::newRow("frac") << u("\\frac{1").repeated(100'000);
        QTest::newRow("powers") << u("2^").repeated(200'000);
        QTest::newRow("points") << u("1.").repeated(300'000);
        QTest::newRow("number words") << u("twenty-").repeated(100'000);
        QTest::newRow("not") << u("not ").repeated(200'000);
        QTest::newRow("select") << u("select ").repeated(100'000);
        QTest::newRow("quotes") << u("\"").repeated(300'000);
        QTest::newRow("a huge power") << u("999999999999^999999999999");
        QTest::newRow("a huge exponent") << u("1e99999999999999999999999");
        QTest::newRow("a huge fraction") << QString(3000, u'7') + QString(u'/') + QString(3000, u'3');
        QTest::newRow("broken surrogates")
            << QString(1000, QChar(0xD800)) + QString(u'1') + QString(1000, QChar(0xDC00));
        QTest::newRow("zeros") << QString(1000, QChar(u'\0'));
    }

    void hostileTexts()
    {
        QFETCH(QString, text);
        QElapsedTimer timer;
        for (const Strategy strategy : strategies) {
            timer.start();
            (void)scoring::extractAnswer(strategy, text);
            // A guard against a hang, far above what a loaded machine needs; speed is measured in tests/benchmarks.
            QVERIFY2(timer.elapsed() < 60'000,
                     qPrintable(scoring::name(strategy) + QString(u' ') + QString::number(timer.elapsed())));
            if (timer.elapsed() > 500)
                qInfo() << scoring::name(strategy) << timer.elapsed() << "ms";
        }
    }

    void randomTexts()
    {
        QRandomGenerator random(17);
        static const QStringList pieces{u("{"),
                                        u("}"),
                                        u("["),
                                        u("]"),
                                        u("\""),
                                        u("\\"),
                                        u("```"),
                                        u("\n"),
                                        u(" "),
                                        u(","),
                                        u("."),
                                        u("-"),
                                        u("/"),
                                        u("^"),
                                        u("*"),
                                        u("%"),
                                        u("1"),
                                        u("23"),
                                        u("000"),
                                        u("e"),
                                        u("x"),
                                        u("answer is"),
                                        u("\\boxed{"),
                                        u("\\frac{"),
                                        u("yes"),
                                        u("not"),
                                        u("é"),
                                        u("½"),
                                        u("²"),
                                        u("四"),
                                        u("👍"),
                                        QString(QChar(0xD801)),
                                        QString(QChar(0xDC01)),
                                        u("def f():"),
                                        u("select"),
                                        u("step"),
                                        u("twenty"),
                                        u("(A)"),
                                        u(":"),
                                        u("'"),
                                        u("#")};
        for (int i = 0; i < 4000; ++i) {
            QString text;
            for (int n = int(random.bounded(60)); n > 0; --n)
                text += pieces.at(random.bounded(pieces.size()));
            for (const Strategy strategy : strategies) {
                const auto found = scoring::extractAnswer(strategy, text);
                QVERIFY(!found || !found->isEmpty());
                QCOMPARE(scoring::extractAnswer(strategy, text) == found, true);
            }
        }
    }
};

QTEST_APPLESS_MAIN(AnswersTest)
#include "answers_test.moc"
