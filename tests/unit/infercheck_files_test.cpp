// SPDX-License-Identifier: GPL-3.0-or-later
// The recorded runs of infer-check 0.2.6 in tests/data/captures: from the replies it got, its files and tables again.
#include "core/base/json.h"
#include "core/exchange/infercheckfile.h"
#include "core/exchange/inferchecktables.h"
#include "tests/support/infercheckfiles.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QTimeZone>

#include <algorithm>
#include <limits>

using namespace quantlens;
using domain::Generation;
using domain::RunKind;

namespace {

QList<QJsonObject> readLines(const QString& path)
{
    QList<QJsonObject> objects;
    for (const QByteArray& line : test::fileContent(path).split('\n')) {
        if (!line.trimmed().isEmpty())
            objects.append(base::parseJsonObject(line).value_or(QJsonObject()));
    }
    return objects;
}

float logprobOf(const QJsonValue& value)
{
    return value.isDouble() ? float(value.toDouble()) : domain::noLogprob;
}

domain::TokenInfo entryOf(const QJsonObject& object)
{
    domain::TokenInfo entry{qint32(object.value(QLatin1String("id")).toInt(-1)),
                            object.value(QLatin1String("token")).toString().toUtf8(),
                            logprobOf(object.value(QLatin1String("logprob"))),
                            {},
                            domain::Part::Content};
    for (const QJsonValue& top : object.value(QLatin1String("top_logprobs")).toArray())
        entry.top.append({qint32(top[QLatin1String("id")].toInt(-1)), top[QLatin1String("token")].toString().toUtf8(),
                          logprobOf(top[QLatin1String("logprob")])});
    return entry;
}

/// A reply as infer-check's three protocols read it.
Generation replyOf(const QJsonObject& exchange)
{
    Generation generation;
    if (exchange.value(QLatin1String("reply")).toInt() != 200) {
        generation.error = base::Error{QStringLiteral("http.503"), QStringLiteral("overloaded"), {}, {}};
        return generation;
    }
    const QJsonObject body = exchange.value(QLatin1String("body")).toObject();
    generation.finishReason = QStringLiteral("stop");
    generation.usage.completionTokens =
        body.value(QLatin1String("usage")).toObject().value(QLatin1String("completion_tokens")).toInt(-1);
    if (body.contains(QLatin1String("content"))) {
        generation.text = body.value(QLatin1String("content")).toString();
        generation.server.model = body.value(QLatin1String("model")).toString();
        for (const QJsonValue& entry : body.value(QLatin1String("completion_probabilities")).toArray())
            generation.entries.append(entryOf(entry.toObject()));
        return generation;
    }
    const QJsonObject choice = body.value(QLatin1String("choices")).toArray().first().toObject();
    const QJsonObject logprobs = choice.value(QLatin1String("logprobs")).toObject();
    if (choice.contains(QLatin1String("text"))) {
        generation.text = choice.value(QLatin1String("text")).toString();
        const QJsonArray tokens = logprobs.value(QLatin1String("tokens")).toArray();
        for (qsizetype i = 0; i < tokens.size(); ++i) {
            domain::TokenInfo entry{-1,
                                    tokens.at(i).toString().toUtf8(),
                                    logprobOf(logprobs.value(QLatin1String("token_logprobs")).toArray().at(i)),
                                    {},
                                    domain::Part::Content};
            const QJsonObject top = logprobs.value(QLatin1String("top_logprobs")).toArray().at(i).toObject();
            for (auto each = top.begin(); each != top.end(); ++each)
                entry.top.append({-1, each.key().toUtf8(), logprobOf(each.value())});
            generation.entries.append(entry);
        }
        return generation;
    }
    generation.text = choice.value(QLatin1String("message")).toObject().value(QLatin1String("content")).toString();
    for (const QJsonValue& entry : logprobs.value(QLatin1String("content")).toArray())
        generation.entries.append(entryOf(entry.toObject()));
    return generation;
}

QString promptTextOf(const QJsonObject& exchange)
{
    const QJsonObject body = exchange.value(QLatin1String("to")).toObject().value(QLatin1String("body")).toObject();
    return body.contains(QLatin1String("prompt")) ? body.value(QLatin1String("prompt")).toString()
                                                  : body.value(QLatin1String("messages"))
                                                        .toArray()
                                                        .last()
                                                        .toObject()
                                                        .value(QLatin1String("content"))
                                                        .toString();
}

/// One pass over the prompts: where its replies belong.
struct Place
{
    int side = 0;
    domain::Pass pass = domain::Pass::Answer;
    int level = 0;
};

struct Capture
{
    QString name;
    RunKind kind = RunKind::Compare;
    QList<domain::ResolvedModel> models;
    QList<Place> passes;
    int runs = 100;
    QList<int> levels = {};
};

domain::ResolvedModel model(const char* spec, const char* id, const char* label,
                            domain::BackendKind backend = domain::BackendKind::OpenAi)
{
    domain::ResolvedModel result;
    result.spec = QString::fromLatin1(spec);
    result.modelId = QString::fromLatin1(id);
    result.label = QString::fromLatin1(label);
    result.backend = backend;
    return result;
}

QList<Capture> captures()
{
    using domain::Pass;
    const QList<Place> both{{0}, {1}};
    return {
        {QStringLiteral("compare-ollama"),
         RunKind::Compare,
         {model("ollama:base:8b", "base:8b", "base"), model("ollama:base:q4", "base:q4", "q4")},
         both},
        {QStringLiteral("compare-completions"),
         RunKind::Compare,
         {model("ollama:base", "base", "base"), model("ollama:base-q4", "base-q4", "base-q4")},
         both},
        {QStringLiteral("compare-nolp"),
         RunKind::Compare,
         {model("ollama:nolp", "nolp", "nolp"), model("ollama:nolp-q4", "nolp-q4", "nolp-q4")},
         both},
        {QStringLiteral("compare-openai-half"),
         RunKind::Compare,
         {model("ollama:base", "base", "base"), model("ollama:half-q4", "half-q4", "half-q4")},
         both},
        {QStringLiteral("sweep-openai"),
         RunKind::Sweep,
         {model("ollama:base", "base", "hi"), model("ollama:flaky", "flaky", "mid"),
          model("ollama:base-q4", "base-q4", "lo")},
         {{0}, {0, Pass::RepeatCheck}, {1}, {2}}},
        {QStringLiteral("diff-two"),
         RunKind::Diff,
         {model("base", "base", "base"), model("base", "base", "base", domain::BackendKind::LlamaServer)},
         both},
        {QStringLiteral("stress-concur"),
         RunKind::Stress,
         {model("ollama:concur", "concur", "concur")},
         {{0, Pass::Answer, 1}, {0, Pass::Answer, 2}, {0, Pass::Answer, 4}},
         100,
         {1, 2, 4}},
        {QStringLiteral("determinism-flaky"), RunKind::Determinism, {model("ollama:flaky", "flaky", "flaky")}, {}, 7},
    };
}

domain::RunData replay(const Capture& capture)
{
    domain::RunData data;
    data.run.kind = capture.kind;
    data.run.status = domain::RunStatus::Finished;
    data.run.started = data.run.finished = QDateTime::fromSecsSinceEpoch(1795453091, QTimeZone::UTC);
    data.run.options.compatible = true;
    data.run.options.runs = capture.runs;
    if (!capture.levels.isEmpty())
        data.run.options.levels = capture.levels;
    for (const domain::ResolvedModel& each : capture.models) {
        domain::RunSide side;
        side.model = each;
        data.run.sides.append(side);
    }
    const QList<QJsonObject> suite = readLines(test::captureFolder(capture.name) + QLatin1String("/suite.jsonl"));
    const QList<QJsonObject> exchanges =
        readLines(test::captureFolder(capture.name) + QLatin1String("/exchange.jsonl"));
    // The prompts in the order they were first asked: --num-prompts reorders them.
    for (const QJsonObject& exchange : exchanges) {
        for (const QJsonObject& line : suite) {
            const domain::Prompt prompt = domain::promptFromJson(line);
            if (prompt.text() == promptTextOf(exchange) &&
                std::ranges::find(data.run.prompts, prompt.id, &domain::Prompt::id) == data.run.prompts.end())
                data.run.prompts.append(prompt);
        }
    }
    QMap<QString, int> asked;
    for (qsizetype i = 0; i < exchanges.size(); ++i) {
        const auto prompt =
            std::ranges::find(data.run.prompts, promptTextOf(exchanges.at(i)), [](const auto& p) { return p.text(); });
        Generation generation = replyOf(exchanges.at(i));
        generation.promptId = prompt->id;
        generation.timings.sentAt = double(i) * 10;
        generation.timings.total = 5;
        if (capture.kind == RunKind::Determinism) {
            generation.repeat = asked[prompt->id]++;
        } else {
            const Place place = capture.passes.value(i / data.run.prompts.size());
            generation.side = place.side;
            generation.pass = place.pass;
            generation.level = place.level;
        }
        data.generations.append(generation);
    }
    return data;
}

} // namespace

class InferCheckFilesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void capturesAgree_data()
    {
        QTest::addColumn<int>("index");
        const QList<Capture> all = captures();
        for (int i = 0; i < all.size(); ++i)
            QTest::newRow(qPrintable(all.at(i).name)) << i;
    }

    void capturesAgree()
    {
        QFETCH(int, index);
        const Capture capture = captures().at(index);
        const domain::RunData data = replay(capture);
        QVERIFY(!data.generations.isEmpty());
        const auto checked = scoring::compatible::inferCheckRun(data);

        // The file, line by line.
        const QStringList names = QDir(test::captureFolder(capture.name)).entryList({QStringLiteral("*.json")});
        QCOMPARE(names.size(), 1);
        const QByteArray ours = exchange::inferCheckJson(checked);
        const QByteArray theirs = test::fileContent(test::captureFolder(capture.name) + u'/' + names.first());
        QCOMPARE(test::inferCheckDifference(ours, theirs), QString());
        QVERIFY(!QJsonDocument::fromJson(ours).isNull());

        // Its name.
        const qint64 seconds =
            QRegularExpression(QStringLiteral("_(\\d+)\\.json$")).match(names.first()).captured(1).toLongLong();
        QCOMPARE(exchange::inferCheckFileName(data.run, seconds).replace(u':', u'_'), names.first());

        // The rows of its tables.
        QCOMPARE(test::tableRows(exchange::inferCheckTables(checked)).join(u'\n'),
                 QString::fromUtf8(test::fileContent(test::captureFolder(capture.name) + QLatin1String("/tables.txt")))
                     .trimmed());
    }

    void filesAreNeverOverwritten()
    {
        QTemporaryDir folder;
        const domain::RunData data = replay(captures().constFirst());
        const auto first = exchange::writeInferCheckFile(data, folder.filePath(QStringLiteral("a/b")));
        QVERIFY2(first, first ? "" : qPrintable(first.error().message));
        const auto second = exchange::writeInferCheckFile(data, folder.filePath(QStringLiteral("a/b")));
        QVERIFY(second);
        QVERIFY(*first != *second);
        QCOMPARE(test::fileContent(*first), test::fileContent(*second));
        const auto nowhere = exchange::writeInferCheckFile(data, *first);
        QVERIFY(!nowhere);
        QCOMPARE(nowhere.error().code, QStringLiteral("output.write"));
    }

    void brokenNumbersBecomeNull()
    {
        domain::RunData data = replay(captures().constFirst());
        for (Generation& generation : data.generations) {
            generation.timings.total = std::numeric_limits<double>::quiet_NaN();
            for (domain::TokenInfo& entry : generation.entries) {
                entry.logprob = domain::noLogprob;
                entry.top.clear();
            }
            generation.text += QStringLiteral(" \u2028 \"quoted\" \\ \u0001 Ж😀");
        }
        data.generations[0].text += QChar(0xd800); // half a character
        const QByteArray bytes = exchange::inferCheckJson(scoring::compatible::inferCheckRun(data));
        QJsonParseError error;
        const QJsonObject object = QJsonDocument::fromJson(bytes, &error).object();
        QVERIFY2(error.error == QJsonParseError::NoError, qPrintable(error.errorString()));
        QVERIFY(!bytes.contains("NaN") && !bytes.contains("nan"));
        QVERIFY(object.value(QLatin1String("mean_kl_divergence")).isNull());
        const QJsonObject answer = object.value(QLatin1String("comparisons"))
                                       .toArray()
                                       .first()
                                       .toObject()
                                       .value(QLatin1String("test"))
                                       .toObject();
        QVERIFY(answer.value(QLatin1String("tokens_per_second")).isNull());
        QCOMPARE(answer.value(QLatin1String("logprobs")).toArray().first().toDouble(), -9999.0);
        QVERIFY(answer.value(QLatin1String("text")).toString().endsWith(QStringLiteral("Ж😀")));
    }

    void allFailed()
    {
        for (const Capture& capture : captures()) {
            domain::RunData data = replay(capture);
            for (Generation& generation : data.generations)
                generation.error = base::Error{QStringLiteral("network.refused"), QStringLiteral("no"), {}, {}};
            const auto checked = scoring::compatible::inferCheckRun(data);
            const QByteArray bytes = exchange::inferCheckJson(checked);
            QVERIFY(!QJsonDocument::fromJson(bytes).isNull());
            QVERIFY(!exchange::inferCheckTables(checked).isEmpty());
            if (capture.kind == RunKind::Determinism)
                QCOMPARE(bytes, QByteArray("[]"));
        }
    }

    void arraysEscapeNonAscii()
    {
        domain::RunData data = replay(captures().at(5)); // diff
        for (Generation& generation : data.generations)
            generation.text = QStringLiteral("Ж😀");
        const QByteArray bytes = exchange::inferCheckJson(scoring::compatible::inferCheckRun(data));
        QVERIFY(bytes.contains("\"\\u0416\\ud83d\\ude00\""));
        data.run.kind = RunKind::Compare;
        QVERIFY(exchange::inferCheckJson(scoring::compatible::inferCheckRun(data)).contains("\"Ж😀\""));
    }
};

QTEST_GUILESS_MAIN(InferCheckFilesTest)
#include "infercheck_files_test.moc"
