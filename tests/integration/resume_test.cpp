// SPDX-License-Identifier: GPL-3.0-or-later
// Runs that are killed at any moment and resumed: the record ends as that of a run nobody disturbed, and no committed
// answer is asked for again. Against fake llama-servers in this process, which count what they are asked.
// QUANTLENS_FULL=1: 100 kills instead of 10.
#include "tests/support/dialects.h"
#include "tests/support/fakeserver.h"
#include "tests/support/process.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <signal.h>

using namespace quantlens::test;
using Qt::StringLiterals::operator""_L1;
using Qt::StringLiterals::operator""_s;

namespace {

constexpr int prompts = 50; // asked of both sides, of the baseline again, and followed: 200 requests
constexpr int parallel = 2;

/// Requests of the run itself: not the fingerprints, probes and questions about prompts around it.
using Asked = QMap<QByteArray, int>; ///< how often each body

Asked askedOf(const FakeServer& server)
{
    Asked asked;
    for (const Received& request : server.received()) {
        if (request.path.startsWith("/v1/chat") && request.body.contains("Trial "))
            ++asked[request.body];
        // Prompts of forced passes are token ids: told by their grammar, which names more tokens than that of the
        // probe.
        if (request.path.startsWith("/completion") && request.body.count("<[") > 5)
            ++asked[request.body];
    }
    return asked;
}

int total(const Asked& asked)
{
    int sum = 0;
    for (const int count : asked)
        sum += count;
    return sum;
}

/// A run's JSON without what is another in every run: times, ids, and the order in which answers came.
QJsonObject settled(QJsonObject json)
{
    QMap<QString, QJsonObject> generations;
    for (const QJsonValue& value : json.value("generations"_L1).toArray()) {
        QJsonObject generation = value.toObject();
        for (const char* key : {"id", "timings", "server"})
            generation.remove(QLatin1String(key));
        QString place;
        for (const char* key : {"side", "prompt_id", "repeat", "level", "pass"})
            place += generation.value(QLatin1String(key)).toVariant().toString() + u'|';
        generations.insert(place, generation);
    }
    QJsonArray sorted;
    for (const QJsonObject& generation : std::as_const(generations))
        sorted.append(generation);
    json.insert("generations"_L1, sorted);
    QJsonArray comparisons;
    for (const QJsonValue& value : json.value("comparisons"_L1).toArray()) {
        QJsonObject comparison = value.toObject();
        comparison.remove("a"_L1);
        comparison.remove("b"_L1);
        comparisons.append(comparison);
    }
    json.insert("comparisons"_L1, comparisons);
    QJsonObject run = json.value("run"_L1).toObject();
    for (const char* key : {"id", "started", "finished"})
        run.remove(QLatin1String(key));
    json.insert("run"_L1, run);
    QJsonObject summary = json.value("summary"_L1).toObject();
    QJsonArray sides;
    for (const QJsonValue& value : summary.value("sides"_L1).toArray()) {
        QJsonObject side = value.toObject();
        side.remove("tokens_per_second"_L1);
        side.remove("first_token_ms"_L1);
        sides.append(side);
    }
    summary.insert("sides"_L1, sides);
    json.insert("summary"_L1, summary);
    return json;
}

/// Keys whose values differ, for the message of a failed test.
QString differing(const QJsonObject& a, const QJsonObject& b)
{
    QStringList names;
    for (const QString& key : a.keys()) {
        if (a.value(key) == b.value(key))
            continue;
        names.append(key);
        for (const QString& inner : a.value(key).toObject().keys()) {
            if (a.value(key).toObject().value(inner) != b.value(key).toObject().value(inner))
                names.append(key + u'.' + inner);
        }
        if (a.value(key).isArray())
            names.append(
                u"%1 and %2 of %3"_s.arg(a.value(key).toArray().size()).arg(b.value(key).toArray().size()).arg(key));
    }
    return names.join(u", "_s);
}

DialectOptions modelNamed(const QString& name, double shift)
{
    DialectOptions options;
    options.model.name = name;
    options.model.shift = shift;
    options.model.text = [](const QString& prompt) {
        return u"The answer to %1 is %2, and that is all there is to say about it."_s.arg(prompt).arg(qHash(prompt) %
                                                                                                      1000);
    };
    options.marker = "<__media_" + name.toUtf8() + "__>";
    options.tokenDelayMs = 1;
    return options;
}

} // namespace

class ResumeTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_home;
    FakeServer m_a{FakeServer::Where::OwnThread};
    FakeServer m_b{FakeServer::Where::OwnThread};
    QJsonObject m_undisturbed;
    Asked m_askedOfA;
    Asked m_askedOfB;
    int m_number = 0;

    QString path(const QString& name) const { return m_home.filePath(name); }

    QStringList commandLine(const QString& workspace) const
    {
        return {u"compare"_s,
                m_a.url().toString() + u"#a"_s,
                m_b.url().toString() + u"#b"_s,
                u"--prompts"_s,
                path(u"trials.jsonl"_s),
                u"--self-check"_s,
                u"--parallel"_s,
                QString::number(parallel),
                u"--top-logprobs"_s,
                u"2"_s, // kills are tested, not long replies
                u"--no-report"_s,
                u"--workspace"_s,
                path(workspace),
                u"--output"_s,
                path(u"out"_s)};
    }

    QJsonObject readJson(const QString& name) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
    }

    int askedInAll() const { return total(askedOf(m_a)) + total(askedOf(m_b)); }

    /// Starts a run and kills it when `after` of its requests have arrived and a moment has passed. Returns the
    /// workspace.
    QString killedAfter(int after, int moreMs)
    {
        const QString workspace = u"kill%1.qlens"_s.arg(++m_number);
        m_a.resetCounts();
        m_b.resetCounts();
        const auto process = startCli(commandLine(workspace), m_home.path());
        QElapsedTimer timer;
        timer.start();
        // Looking costs the servers' time: they wait while it is counted.
        while (askedInAll() < after && process->state() == QProcess::Running && timer.elapsed() < 60'000)
            QTest::qSleep(5);
        QTest::qSleep(moreMs);
        process->kill(); // SIGKILL
        process->waitForFinished(30'000);
        return workspace;
    }

    Outcome resume(const QString& workspace, const QString& json) const
    {
        return runCli({u"resume"_s, u"latest"_s, u"--workspace"_s, path(workspace), u"--json"_s, path(json),
                       u"--output"_s, path(u"out"_s)},
                      m_home.path());
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_home.isValid());
        m_a.play(llamaServer(modelNamed(u"a"_s, 0)));
        m_b.play(llamaServer(modelNamed(u"b"_s, 0.3)));
        QFile suite(path(u"trials.jsonl"_s));
        QVERIFY(suite.open(QIODevice::WriteOnly));
        for (int i = 0; i < prompts; ++i)
            suite.write(QJsonDocument(QJsonObject{{u"id"_s, u"t%1"_s.arg(i)},
                                                  {u"category"_s, u"arithmetic"_s},
                                                  {u"text"_s, u"Trial %1: what comes next?"_s.arg(i)},
                                                  {u"max_tokens"_s, 64}})
                            .toJson(QJsonDocument::Compact) +
                        '\n');
        suite.close();
        const Outcome outcome =
            runCli(commandLine(u"whole.qlens"_s) + QStringList{u"--json"_s, path(u"whole.json"_s)}, m_home.path());
        QVERIFY2(outcome.exitCode == 0, qPrintable(outcome.err));
        m_undisturbed = settled(readJson(u"whole.json"_s));
        QCOMPARE(m_undisturbed.value("generations"_L1).toArray().size(), 4 * prompts);
        m_askedOfA = askedOf(m_a);
        m_askedOfB = askedOf(m_b);
        QCOMPARE(total(m_askedOfA), 2 * prompts);
        QCOMPARE(total(m_askedOfB), 2 * prompts);
    }

    void killedAnywhere()
    {
        const int kills = qEnvironmentVariableIntValue("QUANTLENS_FULL") == 1 ? 100 : 10;
        QRandomGenerator random(quint32(QCoreApplication::applicationPid()));
        int interrupted = 0;
        int twice = 0;
        for (int kill = 0; kill < kills; ++kill) {
            const int after = random.bounded(1, 4 * prompts);
            const QString workspace = killedAfter(after, random.bounded(10));
            const int before = askedInAll();
            const QByteArray where = "kill " + QByteArray::number(kill) + " after " + QByteArray::number(before);
            const Outcome outcome = resume(workspace, u"resumed.json"_s);
            QVERIFY2(outcome.exitCode == 0, where + ": " + outcome.err.toUtf8());
            const QJsonObject resumed = settled(readJson(u"resumed.json"_s));
            QVERIFY2(resumed == m_undisturbed,
                     qPrintable(QString::fromLatin1(where) + u": "_s + differing(m_undisturbed, resumed)));
            interrupted += askedInAll() > before;
            // Only what was in flight when it died may have been asked for once more, on each server.
            for (const auto& [asked, expected] :
                 {std::pair(askedOf(m_a), m_askedOfA), std::pair(askedOf(m_b), m_askedOfB)}) {
                QCOMPARE(asked.keys(), expected.keys());
                const int more = total(asked) - total(expected);
                QVERIFY2(more >= 0 && more <= parallel, where + ": asked " + QByteArray::number(more) + " twice");
                twice += more;
            }
        }
        QVERIFY2(interrupted > kills / 2, "most kills hit a run that was not finished");
        qInfo("%d kills, %d of them in the middle, %d requests asked for twice", kills, interrupted, twice);
    }

    /// Another model at the same address, or the same one with another template: refused before anything is asked.
    void anotherEngineIsRefused()
    {
        const QString workspace = killedAfter(20, 0);
        const auto refused = [&](const char* code, const QString& says) {
            m_a.resetCounts();
            m_b.resetCounts();
            const Outcome outcome = resume(workspace, u"refused.json"_s);
            QVERIFY2(outcome.exitCode == 2, qPrintable(outcome.err));
            QVERIFY2(outcome.err.contains(says), code + outcome.err.toUtf8());
            QVERIFY(outcome.out.isEmpty());
            QCOMPARE(askedInAll(), 0);
        };
        m_b.play(llamaServer(modelNamed(u"b"_s, 2)));
        refused("resume.other_engine", u"b is not what it was when the run began"_s);
        const Answerer same = llamaServer(modelNamed(u"b"_s, 0.3));
        m_b.play([same](const Received& request) {
            auto script = same(request);
            if (script && request.path.startsWith("/apply-template"))
                script->pieces = {script->pieces.join().replace("Trial", "Today is Monday. Trial")};
            return script;
        });
        refused("resume.other_prompts", u"b renders prompt"_s);
        // The run itself was not touched: with the right server it goes on.
        m_b.play(same);
        const Outcome outcome = resume(workspace, u"again.json"_s);
        QVERIFY2(outcome.exitCode == 0, qPrintable(outcome.err));
        const QJsonObject again = settled(readJson(u"again.json"_s));
        QVERIFY2(again == m_undisturbed, qPrintable(differing(m_undisturbed, again)));
    }
};

QTEST_GUILESS_MAIN(ResumeTest)
#include "resume_test.moc"
