// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/suites/check.h"
#include "core/suites/select.h"
#include "core/suites/similar.h"
#include "core/suites/stats.h"
#include "core/suites/suites.h"

#include <QSet>
#include <QTest>

#include <algorithm>

using namespace quantlens;

namespace {

QString u(const char* text)
{
    return QString::fromUtf8(text);
}

QStringList codes(const QByteArray& bytes, double similarity = 0.8)
{
    const auto checked = suites::checkSuite(bytes, u("s.jsonl"), {.similarity = similarity});
    if (!checked)
        return {checked.error().first().code};
    QStringList found;
    for (const suites::SuiteWarning& warning : checked->warnings)
        found.append(u("%1:%2").arg(QString::number(warning.line), warning.code));
    return found;
}

QList<domain::Prompt> prompts(const QByteArray& bytes)
{
    const auto suite = suites::parseSuite(bytes, u("s.jsonl"));
    return suite ? suite->prompts : QList<domain::Prompt>();
}

QStringList ids(const base::Expected<QList<domain::Prompt>>& selected)
{
    if (!selected)
        return {selected.error().code};
    QStringList found;
    for (const domain::Prompt& prompt : *selected)
        found.append(prompt.id);
    return found;
}

const QByteArray sample = "{\"id\":\"1\",\"text\":\"one\",\"category\":\"b\"}\n"
                          "{\"id\":\"2\",\"text\":\"two\",\"category\":\"a\"}\n"
                          "{\"id\":\"3\",\"text\":\"three\",\"category\":\"b\"}\n"
                          "{\"id\":\"4\",\"text\":\"four\",\"category\":\"c\"}\n"
                          "{\"id\":\"5\",\"text\":\"five\",\"category\":\"b\"}\n"
                          "";

} // namespace

class SuiteCheckTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void warnings_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QStringList>("expected");
        const auto row = [](const char* name, const char* bytes, const QStringList& expected) {
            QTest::newRow(name) << QByteArray(bytes) << expected;
        };
        row("nothing", "{\"id\":\"a\",\"text\":\"1 + 1\",\"category\":\"arithmetic\",\"answer\":{\"value\":2}}", {});
        row("no id", "{\"text\":\"1 + 1\",\"category\":\"arithmetic\"}", {u("1:check.no_id")});
        row("unknown key", "{\"id\":\"a\",\"text\":\"t\",\"maxtokens\":5}", {u("1:check.unknown_key")});
        row("unknown answer key",
            "{\"id\":\"a\",\"text\":\"t\",\"answer\":{\"type\":\"number\",\"value\":1,\"tolerence\":2}}",
            {u("1:check.unknown_key")});
        row("known keys",
            "{\"id\":\"a\",\"text\":\"t\",\"why\":\"w\",\"check\":{},\"metadata\":{\"x\":1},\"max_tokens\":9}", {});
        row("empty", "{\"id\":\"a\",\"text\":\"  \"}", {u("1:check.empty")});
        row("category", "{\"id\":\"a\",\"text\":\"t\",\"category\":\"algebar\"}", {u("1:check.category")});
        row("category with a type",
            "{\"id\":\"a\",\"text\":\"t\",\"category\":\"mine\",\"answer\":{\"type\":\"exact\"}}", {});
        row("strategy", "{\"id\":\"a\",\"text\":\"t\",\"category\":\"story\",\"answer\":{\"value\":\"x\"}}",
            {u("1:check.strategy")});
        row("answer", "{\"id\":\"a\",\"text\":\"t\",\"answer\":{\"type\":\"json\",\"value\":\"{\\\"a\\\": 1}\"}}", {});
        row("budget",
            "{\"id\":\"a\",\"text\":\"t\",\"max_tokens\":3,\"answer\":{\"type\":\"exact\",\"value\":\"a text of more "
            "than three tokens\"}}",
            {u("1:check.budget")});
        row("similar",
            "{\"id\":\"a\",\"text\":\"How many apples are in the red box today?\"}\n\n"
            "{\"id\":\"b\",\"text\":\"How many pears are in the red box today?\"}\n",
            {u("3:check.similar")});
        row("an error", "{\"id\":\"a\"}", {u("suite.prompt")});
    }

    void warnings()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QStringList, expected);
        QCOMPARE(codes(bytes), expected);
    }

    void similarityLimit()
    {
        const QByteArray two = "{\"id\":\"a\",\"text\":\"a b c d e f g h i j\"}\n"
                               "{\"id\":\"b\",\"text\":\"a b c d e f g h i k\"}\n";
        const auto pairs = suites::similarPairs(prompts(two), 0.8);
        QCOMPARE(pairs.size(), 1);
        QCOMPARE(pairs.first().similarity, 0.9);
        QVERIFY(suites::similarPairs(prompts(two), 0.9).isEmpty());
        QCOMPARE(codes(two, 1), QStringList());
        // The same words in another order are not alike.
        const QByteArray turned = "{\"id\":\"a\",\"text\":\"a b c d e f g h i j\"}\n"
                                  "{\"id\":\"b\",\"text\":\"j i h g f e d c b a\"}\n";
        QVERIFY(suites::similarPairs(prompts(turned), 0.5).isEmpty());
    }

    void manyWarningsAreBounded()
    {
        QByteArray bytes;
        for (int i = 0; i < 3200; ++i)
            bytes += "{\"text\":\"prompt " + QByteArray::number(i) + "\"}\n";
        const auto checked = suites::checkSuite(bytes, u("s.jsonl"));
        QVERIFY(checked);
        QCOMPARE(checked->warnings.size(), 1000);
    }

    void selection()
    {
        const auto all = prompts(sample);
        QCOMPARE(ids(suites::selectPrompts(all, {})), (QStringList{u("1"), u("2"), u("3"), u("4"), u("5")}));
        QCOMPARE(ids(suites::selectPrompts(all, {.categories = {u("c"), u("b")}})),
                 (QStringList{u("1"), u("3"), u("4"), u("5")}));
        QCOMPARE(ids(suites::selectPrompts(all, {.ids = {u("5"), u("2")}})), (QStringList{u("2"), u("5")}));
        QCOMPARE(ids(suites::selectPrompts(all, {.categories = {u("b")}, .ids = {u("5"), u("2")}})),
                 (QStringList{u("5")}));
        // infer-check's order: categories in turn.
        QCOMPARE(ids(suites::selectPrompts(all, {.numPrompts = 4})), (QStringList{u("2"), u("1"), u("4"), u("3")}));
        QCOMPARE(ids(suites::selectPrompts(all, {.categories = {u("b")}, .numPrompts = 2})),
                 (QStringList{u("1"), u("3")}));
        QCOMPARE(ids(suites::selectPrompts(all, {.numPrompts = 99, .sampleSeed = 1})).size(), 5);
    }

    void selectionErrors()
    {
        const auto all = prompts(sample);
        QCOMPARE(ids(suites::selectPrompts(all, {.categories = {u("z")}})), QStringList{u("usage.category")});
        QCOMPARE(ids(suites::selectPrompts(all, {.ids = {u("1"), u("9")}})), QStringList{u("usage.ids")});
        QCOMPARE(ids(suites::selectPrompts(all, {.categories = {u("a")}, .ids = {u("1")}})),
                 QStringList{u("usage.selection")});
        QCOMPARE(ids(suites::selectPrompts(all, {.sampleSeed = 3})), QStringList{u("usage.selection")});
        QCOMPARE(ids(suites::selectPrompts(all, {.numPrompts = -1})), QStringList{u("usage.selection")});
        const auto unknown = suites::selectPrompts(all, {.ids = {u("8"), u("9")}});
        QVERIFY(unknown.error().message.contains(u("8, 9")));
    }

    /// A seed draws the same prompts everywhere; a larger sample holds the smaller one; file order does not matter.
    void samples()
    {
        const auto suite = suites::loadSuite(u("demo"));
        QVERIFY(suite);
        const auto drawn = [&](int n, quint64 seed) {
            return ids(suites::selectPrompts(suite->prompts, {.numPrompts = n, .sampleSeed = seed}));
        };
        QCOMPARE(drawn(3, 7), (QStringList{u("demo/json-006"), u("demo/arithmetic-036"), u("demo/arithmetic-040")}));
        QCOMPARE(drawn(20, 7), drawn(20, 7));
        QVERIFY(drawn(20, 7) != drawn(20, 8));
        const QStringList twenty = drawn(20, 7);
        const QStringList thirty = drawn(30, 7);
        QVERIFY(QSet<QString>(thirty.cbegin(), thirty.cend()).contains(QSet<QString>(twenty.cbegin(), twenty.cend())));
        QList<domain::Prompt> reversed(suite->prompts.crbegin(), suite->prompts.crend());
        QStringList turned = ids(suites::selectPrompts(reversed, {.numPrompts = 20, .sampleSeed = 7}));
        std::ranges::reverse(turned);
        QCOMPARE(turned, twenty);
    }

    void statistics()
    {
        const auto stats = suites::statsOf(
            prompts("{\"id\":\"1\",\"text\":\"one "
                    "two\",\"category\":\"logic\",\"max_tokens\":8,\"answer\":{\"value\":\"yes\"}}\n"
                    "{\"id\":\"2\",\"text\":\"a b c d\",\"category\":\"story\",\"answer\":{\"value\":\"never read\"}}\n"
                    "{\"id\":\"3\",\"text\":\"x\",\"category\":\"story\"}\n"));
        QCOMPARE(stats.prompts, 3);
        QCOMPARE(stats.answers, 2);
        QCOMPARE(stats.unread, 1);
        QCOMPARE(stats.categories.value(u("story")).prompts, 2);
        QCOMPARE(stats.budgets, (QMap<int, int>{{8, 1}, {1024, 2}}));
        QCOMPARE(stats.strategies.value(u("yes_no")), 1);
        QCOMPARE(stats.fewestWords, 1);
        QCOMPARE(stats.medianWords, 2);
        QCOMPARE(stats.mostWords, 4);
    }
};

QTEST_GUILESS_MAIN(SuiteCheckTest)
#include "suite_check_test.moc"
