// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/diff/tokenstrip.h"

#include <QImage>
#include <QSignalSpy>
#include <QTest>

#include <cmath>

using namespace quantlens;
using ui::TokenStrip;

namespace {

std::shared_ptr<const scoring::TokenScores> scoresOf(std::size_t a, std::size_t b)
{
    auto scores = std::make_shared<scoring::TokenScores>();
    for (std::size_t i = 0; i < a; ++i) {
        scores->logprob[0].push_back(i % 7 == 3 ? domain::noLogprob : -float(i % 5));
        scores->kld.push_back(i < a / 2 ? float(i % 3) / 10 : domain::noLogprob);
    }
    for (std::size_t i = 0; i < b; ++i)
        scores->logprob[1].push_back(-float(i % 4));
    return scores;
}

} // namespace

class TokenStripTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aClickChoosesTheTokenUnderIt()
    {
        TokenStrip strip;
        strip.resize(600, 140);
        strip.setScores(scoresOf(100, 120), {40, 42}, {40, 80});
        strip.show();
        QSignalSpy chosen(&strip, &TokenStrip::tokenActivated);
        const QRectF area = strip.plot();
        QTest::mouseClick(&strip, Qt::LeftButton, {}, QPointF(area.left() + area.width() * 0.505, 40).toPoint());
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen.last().at(0).toInt(), 0);
        QVERIFY(std::abs(chosen.last().at(1).toInt() - 60) <= 1);
        // Beyond A's end the token is B's.
        QTest::mouseClick(&strip, Qt::LeftButton, {}, QPointF(area.right() - 1, 40).toPoint());
        QCOMPARE(chosen.last().at(0).toInt(), 1);
        QCOMPARE(chosen.last().at(1).toInt(), 119);
        QTest::keyClick(&strip, Qt::Key_Left);
        QCOMPARE(chosen.last().at(1).toInt(), 118);
        QTest::keyClick(&strip, Qt::Key_Home);
        QCOMPARE(chosen.last().at(1).toInt(), 0);
        QCOMPARE(strip.entryAt({1, 1}), qsizetype(-1));
    }

    void everyStateIsPainted_data()
    {
        QTest::addColumn<int>("tokens");
        for (const int tokens : {0, 1, 2, 500, 200'000})
            QTest::newRow(qPrintable(QString::number(tokens))) << tokens;
    }

    void everyStateIsPainted()
    {
        QFETCH(int, tokens);
        TokenStrip strip;
        strip.resize(500, 120);
        strip.setScores(scoresOf(std::size_t(tokens), std::size_t(tokens / 2)), {tokens - 1, tokens / 2 - 1}, {0, 1});
        for (const auto curve : {TokenStrip::Curve::Logprob, TokenStrip::Curve::Divergence}) {
            strip.setCurve(curve);
            strip.setCurrentToken(0, tokens / 2);
            QVERIFY(!strip.grab().isNull());
        }
        strip.clear(QStringLiteral("<b>no markup</b>"));
        QVERIFY(!strip.grab().isNull());
    }
};

QTEST_MAIN(TokenStripTest)
#include "tokenstrip_test.moc"
