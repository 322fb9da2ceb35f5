// SPDX-License-Identifier: GPL-3.0-or-later
// Answers set and judged by hand: what they change in the scores, and what they do not.
#include "core/exchange/runfile.h"
#include "core/reports/runjson.h"
#include "core/scoring/runscores.h"

#include <QTest>

using namespace quantlens;
using domain::AnnotationKind;

class OverridesTest : public QObject
{
    Q_OBJECT

    static domain::RunData run()
    {
        domain::RunData data;
        data.run.id = QStringLiteral("r");
        data.run.status = domain::RunStatus::Finished;
        data.run.sides.resize(3);
        const auto add = [&](const char* id, const char* category, const char* reference,
                             std::initializer_list<const char*> answers) {
            domain::Prompt prompt;
            prompt.id = QString::fromLatin1(id);
            prompt.category = QString::fromLatin1(category);
            prompt.messages = {{QStringLiteral("user"), QStringLiteral("?")}};
            if (*reference)
                prompt.answer = domain::ReferenceAnswer{{}, QString::fromLatin1(reference), 0};
            data.run.prompts.append(prompt);
            int side = 0;
            for (const char* text : answers) {
                domain::Generation g;
                g.runId = data.run.id;
                g.promptId = prompt.id;
                g.side = side++;
                g.text = QString::fromLatin1(text);
                data.generations.append(g);
            }
        };
        add("sum", "arithmetic", "12", {"The answer is 12.", "It is 12, not 21, as one sees.", "The answer is 12."});
        add("story", "story", "", {"Once.", "Twice.", "Once."});
        data.run.kind = domain::RunKind::Sweep;
        return data;
    }

    static domain::Comparison pairOf(const scoring::RunScores& scores, int side, const char* id)
    {
        for (const domain::Comparison& comparison : scores.pair(side)->comparisons) {
            if (comparison.promptId == QLatin1String(id))
                return comparison;
        }
        return {};
    }

private Q_SLOTS:
    void answersAreReplaced()
    {
        domain::RunData data = run();
        const scoring::RunScores before = scoring::scoreRun(data);
        const qint64 flips = before.pair(1)->summary.flips.count;
        QCOMPARE(before.pair(1)->summary.byHand, 0);

        const bool readRight = *pairOf(before, 1, "sum").answerB.right;
        data.annotations = {{.promptId = QStringLiteral("sum"),
                             .kind = AnnotationKind::AnswerB,
                             .side = 1,
                             .value = readRight ? QStringLiteral("= 13.") : QStringLiteral("= 12.")}};
        const scoring::RunScores after = scoring::scoreRun(data);
        const domain::Comparison pair = pairOf(after, 1, "sum");
        QVERIFY(pair.answerB.byHand && !pair.answerA.byHand);
        QCOMPARE(pair.answerB.value, readRight ? QStringLiteral("13") : QStringLiteral("12")); // read like an answer
        QCOMPARE(*pair.answerB.right, !readRight);
        QVERIFY(after.pair(1)->summary.flips.count != flips);
        QCOMPARE(after.pair(1)->summary.byHand, 1);
        // Another side is not touched.
        QCOMPARE(after.pair(2)->summary.byHand, 0);
        QCOMPARE(after.pair(2)->summary.flips, before.pair(2)->summary.flips);
    }

    void verdictsWin_data()
    {
        QTest::addColumn<QString>("verdict");
        QTest::addColumn<domain::AnswerState>("answers");
        QTest::addColumn<domain::FlipState>("flip");
        QTest::newRow("right") << "right" << domain::AnswerState::Same << domain::FlipState::BothRight;
        QTest::newRow("wrong") << "wrong" << domain::AnswerState::Changed << domain::FlipState::RightToWrong;
        QTest::newRow("none") << "none" << domain::AnswerState::Undetermined << domain::FlipState::RightToWrong;
    }

    void verdictsWin()
    {
        QFETCH(QString, verdict);
        domain::RunData data = run();
        data.annotations = {
            {.promptId = QStringLiteral("sum"),
             .kind = AnnotationKind::AnswerB,
             .side = 1,
             .value = QStringLiteral("7")},
            {.promptId = QStringLiteral("sum"), .kind = AnnotationKind::VerdictB, .side = 1, .value = verdict}};
        const domain::Comparison pair = pairOf(scoring::scoreRun(data), 1, "sum");
        QTEST(pair.answers, "answers");
        QTEST(pair.flip, "flip");
    }

    /// The baseline's answer stands in every pair.
    void theBaselineCountsForAllSides()
    {
        domain::RunData data = run();
        data.annotations = {
            {.promptId = QStringLiteral("sum"), .kind = AnnotationKind::VerdictA, .value = QStringLiteral("wrong")}};
        const scoring::RunScores scores = scoring::scoreRun(data);
        for (const int side : {1, 2})
            QCOMPARE(scores.pair(side)->summary.byHand, 1);
        QCOMPARE(pairOf(scores, 2, "sum").flip, domain::FlipState::WrongToRight);
    }

    /// Prompts that have no answer to read can be judged by hand.
    void promptsWithoutStrategy()
    {
        domain::RunData data = run();
        const auto say = [&](AnnotationKind kind, int side, const char* value) {
            data.annotations.append(
                {.promptId = QStringLiteral("story"), .kind = kind, .side = side, .value = QString::fromLatin1(value)});
        };
        say(AnnotationKind::VerdictB, 1, "wrong");
        QCOMPARE(pairOf(scoring::scoreRun(data), 1, "story").answers, domain::AnswerState::NotApplicable);
        say(AnnotationKind::VerdictA, 0, "right");
        QCOMPARE(pairOf(scoring::scoreRun(data), 1, "story").flip, domain::FlipState::RightToWrong);
        data.annotations.clear();
        say(AnnotationKind::AnswerA, 0, "cat");
        say(AnnotationKind::AnswerB, 1, "dog");
        QCOMPARE(pairOf(scoring::scoreRun(data), 1, "story").answers, domain::AnswerState::Changed);
    }

    /// Scoring one prompt again gives what scoring all gives.
    void rescoringIsScoring()
    {
        domain::RunData data = run();
        const scoring::RunScores before = scoring::scoreRun(data);
        data.annotations = {{.promptId = QStringLiteral("sum"),
                             .kind = AnnotationKind::VerdictB,
                             .side = 2,
                             .value = QStringLiteral("wrong")}};
        const scoring::RunScores all = scoring::scoreRun(data);
        const scoring::RunScores one = scoring::rescoreAnswers(before, data, QStringLiteral("sum"));
        QCOMPARE(reports::runJson(data, one), reports::runJson(data, all));
        QVERIFY(reports::runJson(data, one) != reports::runJson(data, before));
        data.annotations.clear();
        QCOMPARE(reports::runJson(data, scoring::rescoreAnswers(one, data, QStringLiteral("sum"))),
                 reports::runJson(data, before));
    }

    void theRunFileKeepsThem()
    {
        domain::RunData data = run();
        data.annotations = {
            {.promptId = QStringLiteral("sum"),
             .kind = AnnotationKind::Note,
             .value = QStringLiteral("odd \u202e `x`")},
            {.promptId = QStringLiteral("sum"), .kind = AnnotationKind::Rating, .value = QStringLiteral("4")},
            {.promptId = QStringLiteral("sum"),
             .kind = AnnotationKind::AnswerB,
             .side = 2,
             .value = QStringLiteral("5")}};
        const auto read = exchange::parseRunFile(reports::runJson(data, scoring::scoreRun(data)));
        QVERIFY(read);
        QCOMPARE(read->annotations, data.annotations);
    }

    /// Imported files may say anything.
    void strangeAnnotations()
    {
        domain::RunData data = run();
        const QByteArray plain = reports::runJson(data, scoring::scoreRun(data));
        for (const int side : {-1, 0, 3, 1'000'000})
            data.annotations.append({.promptId = QStringLiteral("sum"),
                                     .kind = AnnotationKind::VerdictB,
                                     .side = side,
                                     .value = QStringLiteral("wrong")});
        data.annotations.append({.promptId = QStringLiteral("sum"),
                                 .kind = AnnotationKind::VerdictB,
                                 .side = 1,
                                 .value = QStringLiteral("perhaps")});
        data.annotations.append(
            {.promptId = QStringLiteral("nobody"), .kind = AnnotationKind::AnswerA, .value = QStringLiteral("1")});
        const scoring::RunScores scores = scoring::scoreRun(data);
        data.annotations.clear();
        QCOMPARE(reports::runJson(data, scores), plain);
    }
};

QTEST_GUILESS_MAIN(OverridesTest)
#include "overrides_test.moc"
