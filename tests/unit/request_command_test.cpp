// SPDX-License-Identifier: GPL-3.0-or-later
// A request written as a command line and as a plan is read back as the same request, for every kind.
#include "app/cli/arguments.h"
#include "app/cli/runoptions.h"
#include "core/runners/diffsides.h"
#include "core/runners/planfile.h"
#include "core/runners/recordrequest.h"
#include "core/runners/requestcommand.h"
#include "core/suites/suites.h"

#include <QJsonDocument>
#include <QProcess>
#include <QTest>

using namespace quantlens;
using domain::RunKind;
using runners::RunRequest;
using runners::SideRequest;

namespace {

bool same(const RunRequest& a, const RunRequest& b)
{
    return a.kind == b.kind && a.sides == b.sides && a.baseline == b.baseline && a.suite == b.suite &&
           a.numPrompts == b.numPrompts && a.categories == b.categories && a.ids == b.ids &&
           a.sampleSeed == b.sampleSeed && a.options == b.options && a.thresholds == b.thresholds;
}

RunRequest plainRequest(RunKind kind)
{
    RunRequest request;
    request.kind = kind;
    request.suite = QStringLiteral("demo");
    switch (kind) {
    case RunKind::Compare:
        request.sides = {{.spec = QStringLiteral("/m/a b.gguf")}, {.spec = QStringLiteral("http://127.0.0.1:8081#b")}};
        break;
    case RunKind::Sweep:
        request.sides = {{.spec = QStringLiteral("/m/f16.gguf"), .label = QStringLiteral("f16")},
                         {.spec = QStringLiteral("/m/q8 0.gguf")},
                         {.spec = QStringLiteral("ollama:llama3:8b"), .label = QStringLiteral("q4")}};
        break;
    case RunKind::Diff:
        request.sides = {{.spec = QStringLiteral("llama3:8b"), .backend = QStringLiteral("ollama")},
                         {.spec = QStringLiteral("llama3:8b"),
                          .baseUrl = QStringLiteral("http://127.0.0.1:8000"),
                          .backend = QStringLiteral("llama-server")},
                         {.spec = QStringLiteral("llama3:8b"),
                          .baseUrl = QStringLiteral("http://127.0.0.1:8001"),
                          .backend = QStringLiteral("llama-server")}};
        runners::labelByBackend(request.sides);
        break;
    default:
        request.sides = {{.spec = QStringLiteral("/m/it's.gguf")}};
    }
    return request;
}

domain::RunSide sideOf(const char* spec, const char* label, const char* address)
{
    domain::RunSide side;
    side.model.spec = QString::fromUtf8(spec);
    side.model.label = QString::fromUtf8(label);
    side.model.baseUrl = QUrl(QString::fromUtf8(address));
    return side;
}

/// Every option the kind has set to something else than its default.
RunRequest fullRequest(RunKind kind)
{
    RunRequest request = plainRequest(kind);
    const bool comparing = kind == RunKind::Compare || kind == RunKind::Sweep || kind == RunKind::Diff;
    request.suite = QStringLiteral("/s/my suite.jsonl");
    request.numPrompts = 12;
    request.categories = {QStringLiteral("arithmetic"), QStringLiteral("word problems")};
    request.ids = {QStringLiteral("a-1"), QStringLiteral("a-2")};
    request.sampleSeed = 7;
    domain::RunOptions& o = request.options;
    o.maxTokens = 99;
    o.seed = 4'000'000'000U;
    o.topLogprobs = 0;
    o.thinking = true;
    o.chat = false;
    o.stream = false;
    o.serverSampling = true;
    o.retries = 0;
    o.firstByteTimeoutMs = 1500;
    o.idleTimeoutMs = 61'001;
    o.deadlineMs = 500;
    o.compatible = true;
    o.parallel = 16;
    o.system = QStringLiteral("-x \"quoted\" $HOME");
    request.thresholds.maxErrors = 3;
    request.thresholds.judging = domain::Judging::Prove;
    request.thresholds.undecidable = domain::Verdict::Fail;
    if (comparing) {
        o.temperature = 0.7;
        o.repeat = 5;
        o.allowSame = true;
        o.strictPrompts = true;
        o.timing = true;
        o.distributions = domain::Distributions::Prefix;
        o.forcedTopLogprobs = 100;
        o.minor = 0.9;
        o.moderate = 0.25;
        o.selfCheck = domain::SelfCheck::Full;
        request.thresholds.maxFlipRate = 0.01;
        request.thresholds.maxChangedRate = 0.1;
        request.thresholds.minSimilarity = 0.95;
        request.thresholds.maxSevere = 0;
        request.thresholds.maxKld = 1.5;
    } else if (kind == RunKind::Determinism) {
        o.runs = 7;
        o.mode = domain::RepeatMode::Warm;
        o.stopEarly = true;
        request.thresholds.minDeterminism = 1;
    } else {
        o.levels = {1, 3, 9};
        o.repeat = 2;
        o.selfCheck = domain::SelfCheck::Repeat;
        request.thresholds.minConsistency = 0.99;
    }
    if (kind == RunKind::Compare) {
        request.sides[0].label = QStringLiteral("left");
        request.sides[1].label = QStringLiteral("right = b");
        request.sides[0].engineArgs = {QStringLiteral("-ctk"), QStringLiteral("q8 0"), QStringLiteral("a\"b\\c")};
    }
    if (kind == RunKind::Sweep)
        request.baseline = 2;
    if (kind == RunKind::Diff) {
        for (SideRequest& side : request.sides)
            side.quant = QStringLiteral("Q4_K_M");
    }
    return request;
}

RunRequest throughCommandLine(const RunRequest& request)
{
    const auto arguments = runners::commandOf(request);
    if (!arguments || arguments->isEmpty() || arguments->first() != domain::name(request.kind)) {
        qWarning("cannot be said as options");
        return {};
    }
    cli::Arguments parser("x", "x", cli::runOptions(request.kind), "");
    const int positional = request.kind == RunKind::Compare ? 2 : 0;
    if (parser.parse(arguments->sliced(1), positional, positional)) {
        qWarning("cannot be parsed");
        return {};
    }
    const auto read = cli::requestOf(request.kind, parser);
    if (!read) {
        qWarning("%s", qPrintable(read.error().message));
        return {};
    }
    return *read;
}

} // namespace

class RequestCommandTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void roundTrip_data()
    {
        QTest::addColumn<int>("kind");
        for (const RunKind kind :
             {RunKind::Compare, RunKind::Sweep, RunKind::Diff, RunKind::Determinism, RunKind::Stress})
            QTest::newRow(qPrintable(domain::name(kind))) << int(kind);
    }

    void roundTrip()
    {
        QFETCH(int, kind);
        for (const RunRequest& request : {plainRequest(RunKind(kind)), fullRequest(RunKind(kind))}) {
            const QString line = runners::shellLine(runners::commandOf(request).value_or(QStringList()));
            QVERIFY2(same(throughCommandLine(request), request), qPrintable(line));
            const auto plan = runners::parsePlan(QJsonDocument(runners::planOf(request)).toJson(), {});
            QVERIFY2(plan, plan ? "" : qPrintable(plan.error().message));
            QVERIFY(same(plan->request, request));
        }
    }

    void defaultsAreLeftOut()
    {
        RunRequest request;
        request.sides = {{.spec = QStringLiteral("a.gguf")}, {.spec = QStringLiteral("b.gguf")}};
        request.suite = QStringLiteral("adversarial-numerics");
        QCOMPARE(runners::commandOf(request).value_or(QStringList()).join(u' '),
                 QStringLiteral("compare a.gguf b.gguf"));
        request.sides[0].spec = QStringLiteral("-odd.gguf");
        QCOMPARE(runners::commandOf(request).value_or(QStringList()).join(u' '),
                 QStringLiteral("compare -- -odd.gguf b.gguf"));
        QVERIFY(same(throughCommandLine(request), request));
    }

    /// What options cannot say is not said wrongly.
    void someRequestsNeedAPlan()
    {
        RunRequest comma = plainRequest(RunKind::Sweep);
        comma.sides[1].spec = QStringLiteral("/m/a, b.gguf");
        QVERIFY(!runners::commandOf(comma));
        RunRequest equals = plainRequest(RunKind::Sweep);
        equals.sides[1].spec = QStringLiteral("/m/a=b.gguf");
        QVERIFY(!runners::commandOf(equals));
        RunRequest arguments = plainRequest(RunKind::Sweep);
        arguments.sides[1].engineArgs = {QStringLiteral("-fa")};
        QVERIFY(!runners::commandOf(arguments));
        RunRequest keys = plainRequest(RunKind::Compare);
        keys.sides[1].keyName = QStringLiteral("ONE_SIDE");
        QVERIFY(!runners::commandOf(keys));
        RunRequest category = plainRequest(RunKind::Stress);
        category.categories = {QStringLiteral("a, b")};
        QVERIFY(!runners::commandOf(category));
        RunRequest none = plainRequest(RunKind::Compare);
        none.sides[1].spec.clear();
        QVERIFY(!runners::commandOf(none));
        for (const RunRequest& request : {comma, equals, arguments, keys, category}) {
            const auto plan = runners::parsePlan(QJsonDocument(runners::planOf(request)).toJson(), {});
            QVERIFY(plan && same(plan->request, request));
        }
    }

    /// What a record does not say by itself is asked again, and nothing besides.
    void fromRecords()
    {
        domain::RunRecord record;
        record.suiteName = QStringLiteral("my suite");
        record.options = fullRequest(RunKind::Compare).options;
        record.thresholds = fullRequest(RunKind::Compare).thresholds;
        record.sides = {sideOf("/m/a b.gguf", "a b [ctk=q8_0]", "http://127.0.0.1:4711"),
                        sideOf("http://127.0.0.1:8081#b", "right", "http://127.0.0.1:8081")};
        record.sides[0].model.engine = domain::EngineKind::LlamaServer;
        record.sides[0].model.engineArgs = {QStringLiteral("-ctk"), QStringLiteral("q8_0")};
        RunRequest again = runners::requestAgain(record);
        QVERIFY(same(throughCommandLine(again), again));
        QCOMPARE(again.suite, QStringLiteral("my suite.jsonl"));
        QVERIFY(again.options == record.options && again.thresholds == record.thresholds);
        QVERIFY(again.sides.at(0) == SideRequest({.spec = record.sides.at(0).model.spec,
                                                  .engineArgs = record.sides.at(0).model.engineArgs}));
        QVERIFY(again.sides.at(1) ==
                SideRequest({.spec = QStringLiteral("http://127.0.0.1:8081#b"), .label = QStringLiteral("right")}));

        record.kind = RunKind::Sweep;
        record.baseline = 1;
        record.options = {};
        record.sides = {sideOf("ollama:llama3:8b", "llama3:8b", "http://127.0.0.1:11434"),
                        sideOf("ollama:llama3:8b", "llama3:8b (B)", "http://127.0.0.1:11434"),
                        sideOf("ollama:llama3:70b", "large", "http://127.0.0.1:11434")};
        again = runners::requestAgain(record);
        QVERIFY(!runners::commandOf(again)); // two have the name of the baseline
        again.baseline = 2;
        QVERIFY(same(throughCommandLine(again), again));
        QVERIFY(again.sides.at(1) == SideRequest({.spec = QStringLiteral("ollama:llama3:8b")}));
        QCOMPARE(again.sides.at(2).label, QStringLiteral("large"));

        record.kind = RunKind::Diff;
        record.baseline = 0;
        record.sides = {sideOf("llama3:8b", "ollama", "http://127.0.0.1:11434"),
                        sideOf("llama3:8b", "llama-server 127.0.0.1:8000", "http://127.0.0.1:8000"),
                        sideOf("llama3:8b", "llama-server 127.0.0.1:8001", "http://127.0.0.1:8001")};
        record.sides[0].model.backend = domain::BackendKind::Ollama;
        again = runners::requestAgain(record);
        QVERIFY(same(throughCommandLine(again), again));
        QVERIFY(again.sides == plainRequest(RunKind::Diff).sides);

        const auto demo = suites::loadSuite(QStringLiteral("demo"));
        QVERIFY(demo);
        record.suiteName = demo->name;
        record.prompts = demo->prompts;
        QVERIFY(runners::requestAgain(record).ids.isEmpty());
        record.prompts = demo->prompts.first(2);
        again = runners::requestAgain(record);
        QCOMPARE(again.suite, QStringLiteral("demo"));
        QCOMPARE(again.ids, QStringList({demo->prompts.at(0).id, demo->prompts.at(1).id}));
    }

    void quotingIsTheShells()
    {
        const QStringList hostile{QStringLiteral("plain"),       QStringLiteral("it's"), QStringLiteral("a b"),
                                  QStringLiteral("$(touch /x)"), QStringLiteral("~/x"),  QString(),
                                  QStringLiteral("#c"),          QStringLiteral("a\nb"), QStringLiteral("\\"),
                                  QStringLiteral("`id`"),        QStringLiteral("*"),    QStringLiteral("http://h:1#m"),
                                  QStringLiteral("a;b&c|d>e"),   QStringLiteral("ä 😀"), QStringLiteral("\"q\"")};
        QProcess shell;
        shell.start(QStringLiteral("/bin/sh"),
                    {QStringLiteral("-c"), QStringLiteral("printf '%s\\0' ") + runners::shellLine(hostile)});
        QVERIFY(shell.waitForFinished());
        QStringList read;
        for (const QByteArray& piece : shell.readAllStandardOutput().chopped(1).split('\0'))
            read.append(QString::fromUtf8(piece));
        QCOMPARE(read, hostile);
        const auto split = runners::splitArguments(runners::joinArguments(
            {QStringLiteral("-a"), QStringLiteral("b c"), QStringLiteral("d\"e'f"), QStringLiteral("g\\h")}));
        QVERIFY(split);
        QCOMPARE(*split, QStringList({QStringLiteral("-a"), QStringLiteral("b c"), QStringLiteral("d\"e'f"),
                                      QStringLiteral("g\\h")}));
    }
};

QTEST_GUILESS_MAIN(RequestCommandTest)
#include "request_command_test.moc"
