// SPDX-License-Identifier: GPL-3.0-or-later
// Each command of quantlens-cli: its main path against a real llama-server with small quants, and its errors.
#include "tests/support/fakeserver.h"
#include "tests/support/process.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QProcessEnvironment>
#include <QRegularExpression>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

#include <signal.h>

using namespace quantlens::test;
using Qt::StringLiterals::operator""_L1;
using Qt::StringLiterals::operator""_s;

class CliTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_home;
    QString m_f16;
    QString m_q2k;

    QString path(const QString& name) const { return m_home.filePath(name); }

    Outcome cli(const QStringList& args) const { return runCli(args, m_home.path(), 300'000); }

    /// A run command with a workspace and output folder of its own, eight prompts.
    Outcome run(const QString& name, const QStringList& args) const
    {
        return cli(QStringList{u"--workspace"_s, path(name + u".qlens"_s), u"--num-prompts"_s, u"8"_s} + args +
                   QStringList{u"--prompts"_s, u"demo"_s, u"--output"_s, path(name)});
    }

    QStringList files(const QString& folder, const QString& pattern) const
    {
        return QDir(path(folder)).entryList({pattern});
    }

    static QJsonObject objectOf(const QByteArray& bytes) { return QJsonDocument::fromJson(bytes).object(); }

    QJsonObject readJson(const QString& name) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? objectOf(file.readAll()) : QJsonObject();
    }

    /// Requests that make the second side follow the first one's tokens: as many as prompts, where the engine can.
    static int followed(const QJsonObject& json, int prompts)
    {
        const QJsonObject side = json.value("run"_L1).toObject().value("sides"_L1).toArray().at(1).toObject();
        return side.value("capabilities"_L1).toObject().value("force_tokens"_L1).toBool() ? prompts : 0;
    }

    void write(const QString& name, const QByteArray& bytes) const
    {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    }

    /// The shell commands of the example in docs/ci.md.
    static QStringList linesOfTheExample()
    {
        QFile file(QStringLiteral(QUANTLENS_SOURCE_DIR "/docs/ci.md"));
        if (!file.open(QIODevice::ReadOnly))
            return {};
        static const QRegularExpression line(u"^ +run: (.+)$"_s, QRegularExpression::MultilineOption);
        QStringList lines;
        for (const auto& match : line.globalMatch(QString::fromUtf8(file.readAll())))
            lines.append(match.captured(1));
        return lines;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_home.isValid());
        // Copies with a path of our own, so that the processes that use them can be told from everybody else's.
        m_f16 = path(u"sums-F16.gguf"_s);
        m_q2k = path(u"sums-Q2_K.gguf"_s);
        QVERIFY2(QFile::copy(demoModel(u"F16"_s), m_f16) && QFile::copy(demoModel(u"Q2_K"_s), m_q2k),
                 "QUANTLENS_DEMO_QUANTS must name the folder packaging/demo-quants prints");
        QVERIFY2(!qEnvironmentVariableIsEmpty("QUANTLENS_LLAMA_SERVER"), "packaging/run-tests sets the engine");
    }

    void helpOnEveryLevel_data()
    {
        QTest::addColumn<QString>("command");
        for (const char* command : {"compare", "sweep", "diff", "determinism", "stress", "ci", "resume", "runs", "show",
                                    "delete", "resolve", "models", "score", "keys", "diff-runs", "prompt-diff"})
            QTest::newRow(command) << QString::fromLatin1(command);
    }

    void helpOnEveryLevel()
    {
        QFETCH(QString, command);
        const Outcome outcome = cli({command, u"--help"_s});
        QCOMPARE(outcome.exitCode, 0);
        QVERIFY2(outcome.out.contains(u"Examples:\n  quantlens-cli "_s + command), qPrintable(outcome.out));
        QVERIFY(outcome.err.isEmpty());
        QVERIFY(cli({u"--help"_s}).out.contains(command));
    }

    /// Bad options and values are said with their name, and nothing is sent, started or stored.
    void wrongUsage_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* line, const char* says) {
            QTest::newRow(line) << QString::fromLatin1(line) << QString::fromLatin1(says);
        };
        row("compare A", "compare A B");
        row("compare A B --bogus", "bogus");
        row("compare A B --num-prompts 0", "--num-prompts takes a whole number of 1 or more, not \"0\"");
        row("compare A B --num-prompts -5", "\"-5\"");
        row("--num-prompts 0 compare A B", "--num-prompts");
        row("compare A B --max-tokens 0", "--max-tokens");
        row("--max-tokens -1 compare A B", "--max-tokens");
        row("compare A B --parallel 0", "--parallel");
        row("compare A B --parallel 5000", "--parallel");
        row("compare A B --retries -1", "--retries");
        row("compare A B --temperature -1", "--temperature");
        row("compare A B --temperature nan", "--temperature");
        row("compare A B --seed -1", "--seed");
        row("compare A B --repeat 0", "--repeat");
        row("compare A B --severity 0.5", "--severity");
        row("compare A B --severity 0.5,0.8", "--severity");
        row("compare A B --distributions maybe", "--distributions takes teacher, prefix or off, not \"maybe\"");
        row("compare A B --sample 3", "--num-prompts");
        row("compare A B --sample x --num-prompts 3", "--sample");
        row("compare A B --ids a,,b", "--ids");
        row("compare A B --category nonsense", "nonsense");
        row("compare A B --ids no-such-id", "no-such-id");
        row("compare A B --label-a x --label-b x", "label \"x\"");
        row("compare A B --engine-args-a 'x", "quote");
        row("compare A B --base-url ftp://x", "ftp://x");
        row("compare A B --backend nothing", "nothing");
        row("compare A B --api-key-env NO_SUCH_VARIABLE_HERE", "--api-key-env");
        row("compare A B --ca-file /no/such/file", "--ca-file");
        row("compare A B --first-byte-timeout 0", "--first-byte-timeout");
        row("compare A B --deadline -1", "--deadline");
        row("compare A B --max-flip-rate 1.5", "--max-flip-rate takes a number between 0 and 1, not \"1.5\"");
        row("compare A B --max-errors -1", "--max-errors");
        row("compare A B --strict --prove", "--strict");
        row("compare A B --undecidable maybe", "--undecidable");
        row("compare A B --min-determinism 1", "min-determinism");
        row("compare A B --prompts no-such-suite", "no-such-suite");
        row("compare A B --dry-run=now", "--dry-run");
        row("compare A B --log-level loud", "--log-level");
        row("compare A /no/such.gguf", "such.gguf");
        row("sweep --prompts demo", "--models is missing");
        row("sweep --models A,B", "--prompts is missing");
        row("sweep --models A --prompts demo", "--models");
        row("sweep --models A,B, --prompts demo", "Entry 3 of --models is empty");
        row("sweep --models x=A,x=B --prompts demo", "\"x\"");
        row("sweep --models =A,B --prompts demo", "empty half");
        row("sweep --models x=A,y=B --baseline z --prompts demo", "--baseline \"z\"");
        row("diff --model A --prompts demo", "--backends is missing");
        row("diff --model A --backends llama-server --prompts demo", "--backends");
        row("diff --model A --backends llama-server,,ollama --prompts demo", "Entry 2 of --backends");
        row("diff --model A --backends llama-server,warp --prompts demo", "warp");
        row("diff --model A --backends ollama,vllm --base-urls http://a,http://b,http://c --prompts demo",
            "--base-urls has 3 entries for 2 backends");
        row("determinism --model A --prompts demo --runs 0", "--runs");
        row("determinism --model A --prompts demo --mode hot", "--mode");
        row("determinism --prompts demo", "--model is missing");
        row("stress --model A --prompts demo --concurrency 0", "--concurrency");
        row("stress --model A --prompts demo --concurrency 1,x", "\"x\"");
        row("stress --model A --prompts demo --concurrency 1,,2", "--concurrency");
        row("stress --model A --prompts demo --concurrency 2000", "--concurrency");
        row("stress --model A --prompts demo --concurrency 2,2", "twice");
        row("ci", "ci PLAN");
        row("ci /no/plan.json", "/no/plan.json");
        row("resume", "resume RUN");
        row("resume no-such-run", "no-such-run");
        row("delete no-such-run", "no-such-run");
        row("models", "--discover");
        row("models /no/such.gguf", "such.gguf");
        row("models --host ftp://x", "ftp://x");
        row("models --format xml /tmp", "--format");
        row("resolve", "resolve");
        row("fly", "fly");
    }

    void wrongUsage()
    {
        QFETCH(QString, line);
        QFETCH(QString, says);
        QStringList args = line.split(u' ');
        args.replaceInStrings(QRegularExpression(u"^A$"_s), m_f16);
        args.replaceInStrings(QRegularExpression(u"^B$"_s), m_q2k);
        args.replaceInStrings(QRegularExpression(u"^([xy]?=|)A,"_s), u"\\1"_s + m_f16 + u',');
        args.replaceInStrings(QRegularExpression(u"(,[xy]?=?)B"_s), u"\\1"_s + m_q2k);
        args.insert(args.size() > 1 && args.first().startsWith(u'-') ? 0 : 1,
                    u"--workspace="_s + path(u"wrong.qlens"_s));
        const Outcome outcome = cli(args);
        QVERIFY2(outcome.exitCode == 2, qPrintable(outcome.err));
        QVERIFY2(outcome.err.contains(says), qPrintable(outcome.err));
        QCOMPARE(int(outcome.err.count("quantlens-cli: "_L1)), 1);
        QVERIFY(outcome.out.isEmpty());
        QVERIFY(processesWith(m_home.path().toUtf8()).isEmpty());
    }

    void resolves()
    {
        const Outcome outcome = cli({u"resolve"_s, m_f16, u"ollama:llama3:8b@r1"_s, u"hf:org/Foo-Q4_K_M-GGUF"_s,
                                     u"http://127.0.0.1:9/v1#m"_s, u"phi3"_s, u"http://me:secret@h#m"_s});
        QCOMPARE(outcome.exitCode, 2);
        const QStringList lines = outcome.out.split(u'\n', Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 6);
        QList<QJsonObject> objects;
        for (const QString& line : lines)
            objects.append(objectOf(line.toUtf8()));
        QCOMPARE(objects.at(0).value("backend"_L1).toString(), u"llama-server"_s);
        QCOMPARE(objects.at(0).value("engine"_L1).toString(), u"llama-server"_s);
        QCOMPARE(objects.at(0).value("quant"_L1).toString(), u"F16"_s);
        QVERIFY(objects.at(0).value("bits_per_weight"_L1).toDouble() > 15);
        QVERIFY(objects.at(0).value("base_url"_L1).isNull());
        QCOMPARE(objects.at(1).value("backend"_L1).toString(), u"ollama"_s);
        QCOMPARE(objects.at(1).value("model_id"_L1).toString(), u"llama3:8b"_s);
        QCOMPARE(objects.at(1).value("revision"_L1).toString(), u"r1"_s);
        QCOMPARE(objects.at(2).value("quant"_L1).toString(), u"Q4_K_M"_s);
        QCOMPARE(objects.at(3).value("base_url"_L1).toString(), u"http://127.0.0.1:9/v1"_s);
        const QJsonObject ambiguous = objects.at(4).value("error"_L1).toObject();
        QCOMPARE(ambiguous.value("code"_L1).toString(), u"spec.ambiguous"_s);
        QVERIFY(ambiguous.value("candidates"_L1).toArray().contains(u"ollama:phi3"_s));
        QCOMPARE(objects.at(5).value("error"_L1).toObject().value("code"_L1).toString(), u"spec.url"_s);
        QVERIFY(!outcome.out.contains("secret"_L1));

        const Outcome compatible = cli({u"resolve"_s, u"--compatible"_s, u"--"_s, u"phi3"_s, u"openai:gpt-4o"_s});
        QCOMPARE(compatible.exitCode, 0);
        const QJsonObject phi = objectOf(compatible.out.section(u'\n', 0, 0).toUtf8());
        QCOMPARE(phi.value("backend"_L1).toString(), u"mlx-lm"_s);
        const QJsonObject gpt = objectOf(compatible.out.section(u'\n', 1, 1).toUtf8());
        QCOMPARE(gpt.value("backend"_L1).toString(), u"openai-compat"_s);
        QCOMPARE(gpt.value("base_url"_L1).toString(), u"http://127.0.0.1:11434"_s);
    }

    void showsPromptsSideBySide()
    {
        const Outcome same = cli({u"prompt-diff"_s, m_f16, m_q2k, u"12 + 30"_s});
        QVERIFY2(same.exitCode == 0, qPrintable(same.err));
        QVERIFY2(same.out.contains("Both models see the same 10 tokens"_L1), qPrintable(same.out));
        QVERIFY(same.out.contains("<|user|>12 + 30<|end|>"_L1));

        const Outcome other = cli({u"prompt-diff"_s, m_f16, m_q2k, u"12 + 30"_s, u"--format"_s, u"json"_s,
                                   u"--engine-args-b"_s, u"--chat-template chatmlx"_s});
        QVERIFY2(other.exitCode == 1, qPrintable(other.err));
        const QJsonObject object = objectOf(other.out.toUtf8());
        QCOMPARE(object.value("same"_L1), QJsonValue(false));
        const QJsonObject a = object.value("a"_L1).toObject();
        QCOMPARE(a.value("ids"_L1).toArray().size(), a.value("prompt_tokens"_L1).toInt());
        QCOMPARE(a.value("ids"_L1).toArray().size(), a.value("pieces"_L1).toArray().size());
        QVERIFY(a.value("warnings"_L1).toArray().isEmpty());
        const QJsonObject b = object.value("b"_L1).toObject();
        QCOMPARE(b.value("text"_L1).toString(), u"chatmlx"_s);
        QVERIFY(b.value("warnings"_L1).toArray().first().toString().contains("does not contain the message"_L1));
        QVERIFY(processesWith(m_home.path().toUtf8()).isEmpty());

        const Outcome suite = cli({u"prompt-diff"_s, m_f16, m_f16, u"nothing/like-this"_s, u"--prompts"_s, u"demo"_s});
        QCOMPARE(suite.exitCode, 2);
        QVERIFY(suite.err.contains("nothing/like-this"_L1));
    }

    void listsModels()
    {
        const Outcome outcome = cli({u"models"_s, m_home.path(), u"--format"_s, u"json"_s});
        QCOMPARE(outcome.exitCode, 0);
        const QJsonArray listed = objectOf(outcome.out.toUtf8()).value("files"_L1).toArray();
        QVERIFY(listed.size() >= 2);
        QHash<QString, QJsonObject> byPath;
        for (const QJsonValue& file : listed)
            byPath.insert(file.toObject().value("path"_L1).toString(), file.toObject());
        const QJsonObject q2k = byPath.value(m_q2k);
        QVERIFY(q2k.value("bits_per_weight"_L1).toDouble() < 8);
        QVERIFY(q2k.value("quant_mix"_L1).toArray().size() > 1);
        QCOMPARE(q2k.value("tokenizer_sha256"_L1).toString(),
                 byPath.value(m_f16).value("tokenizer_sha256"_L1).toString());
        QCOMPARE(q2k.value("imatrix"_L1).toBool(true), false);
        const Outcome table = cli({u"models"_s, m_q2k});
        QVERIFY(table.out.contains("Q2_K"_L1));
        QTcpServer free;
        QVERIFY(free.listen(QHostAddress::LocalHost));
        const QString url = u"http://127.0.0.1:%1"_s.arg(free.serverPort());
        free.close();
        const Outcome nobody = cli({u"models"_s, u"--host"_s, url, u"--format"_s, u"json"_s});
        QCOMPARE(nobody.exitCode, 0);
        QVERIFY(objectOf(nobody.out.toUtf8()).value("servers"_L1).toArray().isEmpty());
    }

    /// A dry run sends nothing, also not to a server that listens.
    void dryRuns()
    {
        FakeServer server;
        const auto process =
            startCli({u"compare"_s, m_f16, server.url().toString() + u"#m"_s, u"--dry-run"_s, u"--prompts"_s, u"demo"_s,
                      u"--num-prompts"_s, u"10"_s, u"--max-changed-rate"_s, u"0.05"_s},
                     m_home.path());
        QTRY_COMPARE_WITH_TIMEOUT(process->state(), QProcess::NotRunning, 60'000);
        const Outcome outcome = finish(*process);
        QVERIFY2(outcome.exitCode == 0, qPrintable(outcome.err));
        QVERIFY(server.received().isEmpty());
        QVERIFY2(outcome.out.contains("10 prompts of demo"_L1), qPrintable(outcome.out));
        QVERIFY(outcome.out.contains("to prove it takes at least"_L1));
        QVERIFY(outcome.out.contains("unknown until a first request"_L1));

        const Outcome stress = cli({u"stress"_s, u"--model"_s, m_f16, u"--prompts"_s, u"demo"_s, u"--num-prompts"_s,
                                    u"5"_s, u"--concurrency"_s, u"1,3"_s, u"--dry-run"_s});
        QVERIFY2(stress.exitCode == 0, qPrintable(stress.err));
        QVERIFY2(QRegularExpression(u"in all +20 "_s).match(stress.out).hasMatch(), qPrintable(stress.out));
        const Outcome probed = cli({u"compare"_s, m_f16, m_q2k, u"--dry-run"_s, u"probe"_s, u"--prompts"_s, u"demo"_s,
                                    u"--num-prompts"_s, u"4"_s});
        QVERIFY2(probed.exitCode == 0, qPrintable(probed.err));
        QVERIFY2(probed.out.contains("Time: about "_L1), qPrintable(probed.out));
        QVERIFY(processesWith(m_home.path().toUtf8()).isEmpty());
        QVERIFY(cli({u"runs"_s}).out.isEmpty());
    }

    void compares()
    {
        const Outcome outcome = run(u"compare"_s, {u"compare"_s, m_f16, m_q2k, u"--json"_s, path(u"compare.json"_s),
                                                   u"--junit"_s, path(u"compare.xml"_s), u"--self-check"_s});
        QVERIFY2(outcome.exitCode == 0, qPrintable(outcome.err));
        QCOMPARE(files(u"compare"_s, u"compare_sums-F16_vs_sums-Q2_K_*.json"_s).size(), 1);
        QCOMPARE(files(u"compare"_s, u"report_*.html"_s).size(), 1);
        QVERIFY(QFile::exists(path(u"compare.xml"_s)));
        const QJsonObject json = readJson(u"compare.json"_s);
        // Answers of both sides, the self-check, and the second side along the first one's tokens.
        QCOMPARE(json.value("generations"_L1).toArray().size(), 24 + followed(json, 8));
        const Outcome failing =
            run(u"failing"_s, {u"compare"_s, m_f16, m_q2k, u"--min-similarity"_s, u"1"_s, u"--strict"_s, u"--quiet"_s});
        QVERIFY2(failing.exitCode == 1, qPrintable(failing.err + failing.out));
        QVERIFY2(failing.err.isEmpty(), qPrintable(failing.err));
    }

    /// With --compatible infer-check's tables are printed, and the exit code stays the same.
    void comparesAsInferCheck()
    {
        const Outcome started = run(u"compat"_s, {u"compare"_s, m_f16, m_q2k, u"--compatible"_s, u"--base-url"_s,
                                                  u"http://127.0.0.1:1"_s, u"--retries"_s, u"0"_s});
        QVERIFY2(started.exitCode == 3, qPrintable(started.err));
        QVERIFY(!processesWith(m_home.path().toUtf8()).size());
    }

    void sweeps()
    {
        const QString models = u"f16=%1,q2=%2"_s.arg(m_f16, m_q2k);
        const Outcome outcome =
            run(u"sweep"_s, {u"sweep"_s, u"--models"_s, models, u"--json"_s, path(u"sweep.json"_s)});
        QVERIFY2(outcome.exitCode == 0, qPrintable(outcome.err));
        QVERIFY2(outcome.out.contains("q2"_L1), qPrintable(outcome.out));
        QCOMPARE(files(u"sweep"_s, u"sweep_*.json"_s).size(), 1);
        const QJsonArray sides = readJson(u"sweep.json"_s).value("run"_L1).toObject().value("sides"_L1).toArray();
        QCOMPARE(sides.size(), 2);
        QVERIFY(sides.at(1).toObject().value("file_size"_L1).toInteger() > 0);
        QVERIFY(sides.at(1).toObject().value("imatrix"_L1).isBool());
    }

    void diffs()
    {
        const Outcome outcome = run(u"diff"_s, {u"diff"_s, u"--model"_s, m_q2k, u"--backends"_s,
                                                u"llama-server,llama-server"_s, u"--json"_s, path(u"diff.json"_s)});
        QVERIFY2(outcome.exitCode == 0, qPrintable(outcome.err));
        QCOMPARE(files(u"diff"_s, u"diff_*.json"_s).size(), 1);
        const QJsonArray sides = readJson(u"diff.json"_s).value("run"_L1).toObject().value("sides"_L1).toArray();
        QCOMPARE(sides.at(0).toObject().value("model"_L1).toObject().value("label"_L1).toString(),
                 u"llama-server (A)"_s);
    }

    void repeats()
    {
        const Outcome outcome =
            run(u"determinism"_s, {u"determinism"_s, u"--model"_s, m_q2k, u"--runs"_s, u"3"_s, u"--min-determinism"_s,
                                   u"1"_s, u"--json"_s, path(u"determinism.json"_s), u"--undecidable"_s, u"pass"_s});
        QVERIFY2(outcome.exitCode == 0, qPrintable(outcome.err + outcome.out));
        QCOMPARE(files(u"determinism"_s, u"determinism_*.json"_s).size(), 1);
        QCOMPARE(readJson(u"determinism.json"_s).value("generations"_L1).toArray().size(), 24);
    }

    void stresses()
    {
        const Outcome outcome = run(u"stress"_s, {u"stress"_s, u"--model"_s, m_q2k, u"--concurrency"_s, u"1,4"_s,
                                                  u"--json"_s, path(u"stress.json"_s)});
        QVERIFY2(outcome.exitCode == 0, qPrintable(outcome.err));
        QCOMPARE(files(u"stress"_s, u"stress_*.json"_s).size(), 1);
        QCOMPARE(readJson(u"stress.json"_s).value("generations"_L1).toArray().size(), 32);
    }

    /// Ctrl-C saves, resume asks what is missing and nothing twice, delete takes the run away.
    void cancelsResumesAndDeletes()
    {
        const QString workspace = path(u"resume.qlens"_s);
        const QStringList where{u"--workspace"_s, workspace};
        const auto process = startCli(where + QStringList{u"compare"_s, m_f16, m_q2k, u"--prompts"_s, u"demo"_s,
                                                          u"--output"_s, path(u"resume"_s)},
                                      m_home.path());
        QString text;
        for (int waited = 0; waited < 60'000 && process->state() == QProcess::Running; waited += 20) {
            process->waitForReadyRead(20);
            text += QString::fromUtf8(process->readAllStandardError());
            if (text.contains(" of "_L1) && text.contains(" requests"_L1))
                break;
        }
        ::kill(pid_t(process->processId()), SIGINT);
        QCOMPARE(finish(*process).exitCode, 130);
        const Outcome resumed = cli(where + QStringList{u"resume"_s, u"latest"_s, u"--json"_s, path(u"resumed.json"_s),
                                                        u"--output"_s, path(u"resume"_s)});
        QVERIFY2(resumed.exitCode == 0, qPrintable(resumed.err));
        const QJsonObject json = readJson(u"resumed.json"_s);
        QCOMPARE(json.value("generations"_L1).toArray().size(), 240 + followed(json, 120));
        const QJsonArray runs =
            QJsonDocument::fromJson(cli(where + QStringList{u"runs"_s, u"--format"_s, u"json"_s}).out.toUtf8()).array();
        QCOMPARE(runs.size(), 1);
        const QString id = runs.first().toObject().value("id"_L1).toString();
        QCOMPARE(cli(where + QStringList{u"delete"_s, id.left(6)}).exitCode, 0);
        QCOMPARE(cli(where + QStringList{u"delete"_s, id.left(6)}).exitCode, 2);
        QCOMPARE(cli(where + QStringList{u"show"_s, id.left(6)}).exitCode, 2);
    }

    /// The commands of the example in docs/ci.md, as a shell runs them.
    void ciExample()
    {
        const QStringList lines = linesOfTheExample();
        QCOMPARE(lines.size(), 3);
        QVERIFY(QDir(m_home.path()).mkpath(u"repo"_s));
        write(
            u"repo/plan.json"_s,
            QJsonDocument(QJsonObject{
                              {u"kind"_s, u"compare"_s},
                              {u"models"_s, QJsonArray{u"../sums-F16.gguf"_s, u"../sums-Q2_K.gguf"_s}},
                              {u"prompts"_s, u"demo"_s},
                              {u"num_prompts"_s, 24},
                              {u"thresholds"_s, QJsonObject{{u"min_similarity"_s, 0.1}, {u"undecidable"_s, u"pass"_s}}},
                          })
                .toJson());
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"PATH"_s, qEnvironmentVariable("QUANTLENS_BIN") + u':' + qEnvironmentVariable("PATH"));
        environment.insert(u"XDG_DATA_HOME"_s, path(u"data"_s));
        environment.insert(u"XDG_CONFIG_HOME"_s, path(u"config"_s));
        for (const QString& line : lines) {
            QProcess shell;
            shell.setProcessEnvironment(environment);
            shell.setWorkingDirectory(path(u"repo"_s));
            shell.start(u"/bin/sh"_s, {u"-c"_s, line});
            const Outcome outcome = finish(shell, 300'000);
            QVERIFY2(outcome.exitCode == 0, qPrintable(line + u'\n' + outcome.err + outcome.out));
        }
        QVERIFY(QFile::exists(path(u"repo/verdict.xml"_s)));
        const QJsonObject verdict = readJson(u"repo/run.json"_s).value("verdict"_L1).toObject();
        QCOMPARE(verdict.value("verdict"_L1).toString(), u"pass"_s);
        QVERIFY(QJsonDocument(verdict).toJson().contains("baseline-run"));
    }

    /// What became worse since the baseline run fails, whatever the thresholds say.
    void ciFindsWhatBecameWorse()
    {
        const auto plan = [this](const QString& name, const QString& model) {
            write(name, QJsonDocument(QJsonObject{{u"kind"_s, u"compare"_s},
                                                  {u"models"_s, QJsonArray{m_f16, QJsonObject{{u"spec"_s, model},
                                                                                              {u"label"_s, u"now"_s}}}},
                                                  {u"prompts"_s, u"demo"_s},
                                                  {u"options"_s, QJsonObject{{u"allow_same"_s, true}}}})
                            .toJson());
        };
        plan(u"good.json"_s, m_f16);
        plan(u"bad.json"_s, m_q2k);
        const Outcome good =
            cli({u"ci"_s, path(u"good.json"_s), u"--json"_s, path(u"before.json"_s), u"--no-report"_s});
        QVERIFY2(good.exitCode == 0, qPrintable(good.err));
        const Outcome bad =
            cli({u"ci"_s, path(u"bad.json"_s), u"--baseline-run"_s, path(u"before.json"_s), u"--no-report"_s});
        QVERIFY2(bad.exitCode == 1, qPrintable(bad.err + bad.out));
        QVERIFY2(bad.out.contains("worse than the baseline run"_L1), qPrintable(bad.out));
        QCOMPARE(cli({u"ci"_s, path(u"bad.json"_s), u"--baseline-run"_s, path(u"none.json"_s)}).exitCode, 2);
    }
};

QTEST_GUILESS_MAIN(CliTest)
#include "cli_test.moc"
