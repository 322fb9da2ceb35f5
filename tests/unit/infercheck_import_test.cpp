// SPDX-License-Identifier: GPL-3.0-or-later
// infer-check's result files as runs: read, scored, written again.
#include "core/base/json.h"
#include "core/exchange/importfile.h"
#include "core/exchange/infercheckfile.h"
#include "core/exchange/infercheckfolder.h"
#include "core/exchange/infercheckimport.h"
#include "core/exchange/inferchecktables.h"
#include "core/scoring/runscores.h"
#include "tests/support/changedjson.h"
#include "tests/support/infercheckfiles.h"
#include "tests/support/syntheticrun.h"

#include <QDir>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QTimeZone>

#include <algorithm>

using namespace quantlens;
using domain::Pass;
using domain::RunKind;

namespace {

QString capturePath(const QString& name)
{
    const QDir folder(test::captureFolder(name));
    const QStringList names = folder.entryList({QStringLiteral("*.json")});
    return names.size() == 1 ? folder.filePath(names.first()) : QString();
}

QStringList captureNames()
{
    return QDir(QStringLiteral(QUANTLENS_TEST_DATA "/captures")).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
}

base::Expected<QList<domain::RunData>> readCapture(const QString& name)
{
    const QString path = capturePath(name);
    return exchange::importInferCheck(test::fileContent(path), path);
}

domain::RunData runOf(const QByteArray& bytes)
{
    const auto runs = exchange::importInferCheck(bytes, QStringLiteral("made.json"));
    if (!runs || runs->size() != 1) {
        qWarning("%s", runs ? "not one run" : qPrintable(runs.error().message));
        return {};
    }
    return runs->first();
}

QByteArray exported(const domain::RunData& data)
{
    return exchange::inferCheckJson(scoring::compatible::inferCheckRun(data));
}

/// Lines with a time in them: our own comparison leaves them out.
QList<QByteArray> timedLines(const QByteArray& bytes)
{
    QList<QByteArray> lines;
    for (const QByteArray& line : bytes.split('\n')) {
        if (line.contains("\"latency_ms\"") || line.contains("\"timestamp\"") || line.contains("\"tokens_per_second\""))
            lines.append(line);
    }
    return lines;
}

const QRegularExpression& placePattern()
{
    static const QRegularExpression pattern(QStringLiteral("^[^:]+:\\d+: "));
    return pattern;
}

/// What is imported has to be usable: scoring and the tables must not stumble.
void useRun(const domain::RunData& data)
{
    const auto checked = scoring::compatible::inferCheckRun(data);
    QVERIFY(!exchange::inferCheckJson(checked).isEmpty());
    QVERIFY(!exchange::inferCheckTables(checked).isEmpty());
    QCOMPARE(scoring::scoreRun(data).sides.size(), data.run.sides.size());
}

QByteArray smallCompare()
{
    return test::fileContent(QStringLiteral(QUANTLENS_TEST_DATA "/imports/infercheck-nan.json"));
}

} // namespace

class InferCheckImportTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void capturesComeBack_data()
    {
        QTest::addColumn<QString>("name");
        for (const QString& name : captureNames())
            QTest::newRow(qPrintable(name)) << name;
    }

    /// Import and export of a recorded file gives the file: every key, text, number and time.
    void capturesComeBack()
    {
        QFETCH(QString, name);
        const QByteArray theirs = test::fileContent(capturePath(name));
        const auto runs = readCapture(name);
        QVERIFY2(runs, runs ? "" : qPrintable(runs.error().message));
        QCOMPARE(runs->size(), 1);
        const QByteArray ours = exported(runs->first());
        QCOMPARE(test::inferCheckDifference(ours, theirs), QString());
        QCOMPARE(timedLines(ours), timedLines(theirs));
        // And from there on byte by byte, also through the stored form.
        QCOMPARE(exported(runOf(ours)), ours);
        domain::RunData stored = runs->first();
        stored.run = domain::runFromJson(domain::toJson(stored.run));
        for (domain::Generation& generation : stored.generations) {
            const QJsonObject facts = domain::factsToJson(generation);
            generation.foreign = {};
            domain::factsFromJson(facts, generation);
        }
        QCOMPARE(exported(stored), ours);
        // The tables are those that infer-check printed.
        QCOMPARE(
            test::tableRows(exchange::inferCheckTables(scoring::compatible::inferCheckRun(runs->first()))).join(u'\n'),
            QString::fromUtf8(test::fileContent(test::captureFolder(name) + QLatin1String("/tables.txt"))).trimmed());
    }

    void capturesAreRuns()
    {
        const auto compare = readCapture(QStringLiteral("compare-ollama"));
        QVERIFY(compare);
        const domain::RunData& run = compare->first();
        QCOMPARE(run.run.kind, RunKind::Compare);
        QCOMPARE(run.run.label(0), QStringLiteral("base"));
        QCOMPARE(run.run.label(1), QStringLiteral("q4"));
        QCOMPARE(run.run.prompts.first().text(), QStringLiteral("What is 12*12? Show the steps."));
        QCOMPARE(run.run.prompts.first().category, QStringLiteral("arithmetic"));
        QVERIFY(run.run.started.isValid() && run.run.started <= run.run.finished);
        QVERIFY(run.run.notes.first().contains(QStringLiteral("infer-check")));
        const domain::Generation* answer = run.find(0, run.run.prompts.first().id);
        QVERIFY(answer);
        QCOMPARE(answer->entries.size(), 5);
        QCOMPARE(answer->entries.first().top.size(), 2);
        QVERIFY(answer->timings.sentAt >= 0);
        QVERIFY(answer->finishReason.isEmpty()); // not in the file, so not made up
        const scoring::RunScores scores = scoring::scoreRun(run);
        QCOMPARE(scores.pairs.size(), 1);
        QCOMPARE(scores.pairs.first().summary.pairs, run.run.prompts.size());
        QVERIFY(scores.pairs.first().kld.summary);
    }

    void sweepHasItsSelfCheck()
    {
        const auto sweep = readCapture(QStringLiteral("sweep-openai"));
        QVERIFY(sweep);
        const domain::RunData& run = sweep->first();
        QCOMPARE(run.run.kind, RunKind::Sweep);
        QCOMPARE(run.run.sides.size(), 3);
        QVERIFY(std::ranges::any_of(run.generations, [](const auto& g) { return g.pass == Pass::RepeatCheck; }));
        const scoring::RunScores scores = scoring::scoreRun(run);
        QCOMPARE(scores.noise.kinds.size(), 1);
        QVERIFY(scores.sweep);
        QCOMPARE(scores.pairs.size(), 2);
    }

    void stressGoesByItsFirstLevel()
    {
        const auto stress = readCapture(QStringLiteral("stress-concur"));
        QVERIFY(stress);
        const scoring::RunScores scores = scoring::scoreRun(stress->first());
        QVERIFY(scores.stress);
        QCOMPARE(scores.stress->levels.size(), 3);
        QCOMPARE(scores.stress->atRest.n, 0); // asked once: nothing says whether it repeats itself
        const QJsonArray theirs =
            QJsonDocument::fromJson(test::fileContent(capturePath(QStringLiteral("stress-concur")))).array();
        for (qsizetype i = 0; i < theirs.size(); ++i)
            QCOMPARE(scores.stress->levels.at(i).equal.value(),
                     theirs.at(i)[QLatin1String("output_consistency")].toDouble());
    }

    void determinismHasCountsOnly()
    {
        const auto runs = readCapture(QStringLiteral("determinism-flaky"));
        QVERIFY(runs);
        const domain::RunData& run = runs->first();
        QVERIFY(run.generations.isEmpty());
        QCOMPARE(run.run.options.runs, 7);
        const scoring::RunScores scores = scoring::scoreRun(run);
        QVERIFY(scores.determinism);
        QCOMPARE(scores.determinism->prompts.size(), run.run.prompts.size());
        const scoring::PromptRepeats& first = scores.determinism->prompts.first();
        QVERIFY(first.countsOnly);
        QCOMPARE(first.succeeded, 7);
        QCOMPARE(first.variants.first().count, 5);
        QCOMPARE(*first.score, 5.0 / 7.0);
        QCOMPARE(first.positions, QList<qsizetype>{5});
        QVERIFY(std::ranges::any_of(run.run.notes, [](const QString& note) { return note.contains(u"outputs"); }));
    }

    void brokenNumbers()
    {
        const domain::RunData run = runOf(smallCompare());
        QCOMPARE(run.generations.size(), 2);
        const domain::Generation& a = run.generations.first();
        QVERIFY(std::isnan(a.timings.total));
        QCOMPARE(a.entries.size(), 2);
        QVERIFY(std::isnan(a.entries.at(1).logprob));
        // The chosen token's number is known by its value, its text is the list's; the other one's comes from B.
        QCOMPARE(a.entries.first().id, 17);
        QCOMPARE(a.entries.first().top.at(1).bytes, QByteArray("13"));
        const QByteArray again = exported(run);
        QVERIFY(!again.contains("NaN") && !again.contains("Infinity"));
        QCOMPARE(exported(runOf(again)), again);
        QVERIFY(again.contains("\"latency_ms\": null"));
        QVERIFY(again.contains("2026-04-19T10:00:01.000250Z"));
        useRun(run);
    }

    void contradictoryTokenNumbers()
    {
        QByteArray bytes = smallCompare();
        bytes.replace("\"tokens\": [\"13\", \" is\"]", "\"tokens\": [\"13\", \" Is\"]");
        bytes.replace("\"text\": \"13 is\"", "\"text\": \"13 Is\"");
        bytes.replace("\"logprobs\": [-0.125, NaN]", "\"logprobs\": [-0.125, -0.75]");
        bytes.replace("[-Infinity, null]", "[-0.75, -3.0]");
        const domain::RunData run = runOf(bytes); // 9 is " is" on one side, " Is" on the other
        QVERIFY(run.generations.first().entries.first().top.isEmpty());
        QVERIFY(
            std::ranges::any_of(run.run.notes, [](const QString& note) { return note.contains(u"token numbers"); }));
        QCOMPARE(exported(runOf(exported(run))), exported(run));
    }

    void checkpoints()
    {
        // Of a sweep: an array of comparisons under labels. Of a determinism run: one object.
        const QJsonArray comparisons =
            QJsonDocument::fromJson(test::fileContent(capturePath(QStringLiteral("sweep-openai"))))
                .object()
                .value(QLatin1String("comparisons"))
                .toArray();
        QJsonArray ofLevel;
        for (const QJsonValue& pair : comparisons) {
            if (pair[QLatin1String("test")][QLatin1String("quantization")] == QLatin1String("lo"))
                ofLevel.append(pair);
        }
        const domain::RunData sweep = runOf(QJsonDocument(ofLevel).toJson());
        QCOMPARE(sweep.run.kind, RunKind::Sweep);
        QCOMPARE(sweep.run.sides.size(), 2);
        QCOMPARE(sweep.run.label(1), QStringLiteral("lo"));
        useRun(sweep);

        const QJsonArray prompts =
            QJsonDocument::fromJson(test::fileContent(capturePath(QStringLiteral("determinism-flaky")))).array();
        const domain::RunData one = runOf(QJsonDocument(prompts.first().toObject()).toJson());
        QCOMPARE(one.run.kind, RunKind::Determinism);
        QCOMPARE(one.run.prompts.size(), 1);
        useRun(one);
    }

    /// Our own runs of every kind in infer-check's shapes.
    void exportsComeBack_data()
    {
        QTest::addColumn<int>("kind");
        for (const RunKind kind :
             {RunKind::Compare, RunKind::Sweep, RunKind::Diff, RunKind::Determinism, RunKind::Stress})
            QTest::newRow(qPrintable(name(kind))) << int(kind);
    }

    void exportsComeBack()
    {
        QFETCH(int, kind);
        testing::SyntheticRun made(RunKind(kind), {"F16", "Q4_K_M"});
        for (int i = 0; i < 4; ++i) {
            const QString id = made.addPrompt(i % 2 ? "arithmetic" : "creative", i % 2 ? "12" : "");
            if (i == 3 && RunKind(kind) != RunKind::Determinism) {
                made.fail(0, id);
                continue;
            }
            made.answer(0, id, "the answer is 12 Ж😀", 0);
            made.answer(1, id, i == 2 ? "the answer is 13" : "the answer is 12 Ж😀", 0.1);
            made.answer(0, id, "the answer is 12", 0, Pass::RepeatCheck);
            for (int repeat = 1; repeat < 4; ++repeat)
                made.answer(0, id, repeat == 2 ? "another one" : "the answer is 12 Ж😀", 0, Pass::Answer, repeat);
            if (RunKind(kind) == RunKind::Determinism)
                continue; // such a run has no levels, and no more answers than were asked for
            for (const int level : {1, 2, 4, 8, 16})
                made.answer(0, id, level == 8 ? "under load" : "the answer is 12", 0, Pass::Answer, 0, level);
        }
        domain::RunData& data = made.data();
        data.run.options.runs = 4;
        data.run.started = QDateTime(QDate(2026, 11, 23), QTime(10, 0), QTimeZone::UTC);
        data.run.finished = data.run.started.addSecs(60);
        if (RunKind(kind) == RunKind::Stress || RunKind(kind) == RunKind::Determinism)
            data.run.sides.resize(1);
        data.generations.removeIf([&](const domain::Generation& g) { return g.side >= data.run.sides.size(); });
        const QByteArray first = exported(data);
        const domain::RunData again = runOf(first);
        QCOMPARE(again.run.kind, RunKind(kind));
        QCOMPARE(QString::fromUtf8(exported(again)), QString::fromUtf8(first));
        useRun(again);
    }

    void baselineBehindOthers()
    {
        testing::SyntheticRun made(RunKind::Sweep, {"Q4", "F16", "Q2"});
        const QString id = made.addPrompt("arithmetic");
        for (int side = 0; side < 3; ++side)
            made.answer(side, id, side == 2 ? "13" : "12", 0);
        made.answer(1, id, "12", 0, Pass::RepeatCheck);
        made.data().run.baseline = 1;
        const QByteArray bytes = exported(made.data());
        const QJsonArray comparisons =
            QJsonDocument::fromJson(bytes).object().value(QLatin1String("comparisons")).toArray();
        QCOMPARE(comparisons.size(), 3);
        QVERIFY(comparisons.first()[QLatin1String("metadata")][QLatin1String("is_self_check")].toBool());
        const domain::RunData again = runOf(bytes);
        QCOMPARE(again.run.baseline, 1);
        QCOMPARE(exported(again), bytes);
    }

    void twoServersOfOneKind()
    {
        testing::SyntheticRun made(RunKind::Diff, {"base", "one", "two"});
        for (int i = 0; i < 3; ++i) {
            const QString id = made.addPrompt("arithmetic");
            for (int side = 0; side < 3; ++side)
                made.answer(side, id, side == 2 ? "13" : "12", 0);
        }
        for (domain::RunSide& side : made.data().run.sides)
            side.model.modelId = QStringLiteral("same");
        const domain::RunData again = runOf(exported(made.data()));
        QCOMPARE(again.run.sides.size(), 3);
        QCOMPARE(exported(again), exported(made.data()));
    }

    void truncated_data() { oneOfEachKind(); }

    /// A file that ends anywhere is refused with path and line, or read.
    void truncated()
    {
        QFETCH(QString, name);
        const QByteArray whole = test::fileContent(capturePath(name));
        const qsizetype step = std::max<qsizetype>(1, whole.size() / 100);
        for (qsizetype size = 0; size < whole.trimmed().size(); size += step) {
            const auto runs = exchange::importInferCheck(whole.first(size), QStringLiteral("cut.json"));
            QVERIFY2(!runs, qPrintable(QString::number(size)));
            QVERIFY2(runs.error().code == QLatin1String("import.syntax"), qPrintable(runs.error().code));
            QVERIFY2(placePattern().match(runs.error().message).hasMatch(), qPrintable(runs.error().message));
        }
    }

    void wrongTypes_data() { oneOfEachKind(); }

    /// Every member of the document replaced by values of other types: an error with its place, or a run that works.
    void wrongTypes()
    {
        QFETCH(QString, name);
        const QJsonDocument whole = QJsonDocument::fromJson(test::fileContent(capturePath(name)));
        const QJsonValue root = shortened(whole.isArray() ? QJsonValue(whole.array()) : QJsonValue(whole.object()));
        // What is replaced below is the only fault.
        const QByteArray sound =
            (root.isArray() ? QJsonDocument(root.toArray()) : QJsonDocument(root.toObject())).toJson();
        const auto unchanged = exchange::importInferCheck(sound, QStringLiteral("odd.json"));
        QVERIFY2(unchanged, unchanged ? "" : qPrintable(unchanged.error().message));
        int refused = 0;
        int read = 0;
        for (const QStringList& path : test::pathsOf(root)) {
            for (const QJsonValue& other : test::otherValues()) {
                const QJsonValue changed = test::replaced(root, path, other);
                const QByteArray bytes =
                    (changed.isArray() ? QJsonDocument(changed.toArray()) : QJsonDocument(changed.toObject())).toJson();
                const auto runs = exchange::importInferCheck(bytes, QStringLiteral("odd.json"));
                if (!runs) {
                    ++refused;
                    QVERIFY2(placePattern().match(runs.error().message).hasMatch(), qPrintable(runs.error().message));
                    continue;
                }
                for (const domain::RunData& run : *runs) {
                    QVERIFY(!exported(run).isEmpty());
                    if (read++ % 16 == 0) // it takes its time
                        QCOMPARE(scoring::scoreRun(run).sides.size(), run.run.sides.size());
                }
            }
        }
        QVERIFY(refused > 0);
        QVERIFY(read > 0);
    }

    void errorsNameTheLine()
    {
        QByteArray bytes = smallCompare();
        bytes.replace("\"text\": \"13 is\"", "\"text\": 13");
        const auto runs = exchange::importInferCheck(bytes, QStringLiteral("folder/odd.json"));
        QVERIFY(!runs);
        QCOMPARE(runs.error().code, QStringLiteral("import.record"));
        const qsizetype line = 1 + smallCompare().first(smallCompare().indexOf("\"text\": \"13 is\"")).count('\n');
        QCOMPARE(runs.error().message,
                 QStringLiteral("folder/odd.json:%1: comparisons[0].test.text: a text was expected.").arg(line));
    }

    void depthAndSize()
    {
        QElapsedTimer timer;
        timer.start();
        const QByteArray deep = QByteArray(3'000'000, '[');
        const auto nested = exchange::importInferCheck(deep, QStringLiteral("deep.json"));
        QVERIFY(!nested);
        QCOMPARE(nested.error().code, QStringLiteral("import.limit"));
        QCOMPARE(nested.error().message.section(u':', 0, 1), QStringLiteral("deep.json:1"));
        QByteArray huge = smallCompare();
        huge.replace("12.5", "1" + QByteArray(5000, '0')).replace("-2.5", "-1e99999");
        const domain::RunData run = runOf(huge);
        QCOMPARE(run.generations.size(), 2);
        useRun(run);
        QVERIFY(timer.elapsed() < 20'000);
    }

    void duplicateKeys()
    {
        QByteArray bytes = smallCompare();
        bytes.replace("\"text\": \"13 is\"", "\"text\": \"14 is\", \"text\": \"13 is\"");
        QCOMPARE(runOf(bytes).generations.at(1).text, QStringLiteral("13 is"));
    }

    void foldersAreGathered()
    {
        QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkpath(QStringLiteral("sub")));
        for (const QString& name : captureNames())
            QVERIFY(QFile::copy(capturePath(name),
                                folder.filePath(QStringLiteral("sub/") + name + QStringLiteral(".json"))));
        QFile odd(folder.filePath(QStringLiteral("a.json")));
        QVERIFY(odd.open(QIODevice::WriteOnly) && odd.write("{\"x\": [1,\n2") > 0);
        odd.close();
        const auto gathered = exchange::inferCheckFolder(folder.path());
        QVERIFY2(gathered, gathered ? "" : qPrintable(gathered.error().message));
        QCOMPARE(gathered->runs.size(), captureNames().size());
        QCOMPARE(gathered->scanned, captureNames().size() + 1);
        QCOMPARE(gathered->skipped.size(), 1);
        QVERIFY(gathered->skipped.first().message.startsWith(QStringLiteral("a.json:2: ")));
        QCOMPARE(gathered->compares.size(), 4);
        QCOMPARE(gathered->stress.size(), 3);

        // The merged document is itself one of the formats.
        const QByteArray merged =
            exchange::inferCheckExport(*gathered, QDateTime(QDate(2026, 1, 1), QTime(), QTimeZone::UTC));
        const auto runs = exchange::importInferCheck(merged, QStringLiteral("merged.json"));
        QVERIFY2(runs, runs ? "" : qPrintable(runs.error().message));
        QCOMPARE(runs->size(), captureNames().size());
        QVERIFY(!merged.contains("hostname"));

        QTemporaryDir empty;
        QCOMPARE(exchange::inferCheckFolder(empty.path()).error().code, QStringLiteral("import.folder"));
        QCOMPARE(exchange::inferCheckFolder(empty.filePath(QStringLiteral("none"))).error().code,
                 QStringLiteral("import.folder"));
    }

private:
    static void oneOfEachKind()
    {
        QTest::addColumn<QString>("name");
        for (const char* name : {"compare-ollama", "sweep-openai", "diff-two", "stress-concur", "determinism-flaky"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }

    /// Three comparisons, levels, answers of a level or prompts, from all over the list (of a sweep: one of each
    /// quantization): every member is still there, and each of some thousand changed documents is read in no time.
    static QJsonValue shortened(const QJsonValue& value)
    {
        if (value.isObject()) {
            QJsonObject object = value.toObject();
            for (const QLatin1StringView key : {QLatin1StringView("comparisons"), QLatin1StringView("results")}) {
                if (object.value(key).isArray())
                    object.insert(key, shortened(object.value(key)));
            }
            return object;
        }
        const QJsonArray array = value.toArray();
        QJsonArray kept;
        for (qsizetype i = 0; i < array.size(); i += (array.size() + 2) / 3)
            kept.append(shortened(array.at(i)));
        return kept;
    }
};

QTEST_GUILESS_MAIN(InferCheckImportTest)
#include "infercheck_import_test.moc"
