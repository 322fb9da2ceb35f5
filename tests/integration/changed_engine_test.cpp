// SPDX-License-Identifier: GPL-3.0-or-later
// An engine that does not stay what it was: it degrades after some requests, or another quant answers under the name.
#include "tests/support/plantedrun.h"

#include <QRegularExpression>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace quantlens {

using namespace test;

class ChangedEngineTest : public QObject
{
    Q_OBJECT

    PlantedServer m_server;

    /// The requests before the first answer (capabilities, warm-up, fingerprint) are counted by the proxy, too.
    int requestsBefore(const QStringList& args)
    {
        const PlantedRun run = m_server.run(args, {{.plant = Plant::Delay, .contains = "Compute 947"}});
        int first = 0;
        for (const PlantedRecord& record : run.answers)
            first = first == 0 ? record.number : std::min(first, record.number);
        return first - 1;
    }

private Q_SLOTS:
    void initTestCase()
    {
        const QString why = m_server.start(true);
        if (why.startsWith("skip: "_L1))
            QSKIP(qPrintable(why));
        QVERIFY2(why.isEmpty(), qPrintable(why));
    }

    void cleanupTestCase() { m_server.stop(); }

    /// Stress asks everything several times, so the request is known from which answers are others.
    void degradation()
    {
        const QStringList args{u"stress"_s,   u"--model"_s, u"URL"_s,   u"--concurrency"_s,         u"1,2"_s,
                               u"--repeat"_s, u"2"_s,       u"--ids"_s, u"minus,sort,python,plus"_s};
        const int before = requestsBefore(args);
        QVERIFY(before > 0);
        // Two reference passes, the pass with the prompt cache and one answer of the first level are good.
        const PlantedRun run = m_server.run(args, {{.plant = Plant::Degrade, .from = before + 14}});
        QVERIFY2(run.answers.size() > 5, run.text());
        QVERIFY2(run.of(u"changed for good"_s).size() == 1, run.text());
        const QJsonObject finding = run.of(u"changed for good"_s).first();
        static const QRegularExpression place(
            u" from request 14 of (\\d+) on, and none before it has, at 1 in flight"_s);
        const auto match = place.match(finding.value("sentence"_L1).toString());
        QVERIFY2(match.hasMatch(), run.text());
        QCOMPARE(finding.value("level"_L1).toInt(), 1);
        QCOMPARE(finding.value("n"_L1).toInt(), match.captured(1).toInt() - 13);
        QVERIFY2(finding.value("count"_L1).toInt() >= 8, run.text());
        QVERIFY2(run.outcome.out.contains("changed for good"_L1), run.text());
        QVERIFY2(!run.of(u"replaced token"_s, 2).isEmpty(), run.text());
        QVERIFY2(run.of(u"replaced token"_s, 0).isEmpty(), run.text());
    }

    void anotherQuantBehindTheName()
    {
        const QStringList args{u"determinism"_s, u"--model"_s, u"URL"_s,       u"--runs"_s,
                               u"4"_s,           u"--ids"_s,   u"minus,sort"_s};
        const int before = requestsBefore(args);
        // From the third run of the second prompt on.
        const PlantedRun run = m_server.run(args, {{.plant = Plant::OtherQuant, .from = before + 7}});
        QVERIFY2(!run.answers.isEmpty(), run.text());
        QVERIFY2(run.of(u"model changed"_s).size() == 1, run.text());
        QVERIFY2(run.outcome.out.contains("not the model or engine it was"_L1), run.text());
        QCOMPARE(run.prompts(u"not repeatable"_s), QStringList{u"sort"_s});
        QCOMPARE(run.count(u"not repeatable"_s), 2);
        QCOMPARE(run.kinds(), (QStringList{u"model changed"_s, u"not repeatable"_s}));
    }
};

} // namespace quantlens

QTEST_GUILESS_MAIN(quantlens::ChangedEngineTest)
#include "changed_engine_test.moc"
