// SPDX-License-Identifier: GPL-3.0-or-later
// Claims about a clean engine, on the real one: cold repeats are bit-identical, a model compared with itself shows
// nothing, and a server with four slots decodes four answers at once however many are asked.
// QUANTLENS_FULL=1: 20 runs of 20 prompts, and more than 1,000 comparisons over all quants.
#include "tests/support/process.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace quantlens::test;
using Qt::StringLiterals::operator""_L1;
using Qt::StringLiterals::operator""_s;

namespace {

constexpr int runLimitMs = 1'200'000;

/// What went wrong by the program's judgement, as JSON; empty: nothing.
QByteArray findings(const QJsonObject& summary)
{
    const QJsonArray list = summary.value("findings"_L1).toArray();
    return list.isEmpty() ? QByteArray() : QJsonDocument(list).toJson();
}

} // namespace

class StabilityTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_home;
    bool m_full = qEnvironmentVariableIntValue("QUANTLENS_FULL") == 1;

    /// A run that must end well; its JSON, empty after a failure.
    QJsonObject run(const QString& name, const QStringList& args)
    {
        const QString file = m_home.filePath(name + u".json"_s);
        const Outcome outcome = runCli(args + QStringList{u"--workspace"_s, m_home.filePath(name + u".qlens"_s),
                                                          u"--output"_s, m_home.filePath(name), u"--json"_s, file},
                                       m_home.path(), runLimitMs);
        if (outcome.exitCode != 0) {
            qWarning("exit %d: %s", outcome.exitCode, qPrintable(outcome.err));
            return {};
        }
        QFile json(file);
        return json.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(json.readAll()).object() : QJsonObject();
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_home.isValid());
        QVERIFY2(!demoModel(u"F16"_s).isEmpty() && !qEnvironmentVariableIsEmpty("QUANTLENS_LLAMA_SERVER"),
                 "packaging/run-tests sets the engine and the demo quants");
    }

    /// One in flight, cache off: the same tokens with the same log-probabilities, every time.
    void coldRunsAreBitIdentical()
    {
        // More than 100 requests: after so many llama-server ends a connection that it keeps.
        const int runs = m_full ? 20 : 10;
        const int prompts = m_full ? 20 : 12;
        const QJsonObject json =
            run(u"cold"_s, {u"determinism"_s, u"--model"_s, demoModel(u"Q4_K_M"_s), u"--prompts"_s, u"demo"_s,
                            u"--runs"_s, QString::number(runs), u"--num-prompts"_s, QString::number(prompts)});
        const QJsonObject summary = json.value("summary"_L1).toObject();
        const QJsonObject determinism = summary.value("determinism"_L1).toObject();
        QCOMPARE(determinism.value("prompts"_L1).toArray().size(), prompts);
        for (const QJsonValue& value : determinism.value("prompts"_L1).toArray()) {
            const QJsonObject prompt = value.toObject();
            QCOMPARE(prompt.value("requested"_L1).toInt(), runs);
            QCOMPARE(prompt.value("succeeded"_L1).toInt(), runs);
            QCOMPARE(prompt.value("same_bits"_L1).toInt(), runs);
            QCOMPARE(prompt.value("outputs"_L1).toArray().size(), 1);
        }
        QCOMPARE(determinism.value("same_text"_L1).toInt(-1), 0);
        QCOMPARE(determinism.value("different_text"_L1).toInt(-1), 0);
        QVERIFY2(findings(summary).isEmpty(), findings(summary).constData());
        // Bit-identical is a claim about log-probabilities too: they were really there.
        for (const QJsonValue& value : json.value("generations"_L1).toArray())
            QVERIFY(!value.toObject().value("entries"_L1).toArray().isEmpty());
    }

    /// A quant against itself, in two engines, and its own repeat: no difference, no finding, nothing that moved.
    void cleanComparisonsAreSilent()
    {
        const QStringList quants =
            m_full ? QStringList{u"F16"_s, u"Q8_0"_s, u"Q6_K"_s, u"Q5_K_M"_s, u"Q4_K_M"_s, u"Q3_K_M"_s, u"Q2_K"_s}
                   : QStringList{u"Q3_K_M"_s};
        int comparisons = 0;
        for (const QString& quant : quants) {
            QStringList args{u"compare"_s, demoModel(quant),  demoModel(quant), u"--prompts"_s,
                             u"demo"_s,    u"--self-check"_s, u"--no-report"_s};
            if (!m_full)
                args += QStringList{u"--num-prompts"_s, u"50"_s};
            const QJsonObject json = run(u"clean-"_s + quant, args);
            const QJsonObject summary = json.value("summary"_L1).toObject();
            const int pairs = summary.value("pairs"_L1).toInt();
            QCOMPARE(pairs, m_full ? 120 : 50);
            QCOMPARE(summary.value("severity"_L1).toObject().value("identical"_L1).toInt(), pairs);
            QCOMPARE(summary.value("changed"_L1).toObject().value("count"_L1).toInt(-1), 0);
            QVERIFY2(findings(summary).isEmpty(), (quant.toUtf8() + ": " + findings(summary)).constData());
            const QJsonArray kinds = summary.value("noise"_L1).toObject().value("kinds"_L1).toArray();
            QCOMPARE(kinds.size(), 1);
            const QJsonObject repeat = kinds.first().toObject();
            QCOMPARE(repeat.value("differing_texts"_L1).toObject().value("n"_L1).toInt(), pairs);
            QCOMPARE(repeat.value("differing_texts"_L1).toObject().value("count"_L1).toInt(-1), 0);
            QCOMPARE(repeat.value("changed_logprobs"_L1).toInt(-1), 0);
            for (const QJsonValue& value : json.value("comparisons"_L1).toArray())
                QVERIFY(value.toObject().value("correct"_L1).isObject());
            comparisons += 2 * pairs; // against the other engine, and against the repeat
        }
        QVERIFY(comparisons >= (m_full ? 1000 : 100));
        qInfo("%d comparisons, none differed", comparisons);
    }

    /// What is asked for and what happens are measured apart.
    void fourSlotsDecodeFour()
    {
        const QJsonObject json =
            run(u"levels"_s, {u"stress"_s, u"--model"_s, demoModel(u"F16"_s), u"--prompts"_s, u"demo"_s,
                              u"--num-prompts"_s, u"16"_s, u"--concurrency"_s, u"1,2,4,8,16"_s});
        QCOMPARE(json.value("run"_L1).toObject().value("sides"_L1).toArray().at(0).toObject().value("slots"_L1).toInt(),
                 4);
        const QJsonArray levels =
            json.value("summary"_L1).toObject().value("stress"_L1).toObject().value("levels"_L1).toArray();
        QCOMPARE(levels.size(), 5);
        for (const QJsonValue& value : levels) {
            const QJsonObject level = value.toObject();
            const int asked = level.value("asked"_L1).toInt();
            QVERIFY(level.value("errors"_L1).toObject().isEmpty());
            QCOMPARE(level.value("in_flight"_L1).toObject().value("maximum"_L1).toInt(), asked);
            QVERIFY(level.value("decoding"_L1).toObject().value("maximum"_L1).toInt() <= std::min(asked, 4));
        }
        const QJsonObject last = levels.last().toObject();
        QCOMPARE(last.value("in_flight"_L1).toObject().value("maximum"_L1).toInt(), 16);
        QCOMPARE(last.value("decoding"_L1).toObject().value("maximum"_L1).toInt(), 4);
    }
};

QTEST_GUILESS_MAIN(StabilityTest)
#include "stability_test.moc"
