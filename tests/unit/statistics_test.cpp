// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/statistics.h"

#include <QTest>

#include <cmath>
#include <random>

using namespace quantlens;

namespace {

double binomial(int n, int k, double p)
{
    return std::exp(std::lgamma(n + 1.0) - std::lgamma(k + 1.0) - std::lgamma(n - k + 1.0) + k * std::log(p) +
                    (n - k) * std::log1p(-p));
}

/// Share of samples whose interval holds the true mean.
template<class Draw, class Bound>
double coverage(int samples, int n, double truth, Draw draw, Bound bound)
{
    std::mt19937_64 random(41);
    int held = 0;
    for (int i = 0; i < samples; ++i) {
        std::vector<double> values;
        for (int k = 0; k < n; ++k)
            values.push_back(draw(random));
        const auto interval = bound(scoring::singletons(values), 1000);
        held += interval && interval->low <= truth && truth <= interval->high;
    }
    return double(held) / samples;
}

} // namespace

class StatisticsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wilsonCovers()
    {
        // By exact calculation, for n ≥ 20 and 5 ≤ np ≤ n − 5.
        for (const int n : {20, 30, 50, 100, 300}) {
            for (double p = 5.0 / n; p <= 1 - 5.0 / n + 1e-9; p += 0.005) {
                double covered = 0;
                for (int k = 0; k <= n; ++k) {
                    const domain::Rate rate = scoring::wilson(k, n);
                    if (rate.low <= p && p <= rate.high)
                        covered += binomial(n, k, p);
                }
                QVERIFY2(covered > 0.92 && covered < 0.98,
                         qPrintable(QStringLiteral("%1 %2 %3").arg(n).arg(p).arg(covered)));
            }
        }
    }

    void mcnemarExamples()
    {
        QCOMPARE(scoring::mcnemar(0, 0), 1.0);
        // Two-sided binomial tests, as R's binom.test gives them.
        QVERIFY(std::abs(scoring::mcnemar(0, 5) - 0.0625) < 1e-12);
        QVERIFY(std::abs(scoring::mcnemar(0, 6) - 0.03125) < 1e-12);
        QVERIFY(std::abs(scoring::mcnemar(1, 9) - 0.021484375) < 1e-12);
        QVERIFY(std::abs(scoring::mcnemar(5, 15) - 0.04138946533203125) < 1e-12);
        QCOMPARE(scoring::mcnemar(7, 7), 1.0);
        QCOMPARE(scoring::mcnemar(9, 1), scoring::mcnemar(1, 9));
        // Agresti, Categorical Data Analysis: 86 against 150 approvals changed (chi-squared 17.4).
        QVERIFY(scoring::mcnemar(86, 150) < 1e-4 && scoring::mcnemar(86, 150) > 1e-5);
        // Fewer than six discordant pairs never reach 5 %.
        for (qint64 n = 0; n < scoring::fewestDiscordant; ++n)
            QVERIFY(scoring::mcnemar(0, n) > 0.05);
        QVERIFY(scoring::mcnemar(0, scoring::fewestDiscordant) < 0.05);
    }

    void holmExample()
    {
        // p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm") in R.
        const std::vector<double> adjusted = scoring::holm({0.01, 0.04, 0.03, 0.005});
        const std::vector<double> expected{0.03, 0.06, 0.06, 0.02};
        for (std::size_t i = 0; i < expected.size(); ++i)
            QVERIFY(std::abs(adjusted[i] - expected[i]) < 1e-12);
        QVERIFY(scoring::holm({}).empty());
        QCOMPARE(scoring::holm({0.9, 0.8}).front(), 1.0);
    }

    void bcaExample()
    {
        // Efron & Tibshirani, An Introduction to the Bootstrap, mouse data (treatment group): mean 86.86. The mean's
        // BCa interval lies between 45 and 140 with the longer arm to the right.
        const auto interval = scoring::bootstrapBca(scoring::singletons({94, 197, 16, 38, 99, 141, 23}));
        QVERIFY(interval);
        QVERIFY2(interval->low > 44 && interval->low < 54, qPrintable(QString::number(interval->low)));
        QVERIFY2(interval->high > 130 && interval->high < 148, qPrintable(QString::number(interval->high)));
        QVERIFY(interval->high - 86.86 > 86.86 - interval->low);
    }

    void intervalsRepeat()
    {
        const auto values = scoring::singletons({1, 2, 3, 4, 5, 9});
        QCOMPARE(scoring::bootstrapT(values)->low, scoring::bootstrapT(values)->low);
        QCOMPARE(scoring::bootstrapBca(values)->high, scoring::bootstrapBca(values)->high);
    }

    void degenerate()
    {
        QVERIFY(!scoring::bootstrapT({}));
        QVERIFY(!scoring::bootstrapBca(scoring::singletons({1})));
        const auto constant = scoring::singletons({2, 2, 2});
        QCOMPARE(scoring::bootstrapT(constant)->low, 2.0);
        QCOMPARE(scoring::bootstrapBca(constant)->high, 2.0);
        QCOMPARE(scoring::bootstrapPValue(scoring::singletons({0, 0, 0})), 1.0);
        QCOMPARE(scoring::bootstrapPValue({}), 1.0);
        QVERIFY(scoring::bootstrapPValue(constant) < 0.001);
    }

    void clustersCountWhole()
    {
        // The same value many times within a prompt adds nothing: the interval is that of the prompts.
        std::vector<scoring::Cluster> clusters;
        std::vector<double> values;
        for (int i = 0; i < 30; ++i) {
            values.push_back(i % 7);
            clusters.push_back({(i % 7) * 50.0, 50.0});
        }
        const auto few = scoring::bootstrapT(scoring::singletons(values));
        const auto many = scoring::bootstrapT(clusters);
        QVERIFY(std::abs(few->low - many->low) < 1e-9);
        QVERIFY(std::abs(few->high - many->high) < 1e-9);
    }

    void bootstrapTCovers()
    {
        const auto normal = [](std::mt19937_64& random) { return std::normal_distribution<>(3, 2)(random); };
        const double onNormal = coverage(1000, 50, 3, normal, &scoring::bootstrapT);
        QVERIFY2(onNormal >= 0.92 && onNormal <= 0.98, qPrintable(QString::number(onNormal)));
        const double bca = coverage(1000, 50, 3, normal, &scoring::bootstrapBca);
        QVERIFY2(bca >= 0.92 && bca <= 0.98, qPrintable(QString::number(bca)));
        // ln KLD of lognormal KLD is normal again, with the floor that keeps zeros finite.
        const auto logKld = [](std::mt19937_64& random) {
            return std::log(std::lognormal_distribution<>(-6, 1.5)(random) + 1e-9);
        };
        const double onLogs = coverage(1000, 50, -6, logKld, &scoring::bootstrapT);
        QVERIFY2(onLogs >= 0.92 && onLogs <= 0.98, qPrintable(QString::number(onLogs)));
        const auto lognormal = [](std::mt19937_64& random) { return std::lognormal_distribution<>(0, 1)(random); };
        const double skewed = coverage(2000, 50, std::exp(0.5), lognormal, &scoring::bootstrapBca);
        QVERIFY2(skewed >= 0.88, qPrintable(QString::number(skewed)));
        qInfo() << "coverage: normal t" << onNormal << "normal BCa" << bca << "ln KLD t" << onLogs << "lognormal BCa"
                << skewed;
    }

    void silences()
    {
        using scoring::MeanKind;
        using scoring::Silence;
        const auto estimate = [](int n, qint64 differing, MeanKind kind) {
            std::vector<double> values;
            for (int i = 0; i < n; ++i)
                values.push_back(i);
            return scoring::estimateMean(scoring::singletons(values), differing, kind);
        };
        QCOMPARE(estimate(19, 19, MeanKind::Other).silence, Silence::FewPairs);
        QCOMPARE(estimate(20, 9, MeanKind::Other).silence, Silence::FewDiffer);
        QVERIFY(estimate(20, 10, MeanKind::LogKld).interval);
        QCOMPARE(estimate(99, 99, MeanKind::ArithmeticKld).silence, Silence::FewForArithmetic);
        QVERIFY(!estimate(99, 99, MeanKind::ArithmeticKld).interval);
        QVERIFY(estimate(100, 100, MeanKind::ArithmeticKld).interval);
        QCOMPARE(estimate(4, 4, MeanKind::Other).mean, 1.5);
        QCOMPARE(scoring::estimateMean({}, 0, MeanKind::Other).prompts, 0);
        QCOMPARE(scoring::atMostWithoutEvent(100), 0.03);
        QCOMPARE(scoring::atMostWithoutEvent(2), 1.0);
    }
};

QTEST_APPLESS_MAIN(StatisticsTest)
#include "statistics_test.moc"
