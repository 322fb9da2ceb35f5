// SPDX-License-Identifier: GPL-3.0-or-later
// A random key goes with quantlens-cli through whole runs against every misbehaviour, and against servers that give it
// back in every way they can: it is found in nothing that was written, printed or sent elsewhere.
#include "tests/support/certificates.h"
#include "tests/support/dialects.h"
#include "tests/support/keytrace.h"
#include "tests/support/misbehaviour.h"
#include "tests/support/process.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace quantlens {

using namespace test;

class KeySafetyCliTest : public QObject
{
    Q_OBJECT

    static constexpr const char* variable = "QUANTLENS_TEST_RANDOM_KEY";
    static constexpr const char* canary = "canarybird";

    QByteArray m_key;
    std::unique_ptr<QTemporaryDir> m_home;

    QString path(const QString& name) const { return m_home->filePath(name); }

    /// A server that wants the key, and whose model tells it whenever it is asked.
    DialectOptions dialect(const QString& model) const
    {
        DialectOptions options;
        options.key = m_key;
        options.model.name = model;
        options.model.text = [key = QString::fromLatin1(m_key)](const QString&) {
            return u"Your key is %1, in base64 %2, percent %3 and you asked."_s.arg(
                key, QString::fromLatin1(key.toLatin1().toBase64()),
                QString::fromLatin1(key.toLatin1().toPercentEncoding()));
        };
        return options;
    }

    static bool isRunning(const QProcess& process) { return process.state() != QProcess::NotRunning; }

    /// Runs quantlens-cli to its end and looks at its arguments while it runs.
    Outcome run(const QStringList& args)
    {
        const auto process = startCli(args, m_home->path());
        QElapsedTimer timer;
        timer.start();
        bool argumentsSeen = false;
        while (isRunning(*process) && timer.elapsed() < 120'000) {
            QFile arguments(u"/proc/%1/cmdline"_s.arg(process->processId()));
            if (arguments.open(QIODevice::ReadOnly)) {
                const QByteArray line = arguments.readAll();
                argumentsSeen = argumentsSeen || line.contains("--api-key-env");
                if (showsKey(line, m_key))
                    qFatal("the key is among the arguments");
            }
            process->waitForFinished(50);
        }
        if (!argumentsSeen && args.contains(u"--api-key-env"_s))
            qWarning("the arguments were not seen");
        return finish(*process);
    }

    QStringList compareArguments(const FakeServer& a, const FakeServer& b) const
    {
        return {u"compare"_s,
                a.url().toString() + u"#a"_s,
                b.url().toString() + u"#b"_s,
                u"--api-key-env"_s,
                QString::fromLatin1(variable),
                u"--prompts"_s,
                path(u"suite.jsonl"_s),
                u"--workspace"_s,
                path(u"work.qlens"_s),
                u"--json"_s,
                path(u"run.json"_s),
                u"--junit"_s,
                path(u"run.xml"_s),
                u"--output"_s,
                path(u"out"_s),
                u"--min-similarity"_s,
                u"0.1"_s,
                u"--strict"_s,
                u"--verbose"_s,
                u"--log-level"_s,
                u"debug"_s,
                u"--retries"_s,
                u"1"_s,
                u"--first-byte-timeout"_s,
                u"1"_s,
                u"--idle-timeout"_s,
                u"1"_s,
                u"--deadline"_s,
                u"2"_s};
    }

    /// Nothing that was printed or written shows the key; `what` names the outcome that did.
    void lookEverywhere(const QList<Outcome>& outcomes)
    {
        for (const Outcome& outcome : outcomes) {
            QVERIFY2(!outcome.crashed && outcome.exitCode >= 0, qPrintable(outcome.err.right(2000)));
            QVERIFY2(!showsKey(outcome.out.toUtf8(), m_key), qPrintable(outcome.out));
            QVERIFY2(!showsKey(outcome.err.toUtf8(), m_key), qPrintable(outcome.err));
        }
        QCOMPARE(filesShowingKey(m_home->path(), m_key), QStringList());
    }

    /// What the program tells about the run it stored.
    Outcome askTheStore()
    {
        return run({u"show"_s, u"latest"_s, u"--format"_s, u"json"_s, u"--workspace"_s, path(u"work.qlens"_s)});
    }

private Q_SLOTS:
    void init()
    {
        m_key = randomKey();
        qputenv(variable, m_key);
        m_home = std::make_unique<QTemporaryDir>();
        QFile suite(path(u"suite.jsonl"_s));
        QVERIFY(suite.open(QIODevice::WriteOnly));
        suite.write(QByteArray(R"({"id":"p1","text":"Say WORD.","category":"x","max_tokens":40})"
                               "\n"
                               R"({"id":"p2","text":"What did you hear of WORD?","category":"x","max_tokens":40})"
                               "\n")
                        .replace("WORD", canary));
    }

    void cleanup() { qunsetenv(variable); }

    /// The search finds what is there: else it would find no key either.
    void theSearchFinds()
    {
        FakeServer a(FakeServer::Where::OwnThread);
        a.play(openAi(dialect(u"a"_s)));
        FakeServer b(FakeServer::Where::OwnThread);
        b.play(openAi(dialect(u"b"_s)));
        const Outcome outcome = run(compareArguments(a, b));
        QVERIFY2(outcome.exitCode == 0, qPrintable(outcome.err.right(2000)));
        QVERIFY2(outcome.err.contains(u"Asking"_s), qPrintable(outcome.err.right(2000)));
        // Servers that want the key answered, so it was sent.
        QVERIFY(a.count("/v1/chat/completions") >= 2);
        for (const Received& received : a.received())
            QCOMPARE(received.headers.value("authorization"), "Bearer " + m_key);
        const QStringList holding = filesShowingKey(m_home->path(), canary);
        for (const QString& file : {u"work.qlens"_s, u"run.json"_s})
            QVERIFY2(holding.contains(file), qPrintable(holding.join(u' ')));
        QVERIFY(QFile::exists(path(u"run.xml"_s)));
        QCOMPARE(QDir(path(u"out"_s)).entryList({u"report_*.html"_s}).size(), 1);
        // In blobs, too: the model's words are stored as tokens of a table, compressed.
        QFile packed(path(u"packed"_s));
        QVERIFY(packed.open(QIODevice::WriteOnly));
        packed.write("head" + qCompress("before " + m_key + " after", 9));
        packed.close();
        QCOMPARE(filesShowingKey(m_home->path(), m_key), QStringList{u"packed"_s});
        QVERIFY(packed.remove());
        const Outcome shown = askTheStore();
        QVERIFY2(shown.out.contains(u"Your key is [key]"_s), qPrintable(shown.out.left(3000)));
        const QStringList workspace{u"--workspace"_s, path(u"work.qlens"_s)};
        lookEverywhere({outcome, shown, run(QStringList{u"show"_s, u"latest"_s} + workspace),
                        run(QStringList{u"show"_s, u"latest"_s, u"p1"_s} + workspace),
                        run(QStringList{u"runs"_s, u"--format"_s, u"json"_s} + workspace)});
    }

    void faults_data()
    {
        QTest::addColumn<Fault>("fault");
        const std::pair<const char*, Fault> all[]{
            {"refused field", Fault::RefuseFields},
            {"429", Fault::TooManyRequests},
            {"500", Fault::ServerError},
            {"reset before the first byte", Fault::ResetBeforeFirstByte},
            {"reset after the first byte", Fault::ResetAfterFirstByte},
            {"closed after the first byte", Fault::CloseAfterFirstByte},
            {"slow drip", Fault::SlowDrip},
            {"endless body", Fault::EndlessBody},
            {"endless events", Fault::EndlessEvents},
            {"gzip bomb", Fault::GzipBomb},
            {"redirect", Fault::Redirect},
            {"NaN", Fault::NanLogprobs},
            {"Infinity", Fault::InfinityLogprobs},
            {"CRLF", Fault::Crlf},
            {"split JSON", Fault::SplitJson},
            {"split characters", Fault::SplitUtf8},
            {"BOM", Fault::Bom},
            {"HTML", Fault::Html},
            {"empty body", Fault::EmptyBody},
            {"wrong content type", Fault::WrongContentType},
            {"error with status 200", Fault::ErrorInOk},
            {"no end mark", Fault::NoEndMark},
            {"invalid UTF-8", Fault::InvalidUtf8},
            {"silence", Fault::Silent},
        };
        for (const auto& [name, fault] : all)
            QTest::newRow(name) << fault;
    }

    /// The first answers are good; then side B misbehaves.
    void faults()
    {
        QFETCH(Fault, fault);
        FakeServer target(FakeServer::Where::OwnThread);
        FakeServer a(FakeServer::Where::OwnThread);
        a.play(openAi(dialect(u"a"_s)));
        FakeServer b(FakeServer::Where::OwnThread);
        b.play(openAi(dialect(u"b"_s)));
        b.misbehave({.fault = fault,
                     .path = "/v1/chat/completions",
                     .contains = canary,
                     .fields = {"seed"},
                     .retryAfter = 0,
                     .target = target.url()});
        const Outcome outcome = run(compareArguments(a, b));
        QVERIFY2(outcome.exitCode == 0 || outcome.exitCode == 3, qPrintable(outcome.err.right(2000)));
        QVERIFY(b.count("/v1/chat/completions") >= 1);
        QCOMPARE(target.received().size(), 0);
        lookEverywhere({outcome, askTheStore()});
    }

    void givenBack_data()
    {
        QTest::addColumn<Script>("script");
        QTest::newRow("401") << Script{.status = 401,
                                       .headers = {"WWW-Authenticate: Bearer realm=\"KEY\""},
                                       .pieces = {R"({"error":{"message":"Wrong key KEY, Bearer KEY"}})"}};
        QTest::newRow("400") << Script{.status = 400, .pieces = {R"({"error":"bad header: KEY, base64 BASE64"})"}};
        QTest::newRow("500, HTML") << Script{
            .status = 500, .contentType = "text/html", .pieces = {"<html>Authorization: Bearer KEY</html>"}};
        QTest::newRow("redirect") << Script{.status = 302, .headers = {"Location: http://127.0.0.1:9/KEY?k=KEY"}};
        QTest::newRow("error with status 200") << Script{.pieces = {R"({"error":{"message":"KEY"}})"}};
        QTest::newRow("names") << Script{
            .pieces = {
                R"({"model":"KEY","system_fingerprint":"KEY","choices":[{"message":{"content":"KEY","reasoning_content":"KEY"},"finish_reason":"KEY","logprobs":{"content":[{"token":"KEY","logprob":-1,"top_logprobs":[{"token":"KEY","logprob":-1}]}]}}]})"}};
        QTest::newRow("split") << Script{
            .pieces = {R"({"error":{"message":"KEY"}})"}, .pieceDelayMs = 2, .chunked = true};
        QTest::newRow("content type") << Script{.contentType = "text/KEY", .pieces = {"KEY"}};
    }

    /// Every answer and every page about the server holds the key.
    void givenBack()
    {
        QFETCH(Script, script);
        const auto filled = [this](QByteArray text) {
            return text.replace("KEY", m_key).replace("BASE64", m_key.toBase64());
        };
        script.contentType = filled(script.contentType);
        for (QByteArray& header : script.headers)
            header = filled(header);
        const bool split = script.pieceDelayMs > 0;
        const QByteArray body = filled(script.pieces.join());
        script.pieces = {body};
        if (split) {
            script.pieces.clear();
            for (const char c : body)
                script.pieces.append(QByteArray(1, c));
        }
        FakeServer a(FakeServer::Where::OwnThread);
        a.play(openAi(dialect(u"a"_s)));
        for (const bool everywhere : {false, true}) {
            FakeServer b(FakeServer::Where::OwnThread);
            b.play([script, everywhere, good = openAi(dialect(u"b"_s))](const Received& received) {
                return everywhere || received.body.contains(canary) ? std::optional(script) : good(received);
            });
            const Outcome outcome = run(compareArguments(a, b));
            QVERIFY2(outcome.exitCode == 0 || outcome.exitCode == 3, qPrintable(outcome.err.right(2000)));
            lookEverywhere({outcome, askTheStore()});
        }
    }

    /// A certificate nobody knows: the key is not sent at all.
    void unknownCertificates()
    {
        const auto certificate = makeUnknownAuthority(path(QString()));
        QVERIFY2(certificate, "the openssl program is missing");
        FakeServer a(FakeServer::Where::OwnThread, *certificate);
        a.play(openAi(dialect(u"a"_s)));
        FakeServer b(FakeServer::Where::OwnThread, *certificate);
        b.play(openAi(dialect(u"b"_s)));
        const Outcome refused = run(compareArguments(a, b));
        QCOMPARE(refused.exitCode, 3);
        QCOMPARE(a.count() + b.count(), 0);
        const Outcome trusted = run(compareArguments(a, b) + QStringList{u"--ca-file"_s, certificate->caFile});
        QVERIFY2(trusted.exitCode == 0, qPrintable(trusted.err.right(2000)));
        lookEverywhere({refused, trusted, askTheStore()});
    }
};

} // namespace quantlens

QTEST_GUILESS_MAIN(quantlens::KeySafetyCliTest)
#include "keysafety_cli_test.moc"
