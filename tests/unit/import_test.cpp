// SPDX-License-Identifier: GPL-3.0-or-later
// Results of other programs than infer-check, and our own: read, joined, stored, exported.
#include "core/base/json.h"
#include "core/exchange/importfile.h"
#include "core/exchange/llmcomparator.h"
#include "core/exchange/runfile.h"
#include "core/exchange/storeimport.h"
#include "core/figures/runfigures.h"
#include "core/reports/runjson.h"
#include "core/reports/scoretext.h"
#include "core/scoring/runscores.h"
#include "core/store/store.h"
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
#include <QUuid>

#include <algorithm>

using namespace quantlens;
using domain::Pass;
using domain::RunKind;

namespace {

QString importPath(const char* name)
{
    return QStringLiteral(QUANTLENS_TEST_DATA "/imports/") + QLatin1String(name);
}

exchange::ImportedFiles importText(const QByteArray& bytes, const QString& name = QStringLiteral("made.jsonl"))
{
    return exchange::importBytes({{name, bytes}});
}

bool saysPlace(const QString& message)
{
    static const QRegularExpression pattern(QStringLiteral("^[^:]+(:\\d+)?: "));
    return pattern.match(message).hasMatch();
}

bool anyNote(const domain::RunData& data, const char* part)
{
    return std::ranges::any_of(
        data.run.notes, [wanted = QString::fromUtf8(part)](const QString& note) { return note.contains(wanted); });
}

domain::RunData ownRun(RunKind kind)
{
    testing::SyntheticRun made(kind, {"F16", "Q4_K_M"});
    for (int i = 0; i < 5; ++i) {
        const QString id = made.addPrompt("arithmetic", "12");
        made.answer(0, id, "the answer is 12 Ж😀", 0);
        if (i == 4) {
            made.fail(1, id);
            continue;
        }
        made.answer(1, id, i == 2 ? "the answer is 13" : "the answer is 12 Ж😀", 0.1);
        made.answer(0, id, "the answer is 12", 0, Pass::RepeatCheck);
        made.answer(1, id, "the answer is 12 Ж😀", 0.1, Pass::Forced);
        for (int repeat = 1; repeat < 3; ++repeat)
            made.answer(0, id, repeat == 2 ? "another" : "the answer is 12", 0, Pass::Answer, repeat);
        for (const int level : {1, 2, 4, 8, 16})
            made.answer(0, id, level == 8 ? "under load" : "the answer is 12", 0, Pass::Answer, 0, level);
    }
    domain::RunData& data = made.data();
    data.run.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    data.run.status = domain::RunStatus::Finished;
    for (domain::Generation& generation : data.generations) {
        generation.runId = data.run.id;
        generation.rowId = &generation - data.generations.constData() + 1;
    }
    data.annotations.append({data.run.prompts.first().id, domain::AnnotationKind::Note, 0, QStringLiteral("odd")});
    data.annotations.append({data.run.prompts.at(2).id, domain::AnnotationKind::VerdictB, 1, QStringLiteral("right")});
    return data;
}

QByteArray jsonOf(const domain::RunData& data)
{
    return reports::runJson(data, scoring::scoreRun(data));
}

/// What became of a run, and its id in the store; an empty id: it could not be stored.
std::pair<exchange::Stored, QString> stored(store::Store& store, const domain::RunData& run)
{
    const auto done = exchange::storeImported(store, run);
    if (!done)
        qWarning("%s", qPrintable(done.error().message));
    return done ? std::pair(done->what, done->id) : std::pair(exchange::Stored::WasThere, QString());
}

} // namespace

class ImportTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ownRunsComeBack_data()
    {
        QTest::addColumn<int>("kind");
        for (const RunKind kind :
             {RunKind::Compare, RunKind::Sweep, RunKind::Diff, RunKind::Determinism, RunKind::Stress})
            QTest::newRow(qPrintable(name(kind))) << int(kind);
    }

    void ownRunsComeBack()
    {
        QFETCH(int, kind);
        const QByteArray first = jsonOf(ownRun(RunKind(kind)));
        const exchange::ImportedFiles files = importText(first, QStringLiteral("run.json"));
        QVERIFY2(files.errors.isEmpty(), files.errors.isEmpty() ? "" : qPrintable(files.errors.first().message));
        QCOMPARE(files.runs.size(), 1);
        QCOMPARE(jsonOf(files.runs.first()), first);
    }

    /// Ended in its middle, an import leaves the workspace as it was.
    void aCancelledImportLeavesNothing()
    {
        const QTemporaryDir folder;
        const auto opened = store::Store::open(folder.filePath(QStringLiteral("w.qlens")));
        QVERIFY(opened);
        store::Store& store = **opened;
        testing::SyntheticRun made(RunKind::Compare, {"F16", "Q2_K"});
        made.data().run.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
        for (int i = 0; i < 300; ++i) { // more than wait to be written at once
            const QString id = made.addPrompt("arithmetic", "12");
            made.answer(0, id, "it is 12", 0);
            made.answer(1, id, "it is 13", 0);
        }
        QList<qint64> told;
        const auto watch = [&told](const exchange::ImportStep& step) {
            told.append(step.done);
            return step.phase != exchange::ImportStep::Storing || step.total != 600 || told.size() < 2;
        };
        const auto ended = exchange::storeImported(store, made.data(), watch);
        QVERIFY(!ended);
        QCOMPARE(ended.error().code, QStringLiteral("import.cancelled"));
        QCOMPARE(told, (QList<qint64>{256, 512}));
        for (const store::Listed which : {store::Listed::Kept, store::Listed::Deleted}) {
            const auto runs = store.runs(which).result();
            QVERIFY(runs && runs->isEmpty());
        }
        QCOMPARE(store.load(made.data().run.id).result().error().code, QStringLiteral("store.no_run"));

        // The same run comes in whole afterwards, answers and all, and can be taken back whole too.
        const auto done = exchange::storeImported(store, made.data());
        QVERIFY(done && done->what == exchange::Stored::New && !done->broughtBack);
        QCOMPARE(store.load(done->id).result()->generations.size(), 600);
        QVERIFY(exchange::undoImported(store, *done));
        QVERIFY(store.runs().result()->isEmpty());

        // One that was deleted is deleted again, not gone.
        QVERIFY(exchange::storeImported(store, made.data()));
        QVERIFY(store.mark({.id = done->id, .deleted = true}).result());
        told.clear();
        QVERIFY(!exchange::storeImported(store, made.data(), watch));
        QVERIFY(store.runs().result()->isEmpty());
        QCOMPARE(store.runs(store::Listed::Deleted).result()->size(), 1);
        const auto kept = store.load(done->id).result();
        QVERIFY(kept);
        QCOMPARE(kept->generations.size(), 600);
        QCOMPARE(kept->run.status, domain::RunStatus::Finished);
        // Files are not read after a no.
        const auto none = exchange::importFiles({QStringLiteral("/no/such/file.json")},
                                                [](const exchange::ImportStep&) { return false; });
        QVERIFY(none.runs.isEmpty() && none.errors.isEmpty());
    }

    void importedRunsComeBackAsOurs()
    {
        // What a foreign file says survives our own format as well.
        for (const char* name : {"infercheck-nan.json", "answers-pairs.jsonl", "kld-Q2_K.log"}) {
            const exchange::ImportedFiles files = exchange::importFiles({importPath(name)});
            QCOMPARE(files.runs.size(), 1);
            const QByteArray first = jsonOf(files.runs.first());
            const exchange::ImportedFiles again = importText(first, QStringLiteral("run.json"));
            QCOMPARE(again.runs.size(), 1);
            QCOMPARE(jsonOf(again.runs.first()), first);
        }
    }

    void storedOnce()
    {
        QTemporaryDir folder;
        auto store = store::Store::open(folder.filePath(QStringLiteral("w.qlens")));
        QVERIFY(store);
        const domain::RunData run = ownRun(RunKind::Compare);
        QCOMPARE(stored(**store, run), std::pair(exchange::Stored::New, run.run.id));
        QCOMPARE(stored(**store, run), std::pair(exchange::Stored::WasThere, run.run.id));
        auto loading = (*store)->load(run.run.id);
        loading.waitForFinished();
        const auto loaded = loading.result();
        QVERIFY(loaded);
        QCOMPARE(jsonOf(*loaded), jsonOf(run));
        // A deleted run comes back.
        auto deleting = (*store)->mark({.id = run.run.id, .deleted = true});
        deleting.waitForFinished();
        QVERIFY(deleting.result());
        QCOMPARE(stored(**store, run), std::pair(exchange::Stored::New, run.run.id));
        auto listing = (*store)->runs();
        listing.waitForFinished();
        QCOMPARE(listing.result()->size(), 1);

        // Foreign facts are stored too.
        const exchange::ImportedFiles foreign = exchange::importFiles({importPath("infercheck-nan.json")});
        QVERIFY(exchange::storeImported(**store, foreign.runs.first()));
        auto second = (*store)->load(foreign.runs.first().run.id);
        second.waitForFinished();
        QCOMPARE(second.result()->run.origin, foreign.runs.first().run.origin);
        QCOMPARE(second.result()->generations.first().foreign, foreign.runs.first().generations.first().foreign);
    }

    /// The same file comes out of any workspace, whatever was stored there before.
    void exportsAreTheSameEverywhere()
    {
        QTemporaryDir folder;
        auto store = store::Store::open(folder.filePath(QStringLiteral("w.qlens")));
        QVERIFY(store);
        for (const RunKind kind : {RunKind::Stress, RunKind::Compare, RunKind::Sweep}) {
            const domain::RunData run = ownRun(kind);
            const QByteArray first = jsonOf(run);
            const exchange::ImportedFiles files = importText(first, QStringLiteral("run.json"));
            QCOMPARE(files.runs.size(), 1);
            QCOMPARE(stored(**store, files.runs.first()), std::pair(exchange::Stored::New, run.run.id));
            auto loading = (*store)->load(run.run.id);
            loading.waitForFinished();
            const auto loaded = loading.result();
            QVERIFY(loaded);
            QCOMPARE(jsonOf(*loaded), first);
        }
    }

    /// An id that another run has is left to it.
    void takenIds()
    {
        QTemporaryDir folder;
        auto store = store::Store::open(folder.filePath(QStringLiteral("w.qlens")));
        QVERIFY(store);
        const domain::RunData run = ownRun(RunKind::Compare);
        QCOMPARE(stored(**store, run), std::pair(exchange::Stored::New, run.run.id));
        domain::RunData wentOn = run; // the same run, whatever became of it
        wentOn.run.status = domain::RunStatus::Cancelled;
        wentOn.generations.removeLast();
        QCOMPARE(stored(**store, wentOn), std::pair(exchange::Stored::WasThere, run.run.id));

        domain::RunData other = run;
        other.run.started = run.run.started.addSecs(60);
        const auto [what, id] = stored(**store, other);
        QCOMPARE(what, exchange::Stored::New);
        QVERIFY(!id.isEmpty() && id != run.run.id);
        QCOMPARE(stored(**store, other), std::pair(exchange::Stored::WasThere, id)); // found again
        domain::RunData third = run;
        third.run.started = run.run.started.addSecs(120);
        QVERIFY(stored(**store, third).second != id);
        auto loading = (*store)->load(id);
        loading.waitForFinished();
        const auto loaded = loading.result();
        QVERIFY(loaded);
        QCOMPARE(loaded->generations.size(), other.generations.size());
        QCOMPARE(loaded->annotations.size(), other.annotations.size());
        QVERIFY2(loaded->run.notes.last().contains(run.run.id), qPrintable(loaded->run.notes.last()));
        auto kept = (*store)->load(run.run.id);
        kept.waitForFinished();
        QCOMPARE(jsonOf(*kept.result()), jsonOf(run)); // untouched

        // So is the id of a run that was deleted and can still come back.
        auto deleting = (*store)->mark({.id = run.run.id, .deleted = true});
        deleting.waitForFinished();
        QVERIFY(deleting.result());
        domain::RunData fourth = run;
        fourth.run.started = run.run.started.addSecs(180);
        QVERIFY(stored(**store, fourth).second != run.run.id);
    }

    void harness()
    {
        const QString task = QStringLiteral("/samples_gsm8k_2026-11-23T10-00-00.123456.jsonl");
        const exchange::ImportedFiles files =
            exchange::importFiles({importPath("harness/base") + task, importPath("harness/q4") + task});
        QVERIFY2(files.errors.isEmpty(), files.errors.isEmpty() ? "" : qPrintable(files.errors.first().message));
        QCOMPARE(files.runs.size(), 1);
        const domain::RunData& run = files.runs.first();
        QCOMPARE(run.run.kind, RunKind::Compare);
        QCOMPARE(run.run.label(0), QStringLiteral("base"));
        QCOMPARE(run.run.label(1), QStringLiteral("q4"));
        QCOMPARE(run.run.suiteName, QStringLiteral("gsm8k"));
        QCOMPARE(run.run.prompts.size(), 6);
        QCOMPARE(run.generations.size(), 12); // the second filter is left out
        QVERIFY(run.run.prompts.first().text().startsWith(QStringLiteral("Question: How much is 17")));
        const scoring::RunScores scores = scoring::scoreRun(run);
        const domain::Summary& summary = scores.pairs.first().summary;
        QCOMPARE(summary.pairs, 6);
        QCOMPARE(summary.flips.n, 6);
        QCOMPARE(summary.rightToWrong, 2);
        QCOMPARE(summary.wrongToRight, 1);
        QCOMPARE(summary.bothRight, 3);
        QCOMPARE(summary.changed.count, 3);
        QCOMPARE(summary.byHand, 0); // the harness judged, no person
        QVERIFY(anyNote(run, "2 right → wrong, 1 wrong → right, exact McNemar p = 1"));
        QVERIFY(anyNote(run, "12 lines of further filters"));
        // A person's word wins.
        domain::RunData judged = run;
        const auto worse = std::ranges::find(scores.pairs.first().comparisons, domain::FlipState::RightToWrong,
                                             &domain::Comparison::flip);
        judged.annotations.append({worse->promptId, domain::AnnotationKind::VerdictB, 1, QStringLiteral("right")});
        const domain::Summary corrected = scoring::scoreRun(judged).pairs.first().summary;
        QCOMPARE(corrected.rightToWrong, 1);
        QCOMPARE(corrected.byHand, 1);
    }

    void harnessChoices()
    {
        const QString task = QStringLiteral("/samples_colours_2026-11-23T10-00-00.123456.jsonl");
        const QString other = QStringLiteral("/samples_gsm8k_2026-11-23T10-00-00.123456.jsonl");
        const exchange::ImportedFiles files =
            exchange::importFiles({importPath("harness/base") + task, importPath("harness/base") + other,
                                   importPath("harness/q4") + task, importPath("harness/q4") + other});
        QCOMPARE(files.runs.size(), 1); // two tasks, two models
        const domain::RunData& run = files.runs.first();
        QCOMPARE(run.run.sides.size(), 2);
        QCOMPARE(run.run.prompts.size(), 9);
        const domain::Generation* changed = nullptr;
        for (const domain::Generation& generation : run.generations) {
            if (generation.side == 1 && generation.text == QLatin1String(" green"))
                changed = &generation;
        }
        QVERIFY(changed);
        QCOMPARE(changed->foreign.value(QLatin1String("right")), QJsonValue(false));
        const domain::Summary summary = scoring::scoreRun(run).pairs.first().summary;
        QCOMPARE(summary.rightToWrong, 3);
        QCOMPARE(summary.categories.at(QStringLiteral("colours")).flips.n, 3);
    }

    void harnessNeedsAPair()
    {
        const QString one = importPath("harness/base/samples_gsm8k_2026-11-23T10-00-00.123456.jsonl");
        const exchange::ImportedFiles alone = exchange::importFiles({one});
        QVERIFY(alone.runs.isEmpty());
        QCOMPARE(alone.errors.first().code, QStringLiteral("import.pair"));
        const exchange::ImportedFiles nothing =
            exchange::importFiles({one, importPath("harness/q4/samples_colours_2026-11-23T10-00-00.123456.jsonl")});
        QVERIFY(nothing.runs.isEmpty());
        QCOMPARE(nothing.errors.first().code, QStringLiteral("import.pair"));
    }

    void perplexity()
    {
        const exchange::ImportedFiles files =
            exchange::importFiles({importPath("kld-Q4_K_M.log"), importPath("kld-Q2_K.log")});
        QVERIFY(files.errors.isEmpty());
        QCOMPARE(files.runs.size(), 1);
        const domain::RunData& run = files.runs.first();
        QCOMPARE(run.run.kind, RunKind::Sweep);
        QCOMPARE(run.run.sides.size(), 3);
        QCOMPARE(run.run.label(1), QStringLiteral("tiny-Q4_K_M"));
        QCOMPARE(run.run.sides.at(1).model.quant, QStringLiteral("Q4_K_M"));
        QCOMPARE(run.run.sides.at(1).model.bitsPerWeight, std::optional(4.89));
        QCOMPARE(run.run.sides.at(1).serverPath, QStringLiteral("tiny-Q4_K_M.gguf")); // no folder
        QVERIFY(anyNote(run, "windows of a text"));
        const scoring::RunScores scores = scoring::scoreRun(run);
        QCOMPARE(scores.sweep->order, (QList<int>{0, 1, 2}));
        const scoring::KldScores& kld = scores.pair(1)->kld;
        QCOMPARE(kld.source, scoring::PositionSource::CorpusWindows);
        QCOMPARE(kld.value(), 0.012345);
        QVERIFY(kld.interval());
        QVERIFY(std::abs(kld.interval()->high - (0.012345 + 1.959964 * 0.0007)) < 1e-9);
        QCOMPARE(kld.summary->forward.p99, 0.35);
        QCOMPARE(*kld.summary->sameTop, 0.9451);
        QCOMPARE(kld.summary->positions, 3 * 255);
        QVERIFY(reports::kldText(kld).contains(QStringLiteral("windows of a text")));
        const figures::Figure figure = figures::kldFigure(run, scores);
        QCOMPARE(figure.values.size(), 4); // mean and 99 % of two quants
        QVERIFY(figure.subtitle.contains(QStringLiteral("windows")));
        QVERIFY(!scores.sweep->cliff); // no pairs to test by
        QVERIFY(std::abs(*scores.sweep->losses.at(2) - 0.098765) < 1e-6);
        const QJsonObject json = QJsonDocument::fromJson(jsonOf(run)).object();
        QCOMPARE(json[QLatin1String("summary")][QLatin1String("against_baseline")][0][QLatin1String("kld")]
                     [QLatin1String("source")]
                         .toString(),
                 QStringLiteral("corpus_windows"));
    }

    void perplexityOdd()
    {
        const QByteArray whole = test::fileContent(importPath("kld-Q2_K.log"));
        // Broken off: the running values of the last window.
        const QByteArray cut = whole.first(whole.indexOf("====== Perplexity"));
        const exchange::ImportedFiles broken = importText(cut, QStringLiteral("cut.log"));
        QCOMPARE(broken.runs.size(), 1);
        QVERIFY(anyNote(broken.runs.first(), "1 log breaks off"));
        QVERIFY(std::abs(scoring::scoreRun(broken.runs.first()).pair(1)->kld.value() - 0.09876) < 1e-9);
        // Two of them in one file; another text or base is another run.
        QCOMPARE(importText(whole + whole, QStringLiteral("both.log")).runs.first().run.sides.size(), 3);
        QByteArray other = whole;
        other.replace("Mean PPL(base)                :   5.720731", "Mean PPL(base)                :   6.5");
        QCOMPARE(importText(whole + other, QStringLiteral("both.log")).runs.size(), 2);
        // Not a number, ASCII signs.
        QByteArray odd = whole;
        odd.replace("±", "+/-").replace("Mean    KLD:   0.098765 +/-   0.000700", "Mean    KLD:  -0.000019 +/- -nan");
        const exchange::ImportedFiles read = importText(odd, QStringLiteral("odd.log"));
        QCOMPARE(read.runs.size(), 1);
        QCOMPARE(scoring::scoreRun(read.runs.first()).pair(1)->kld.value(), 0.0);
        // No KL divergence in it.
        const exchange::ImportedFiles none =
            importText("kl_divergence: computing over 3 chunks, n_ctx=512, x\nFailed\n", QStringLiteral("no.log"));
        QVERIFY(none.runs.isEmpty());
        QCOMPARE(none.errors.first().code, QStringLiteral("import.record"));
        QVERIFY(none.errors.first().message.startsWith(QStringLiteral("no.log:3: ")));
    }

    void answerLines()
    {
        const exchange::ImportedFiles pairs = exchange::importFiles({importPath("answers-pairs.jsonl")});
        QCOMPARE(pairs.runs.size(), 1);
        const domain::RunData& run = pairs.runs.first();
        QCOMPARE(run.run.kind, RunKind::Compare);
        QCOMPARE(run.run.label(1), QStringLiteral("Q4_K_M"));
        QCOMPARE(run.generations.last().text, QStringLiteral("Ж😀 green"));
        const domain::Summary summary = scoring::scoreRun(run).pairs.first().summary;
        QCOMPARE(summary.pairs, 3);
        QCOMPARE(summary.rightToWrong, 1);
        QCOMPARE(summary.bothRight, 1);

        const exchange::ImportedFiles outputs = exchange::importFiles({importPath("answers-outputs.jsonl")});
        QCOMPARE(outputs.runs.size(), 1);
        QCOMPARE(outputs.runs.first().run.kind, RunKind::Sweep);
        QCOMPARE(outputs.runs.first().run.label(0), QStringLiteral("z-base")); // the file's order
        QCOMPARE(scoring::scoreRun(outputs.runs.first()).pair(2)->summary.rightToWrong, 2);

        const exchange::ImportedFiles repeats = exchange::importFiles({importPath("answers-long.jsonl")});
        QCOMPARE(repeats.runs.size(), 1);
        QCOMPARE(repeats.runs.first().run.kind, RunKind::Determinism);
        QCOMPARE(*scoring::scoreRun(repeats.runs.first()).determinism->prompts.first().score, 2.0 / 3.0);
    }

    void scoreLinesAreAnswerLines()
    {
        const QByteArray lines =
            "{\"id\":\"x\",\"category\":\"arithmetic\",\"text_a\":\"12\",\"text_b\":\"13\","
            "\"entries_a\":[{\"token\":\"12\",\"logprob\":-0.1,\"top\":[{\"token\":\"12\",\"logprob\":-0.1}]}],"
            "\"answer\":{\"type\":\"number\",\"value\":\"12\"}}\n";
        const exchange::ImportedFiles files = importText(lines);
        QCOMPARE(files.runs.size(), 1);
        QCOMPARE(files.runs.first().generations.first().entries.size(), 1);
        QVERIFY(anyNote(files.runs.first(), "without their text"));
        QCOMPARE(scoring::scoreRun(files.runs.first()).pairs.first().summary.rightToWrong, 1);
    }

    void wrongLines_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QString>("code");
        QTest::newRow("no answers") << QByteArray("{\"prompt\":\"x\",\"model\":\"m\"}")
                                    << QStringLiteral("import.record");
        QTest::newRow("number") << QByteArray("{\"prompt\":\"x\",\"a\":1,\"b\":\"y\"}")
                                << QStringLiteral("import.record");
        QTest::newRow("no prompt") << QByteArray("{\"a\":\"x\",\"b\":\"y\"}") << QStringLiteral("import.record");
        QTest::newRow("cut") << QByteArray("{\"prompt\":\"x\",\"a\":\"x\",") << QStringLiteral("import.syntax");
        QTest::newRow("array") << QByteArray("[1,2]") << QStringLiteral("import.record");
        QTest::newRow("deep") << QByteArray("{\"prompt\":") + QByteArray(100, '[') << QStringLiteral("import.limit");
        QTest::newRow("outputs") << QByteArray("{\"prompt\":\"x\",\"outputs\":{\"m\":3}}")
                                 << QStringLiteral("import.record");
        QTest::newRow("reference") << QByteArray("{\"prompt\":\"x\",\"a\":\"x\",\"b\":\"y\",\"answer\":[1]}")
                                   << QStringLiteral("import.record");
    }

    /// Each with path and line.
    void wrongLines()
    {
        QFETCH(QByteArray, line);
        QFETCH(QString, code);
        const exchange::ImportedFiles files =
            importText("{\"prompt\":\"x\",\"a\":\"x\",\"b\":\"y\"}\n\n" + line + "\n");
        QVERIFY(files.runs.isEmpty());
        QCOMPARE(files.errors.size(), 1);
        QCOMPARE(files.errors.first().code, code);
        QVERIFY2(files.errors.first().message.startsWith(QStringLiteral("made.jsonl:3: ")),
                 qPrintable(files.errors.first().message));
    }

    void unknownFiles()
    {
        QCOMPARE(importText("hello\n").errors.first().code, QStringLiteral("import.format"));
        QCOMPARE(importText({}).errors.first().code, QStringLiteral("import.format"));
        QCOMPARE(importText("{\"x\": 1}").errors.first().code, QStringLiteral("import.format"));
        QCOMPARE(importText("[]").errors.first().code, QStringLiteral("import.format"));
        QCOMPARE(exchange::importFiles({QStringLiteral("/no/such/file.json")}).errors.first().code,
                 QStringLiteral("import.read"));
        QTemporaryDir folder;
        QCOMPARE(exchange::importFiles({folder.path()}).errors.first().code, QStringLiteral("import.read"));
    }

    void truncatedFiles_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("own") << jsonOf(ownRun(RunKind::Compare));
        for (const char* name : {"answers-pairs.jsonl", "answers-outputs.jsonl", "kld-Q2_K.log",
                                 "harness/q4/samples_gsm8k_2026-11-23T10-00-00.123456.jsonl",
                                 "harness/q4/samples_colours_2026-11-23T10-00-00.123456.jsonl"})
            QTest::newRow(name) << test::fileContent(importPath(name));
    }

    /// Whatever is left of a file: an error that names it, or a run that can be scored.
    void truncatedFiles()
    {
        QFETCH(QByteArray, bytes);
        QVERIFY(!bytes.isEmpty());
        const qsizetype step = std::max<qsizetype>(1, bytes.size() / 200);
        for (qsizetype size = 0; size < bytes.size(); size += step) {
            const exchange::ImportedFiles files = importText(bytes.first(size), QStringLiteral("cut.bin"));
            for (const base::Error& error : files.errors)
                QVERIFY2(saysPlace(error.message) && error.code.startsWith(QLatin1String("import.")),
                         qPrintable(error.message));
            for (const domain::RunData& run : files.runs)
                QCOMPARE(scoring::scoreRun(run).sides.size(), run.run.sides.size());
            QVERIFY(!files.errors.isEmpty() || !files.runs.isEmpty());
        }
    }

    void wrongTypes_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        for (const RunKind kind : {RunKind::Compare, RunKind::Stress}) {
            // What is not read, and most answers, only take time.
            QJsonObject own = QJsonDocument::fromJson(jsonOf(ownRun(kind))).object();
            for (const char* derived : {"summary", "verdict", "comparisons"})
                own.remove(QLatin1String(derived));
            QJsonArray few;
            for (const QJsonValue& generation : own.value(QLatin1String("generations")).toArray()) {
                if (few.size() < 4)
                    few.append(generation);
            }
            own.insert(QStringLiteral("generations"), few);
            QTest::newRow(qPrintable(QStringLiteral("own ") + name(kind)))
                << QJsonDocument(own).toJson(QJsonDocument::Compact);
        }
        for (const char* name : {"answers-pairs.jsonl", "answers-outputs.jsonl", "answers-long.jsonl",
                                 "harness/q4/samples_gsm8k_2026-11-23T10-00-00.123456.jsonl",
                                 "harness/q4/samples_colours_2026-11-23T10-00-00.123456.jsonl"})
            QTest::newRow(name) << test::fileContent(importPath(name));
    }

    /// Every member of the file (of its first line) replaced by values of other types: an error with its place, or a
    /// run that can be scored.
    void wrongTypes()
    {
        QFETCH(QByteArray, bytes);
        const qsizetype end = bytes.indexOf('\n') < 0 ? bytes.size() : bytes.indexOf('\n');
        const QJsonObject first = QJsonDocument::fromJson(bytes.first(end)).object();
        QVERIFY(!first.isEmpty());
        const bool samples = first.contains(QLatin1String("doc_hash"));
        int read = 0;
        for (const QStringList& path : test::pathsOf(first)) {
            for (const QJsonValue& other : test::otherValues()) {
                const QByteArray changed =
                    QJsonDocument(test::replaced(first, path, other).toObject()).toJson(QJsonDocument::Compact) +
                    bytes.sliced(end);
                QList<exchange::NamedBytes> given{{QStringLiteral("a/samples_odd.jsonl"), changed}};
                if (samples) // a second model, so that they are joined
                    given.append({QStringLiteral("b/samples_odd.jsonl"), changed});
                const exchange::ImportedFiles files = exchange::importBytes(given);
                for (const base::Error& error : files.errors)
                    QVERIFY2(!error.code.isEmpty() &&
                                 (error.code == QLatin1String("import.pair") || saysPlace(error.message)),
                             qPrintable(error.code + u' ' + error.message));
                QVERIFY(!files.errors.isEmpty() || !files.runs.isEmpty());
                for (const domain::RunData& run : files.runs) {
                    if (read++ % 8 == 0) // it takes its time
                        QCOMPARE(scoring::scoreRun(run).sides.size(), run.run.sides.size());
                }
            }
        }
        QVERIFY(read > 0);
    }

    /// Deep and long ones end soon, each with its name.
    void hugeFiles_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const QByteArray deep = QByteArray(2'000'000, '[');
        QTest::newRow("own") << QByteArray("{\"format\":\"quantlens-run\",\"version\":1,\"run\":") + deep;
        QTest::newRow("samples") << QByteArray("{\"doc_hash\":\"a\",\"resps\":[[\"x\"]],\"doc\":") + deep;
        QTest::newRow("answers") << QByteArray("{\"prompt\":\"x\",\"a\":\"x\",\"b\":") + deep;
        QTest::newRow("log") << QByteArray("kl_divergence: computing over 3 chunks, n_ctx=512\n") +
                                    QByteArray("    1    5.7\n").repeated(20'000);
        QTest::newRow("one long line") << QByteArray("kl_divergence: ") + QByteArray(5'000'000, '1');
    }

    void hugeFiles()
    {
        QFETCH(QByteArray, bytes);
        QElapsedTimer timer;
        timer.start();
        const exchange::ImportedFiles files = importText(bytes, QStringLiteral("huge.jsonl"));
        QVERIFY(files.runs.isEmpty());
        QCOMPARE(files.errors.size(), 1);
        QVERIFY2(files.errors.first().message.startsWith(QLatin1String("huge.jsonl")),
                 qPrintable(files.errors.first().message));
        QVERIFY(timer.elapsed() < 20'000);
    }

    /// An answer that is no text is none: it is not read as an empty one.
    void samplesWithoutText()
    {
        const QByteArray sample = "{\"doc_id\": 1, \"doc_hash\": \"h\", \"arguments\": [[\"p\", {}]], ";
        for (const char* answer : {"\"resps\": [[5]], \"filtered_resps\": [5]", "\"resps\": []", "\"resps\": [[{}]]"}) {
            const exchange::ImportedFiles files =
                importText(sample + answer + "}\n", QStringLiteral("samples_t.jsonl"));
            QVERIFY2(files.runs.isEmpty() && files.errors.size() == 1, answer);
            QCOMPARE(files.errors.first().code, QStringLiteral("import.record"));
            QVERIFY2(files.errors.first().message.startsWith(QLatin1String("samples_t.jsonl:1: ")),
                     qPrintable(files.errors.first().message));
        }
    }

    void forgedOwnRuns()
    {
        QJsonObject object = QJsonDocument::fromJson(jsonOf(ownRun(RunKind::Compare))).object();
        QJsonArray generations = object.value(QLatin1String("generations")).toArray();
        generations.append(generations.first()); // the same place twice
        object.insert(QStringLiteral("generations"), generations);
        QJsonObject run = object.value(QLatin1String("run")).toObject();
        run.insert(QStringLiteral("baseline"), 1'000'000);
        run.insert(QStringLiteral("id"), QStringLiteral("../../etc"));
        object.insert(QStringLiteral("run"), run);
        const exchange::ImportedFiles files = importText(QJsonDocument(object).toJson(), QStringLiteral("forged.json"));
        QCOMPARE(files.runs.size(), 1);
        QVERIFY(!QUuid(files.runs.first().run.id).isNull());
        QVERIFY(anyNote(files.runs.first(), "left out"));
        QCOMPARE(scoring::scoreRun(files.runs.first()).pairs.size(), 1);
    }

    void comparator()
    {
        const domain::RunData run = ownRun(RunKind::Compare);
        const auto bytes = exchange::exportLlmComparator(run);
        QVERIFY(bytes);
        const QJsonObject document = QJsonDocument::fromJson(*bytes).object();
        QCOMPARE(document[QLatin1String("models")][1][QLatin1String("name")].toString(), QStringLiteral("Q4_K_M"));
        const QJsonArray examples = document.value(QLatin1String("examples")).toArray();
        QCOMPARE(examples.size(), 4); // the failed pair is left out
        QStringList schema;
        for (const QJsonValue& field :
             document[QLatin1String("metadata")][QLatin1String("custom_fields_schema")].toArray())
            schema << field[QLatin1String("name")].toString();
        for (const QJsonValue& example : examples) {
            for (const char* key : {"input_text", "output_text_a", "output_text_b"})
                QVERIFY(example[QLatin1String(key)].isString());
            QVERIFY(example[QLatin1String("tags")].isArray());
            QVERIFY(example[QLatin1String("individual_rater_scores")].isArray());
            QStringList keys = example[QLatin1String("custom_fields")].toObject().keys();
            QStringList wanted = schema;
            wanted.sort();
            QCOMPARE(keys, wanted);
        }
        // Set right by hand in the third: as good as the baseline's.
        QCOMPARE(examples.at(2)[QLatin1String("score")].toDouble(-9), 0.0);
        domain::RunData unjudged = run;
        unjudged.annotations.clear();
        QCOMPARE(QJsonDocument::fromJson(
                     *exchange::exportLlmComparator(unjudged))[QLatin1String("examples")][2][QLatin1String("score")]
                     .toDouble(-9),
                 1.0);
        QCOMPARE(exchange::exportLlmComparator(ownRun(RunKind::Stress)).error().code, QStringLiteral("export.pair"));
        QCOMPARE(exchange::exportLlmComparator(run, 7).error().code, QStringLiteral("export.pair"));
    }
};

QTEST_GUILESS_MAIN(ImportTest)
#include "import_test.moc"
