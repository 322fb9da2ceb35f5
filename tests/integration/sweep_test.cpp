// SPDX-License-Identifier: GPL-3.0-or-later
// A sweep over the demo model's quants on the real engine: the same numbers twice, self-checks that are identical,
// quants in the order of their loss, and a quant that cannot start. QUANTLENS_FULL=1: the whole demo suite.
#include "tests/support/process.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

using namespace quantlens::test;
using Qt::StringLiterals::operator""_L1;
using Qt::StringLiterals::operator""_s;

namespace {

const QStringList quants{u"F16"_s, u"Q8_0"_s, u"Q6_K"_s, u"Q5_K_M"_s, u"Q4_K_M"_s, u"Q3_K_M"_s, u"Q2_K"_s};

/// What is another in every run: times, speeds, ids, and the addresses of engines.
bool isOfTheMoment(const QString& key)
{
    static const QStringList keys{u"id"_s,      u"started"_s,           u"finished"_s,      u"server"_s,
                                  u"timings"_s, u"tokens_per_second"_s, u"first_token_ms"_s};
    return keys.contains(key);
}

/// The first path at which two values differ, but for what is of the moment; empty: none. Nothing is copied: the whole
/// demo suite over seven models is hundreds of megabytes of JSON.
QString firstDifference(const QJsonValue& a, const QJsonValue& b, const QString& path = {})
{
    if (a.isObject() && b.isObject()) {
        const QJsonObject left = a.toObject();
        const QJsonObject right = b.toObject();
        if (left.keys() != right.keys())
            return path + u".(keys)"_s;
        for (auto one = left.begin(), other = right.begin(); one != left.end(); ++one, ++other) {
            const QString key = one.key();
            if (isOfTheMoment(key))
                continue;
            const QString found = firstDifference(one.value(), other.value(), path + u'.' + key);
            if (!found.isEmpty())
                return found;
        }
        return {};
    }
    if (a.isArray() && b.isArray()) {
        const QJsonArray left = a.toArray();
        const QJsonArray right = b.toArray();
        if (left.size() != right.size())
            return path + u".(size)"_s;
        for (qsizetype i = 0; i < left.size(); ++i) {
            const QString found = firstDifference(left.at(i), right.at(i), path + u'[' + QString::number(i) + u']');
            if (!found.isEmpty())
                return found;
        }
        return {};
    }
    return a == b ? QString() : path.isEmpty() ? u"(all)"_s : path;
}

} // namespace

class SweepTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_home;
    bool m_full = qEnvironmentVariableIntValue("QUANTLENS_FULL") == 1;

    QString path(const QString& name) const { return m_home.filePath(name); }

    QStringList suite() const
    {
        QStringList args{u"--prompts"_s, u"demo"_s};
        return m_full ? args : args + QStringList{u"--num-prompts"_s, u"8"_s};
    }

    static QString modelsOf(const QStringList& names)
    {
        QStringList models;
        for (const QString& name : names)
            models.append(name + u'=' + demoModel(name));
        return models.join(u',');
    }

    Outcome sweep(const QString& name, const QStringList& args) const
    {
        return runCli(QStringList{u"sweep"_s, u"--workspace"_s, path(name + u".qlens"_s), u"--output"_s, path(name),
                                  u"--json"_s, path(name + u".json"_s)} +
                          args,
                      m_home.path(), 1'800'000);
    }

    QJsonObject readJson(const QString& name) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_home.isValid());
        for (const QString& quant : quants)
            QVERIFY2(!demoModel(quant).isEmpty(), "packaging/run-tests sets QUANTLENS_DEMO_QUANTS");
    }

    /// Seven models twice: all numbers are the same, and so are the baseline's repeats.
    void sameNumbersTwice()
    {
        const QStringList args = QStringList{u"--models"_s, modelsOf(quants), u"--self-check"_s} + suite();
        QJsonObject runs[2];
        for (const int number : {0, 1}) {
            const Outcome outcome = sweep(u"run%1"_s.arg(number), args);
            QVERIFY2(outcome.exitCode == 0, qPrintable(outcome.err));
            runs[number] = readJson(u"run%1.json"_s.arg(number));
            QVERIFY(!runs[number].isEmpty());
        }
        const QString difference = firstDifference(runs[0], runs[1]);
        const auto findings = [&runs](int number) {
            const QJsonValue list = runs[number].value("summary"_L1).toObject().value("findings"_L1);
            return QString::fromUtf8(QJsonDocument(list.toArray()).toJson());
        };
        QVERIFY2(difference.isEmpty(), qPrintable(u"the runs differ at "_s + difference + findings(0) + findings(1)));

        const QJsonObject summary = runs[0].value("summary"_L1).toObject();
        const QJsonArray kinds = summary.value("noise"_L1).toObject().value("kinds"_L1).toArray();
        QCOMPARE(kinds.size(), 1); // one slot: the repeat alone
        const QJsonObject repeat = kinds.first().toObject();
        const QJsonObject suite = runs[0].value("run"_L1).toObject().value("suite"_L1).toObject();
        const qsizetype prompts = suite.value("prompts"_L1).toArray().size();
        QCOMPARE(prompts, m_full ? 120 : 8);
        QCOMPARE(repeat.value("differing_texts"_L1).toObject().value("n"_L1).toInt(), int(prompts));
        QCOMPARE(repeat.value("differing_texts"_L1).toObject().value("count"_L1).toInt(), 0);
        QCOMPARE(repeat.value("changed_logprobs"_L1).toInt(-1), 0);

        QMap<QString, double> kld;
        for (const QJsonValue& value : summary.value("against_baseline"_L1).toArray()) {
            const QJsonObject pair = value.toObject();
            const QJsonObject divergence = pair.value("kld"_L1).toObject();
            QCOMPARE(divergence.value("source"_L1).toString(), u"teacher_forced"_s);
            QCOMPARE(divergence.value("prompts"_L1).toInt(), int(prompts));
            kld.insert(pair.value("label"_L1).toString(),
                       divergence.value("kld_a_b"_L1).toObject().value("geometric_mean"_L1).toDouble(-1));
        }
        QCOMPARE(kld.size(), 6);
        for (const auto& [label, value] : kld.asKeyValueRange()) {
            QVERIFY2(value > 0, qPrintable(label));
            QVERIFY2(label == "Q2_K"_L1 || value < kld.value(u"Q2_K"_s), qPrintable(label));
            QVERIFY2(label == "Q8_0"_L1 || value > kld.value(u"Q8_0"_s), qPrintable(label));
        }
    }

    /// What --dry-run said is what was sent.
    void dryRunCountsWhatIsSent()
    {
        const QStringList args = QStringList{u"--models"_s, modelsOf(quants), u"--self-check"_s} + suite();
        const Outcome planned = runCli(QStringList{u"sweep"_s, u"--dry-run"_s} + args, m_home.path());
        QVERIFY2(planned.exitCode == 0, qPrintable(planned.err));
        static const QRegularExpression all(u"in all +([\\d,]+) "_s);
        const QString count = all.match(planned.out).captured(1).remove(u',');
        QCOMPARE(count.toInt(), int(readJson(u"run0.json"_s).value("generations"_L1).toArray().size()));
        QCOMPARE(count.toInt(), readJson(u"run0.json"_s).value("run"_L1).toObject().value("planned"_L1).toInt());
    }

    /// A file that is damaged, and one whose header is sound but which no engine can load: both are recorded, and the
    /// others are asked.
    void brokenQuantsAreRecorded()
    {
        QFile whole(demoModel(u"Q4_K_M"_s));
        QVERIFY(whole.open(QIODevice::ReadOnly));
        QByteArray bytes = whole.readAll();
        QFile half(path(u"half-Q4_K_M.gguf"_s));
        QVERIFY(half.open(QIODevice::WriteOnly) && half.write(bytes.first(bytes.size() / 2)) > 0);
        half.close();
        const qsizetype name = bytes.indexOf("llama", bytes.indexOf("general.architecture") + 20);
        QVERIFY(name > 0);
        bytes.replace(name, 5, "llemo");
        QFile foreign(path(u"foreign-Q4_K_M.gguf"_s));
        QVERIFY(foreign.open(QIODevice::WriteOnly) && foreign.write(bytes) == bytes.size());
        foreign.close();
        const QString models = u"F16=%1,half=%2,foreign=%3,Q2_K=%4"_s.arg(demoModel(u"F16"_s), half.fileName(),
                                                                          foreign.fileName(), demoModel(u"Q2_K"_s));
        const Outcome outcome =
            sweep(u"broken"_s, {u"--models"_s, models, u"--prompts"_s, u"demo"_s, u"--num-prompts"_s, u"2"_s});
        QVERIFY2(outcome.exitCode == 0 || outcome.exitCode == 3, qPrintable(outcome.err));
        const QJsonObject json = readJson(u"broken.json"_s);
        QCOMPARE(json.value("run"_L1).toObject().value("status"_L1).toString(), u"finished"_s);
        const QJsonArray sides = json.value("run"_L1).toObject().value("sides"_L1).toArray();
        QCOMPARE(sides.size(), 4);
        QVERIFY(!sides.at(0).toObject().value("error"_L1).isObject());
        QVERIFY(sides.at(1).toObject().value("error"_L1).toObject().value("code"_L1).toString().startsWith("gguf."_L1));
        QVERIFY(
            sides.at(2).toObject().value("error"_L1).toObject().value("code"_L1).toString().startsWith("engine."_L1));
        QVERIFY(!sides.at(3).toObject().value("error"_L1).isObject());
        // Baseline and its repeat, Q2_K and the baseline's tokens followed.
        QCOMPARE(json.value("generations"_L1).toArray().size(), 8);
        QVERIFY2(outcome.out.contains("half could not be asked"_L1), qPrintable(outcome.out));
        QVERIFY2(outcome.out.contains("foreign could not be asked"_L1), qPrintable(outcome.out));
        // Nothing left to compare is no sweep.
        QCOMPARE(sweep(u"nothing"_s, {u"--models"_s, u"F16=%1,half=%2"_s.arg(demoModel(u"F16"_s), half.fileName()),
                                      u"--prompts"_s, u"demo"_s})
                     .exitCode,
                 2);
        QVERIFY(processesWith(m_home.path().toUtf8()).isEmpty());
    }

    void nothingIsSentForWrongOptions_data()
    {
        QTest::addColumn<QStringList>("args");
        QTest::newRow("unknown baseline") << QStringList{u"--baseline"_s, u"Q7"_s};
        QTest::newRow("zero prompts") << QStringList{u"--num-prompts"_s, u"0"_s};
        QTest::newRow("no prompt of the category") << QStringList{u"--category"_s, u"nonsense"_s};
        QTest::newRow("none in flight") << QStringList{u"--parallel"_s, u"0"_s};
        QTest::newRow("negative in flight") << QStringList{u"--parallel"_s, u"-1"_s};
        QTest::newRow("negative prompts") << QStringList{u"--num-prompts"_s, u"-3"_s};
        QTest::newRow("negative tokens") << QStringList{u"--max-tokens"_s, u"-1"_s};
        QTest::newRow("negative rate") << QStringList{u"--max-changed-rate"_s, u"-0.1"_s};
    }

    /// The models are at a server that counts connections.
    void nothingIsSentForWrongOptions()
    {
        QFETCH(QStringList, args);
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        const QString url = u"http://127.0.0.1:%1"_s.arg(server.serverPort());
        const Outcome outcome = runCli(QStringList{u"sweep"_s, u"--workspace"_s, path(u"wrong.qlens"_s), u"--models"_s,
                                                   u"a=%1#a,b=%1#b"_s.arg(url), u"--prompts"_s, u"demo"_s} +
                                           args,
                                       m_home.path());
        QCOMPARE(outcome.exitCode, 2);
        QVERIFY(outcome.out.isEmpty());
        QVERIFY(!server.waitForNewConnection(200));
    }
};

QTEST_GUILESS_MAIN(SweepTest)
#include "sweep_test.moc"
