// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/rundiff.h"
#include "core/scoring/runscores.h"
#include "core/scoring/runverdict.h"
#include "tests/support/syntheticrun.h"

#include <QTest>

#include <cmath>

using namespace quantlens;
using domain::Pass;
using domain::RunKind;
using domain::Verdict;
using testing::SyntheticRun;

namespace {

const domain::Judgement* judgementOf(const domain::RunVerdict& verdict, const char* rule, const QString& about = {})
{
    for (const domain::Judgement& judgement : verdict.judgements) {
        if (judgement.rule == QLatin1String(rule) && (about.isEmpty() || judgement.about == about))
            return &judgement;
    }
    return nullptr;
}

/// n arithmetic prompts; B answers `flips` of them wrong. The distributions of B stand `shift` away from A's.
SyntheticRun arithmetic(int n, int flips, double shift = 0, bool forced = false)
{
    SyntheticRun run(RunKind::Compare, {"A", "B"});
    for (int i = 0; i < n; ++i) {
        const QString id = run.addPrompt("arithmetic", "7");
        run.answer(0, id, "the answer is 7", 0);
        run.answer(1, id, i < flips ? "the answer is 8" : "the answer is 7", shift + 0.001 * (i % 5) * (shift != 0));
        if (forced)
            run.answer(1, id, "the answer is 7", shift * (1 + 0.05 * (i % 7)), Pass::Forced);
    }
    return run;
}

} // namespace

class RunScoresTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingAtAll()
    {
        for (const RunKind kind :
             {RunKind::Compare, RunKind::Sweep, RunKind::Diff, RunKind::Determinism, RunKind::Stress}) {
            domain::RunData empty;
            empty.run.kind = kind;
            const scoring::RunScores none = scoring::scoreRun(empty);
            QVERIFY(none.pairs.isEmpty());
            empty.run.baseline = -7; // a damaged record
            QVERIFY(scoring::scoreRun(empty).pairs.isEmpty());
            SyntheticRun run(kind, {"A", "B"});
            run.addPrompt("arithmetic", "7");
            run.data().run.baseline = kind == RunKind::Diff ? 99 : 0;
            const scoring::RunScores scores = scoring::scoreRun(run.data());
            const domain::RunVerdict verdict = scoring::judgeRun(scores, run.data().run);
            QCOMPARE(verdict.verdict, Verdict::NotComparable);
            QCOMPARE(scoring::exitCodeOf(run.data().run, verdict), 3);
        }
    }

    void allFailed()
    {
        SyntheticRun run(RunKind::Compare, {"A", "B"});
        for (int i = 0; i < 5; ++i) {
            const QString id = run.addPrompt("arithmetic", "7");
            run.fail(0, id);
            run.fail(1, id);
        }
        const scoring::RunScores scores = scoring::scoreRun(run.data());
        QCOMPARE(scores.failures.failed, 10);
        QCOMPARE(scores.failures.requests, 10);
        QCOMPARE(scores.failures.errors.value(QStringLiteral("network.refused")), 10);
        QCOMPARE(scores.pairs.constFirst().summary.pairs, 0);
        QVERIFY(std::isnan(scores.pairs.constFirst().kld.value()));
        QCOMPARE(scoring::judgeRun(scores, run.data().run).verdict, Verdict::NotComparable);
    }

    void aFailureThatWasRepeatedCountsOnce()
    {
        SyntheticRun run = arithmetic(4, 0);
        const QString id = run.data().run.prompts.constFirst().id;
        run.data().generations.prepend(run.data().generations.constFirst());
        run.data().generations.first().error = base::Error{QStringLiteral("http.503"), {}, {}, {}};
        const scoring::RunScores scores = scoring::scoreRun(run.data());
        QCOMPARE(scores.failures.failed, 0);
        QCOMPARE(scores.failures.requests, 8);
        QCOMPARE(scores.pairs.constFirst().summary.pairs, 4);
        Q_UNUSED(id);
    }

    void plantedFlips()
    {
        const SyntheticRun run = arithmetic(100, 7);
        const scoring::RunScores scores = scoring::scoreRun(run.data());
        QCOMPARE(scores.pairs.size(), 1);
        const scoring::PairScores& pair = scores.pairs.constFirst();
        QCOMPARE(pair.side, 1);
        QCOMPARE(pair.summary.flips.count, 7);
        QCOMPARE(pair.summary.flips.n, 100);
        QCOMPARE(pair.summary.changed.count, 7);
        QCOMPARE(pair.severe.count, 0);
        QCOMPARE(pair.forks.forks, 7);
        QVERIFY(std::abs(pair.similarity.mean - (0.93 + 0.07 * 0.75)) < 1e-9);
        QCOMPARE(pair.similarity.silence, scoring::Silence::FewDiffer);
    }

    void distributionsForcedOrPrefix()
    {
        const scoring::RunScores forced = scoring::scoreRun(arithmetic(30, 0, 0.5, true).data());
        const scoring::KldScores& kld = forced.pairs.constFirst().kld;
        QCOMPARE(kld.source, scoring::PositionSource::TeacherForced);
        QCOMPARE(kld.prompts, 30);
        QCOMPARE(kld.ofPrompts, 30);
        QVERIFY(kld.summary && kld.summary->positions == 120 && kld.summary->sameTop);
        QVERIFY(kld.geometric && kld.geometric->low <= kld.value() && kld.value() <= kld.geometric->high);
        QCOMPARE(kld.differing.count, 30);

        const scoring::RunScores prefix = scoring::scoreRun(arithmetic(30, 0, 0.5).data());
        QCOMPARE(prefix.pairs.constFirst().kld.source, scoring::PositionSource::SharedPrefix);
        QVERIFY(!prefix.pairs.constFirst().kld.summary->sameTop);

        // A forced answer that stands on other tokens, or failed, says nothing; the prompt is missing from n.
        SyntheticRun broken = arithmetic(30, 0, 0.5, true);
        int seen = 0;
        for (domain::Generation& generation : broken.data().generations) {
            if (generation.pass != Pass::Forced)
                continue;
            if (seen == 0)
                generation.entries[1].bytes = "other";
            if (seen == 1)
                generation.error = base::Error{QStringLiteral("forced.mismatch"), {}, {}, {}};
            ++seen;
        }
        const scoring::RunScores partly = scoring::scoreRun(broken.data());
        QCOMPARE(partly.pairs.constFirst().kld.prompts, 28);
        QCOMPARE(partly.pairs.constFirst().kld.ofPrompts, 30);
        QCOMPARE(partly.failures.failed, 0); // forced passes are counted with their side
        QCOMPARE(partly.sides.at(1).forced.failed, 1);
    }

    void theWholeVocabularyIsExact()
    {
        SyntheticRun run(RunKind::Compare, {"A", "B"});
        run.vocabulary = 150;
        for (int i = 0; i < 25; ++i) {
            const QString id = run.addPrompt("story");
            run.answer(0, id, "one two three", 0);
            run.answer(1, id, "one two three", 0.3);
            run.answer(1, id, "one two three", 0.3, Pass::Forced);
        }
        QVERIFY(!scoring::scoreRun(run.data()).pairs.constFirst().kld.summary->lowerBound);
        run.data().generations[2].entries[0].top.removeLast();
        QVERIFY(scoring::scoreRun(run.data()).pairs.constFirst().kld.summary->lowerBound);
    }

    void noise()
    {
        SyntheticRun run = arithmetic(60, 20);
        for (const domain::Prompt& prompt : run.data().run.prompts)
            run.answer(0, prompt.id, "the answer is 7", 0.01, Pass::RepeatCheck);
        const scoring::RunScores scores = scoring::scoreRun(run.data());
        QVERIFY(scores.noise.measured());
        QCOMPARE(scores.noise.kinds.size(), 1);
        QVERIFY(scores.noise.level > 0 && scores.noise.level < 0.1);
        const auto& statements = scores.pairs.constFirst().noise;
        const auto flips = std::ranges::find(statements, QStringLiteral("flips"), &scoring::NoiseStatement::measure);
        QVERIFY(flips != statements.end());
        QVERIFY(!flips->within);
        QCOMPARE(flips->n, 60);
        QVERIFY2(flips->sentence.contains(QStringLiteral("20 of 60")), qPrintable(flips->sentence));

        // Three flips against none cannot be told from noise by any test.
        SyntheticRun few = arithmetic(60, 3);
        for (const domain::Prompt& prompt : few.data().run.prompts)
            few.answer(0, prompt.id, "the answer is 7", 0, Pass::RepeatCheck);
        const scoring::RunScores quiet = scoring::scoreRun(few.data());
        QVERIFY(quiet.pairs.constFirst().noise.constFirst().within);
        QVERIFY(quiet.pairs.constFirst().noise.constFirst().sentence.contains(QStringLiteral("too few")));
    }

    void sweepWithACliffAndAFailedSide()
    {
        SyntheticRun run(RunKind::Sweep, {"F16", "Q2_K", "Q8_0", "Q4_K_M", "broken"});
        const double bits[] = {16, 2.6, 8.5, 4.8, 3.5};
        const double shifts[] = {0, 2.0, 0.01, 0.02, 0};
        for (int side = 0; side < 5; ++side) {
            run.data().run.sides[side].model.bitsPerWeight = bits[side];
            run.data().run.sides[side].fileSize = qint64(bits[side] * 1e8);
        }
        run.data().run.sides[4].error = base::Error{QStringLiteral("engine.start"), QStringLiteral("No."), {}, {}};
        for (int i = 0; i < 40; ++i) {
            const QString id = run.addPrompt("arithmetic", "7");
            for (int side = 0; side < 4; ++side) {
                run.answer(side, id, "the answer is 7", shifts[side]);
                if (side > 0)
                    run.answer(side, id, "the answer is 7", shifts[side] * (1 + 0.02 * (i % 5)), Pass::Forced);
            }
        }
        const scoring::RunScores scores = scoring::scoreRun(run.data());
        QVERIFY(scores.sweep);
        QCOMPARE(scores.sweep->order, (QList<int>{0, 2, 3, 1, 4}));
        QCOMPARE(scores.sweep->loss, scoring::SweepLoss::Kld);
        QVERIFY(scores.sweep->cliff);
        // Twice the shift is four times the KLD, or a little less: the planted step is the one to Q2_K.
        QCOMPARE(scores.sweep->cliff->to, 1);
        QCOMPARE(scores.sweep->places.at(4), scoring::ParetoPlace::Unknown);
        QVERIFY(*scores.sweep->losses.at(1) > *scores.sweep->losses.at(2));
        const domain::RunVerdict verdict = scoring::judgeRun(scores, run.data().run);
        QCOMPARE(verdict.verdict, Verdict::NotComparable);
        QVERIFY(judgementOf(verdict, "common-prompts", QStringLiteral("broken")));
    }

    void determinismAndStress()
    {
        SyntheticRun run(RunKind::Determinism, {"A"});
        for (int i = 0; i < 25; ++i) {
            const QString id = run.addPrompt("story");
            for (int repeat = 0; repeat < 10; ++repeat)
                run.answer(0, id, repeat < 2 && i < 5 ? "other words" : "one two three", 0, Pass::Answer, repeat);
        }
        run.data().run.thresholds.minDeterminism = 1.0;
        const scoring::RunScores scores = scoring::scoreRun(run.data());
        QVERIFY(scores.determinism);
        QVERIFY(std::abs(scores.determinism->score.overall - (20 + 5 * 0.8) / 25) < 1e-12);
        QCOMPARE(scores.determinism->score.perfect, 20);
        QCOMPARE(scores.determinism->differentText, 10);
        QCOMPARE(scores.determinism->sameBits, 240);
        QCOMPARE(scoring::judgeRun(scores, run.data().run).verdict, Verdict::Fail); // one difference disproves 1
        run.data().run.thresholds.minDeterminism = 0.97;
        QCOMPARE(scoring::judgeRun(scores, run.data().run).verdict, Verdict::Undecidable);
        run.data().run.thresholds.minDeterminism = 0.9;
        QCOMPARE(scoring::judgeRun(scores, run.data().run).verdict, Verdict::Pass);
        run.data().run.thresholds.judging = domain::Judging::Strict;
        run.data().run.thresholds.minDeterminism = 0.97;
        QCOMPARE(scoring::judgeRun(scores, run.data().run).verdict, Verdict::Fail);

        SyntheticRun load(RunKind::Stress, {"A"});
        load.data().run.options.levels = {1, 4};
        for (int i = 0; i < 40; ++i) {
            const QString id = load.addPrompt("story");
            load.answer(0, id, "one two three", 0, Pass::Reference, 0);
            load.answer(0, id, "one two three", 0, Pass::Reference, 1);
            load.answer(0, id, "one two three", 0, Pass::Answer, 0, 1);
            load.answer(0, id, i < 30 ? "one two other" : "one two three", 0, Pass::Answer, 0, 4);
        }
        load.data().run.thresholds.minConsistency = 0.95;
        const scoring::RunScores stress = scoring::scoreRun(load.data());
        QCOMPARE(stress.stress->levels.size(), 2);
        QCOMPARE(stress.stress->firstDifference, 4);
        QCOMPARE(stress.stress->breaksAt, 4);
        const domain::RunVerdict verdict = scoring::judgeRun(stress, load.data().run);
        QCOMPARE(verdict.verdict, Verdict::Fail);
        QCOMPARE(judgementOf(verdict, "min-consistency", QStringLiteral("1 in flight"))->verdict, Verdict::Pass);
    }

    void samples()
    {
        SyntheticRun run(RunKind::Compare, {"A", "B"});
        run.data().run.options.temperature = 0.7;
        for (int i = 0; i < 30; ++i) {
            const QString id = run.addPrompt("arithmetic", "7");
            for (int repeat = 0; repeat < 10; ++repeat) {
                run.answer(0, id, "the answer is 7", 0, Pass::Answer, repeat);
                run.answer(1, id, repeat < i % 5 ? "the answer is 8" : "the answer is 7", 0, Pass::Answer, repeat);
            }
        }
        run.data().run.thresholds.maxFlipRate = 0.01;
        const scoring::RunScores scores = scoring::scoreRun(run.data());
        QVERIFY(scores.sampled);
        QCOMPARE(scores.sampled->sides.at(1).samples, 300);
        QVERIFY(std::abs(scores.sampled->sides.at(1).right.mean - 0.8) < 1e-9);
        QVERIFY(scores.sampled->sides.at(1).right.interval);
        QVERIFY(std::abs(scores.sampled->pairs.constFirst().rightDifference.mean + 0.2) < 1e-9);
        QVERIFY(scores.sampled->pairs.constFirst().rightDifference.interval->high < 0);
        QCOMPARE(scoring::judgeRun(scores, run.data().run).verdict, Verdict::Undecidable);
    }

    void verdictsOfRates_data()
    {
        QTest::addColumn<int>("flips");
        QTest::addColumn<double>("threshold");
        QTest::addColumn<domain::Judging>("judging");
        QTest::addColumn<Verdict>("expected");
        using domain::Judging;
        QTest::newRow("clearly above") << 30 << 0.02 << Judging::Normal << Verdict::Fail;
        QTest::newRow("above, cannot tell") << 4 << 0.02 << Judging::Normal << Verdict::Undecidable;
        QTest::newRow("above, strict") << 4 << 0.02 << Judging::Strict << Verdict::Fail;
        QTest::newRow("below") << 1 << 0.02 << Judging::Normal << Verdict::Pass;
        QTest::newRow("below, not proven") << 1 << 0.02 << Judging::Prove << Verdict::Undecidable;
        QTest::newRow("proven") << 0 << 0.05 << Judging::Prove << Verdict::Pass;
        QTest::newRow("none allowed, one seen") << 1 << 0.0 << Judging::Normal << Verdict::Fail;
        QTest::newRow("none allowed, none seen") << 0 << 0.0 << Judging::Normal << Verdict::Pass;
    }

    void verdictsOfRates()
    {
        QFETCH(int, flips);
        QFETCH(double, threshold);
        QFETCH(domain::Judging, judging);
        QFETCH(Verdict, expected);
        SyntheticRun run = arithmetic(100, flips);
        run.data().run.thresholds.maxFlipRate = threshold;
        run.data().run.thresholds.judging = judging;
        const scoring::RunScores scores = scoring::scoreRun(run.data());
        const domain::RunVerdict verdict = scoring::judgeRun(scores, run.data().run);
        const domain::Judgement* const judgement = judgementOf(verdict, "max-flip-rate");
        QVERIFY(judgement);
        QVERIFY2(judgement->verdict == expected, qPrintable(judgement->sentence));
        QCOMPARE(judgement->n, 100);
        QVERIFY(judgement->low && judgement->high && *judgement->low <= judgement->value);
        QCOMPARE(verdict.verdict, expected);
        const QMap<Verdict, int> codes{{Verdict::Pass, 0}, {Verdict::Fail, 1}, {Verdict::Undecidable, 4}};
        QCOMPARE(scoring::exitCodeOf(run.data().run, verdict), codes.value(expected));
        if (expected == Verdict::Undecidable && judging == domain::Judging::Normal)
            QVERIFY(judgement->sentence.contains(QStringLiteral("n = 100 cannot tell it from the threshold")));
        // --undecidable maps the run's verdict and leaves the judgement what it is.
        if (expected == Verdict::Undecidable) {
            run.data().run.thresholds.undecidable = Verdict::Fail;
            const domain::RunVerdict mapped = scoring::judgeRun(scores, run.data().run);
            QCOMPARE(mapped.verdict, Verdict::Fail);
            QCOMPARE(judgementOf(mapped, "max-flip-rate")->verdict, Verdict::Undecidable);
        }
    }

    void verdictsOfMeans()
    {
        SyntheticRun run = arithmetic(60, 0, 0.5, true);
        domain::Thresholds& limits = run.data().run.thresholds;
        const scoring::RunScores scores = scoring::scoreRun(run.data());
        const double kld = scores.pairs.constFirst().kld.value();
        QVERIFY(kld > 0.001);
        limits.maxKld = kld * 10;
        QCOMPARE(scoring::judgeRun(scores, run.data().run).verdict, Verdict::Pass);
        limits.maxKld = kld / 10;
        QCOMPARE(scoring::judgeRun(scores, run.data().run).verdict, Verdict::Fail);
        limits.maxKld.reset();
        limits.minSimilarity = 0.99; // all identical: the rate of differing pairs stands for the mean
        QCOMPARE(scoring::judgeRun(scores, run.data().run).verdict, Verdict::Pass);
        limits.judging = domain::Judging::Prove;
        QCOMPARE(scoring::judgeRun(scores, run.data().run).verdict, Verdict::Undecidable);
        limits.minSimilarity = 0.9;
        QCOMPARE(scoring::judgeRun(scores, run.data().run).verdict, Verdict::Pass);

        // Few prompts with a KLD each: a number, no claim.
        SyntheticRun few = arithmetic(15, 0, 0.5, true);
        few.data().run.thresholds.maxKld = 1e-6;
        const scoring::RunScores small = scoring::scoreRun(few.data());
        QCOMPARE(scoring::judgeRun(small, few.data().run).verdict, Verdict::Undecidable);
        few.data().run.thresholds.judging = domain::Judging::Strict;
        QCOMPARE(scoring::judgeRun(small, few.data().run).verdict, Verdict::Fail);
    }

    void errorsAreCounted()
    {
        SyntheticRun run = arithmetic(30, 0);
        run.fail(1, run.addPrompt("arithmetic", "7"));
        run.data().run.thresholds.maxFlipRate = 0.5;
        const scoring::RunScores scores = scoring::scoreRun(run.data());
        QCOMPARE(scoring::judgeRun(scores, run.data().run).verdict, Verdict::NotComparable);
        run.data().run.thresholds.maxErrors = 1;
        const domain::RunVerdict allowed = scoring::judgeRun(scores, run.data().run);
        QCOMPARE(allowed.verdict, Verdict::Pass);
        run.data().run.status = domain::RunStatus::Cancelled;
        QCOMPARE(scoring::exitCodeOf(run.data().run, allowed), 130);
        run.data().run.status = domain::RunStatus::Failed;
        run.data().run.error = base::Error{QStringLiteral("usage.value"), {}, {}, {}};
        QCOMPARE(scoring::exitCodeOf(run.data().run, allowed), 2);
        run.data().run.error = base::Error{QStringLiteral("network.refused"), {}, {}, {}};
        QCOMPARE(scoring::exitCodeOf(run.data().run, allowed), 3);
    }

    void thresholdsAreChecked()
    {
        SyntheticRun run(RunKind::Compare, {"A", "B"});
        run.addPrompt("arithmetic");
        const QList<domain::Prompt> noReference = run.data().run.prompts;
        domain::Thresholds limits;
        limits.maxFlipRate = 0.1;
        auto checked = scoring::checkThresholds(limits, RunKind::Compare, noReference);
        QVERIFY(!checked);
        QCOMPARE(checked.error().code, QStringLiteral("usage.threshold"));
        QVERIFY(checked.error().hint.contains(QStringLiteral("--max-changed-rate")));
        QCOMPARE(scoring::exitCodeOf(checked.error()), 2);
        run.addPrompt("arithmetic", "7");
        QVERIFY(scoring::checkThresholds(limits, RunKind::Compare, run.data().run.prompts));
        QVERIFY(!scoring::checkThresholds(limits, RunKind::Stress, run.data().run.prompts));
        limits.maxFlipRate = 2;
        QVERIFY(!scoring::checkThresholds(limits, RunKind::Compare, run.data().run.prompts));
        limits = {};
        limits.maxKld = 3; // nats are no fraction
        QVERIFY(scoring::checkThresholds(limits, RunKind::Sweep, run.data().run.prompts));
        limits.minDeterminism = 0.5;
        QVERIFY(!scoring::checkThresholds(limits, RunKind::Sweep, run.data().run.prompts));
        QVERIFY(scoring::hasThresholds(limits) && !scoring::hasThresholds({}));
    }

    void runsAreDiffed()
    {
        SyntheticRun before = arithmetic(40, 2);
        SyntheticRun after = arithmetic(40, 14);
        before.addPrompt("arithmetic", "7"); // without answers
        after.data().run.prompts[39].messages[0].content = QStringLiteral("rewritten");
        const scoring::RunDiff diff = scoring::diffRuns(before.data(), after.data());
        QCOMPARE(diff.joined, 39);
        QCOMPARE(diff.onlyBefore.size(), 1);
        QCOMPARE(diff.rewritten.size(), 1);
        QCOMPARE(diff.sides.size(), 2);
        const auto& metrics = diff.sides.at(1).metrics;
        const auto right = std::ranges::find(metrics, QStringLiteral("right answers"), &scoring::MetricDiff::metric);
        QVERIFY(right != metrics.end());
        QCOMPARE(right->n, 39);
        QCOMPARE(right->worse, 12);
        QCOMPARE(right->better, 0);
        QCOMPARE(right->unchanged, 27);
        QVERIFY(std::abs(right->p - 2 * std::pow(0.5, 12)) < 1e-12);
        QVERIFY(right->significant);
        QVERIFY(right->difference.interval && right->difference.interval->high < 0);
        QCOMPARE(right->worseIds.size(), 12);
        // The baselines did not change.
        for (const scoring::MetricDiff& metric : diff.sides.at(0).metrics)
            QVERIFY(metric.better + metric.worse == 0 && !metric.significant);

        // Prompts that reached the model in another form are not compared.
        for (SyntheticRun* run : {&before, &after}) {
            for (domain::Generation& generation : run->data().generations)
                generation.promptHash = run == &before ? QStringLiteral("aa") : QStringLiteral("bb");
        }
        const scoring::RunDiff dated = scoring::diffRuns(before.data(), after.data());
        QCOMPARE(dated.renderedOtherwise, 78);
        QCOMPARE(dated.sides.at(1).metrics.constFirst().n, 0);
        QVERIFY(!dated.notes.isEmpty());
    }
};

QTEST_GUILESS_MAIN(RunScoresTest)
#include "run_scores_test.moc"
