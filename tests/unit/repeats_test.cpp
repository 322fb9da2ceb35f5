// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/forkrate.h"
#include "core/scoring/repeats.h"
#include "core/scoring/samples.h"

#include <QTest>

#include <cmath>

using namespace quantlens;
using scoring::Sameness;

namespace {

domain::Generation answer(const char* text, float logprob = -0.5F, const char* id = "p")
{
    domain::Generation generation;
    generation.promptId = QString::fromUtf8(id);
    generation.text = QString::fromUtf8(text);
    domain::TokenInfo entry{1, text, logprob, {}, domain::Part::Content};
    entry.top = {{1, text, logprob}, {2, "other", -3.0F}};
    generation.entries = {entry};
    return generation;
}

domain::Generation failure(const char* code = "http.500", const char* id = "p")
{
    domain::Generation generation;
    generation.promptId = QString::fromUtf8(id);
    generation.error = base::Error{QString::fromUtf8(code), {}, {}, {}};
    return generation;
}

} // namespace

class RepeatsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void threeTiers()
    {
        QCOMPARE(scoring::compareRepeats(answer("x"), answer("x")).sameness, Sameness::Bits);
        const auto other = scoring::compareRepeats(answer("x", -0.5F), answer("x", -0.7F));
        QCOMPARE(other.sameness, Sameness::Text);
        QVERIFY(std::abs(other.margins.front() - 0.2) < 1e-6);
        QVERIFY(std::abs(other.logprobs.front() - 0.2) < 1e-6);
        QCOMPARE(scoring::compareRepeats(answer("x"), answer("y")).sameness, Sameness::DifferentText);
        domain::Generation reasoned = answer("x");
        reasoned.reasoning = QStringLiteral("hm");
        QCOMPARE(scoring::compareRepeats(answer("x"), reasoned).sameness, Sameness::DifferentText);
        // NaN is the same "no value" on both sides.
        QCOMPARE(scoring::compareRepeats(answer("x", domain::noLogprob), answer("x", domain::noLogprob)).sameness,
                 Sameness::Bits);
    }

    void anOutlierFirstIsAnOutlier()
    {
        // infer-check gives 0.2 for this; the most frequent output is the reference here.
        const auto result = scoring::scoreRepeats(QStringLiteral("p"),
                                                  {answer("x"), answer("a"), answer("a"), answer("a"), answer("a")},
                                                  domain::Unit::Words);
        QCOMPARE(result.score, 0.8);
        QCOMPARE(result.variants.size(), 2);
        QCOMPARE(result.variants.constFirst().text, QStringLiteral("a"));
        QCOMPARE(result.variants.constFirst().count, 4);
        QVERIFY(result.variants.at(1).divergence);
        QCOMPARE(result.positions, QList<qsizetype>{0});
        QCOMPARE(result.sameBits, 4);
        QCOMPARE(result.differentText, 1);
    }

    void failuresAreNotDifferences()
    {
        const auto result = scoring::scoreRepeats(QStringLiteral("p"), {failure(), answer("a"), answer("a", -0.6F)},
                                                  domain::Unit::Words);
        QCOMPARE(result.requested, 3);
        QCOMPARE(result.succeeded, 2);
        QCOMPARE(result.score, 1.0);
        QCOMPARE(result.sameText, 1);
        QVERIFY(std::abs(result.logprobMaximum - 0.1) < 1e-6);
        const auto none = scoring::scoreRepeats(QStringLiteral("q"), {failure(), failure()}, domain::Unit::Words);
        QVERIFY(!none.score);
        const auto overall = scoring::scoreDeterminism({result, none});
        QCOMPARE(overall.prompts, 1);
        QCOMPARE(overall.allFailed, 1);
        QCOMPARE(overall.overall, 1.0);
        QVERIFY(overall.worst.isEmpty());
    }

    void positionsOverAllPairs()
    {
        const auto result = scoring::scoreRepeats(
            QStringLiteral("p"), {answer("a b c d"), answer("a b x d"), answer("a b c y"), answer("a b c d")},
            domain::Unit::Words);
        QCOMPARE(result.positions, (QList<qsizetype>{2, 3}));
        QCOMPARE(result.score, 0.5);
    }

    void noise()
    {
        const auto equal = scoring::compareRepeats(answer("x"), answer("x"));
        const auto shifted = scoring::compareRepeats(answer("x", -0.5F), answer("x", -0.53F));
        const auto measure = scoring::measureNoise({equal, shifted});
        QCOMPARE(measure.pairs, 2);
        QCOMPARE(measure.changedLogprobs, 1);
        QCOMPARE(measure.differingTexts.count, 0);
        QVERIFY(std::abs(measure.marginMaximum - 0.03) < 1e-5);
        QVERIFY(scoring::noiseLevel({measure}) > 0.02);
        QCOMPARE(scoring::noiseLevel({}), 0.0);
        QVERIFY(scoring::rateWithinNoise(5, 0));
        QVERIFY(!scoring::rateWithinNoise(6, 0));
    }

    void concurrency()
    {
        const auto result = scoring::concurrencyOf({{0, 10}, {0, 10}, {10, 20}, {30, 40}});
        QCOMPARE(result.maximum, 2);
        QVERIFY(std::abs(result.mean - 40.0 / 30) < 1e-12);
        QCOMPARE(scoring::concurrencyOf({}).maximum, 0);
        QCOMPARE(scoring::concurrencyOf({{std::nan(""), 5}, {5, 5}}).maximum, 0);
    }

    void stress()
    {
        const QList<domain::Generation> reference{answer("x", -0.5F, "a"), answer("y", -0.5F, "b"),
                                                  answer("z", -0.5F, "c")};
        QList<domain::Generation> second = reference;
        second[2] = answer("w", -0.5F, "c");
        const QList<scoring::StressPass> levels{
            {4, {answer("x", -0.5F, "a"), answer("y", -0.6F, "b"), answer("v", -0.5F, "c")}},
            {8, {answer("q", -0.5F, "a"), failure("http.503", "b"), answer("z", -0.5F, "c")}}};
        const auto score = scoring::scoreStress(reference, second, levels, domain::Unit::Words);
        QCOMPARE(score.atRest.count, 2);
        QCOMPARE(score.atRest.n, 3);
        QCOMPARE(score.notRepeatable, QStringList{QStringLiteral("c")});
        QCOMPARE(score.levels.at(0).sameBits, 1);
        QCOMPARE(score.levels.at(0).sameText, 1);
        QCOMPARE(score.levels.at(0).leftOut, 1);
        QCOMPARE(score.levels.at(0).equal.n, 2);
        QCOMPARE(score.levels.at(1).errors.value(QStringLiteral("http.503")), 1);
        QCOMPARE(score.levels.at(1).differentText, 1);
        QCOMPARE(score.levels.at(1).divergences.size(), 1);
        QCOMPARE(score.firstDifference, 8);
        QCOMPARE(score.breaksAt, 0); // two prompts prove nothing
        // The same by prompt, in the order of the reference.
        QCOMPARE(score.prompts.size(), 3);
        const scoring::StressPrompt& a = score.prompts.at(0);
        QCOMPARE(a.promptId, QStringLiteral("a"));
        QVERIFY(a.compared);
        QCOMPARE(a.distinct, 2);
        QCOMPARE(a.outputs, (QList<qint64>{1, 1}));
        QCOMPARE(a.different, (QList<qint64>{0, 1}));
        QCOMPARE(a.firstDifference, 8);
        QCOMPARE(a.firstFork, std::optional<qsizetype>(0));
        const scoring::StressPrompt& b = score.prompts.at(1);
        QCOMPARE(b.outputs, (QList<qint64>{1, 0}));
        QCOMPARE(b.distinct, 1);
        QVERIFY(!b.firstFork && b.firstDifference == 0);
        QCOMPARE(b.errors.value(QStringLiteral("http.503")), 1);
        const scoring::StressPrompt& c = score.prompts.at(2);
        QVERIFY(!c.compared); // not repeatable at rest: nothing is said of the load
        QCOMPARE(c.distinct, 3);
        QCOMPARE(c.different, (QList<qint64>{0, 0}));
    }

    void aLevelThatBreaks()
    {
        QList<domain::Generation> reference;
        QList<domain::Generation> loaded;
        for (int i = 0; i < 40; ++i) {
            const QByteArray id = QByteArray::number(i);
            reference.append(answer("x", -0.5F, id.constData()));
            loaded.append(answer(i % 2 ? "x" : "y", -0.5F, id.constData()));
            loaded.last().timings.sentAt = 0;
            loaded.last().timings.firstByte = 1;
            loaded.last().timings.firstToken = 2;
            loaded.last().timings.total = 10;
        }
        const auto score = scoring::scoreStress(reference, reference, {{1, reference}, {16, loaded}, {32, loaded}},
                                                domain::Unit::Words);
        QCOMPARE(score.breaksAt, 16);
        QCOMPARE(score.levels.at(1).inFlight.maximum, 40);
        QVERIFY(!score.levels.at(1).queued);
        QVERIFY(score.levels.at(2).queued);
        QCOMPARE(score.levels.at(1).latency.p50, 10.0);
    }

    void samplesOfAPrompt()
    {
        domain::Prompt prompt;
        prompt.category = QStringLiteral("arithmetic");
        prompt.answer = {QString(), QStringLiteral("7"), 0};
        const auto how = scoring::resolveStrategy(prompt);
        const auto a =
            scoring::sampleAnswers(how, {answer("7"), answer("7.0"), answer("8"), answer("none"), failure()});
        QCOMPARE(a.samples, 4);
        QCOMPARE(a.failed, 1);
        QCOMPARE(a.undetermined, 1);
        QCOMPARE(a.right, 2);
        QCOMPARE(a.answers, (QMap<QString, qint64>{{QStringLiteral("7"), 2}, {QStringLiteral("8"), 1}}));
        const auto b = scoring::sampleAnswers(how, {answer("7"), answer("7"), answer("7"), answer("7")});
        QCOMPARE(scoring::answerDistance(a, b), 0.5);
        QCOMPARE(scoring::answerDistance(a, a), 0.0);
        QCOMPARE(scoring::answerDistance(a, {}), 0.0);
        const auto few = scoring::shareRight({a, b});
        QCOMPARE(few.mean, 6.0 / 8);
        QVERIFY(!few.interval);
        QList<scoring::SampledAnswers> many;
        for (int i = 0; i < 30; ++i)
            many.append(i % 3 ? a : b);
        const auto share = scoring::shareRight(many);
        QVERIFY(share.interval && share.interval->low < share.mean && share.mean < share.interval->high);
    }

    void forkRates()
    {
        const QList<scoring::ForkExposure> pairs{{-1, 100}, {9, 50}, {39, 200}};
        const scoring::ForkRate rate = scoring::forkRate(pairs);
        QCOMPARE(rate.forks, 2);
        QCOMPARE(rate.exposed, 100 + 10 + 40);
        const auto buckets = scoring::forkRateByPosition(pairs);
        QCOMPARE(buckets.at(0).rate.forks, 1);
        QCOMPARE(buckets.at(0).rate.exposed, 32 + 10 + 32);
        QCOMPARE(buckets.at(1).rate.forks, 1);
        QCOMPARE(buckets.at(1).rate.exposed, 68 + 8);
        QCOMPARE(buckets.at(2).rate.exposed, 0);
        QCOMPARE(scoring::forkRate({}).perThousand(), 0.0);
    }

    void shapes()
    {
        using domain::EditKind;
        const auto shape = scoring::changeShape({{EditKind::Equal, 0, 0, 4},
                                                 {EditKind::OnlyA, 4, 4, 2},
                                                 {EditKind::OnlyB, 6, 4, 4},
                                                 {EditKind::Equal, 6, 8, 16}});
        QCOMPARE(shape.changedRuns, 1);
        QVERIFY(shape.rejoins);
        QVERIFY(std::abs(shape.divergentShare - 6.0 / 46) < 1e-12);
        QVERIFY(std::abs(shape.lengthRatio - 24.0 / 22) < 1e-12);
        QVERIFY(!scoring::changeShape({}).rejoins);
        QVERIFY(!scoring::changeShape({{EditKind::Equal, 0, 0, 40}}).rejoins);
    }
};

QTEST_APPLESS_MAIN(RepeatsTest)
#include "repeats_test.moc"
