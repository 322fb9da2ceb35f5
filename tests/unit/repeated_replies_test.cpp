// SPDX-License-Identifier: GPL-3.0-or-later
// Replies given twice are told by the server's timings; timings that meet by chance are not.
#include "core/scoring/repeatedreplies.h"

#include <QTest>

#include <cmath>
#include <random>

using namespace quantlens;
using domain::Generation;

namespace {

/// Answers of one length whose timings scatter as a small model's do, in whole microseconds.
QList<Generation> answersOf(int count, std::mt19937& random, double promptSpread = 0.2, double spread = 1.0)
{
    std::normal_distribution<double> prompt(3.0, promptSpread);
    std::normal_distribution<double> generation(40.0, spread);
    QList<Generation> answers;
    for (int i = 0; i < count; ++i) {
        Generation answer;
        answer.promptId = QString::number(i % 10);
        answer.usage = {.promptTokens = 20, .completionTokens = 60};
        answer.timings.promptPerSecond = 20'000.0 / (std::round(std::abs(prompt(random)) * 1000) / 1000);
        answer.timings.generatedPerSecond = 60'000.0 / (std::round(std::abs(generation(random)) * 1000) / 1000);
        answers.append(answer);
    }
    return answers;
}

qsizetype found(const QList<Generation>& answers)
{
    QList<const Generation*> pointers;
    for (const Generation& answer : answers)
        pointers.append(&answer);
    return scoring::repeatedReplies(pointers).size();
}

} // namespace

class RepeatedRepliesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aReplyGivenAgain_data()
    {
        QTest::addColumn<int>("count");
        for (const int count : {3, 8, 40})
            QTest::addRow("one of %d", count) << count;
    }

    void aReplyGivenAgain()
    {
        QFETCH(int, count);
        std::mt19937 random(count);
        QList<Generation> answers = answersOf(count, random);
        QCOMPARE(found(answers), 0);
        answers.append(answers.at(1));
        answers.last().promptId = QStringLiteral("other");
        QList<const Generation*> pointers;
        for (const Generation& answer : std::as_const(answers))
            pointers.append(&answer);
        const auto repeated = scoring::repeatedReplies(pointers);
        QCOMPARE(repeated.size(), 1);
        QCOMPARE(repeated.first().answer, &answers.last());
        QCOMPARE(repeated.first().earlier, &answers.at(1));
    }

    /// 5,000 answers of one length make 12 million pairs: some agree, and nothing is claimed.
    void chanceIsNoFault()
    {
        int agreements = 0;
        for (unsigned seed = 1; seed <= 20; ++seed) {
            std::mt19937 random(seed);
            QList<Generation> answers = answersOf(5000, random);
            QSet<std::pair<double, double>> different;
            for (const Generation& answer : std::as_const(answers))
                different.insert({answer.timings.promptPerSecond, answer.timings.generatedPerSecond});
            agreements += int(answers.size() - different.size());
            QCOMPARE(found(answers), 0);
        }
        QVERIFY2(agreements > 20, "the test would show nothing if no timings agreed");
    }

    /// A machine's speed moves both timings together, and in quiet spells they hardly move: more meet than by their
    /// spread alone.
    void quietSpells()
    {
        int agreements = 0;
        for (unsigned seed = 1; seed <= 200; ++seed) {
            std::mt19937 random(seed);
            QList<Generation> answers = answersOf(400, random);
            std::normal_distribution<double> quiet(1.0, 0.005);
            std::exponential_distribution<double> busy(20);
            std::normal_distribution<double> own(0, 10);
            for (int i = 0; i < answers.size(); ++i) {
                const double slower = quiet(random) + (i % 50 < 15 ? busy(random) : 0);
                answers[i].timings.promptPerSecond = 20'000.0 / (std::round(3000 * slower + own(random)) / 1000);
                answers[i].timings.generatedPerSecond =
                    60'000.0 / (std::round(40'000 * slower + 5 * own(random)) / 1000);
            }
            QSet<std::pair<double, double>> different;
            for (const Generation& answer : std::as_const(answers))
                different.insert({answer.timings.promptPerSecond, answer.timings.generatedPerSecond});
            agreements += int(answers.size() - different.size());
            QCOMPARE(found(answers), 0);
        }
        QVERIFY2(agreements > 100, "the test would show nothing if no timings agreed");
    }

    /// A server that counts whole milliseconds.
    void coarseClocks()
    {
        std::mt19937 random(11);
        std::normal_distribution<double> generation(400.0, 20.0);
        std::normal_distribution<double> prompt(60.0, 6.0);
        QList<Generation> answers = answersOf(100, random);
        for (Generation& answer : answers) {
            answer.timings.promptPerSecond = 20'000.0 / std::round(prompt(random));
            answer.timings.generatedPerSecond = 60'000.0 / std::round(generation(random));
        }
        QCOMPARE(found(answers), 0);
    }

    /// Every tenth reply is stale: chance is no excuse.
    void manyAmongMany()
    {
        std::mt19937 random(7);
        QList<Generation> answers = answersOf(5000, random);
        for (int i = 10; i < 5000; i += 10)
            answers[i] = answers.at(i - 1);
        QVERIFY(found(answers) >= 499);
    }

    void timingsThatSayNothing()
    {
        std::mt19937 random(3);
        QCOMPARE(found(answersOf(100, random, 0, 0)), 0);
        QCOMPARE(found({}), 0);
        QCOMPARE(found(answersOf(1, random)), 0);
    }
};

QTEST_GUILESS_MAIN(RepeatedRepliesTest)
#include "repeated_replies_test.moc"
