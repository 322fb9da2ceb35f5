// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/sweep.h"
#include "core/scoring/verdict.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace quantlens::scoring;

namespace {

/// n prompts with KLDs around `kld`, a little different by prompt.
SweepQuant quant(const char* label, double bits, double kld, int changed, int n = 60)
{
    SweepQuant result;
    result.label = QString::fromUtf8(label);
    result.bitsPerWeight = bits;
    result.fileSize = qint64(bits * 1e9);
    for (int i = 0; i < n; ++i) {
        result.logKld.push_back(std::log(kld) + 0.3 * std::sin(i * 1.7 + bits));
        result.changed.push_back(i < changed ? 1 : 0);
    }
    return result;
}

} // namespace

class SweepScoringTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void orderByTrueBits()
    {
        QList<SweepQuant> quants{quant("Q2_K", 2.6, 1, 0), quant("F16", 16, 1e-9, 0), quant("Q8_0", 8.5, 1e-4, 0),
                                 quant("Q4_0", 4.5, 1e-2, 0)};
        QCOMPARE(sweepOrder(quants, 1), (QList<qsizetype>{1, 2, 3, 0}));
        quants[0].bitsPerWeight.reset(); // unknown: as given, the baseline first
        QCOMPARE(sweepOrder(quants, 1), (QList<qsizetype>{1, 0, 2, 3}));
    }

    void theCliffIsFound()
    {
        const QList<SweepQuant> quants{quant("Q8_0", 8.5, 1e-4, 1), quant("Q6_K", 6.6, 2e-4, 1),
                                       quant("Q4_K_M", 4.8, 6e-4, 2), quant("Q2_K", 2.6, 0.2, 30)};
        const auto cliff = findCliff(quants, {0, 1, 2, 3}, SweepLoss::Kld);
        QVERIFY(cliff);
        QCOMPARE(cliff->from, 2);
        QCOMPARE(cliff->to, 3);
        QVERIFY(cliff->factor > 100 && cliff->p < 0.05);
        const auto byRate = findCliff(quants, {0, 1, 2, 3}, SweepLoss::Changed);
        QVERIFY(byRate && byRate->to == 3 && byRate->factor == 15);
    }

    void noCliffIsAResult()
    {
        // Significant steps of three times each are a slope.
        const QList<SweepQuant> slope{quant("a", 8.5, 1e-4, 1), quant("b", 6.6, 3e-4, 2), quant("c", 4.8, 9e-4, 3)};
        QVERIFY(!findCliff(slope, {0, 1, 2}, SweepLoss::Kld));
        QVERIFY(!findCliff(slope, {0, 1, 2}, SweepLoss::Changed));
        // Two prompts prove nothing.
        const QList<SweepQuant> few{quant("a", 8.5, 1e-4, 0, 1), quant("b", 4.8, 1, 1, 1)};
        QVERIFY(!findCliff(few, {0, 1}, SweepLoss::Kld));
        QVERIFY(!findCliff(few, {0, 1}, SweepLoss::Changed));
        QVERIFY(!findCliff({}, {}, SweepLoss::Kld));
        // Within 0.15 bits per weight there is no step.
        const QList<SweepQuant> close{quant("a", 4.5, 1e-4, 1), quant("b", 4.4, 0.2, 30)};
        QVERIFY(!findCliff(close, {0, 1}, SweepLoss::Kld));
    }

    void pareto()
    {
        QList<SweepQuant> quants{quant("big", 8.5, 1e-4, 1), quant("small", 4.5, 1e-2, 5), quant("bad", 5.0, 0.5, 30),
                                 quant("unknown", 3, 1, 0)};
        quants[3].fileSize = 0;
        quants.append(quants.at(1)); // the same numbers in a slightly larger file
        quants.last().fileSize += 1000;
        const QList<ParetoPlace> places = paretoFront(quants, SweepLoss::Kld);
        QCOMPARE(places, (QList<ParetoPlace>{ParetoPlace::Front, ParetoPlace::Front, ParetoPlace::Behind,
                                             ParetoPlace::Unknown, ParetoPlace::FrontWithinNoise}));
    }

    void losses()
    {
        SweepQuant empty;
        QVERIFY(!lossOf(empty, SweepLoss::Kld));
        QVERIFY(!lossOf(empty, SweepLoss::Changed));
        empty.changed = {1, 0, -1, 0};
        QVERIFY(std::abs(*lossOf(empty, SweepLoss::Changed) - 1.0 / 3) < 1e-12);
        empty.logKld = {std::numeric_limits<double>::quiet_NaN(), std::log(0.5)};
        QVERIFY(std::abs(*lossOf(empty, SweepLoss::Kld) - 0.5) < 1e-8);
    }

    void verdicts_data()
    {
        QTest::addColumn<double>("value");
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::addColumn<bool>("minimum");
        QTest::addColumn<Verdict>("normal");
        QTest::addColumn<Verdict>("strict");
        QTest::addColumn<Verdict>("prove");
        const auto row = [](const char* name, double value, double low, double high, bool minimum, Verdict normal,
                            Verdict strict, Verdict prove) {
            QTest::newRow(name) << value << low << high << minimum << normal << strict << prove;
        };
        using enum Verdict;
        // The threshold is 0.5.
        row("wholly above", 0.8, 0.7, 0.9, false, Fail, Fail, Fail);
        row("above, cannot tell", 0.6, 0.4, 0.8, false, Undecidable, Fail, Undecidable);
        row("at it", 0.5, 0.4, 0.6, false, Pass, Pass, Undecidable);
        row("below, not proved", 0.4, 0.2, 0.6, false, Pass, Pass, Undecidable);
        row("wholly below", 0.3, 0.2, 0.5, false, Pass, Pass, Pass);
        row("minimum: wholly below", 0.3, 0.2, 0.4, true, Fail, Fail, Fail);
        row("minimum: cannot tell", 0.45, 0.3, 0.6, true, Undecidable, Fail, Undecidable);
        row("minimum: above", 0.9, 0.8, 1.0, true, Pass, Pass, Pass);
        row("minimum: not proved", 0.55, 0.4, 0.7, true, Pass, Pass, Undecidable);
    }

    void verdicts()
    {
        QFETCH(double, value);
        QFETCH(double, low);
        QFETCH(double, high);
        QFETCH(bool, minimum);
        const Judged judged{value, Interval{low, high}, 0.5, minimum};
        QTEST(judge(judged, Judging::Normal), "normal");
        QTEST(judge(judged, Judging::Strict), "strict");
        QTEST(judge(judged, Judging::Prove), "prove");
    }

    void withoutAnInterval()
    {
        QCOMPARE(judge({0.1, std::nullopt, 0.5, false}, Judging::Normal), Verdict::Undecidable);
        QCOMPARE(judge({0.1, std::nullopt, 0.5, false}, Judging::Strict), Verdict::Pass);
        QCOMPARE(judge({std::nan(""), Interval{0, 0}, 0.5, false}, Judging::Strict), Verdict::Undecidable);
        QCOMPARE(worse(Verdict::Pass, Verdict::Undecidable), Verdict::Undecidable);
        QCOMPARE(worse(Verdict::NotComparable, Verdict::Fail), Verdict::NotComparable);
    }

    void promptsNeeded()
    {
        for (const double threshold : {0.01, 0.05, 0.1, 0.3}) {
            const qint64 n = promptsToProve(threshold);
            QVERIFY(wilson(0, n).high <= threshold + 1e-12);
            QVERIFY(wilson(0, n - 1).high > threshold);
        }
        QCOMPARE(promptsToProve(0), -1);
        QCOMPARE(promptsToProve(1), 1);
    }
};

QTEST_APPLESS_MAIN(SweepScoringTest)
#include "sweep_scoring_test.moc"
