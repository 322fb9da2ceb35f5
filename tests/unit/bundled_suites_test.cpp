// SPDX-License-Identifier: GPL-3.0-or-later
// The bundled suites: what infer-check's scripts rely on, and that right answers are taken and wrong ones are not.
// That the answers are right is tests/check_suites.py's task.
#include "core/scoring/answers.h"
#include "core/scoring/exactnumber.h"
#include "core/suites/check.h"
#include "core/suites/similar.h"
#include "core/suites/stats.h"
#include "core/suites/suites.h"

#include <QRegularExpression>
#include <QTest>

#include <algorithm>

using namespace quantlens;
using scoring::Strategy;

namespace {

QString u(const char* text)
{
    return QString::fromUtf8(text);
}

/// Ways to give a value as an answer of its kind.
QStringList phrasings(Strategy strategy, const QString& value)
{
    switch (strategy) {
    case Strategy::Number:
        return {value, u("The answer is %1.").arg(value), u("**Answer:** %1").arg(value),
                u("First I take 3 of them, then step 2 gives 12 more.\n\n\\boxed{%1}").arg(value)};
    case Strategy::YesNo:
        return value == u("yes") ? QStringList{u("Yes."), u("yes"), u("The answer is yes."), u("That is true.")}
                                 : QStringList{u("No."), u("no"), u("The answer is no."), u("That is not true.")};
    case Strategy::Choice:
        return {value, u("(%1)").arg(value), u("The answer is %1.").arg(value), u("Option %1, I think.").arg(value)};
    case Strategy::Json:
        return {value, u("```json\n%1\n```").arg(value), u("Here it is:\n```\n%1\n```\nDone.").arg(value)};
    case Strategy::List:
        return {value, u("%1.").arg(value), u("- %1").arg(QString(value).replace(u(", "), u("\n- ")))};
    case Strategy::Code:
        return {u("```\n%1\n```").arg(value), u("```python\n%1\n```").arg(value),
                u("This fits:\n```python\n%1\n```\nIt is short.").arg(value)};
    case Strategy::Sql:
        return {value, u("%1;").arg(value), u("```sql\n%1;\n```").arg(value)};
    case Strategy::Exact:
        return {value, u(" %1\n").arg(value)};
    case Strategy::None:
        break;
    }
    return {};
}

/// Values close to the right one that are wrong.
QStringList slips(Strategy strategy, const QString& value)
{
    switch (strategy) {
    case Strategy::Number: {
        const auto number = scoring::numberFromText(value);
        const auto one = scoring::numberFromText(u"1");
        if (!number || !one)
            return {};
        QString digit = value;
        digit.back() = QChar(u'0' + (value.back().digitValue() + 3) % 10);
        return {scoring::toText(*scoring::sum(*number, *one)), digit};
    }
    case Strategy::YesNo:
        return {value == u("yes") ? u("no") : u("yes")};
    case Strategy::Choice:
        return {value == u("A") ? u("B") : u("A")};
    case Strategy::Json:
        return {u("[%1]").arg(value), u("{\"value\": %1}").arg(value)};
    case Strategy::List:
        return {value.section(u(", "), 0, -2) + u(", 98765"), value + u(", 5")};
    case Strategy::Code:
        return {value + u(" + 1")};
    case Strategy::Sql:
        return {value + u(" LIMIT 1")};
    case Strategy::Exact:
        return {value + u("x"), value.chopped(1)};
    case Strategy::None:
        break;
    }
    return {};
}

struct Expected
{
    const char* suite;
    std::initializer_list<std::pair<const char*, int>> categories;
    std::initializer_list<std::pair<int, int>> budgets;
};

// infer-check's categories, counts and budgets.
const Expected compatibleSuites[] = {
    {"adversarial-numerics",
     {{"precision", 30},
      {"large_numbers", 17},
      {"floating_point", 14},
      {"edge_case", 11},
      {"carry_propagation", 7},
      {"base_conversion", 6},
      {"modular_arithmetic", 4},
      {"overflow", 3},
      {"underflow", 2},
      {"formatting", 2},
      {"sign_handling", 2},
      {"catastrophic_cancellation", 2}},
     {{256, 88}, {512, 12}}},
    {"reasoning",
     {{"chain_of_thought", 38},
      {"logic", 25},
      {"arithmetic", 19},
      {"word_problem", 15},
      {"precision", 2},
      {"large_numbers", 1}},
     {{256, 53}, {512, 46}, {1024, 1}}},
    {"code",
     {{"python", 49},
      {"debugging", 16},
      {"completion", 11},
      {"json", 8},
      {"sql", 6},
      {"devops", 4},
      {"bash", 3},
      {"yaml", 2},
      {"html", 1}},
     {{512, 70}, {256, 30}}},
    {"determinism",
     {{"creative", 34}, {"factual", 24}, {"explanation", 23}, {"list", 11}, {"constrained", 8}},
     {{256, 63}, {128, 26}, {512, 6}, {64, 5}}},
    {"long-context",
     {{"reasoning", 67}, {"recall", 22}, {"needle_in_haystack", 8}, {"summarization", 3}},
     {{512, 87}, {256, 7}, {1024, 4}, {128, 2}}},
    {"quant-sensitive",
     {{"precise_syntax", 19},
      {"long_chain_of_thought", 18},
      {"precision_numerics", 17},
      {"multi_digit_arithmetic", 12},
      {"algebraic_reasoning", 11},
      {"logical_puzzle", 8},
      {"code_translation", 8},
      {"large_number_reasoning", 7}},
     {{512, 54}, {1024, 22}, {256, 22}, {128, 2}}},
};

void addSuiteRows()
{
    QTest::addColumn<QString>("name");
    for (const QString& name : suites::bundledSuites())
        QTest::newRow(qPrintable(name)) << name;
}

} // namespace

class BundledSuitesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void all()
    {
        QCOMPARE(suites::bundledSuites(),
                 (QStringList{u("adversarial-numerics"), u("code"), u("demo"), u("determinism"), u("long-context"),
                              u("long-context-32k"), u("multilingual"), u("near-ties"), u("quant-sensitive"),
                              u("reasoning"), u("smoke"), u("structured-output")}));
        for (const QString& name : suites::bundledSuites())
            QVERIFY2(!suites::bundledDescription(name).isEmpty(), qPrintable(name));
        QCOMPARE(suites::bundledDescription(u("no-such")), QString());
    }

    void compatibleCounts()
    {
        for (const Expected& expected : compatibleSuites) {
            const auto suite = suites::loadSuite(u(expected.suite));
            QVERIFY2(suite, expected.suite);
            const suites::SuiteStats stats = suites::statsOf(suite->prompts);
            QCOMPARE(stats.prompts, 100);
            QCOMPARE(stats.categories.size(), qsizetype(expected.categories.size()));
            for (const auto& [category, count] : expected.categories)
                QVERIFY2(stats.categories.value(u(category)).prompts == count,
                         qPrintable(u("%1 %2").arg(u(expected.suite), u(category))));
            QCOMPARE(stats.budgets.size(), qsizetype(expected.budgets.size()));
            for (const auto& [budget, count] : expected.budgets)
                QVERIFY2(stats.budgets.value(budget) == count,
                         qPrintable(u("%1 %2").arg(u(expected.suite), QString::number(budget))));
        }
    }

    void lines_data() { addSuiteRows(); }

    /// Stable ids, a why for each answer, and never an answer that nothing reads.
    void lines()
    {
        QFETCH(QString, name);
        const auto suite = suites::loadSuite(name);
        QVERIFY(suite);
        const suites::SuiteStats stats = suites::statsOf(suite->prompts);
        QCOMPARE(stats.unread, 0);
        static const QRegularExpression number(u("-\\d{3}$"));
        for (const domain::Prompt& prompt : suite->prompts) {
            QVERIFY2(prompt.id.startsWith(u("%1/%2-").arg(name, prompt.category)) && number.match(prompt.id).hasMatch(),
                     qPrintable(prompt.id));
            QVERIFY2(prompt.maxTokensWritten, qPrintable(prompt.id));
            if (prompt.answer && !prompt.answer->value.isEmpty() && name != u("demo"))
                QVERIFY2(!prompt.why.isEmpty(), qPrintable(prompt.id));
        }
    }

    void answers_data() { addSuiteRows(); }

    /// The right answer in several words is right, a slip of one digit, letter or item is wrong.
    void answers()
    {
        QFETCH(QString, name);
        const auto suite = suites::loadSuite(name);
        QVERIFY(suite);
        QStringList problems;
        for (const domain::Prompt& prompt : suite->prompts) {
            if (!prompt.answer || prompt.answer->value.isEmpty())
                continue;
            const scoring::ResolvedStrategy how = scoring::resolveStrategy(prompt);
            const QString& value = prompt.answer->value;
            for (const QString& reply : phrasings(how.strategy, value)) {
                if (const auto answer = scoring::answerOf(how, reply); !answer.right.value_or(false))
                    problems.append(u("%1: not right: %2 (read as %3)").arg(prompt.id, reply, answer.value));
            }
            const QStringList wrong = slips(how.strategy, value);
            QVERIFY2(!wrong.isEmpty(), qPrintable(prompt.id));
            for (const QString& slip : wrong) {
                for (const QString& reply : phrasings(how.strategy, slip)) {
                    if (scoring::answerOf(how, reply).right.value_or(true))
                        problems.append(u("%1: not wrong: %2").arg(prompt.id, reply));
                }
            }
            if (scoring::answerOf(how, QString()).right.value_or(true))
                problems.append(u("%1: nothing is right").arg(prompt.id));
        }
        QVERIFY2(problems.isEmpty(), qPrintable(problems.join(u'\n')));
    }

    void checked_data() { addSuiteRows(); }

    void checked()
    {
        QFETCH(QString, name);
        const auto found = suites::readSuite(name);
        QVERIFY(found);
        const auto checked = suites::checkSuite(found->bytes, found->source, {.similarity = 1});
        QVERIFY(checked);
        for (const suites::SuiteWarning& warning : checked->warnings)
            QVERIFY2(false, qPrintable(warning.id + u(": ") + warning.message));
    }

    /// Over all suites but the demo, which is made of templates.
    void noTwoAlike()
    {
        QList<domain::Prompt> prompts;
        for (const QString& name : suites::bundledSuites()) {
            if (!suites::madeFromTemplates(name))
                prompts += suites::loadSuite(name)->prompts;
        }
        QVERIFY(prompts.size() > 790);
        for (const suites::SimilarPair& pair : suites::similarPairs(prompts, 0.8))
            QFAIL(qPrintable(
                u("%1 and %2 are %3 alike")
                    .arg(prompts.at(pair.first).id, prompts.at(pair.second).id, QString::number(pair.similarity))));
    }

    /// The long suite is made by the build: the same bytes everywhere, and really long.
    void longSuite()
    {
        const auto suite = suites::loadSuite(u("long-context-32k"));
        QVERIFY(suite);
        QCOMPARE(suite->prompts.size(), 24);
        const auto [shortest, longest] =
            std::ranges::minmax(suite->prompts, {}, [](const domain::Prompt& prompt) { return prompt.text().size(); });
        QVERIFY(shortest.text().size() > 4'000 * 4);
        QVERIFY(longest.text().size() > 30'000 * 4 && longest.text().size() < 32'768 * 4);
        QCOMPARE(suite->sha256, u("6f86e16d681baff64ecf1ec560987a1ad2742054cd8264da59d5b0fd7d39a2e5"));
    }

    /// Budgets of the short suites, with their prompts, fit into the demo model's context of 256 tokens.
    void shortSuites()
    {
        for (const char* name : {"smoke", "near-ties"}) {
            const auto suite = suites::loadSuite(u(name));
            QVERIFY(suite);
            for (const domain::Prompt& prompt : suite->prompts)
                QVERIFY2(prompt.maxTokens <= 32 && prompt.text().toUtf8().size() <= 150, qPrintable(prompt.id));
        }
        QCOMPARE(suites::loadSuite(u("smoke"))->prompts.size(), 12);
    }
};

QTEST_GUILESS_MAIN(BundledSuitesTest)
#include "bundled_suites_test.moc"
