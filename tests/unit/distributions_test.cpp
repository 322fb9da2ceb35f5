// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/distributions.h"

#include <QRandomGenerator>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace quantlens;

namespace {

/// An entry that lists the `k` likeliest of a distribution over tokens 0…n−1.
domain::TokenInfo listed(const std::vector<double>& p, std::size_t k)
{
    std::vector<std::size_t> order(p.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::ranges::stable_sort(order, std::greater{}, [&p](std::size_t i) { return p[i]; });
    domain::TokenInfo entry;
    for (std::size_t rank = 0; rank < std::min(k, p.size()); ++rank)
        entry.top.append(
            {qint32(order[rank]), QByteArray::number(qulonglong(order[rank])), float(std::log(p[order[rank]]))});
    entry.id = entry.top.constFirst().id;
    entry.bytes = entry.top.constFirst().bytes;
    entry.logprob = entry.top.constFirst().logprob;
    return entry;
}

std::vector<double> randomDistribution(QRandomGenerator& random, int n)
{
    std::vector<double> p;
    double sum = 0;
    for (int i = 0; i < n; ++i) {
        p.push_back(std::exp(6 * random.generateDouble()));
        sum += p.back();
    }
    for (double& value : p)
        value /= sum;
    return p;
}

double exactKld(const std::vector<double>& p, const std::vector<double>& q)
{
    double sum = 0;
    for (std::size_t i = 0; i < p.size(); ++i)
        sum += p[i] * std::log(p[i] / q[i]);
    return sum;
}

} // namespace

class DistributionsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void neverAboveTheExactValue()
    {
        QRandomGenerator random(29);
        for (int i = 0; i < 5000; ++i) {
            const int n = 2 + int(random.bounded(200));
            const std::vector<double> p = randomDistribution(random, n);
            const std::vector<double> q = randomDistribution(random, n);
            const std::size_t k = 1 + random.bounded(40);
            const auto result = scoring::scorePosition(listed(p, k), listed(q, k), true);
            QVERIFY(result);
            QVERIFY(result->forward >= 0 && result->forward <= exactKld(p, q) + 1e-5);
            QVERIFY(result->backward >= 0 && result->backward <= exactKld(q, p) + 1e-5);
            QVERIFY(result->totalVariation >= 0 && result->totalVariation <= 1);
            QVERIFY(result->coverage >= 0 && result->coverage <= 1);
            const auto same = scoring::scorePosition(listed(p, k), listed(p, k), true);
            QCOMPARE(same->forward, 0.0);
            QCOMPARE(same->backward, 0.0);
            QVERIFY(same->sameTop);
            QCOMPARE(same->deltaP, 0.0);
        }
    }

    void exactWithTheWholeVocabulary()
    {
        QRandomGenerator random(31);
        for (int i = 0; i < 200; ++i) {
            const std::vector<double> p = randomDistribution(random, 50);
            const std::vector<double> q = randomDistribution(random, 50);
            const auto result = scoring::scorePosition(listed(p, 50), listed(q, 50), true, true);
            QVERIFY(std::abs(result->forward - exactKld(p, q)) < 1e-5);
            QVERIFY(!result->tailUnresolved);
        }
    }

    void aHandComputedPosition()
    {
        // Cells a and b; c is only A's, d only B's, so both stand in the bucket.
        const domain::TokenInfo a = listed({0.6, 0.2, 0.1, 0.0001}, 3);
        domain::TokenInfo b = listed({0.3, 0.4, 0.0001, 0.2}, 3);
        const auto result = scoring::scorePosition(a, b, true);
        const double expected = 0.6 * std::log(0.6 / 0.3) + 0.2 * std::log(0.2 / 0.4) + 0.2 * std::log(0.2 / 0.3);
        QVERIFY(std::abs(result->forward - expected) < 1e-6);
        QVERIFY(std::abs(result->coverage - 0.8) < 1e-6);
        QVERIFY(std::abs(result->deltaP + 0.3) < 1e-6);
        QVERIFY(!result->sameTop);
        QVERIFY(std::abs(result->totalVariation - 0.3) < 1e-6);
        // By bytes where the ids come from other tokenizers.
        for (domain::TopToken& top : b.top)
            top.id += 100;
        QVERIFY(std::abs(scoring::scorePosition(a, b, false)->forward - expected) < 1e-6);
        QVERIFY(std::abs(scoring::scorePosition(a, b, true)->coverage) < 1e-6);
    }

    void noValues()
    {
        domain::TokenInfo good = listed({0.6, 0.4}, 2);
        domain::TokenInfo bad = good;
        bad.top.clear();
        QVERIFY(!scoring::scorePosition(good, bad, true));
        bad = good;
        for (domain::TopToken& top : bad.top)
            top.logprob = domain::noLogprob;
        QVERIFY(!scoring::scorePosition(bad, good, true));
        const auto scored = scoring::forcedPositions({good, good}, {good, bad}, true);
        QCOMPARE(scored.positions.size(), 1U);
        QCOMPARE(scored.withoutValue, 1);
        // Masses that sum to more than 1.
        domain::TokenInfo over = good;
        over.top[0].logprob = 0.0000008F;
        QVERIFY(scoring::scorePosition(over, over, true)->forward >= 0);
        QVERIFY(!scoring::summarizePositions({}));
    }

    void mergedCharactersAreLeftOut()
    {
        const domain::TokenInfo good = listed({0.6, 0.4}, 2);
        domain::TokenInfo merged = good;
        merged.id = -1;
        const auto scored = scoring::forcedPositions({good, merged, good}, {good, merged, good}, true);
        QCOMPARE(scored.merged, 1);
        QCOMPARE(scored.positions.size(), 2U);
    }

    void prefixEndsAtTheFork()
    {
        const domain::TokenInfo x = listed({0.6, 0.4}, 2);
        const domain::TokenInfo y = listed({0.4, 0.6}, 2);
        const auto scored = scoring::sharedPrefix({x, x, x, x}, {x, y, x, x}, true);
        QCOMPARE(scored.positions.size(), 2U);
        QCOMPARE(scored.available, 4);
        const auto summary = scoring::summarizePositions(scored);
        QVERIFY(!summary->sameTop);
        QVERIFY(scoring::summarizePositions(scoring::forcedPositions({x, x}, {x, y}, true))->sameTop == 0.5);
    }

    void pooled()
    {
        const domain::TokenInfo x = listed({0.6, 0.4}, 2);
        const domain::TokenInfo y = listed({0.4, 0.6}, 2);
        const auto forced = scoring::forcedPositions({x, x, x}, {x, x, y}, true);
        const auto prefix = scoring::sharedPrefix({x}, {y}, true);
        QCOMPARE(scoring::pooledPositions({forced, forced}).positions.size(), 6U);
        QCOMPARE(scoring::pooledPositions({forced, forced}).source, scoring::PositionSource::TeacherForced);
        QCOMPARE(scoring::pooledPositions({forced, prefix}).source, scoring::PositionSource::SharedPrefix);
        QVERIFY(!scoring::pooledPositions({}).wholeVocabulary);
        const auto clusters = scoring::logKldClusters({forced, prefix, {}});
        QCOMPARE(clusters.size(), 2U);
        QCOMPARE(clusters.front().n, 3.0);
        const double one = 0.6 * std::log(1.5) + 0.4 * std::log(0.4 / 0.6);
        QVERIFY(std::abs(clusters.front().sum - (2 * std::log(1e-9) + std::log(one + 1e-9))) < 1e-5);
    }

    void percentiles()
    {
        const std::vector<double> values{1, 2, 3, 4, 5};
        QCOMPARE(scoring::percentile(values, 0.5), 3.0);
        QCOMPARE(scoring::percentile(values, 0.9), 4.6);
        QCOMPARE(scoring::percentile(values, 0), 1.0);
        QCOMPARE(scoring::percentile(values, 1), 5.0);
        QVERIFY(std::isnan(scoring::percentile({}, 0.5)));
    }

    void agreementUnderSampling()
    {
        const domain::TokenInfo p = listed({0.6, 0.4}, 2);
        const domain::TokenInfo q = listed({0.5, 0.5}, 2);
        const auto one = scoring::expectedAgreement({p}, {q}, true, 1);
        QVERIFY(std::abs(one->agreement - 0.9) < 1e-6);
        const auto ten =
            scoring::expectedAgreement(QList<domain::TokenInfo>(10, p), QList<domain::TokenInfo>(10, q), true, 1);
        QVERIFY(std::abs(ten->agreement - std::pow(0.9, 10)) < 1e-5);
        QVERIFY(std::abs(*ten->halfAt - std::log(0.5) / std::log(0.9)) < 1e-4);
        QVERIFY(!scoring::expectedAgreement({p}, {p}, true, 1)->halfAt);
        // Colder: 0.36/0.52 against 0.5.
        QVERIFY(std::abs(scoring::expectedAgreement({p}, {q}, true, 0.5)->agreement - (1 - (0.36 / 0.52 - 0.5))) <
                1e-5);
        QVERIFY(!scoring::expectedAgreement({p}, {q}, true, 0));
        QVERIFY(!scoring::expectedAgreement({p}, {q}, true, 2));
    }
};

QTEST_APPLESS_MAIN(DistributionsTest)
#include "distributions_test.moc"
