// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/tokenscores.h"

#include <QTest>

#include <cmath>

using namespace quantlens;

namespace {

domain::TokenInfo token(const QByteArray& bytes, double p, const QByteArray& other)
{
    domain::TokenInfo info;
    info.bytes = bytes;
    info.logprob = float(std::log(p));
    info.top = {{.id = -1, .bytes = bytes, .logprob = float(std::log(p))},
                {.id = -1, .bytes = other, .logprob = float(std::log(1 - p))}};
    return info;
}

domain::Generation answer(const QList<domain::TokenInfo>& entries)
{
    domain::Generation g;
    g.entries = entries;
    return g;
}

} // namespace

class TokenScoresTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theSharedPrefixEndsAtTheFork()
    {
        const auto a = answer({token("x", 0.5, "y"), token("1", 0.75, "2"), token("z", 0.9, "w")});
        const auto b = answer({token("x", 0.5, "y"), token("2", 0.5, "1"), token("z", 0.9, "w")});
        const auto scores = scoring::scoreTokens(a, b, nullptr, false);
        QCOMPARE(scores.source, scoring::PositionSource::SharedPrefix);
        QCOMPARE(scores.kld.size(), std::size_t(3));
        QVERIFY(std::abs(scores.kld[0]) < 1e-6F);
        // KLD((0.75, 0.25) ‖ (0.5, 0.5)), by hand
        QVERIFY(std::abs(double(scores.kld[1]) - (0.75 * std::log(1.5) + 0.25 * std::log(0.5))) < 1e-6);
        QVERIFY(std::isnan(scores.kld[2])); // behind the fork the contexts differ
        QVERIFY(std::abs(double(scores.logprob[1][2]) - std::log(0.9)) < 1e-6);
    }

    void aForcedPassReachesTheEnd()
    {
        const auto a = answer({token("x", 0.5, "y"), token("1", 0.75, "2"), token("z", 0.9, "w")});
        const auto b = answer({token("x", 0.5, "y"), token("2", 0.5, "1")});
        const auto forced = answer({token("x", 0.5, "y"), token("1", 0.5, "2"), token("z", 0.5, "w")});
        const auto scores = scoring::scoreTokens(a, b, &forced, false);
        QCOMPARE(scores.source, scoring::PositionSource::TeacherForced);
        QVERIFY(std::abs(double(scores.kld[2]) - (0.9 * std::log(1.8) + 0.1 * std::log(0.2))) < 1e-6);
        QCOMPARE(scores.logprob[1].size(), std::size_t(2));
    }

    void aFailedForcedPassIsNone()
    {
        const auto a = answer({token("x", 0.5, "y")});
        auto forced = answer({token("x", 0.5, "y")});
        forced.error = base::Error{QStringLiteral("forced.mismatch"), {}, {}, {}};
        QCOMPARE(scoring::scoreTokens(a, a, &forced, false).source, scoring::PositionSource::SharedPrefix);
    }

    void whatIsNoValueIsNotPainted()
    {
        auto entry = token("x", 0.5, "y");
        entry.logprob = -9999.0F * 10;
        auto bare = token("x", 0.5, "y");
        bare.top.clear();
        bare.logprob = 0; // an accepted draft token
        const auto scores = scoring::scoreTokens(answer({entry, bare}), answer({entry, bare}), nullptr, false);
        QVERIFY(std::isnan(scores.logprob[0][0]));
        QVERIFY(std::isnan(scores.logprob[0][1]));
        QVERIFY(std::isnan(scores.kld[1]));
    }
};

QTEST_GUILESS_MAIN(TokenScoresTest)
#include "tokenscores_test.moc"
