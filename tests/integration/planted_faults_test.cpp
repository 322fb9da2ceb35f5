// SPDX-License-Identifier: GPL-3.0-or-later
// Faults planted into the answers of a real engine: the right kind of run finds each of them and names it, with its
// prompts, level and count. Clean runs find nothing, and a clean engine under load nothing but batch variance.
#include "tests/support/plantedrun.h"

#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

namespace quantlens {

using namespace test;

class PlantedFaultsTest : public QObject
{
    Q_OBJECT

    PlantedServer m_server;

    static QStringList determinism(int runs, const QString& ids)
    {
        return {u"determinism"_s, u"--model"_s, u"URL"_s, u"--runs"_s, QString::number(runs), u"--ids"_s, ids};
    }

    static QStringList stress(const QString& levels, const QString& ids)
    {
        return {u"stress"_s, u"--model"_s, u"URL"_s, u"--concurrency"_s, levels, u"--ids"_s, ids};
    }

    static QString sentence(const PlantedRun& run, const QString& kind)
    {
        const auto found = run.of(kind);
        return found.isEmpty() ? QString() : found.first().value("sentence"_L1).toString();
    }

    /// The kinds that a clean engine shows as well do not count.
    static QStringList faults(const PlantedRun& run)
    {
        QStringList kinds = run.kinds();
        kinds.removeAll(u"batch variance"_s);
        kinds.removeAll(u"cache variance"_s);
        return kinds;
    }

private Q_SLOTS:
    void initTestCase()
    {
        const QString why = m_server.start();
        if (why.startsWith("skip: "_L1))
            QSKIP(qPrintable(why));
        QVERIFY2(why.isEmpty(), qPrintable(why));
    }

    void cleanupTestCase() { m_server.stop(); }

    void cleanRunsFindNothing()
    {
        const PlantedRun compare =
            m_server.run({u"compare"_s, u"URL"_s, u"F16"_s, u"--allow-same"_s, u"--timing"_s, u"--self-check"_s,
                          u"--no-report"_s, u"--ids"_s, u"minus,sort,python"_s},
                         {});
        QVERIFY2(compare.outcome.exitCode == 0 && compare.findings().isEmpty(), compare.text());
        QVERIFY(compare.json.value("summary"_L1).toObject().contains("findings"_L1));
        QVERIFY2(!compare.outcome.out.contains("Findings"_L1), compare.text());
        const PlantedRun repeats = m_server.run(determinism(3, u"minus,sort"_s), {});
        QVERIFY2(repeats.outcome.exitCode == 0 && repeats.findings().isEmpty(), repeats.text());
    }

    /// What a clean engine does under load is batch variance, and nothing else is said of it.
    void loadIsBatchVariance()
    {
        const PlantedRun run = m_server.run(stress(u"1,4"_s, u"minus,sort,python,plus,sort-more,plus-short"_s), {});
        QCOMPARE(run.outcome.exitCode, 0);
        QVERIFY2(faults(run).isEmpty() && run.of(u"batch variance"_s, 1).isEmpty(), run.text());
        for (const QJsonObject& finding : run.of(u"batch variance"_s))
            QVERIFY2(finding.value("sentence"_L1).toString().contains("at 4 in flight"_L1), run.text());
    }

    void replacedToken()
    {
        // Two of six runs of one prompt.
        const PlantedRun run = m_server.run(determinism(6, u"minus,sort"_s),
                                            {{.plant = Plant::ChangeToken, .every = 4, .contains = "Sort these"}});
        QVERIFY2(run.answers.size() > 0, run.text());
        QCOMPARE(run.count(u"replaced token"_s), run.answers.size());
        QCOMPARE(run.prompts(u"replaced token"_s), QStringList{u"sort"_s});
        QVERIFY2(sentence(run, u"replaced token"_s)
                     .contains(QRegularExpression(
                         u"^%1 of 12 answers .*“.*” became “.*” at token \\d+"_s.arg(run.answers.size()))),
                 run.text());
        QVERIFY2(run.outcome.out.contains("replaced token"_L1), run.text());
        QCOMPARE(run.kinds(), QStringList{u"replaced token"_s});
    }

    void cutAnswer()
    {
        const PlantedRun run = m_server.run(determinism(4, u"minus,sort,plus"_s),
                                            {{.plant = Plant::CutAnswer, .every = 5, .contains = "Compute"}});
        QVERIFY2(run.answers.size() > 0, run.text());
        QCOMPARE(run.count(u"truncation"_s), run.answers.size());
        QCOMPARE(run.prompts(u"truncation"_s), run.plantedPrompts());
        QVERIFY2(sentence(run, u"truncation"_s).contains(QRegularExpression(u"ends after \\d+ of \\d+ tokens"_s)),
                 run.text());
        QCOMPARE(run.kinds(), QStringList{u"truncation"_s});
    }

    void invisibleCharacter()
    {
        const PlantedRun run = m_server.run(determinism(3, u"minus,sort,python"_s),
                                            {{.plant = Plant::Invisible, .every = 3, .contains = "Python"}});
        QVERIFY2(run.answers.size() > 0, run.text());
        QCOMPARE(run.count(u"invisible difference"_s), run.answers.size());
        QCOMPARE(run.prompts(u"invisible difference"_s), QStringList{u"python"_s});
        QVERIFY2(sentence(run, u"invisible difference"_s).contains("has U+200B"_L1), run.text());
        QCOMPARE(run.kinds(), QStringList{u"invisible difference"_s});
    }

    void swappedChunks()
    {
        const PlantedRun run = m_server.run(determinism(3, u"minus,sort,plus"_s),
                                            {{.plant = Plant::SwapChunks, .every = 3, .contains = "Sort these"}});
        QVERIFY2(run.answers.size() > 0, run.text());
        QCOMPARE(run.count(u"reordered"_s), run.answers.size());
        QCOMPARE(run.prompts(u"reordered"_s), QStringList{u"sort"_s});
        QCOMPARE(run.kinds(), QStringList{u"reordered"_s});
    }

    void answersOfOtherPromptsUnderLoad()
    {
        const PlantedRun run = m_server.run(stress(u"1,2,4"_s, u"minus,sort,python,plus,sort-more,plus-short"_s),
                                            {{.plant = Plant::OtherPrompt, .inFlight = 3}});
        QVERIFY2(run.answers.size() > 0, run.text());
        QVERIFY2(run.of(u"cross-talk"_s, 0).isEmpty() && run.of(u"cross-talk"_s, 1).isEmpty() &&
                     run.of(u"cross-talk"_s, 2).isEmpty(),
                 run.text());
        QCOMPARE(run.of(u"cross-talk"_s, 4).size(), 1);
        QCOMPARE(run.count(u"cross-talk"_s), run.answers.size());
        QCOMPARE(run.prompts(u"cross-talk"_s), run.plantedPrompts());
        QVERIFY2(sentence(run, u"cross-talk"_s).contains("at 4 in flight"_L1) &&
                     sentence(run, u"cross-talk"_s).contains("got the answer to "_L1),
                 run.text());
        QVERIFY2(faults(run) == QStringList{u"cross-talk"_s}, run.text());
    }

    /// A compare run has the baseline's own repeats to find it by.
    void staleAnswers()
    {
        const PlantedRun same = m_server.run(determinism(5, u"minus,sort"_s),
                                             {{.plant = Plant::StaleSame, .every = 4, .contains = "Sort these"}});
        QVERIFY2(same.answers.size() > 0, same.text());
        QCOMPARE(same.count(u"repeated reply"_s), same.answers.size());
        QCOMPARE(same.prompts(u"repeated reply"_s), QStringList{u"sort"_s});
        QCOMPARE(same.kinds(), QStringList{u"repeated reply"_s});

        const PlantedRun other =
            m_server.run({u"compare"_s, u"URL"_s, u"F16"_s, u"--allow-same"_s, u"--timing"_s, u"--self-check"_s,
                          u"--no-report"_s, u"--ids"_s, u"minus,sort,python,plus"_s},
                         {{.plant = Plant::StaleOther, .contains = "Sort these"}});
        QVERIFY2(other.answers.size() > 0, other.text());
        QVERIFY2(other.prompts(u"repeated reply"_s).contains(u"sort"_s) &&
                     sentence(other, u"repeated reply"_s).contains("got the reply to "_L1),
                 other.text());
    }

    void lostLogprobsUnderLoad()
    {
        const PlantedRun run = m_server.run(stress(u"1,4"_s, u"minus,sort,python,plus,sort-more,plus-short"_s),
                                            {{.plant = Plant::LoseLogprobs, .inFlight = 3}});
        QVERIFY2(run.answers.size() > 0, run.text());
        QCOMPARE(run.of(u"missing logprobs"_s).size(), 1);
        QCOMPARE(run.of(u"missing logprobs"_s, 4).size(), 1);
        QCOMPARE(run.count(u"missing logprobs"_s), run.answers.size());
        QCOMPARE(run.prompts(u"missing logprobs"_s), run.plantedPrompts());
        QCOMPARE(faults(run), QStringList{u"missing logprobs"_s});
    }

    void everyThirdFails()
    {
        const PlantedRun run = m_server.run(determinism(6, u"minus,sort"_s) + QStringList{u"--retries"_s, u"0"_s},
                                            {{.plant = Plant::ServerError, .every = 3, .contains = "Compute"},
                                             {.plant = Plant::ServerError, .every = 3, .contains = "Sort"}});
        QCOMPARE(run.outcome.exitCode, 3);
        QCOMPARE(run.count(u"failed requests"_s), 4);
        QCOMPARE(run.prompts(u"failed requests"_s), (QStringList{u"minus"_s, u"sort"_s}));
        QVERIFY2(sentence(run, u"failed requests"_s).contains("(http.500 4 times, one in every 3)"_L1), run.text());
        QCOMPARE(run.kinds(), QStringList{u"failed requests"_s});

        // Asked again the server answers: that it had to be asked again is said.
        const PlantedRun retried = m_server.run(determinism(4, u"minus,sort"_s),
                                                {{.plant = Plant::ServerError, .every = 3, .contains = "Compute"}});
        QCOMPARE(retried.outcome.exitCode, 0);
        QCOMPARE(retried.count(u"retried requests"_s), retried.answers.size());
        QCOMPARE(retried.prompts(u"retried requests"_s), QStringList{u"minus"_s});
        QCOMPARE(retried.kinds(), QStringList{u"retried requests"_s});
    }
};

} // namespace quantlens

QTEST_GUILESS_MAIN(quantlens::PlantedFaultsTest)
#include "planted_faults_test.moc"
