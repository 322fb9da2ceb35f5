// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/plantedrun.h"

#include "core/net/cancel.h"
#include "tests/support/coroutine.h"

#include <QFile>
#include <QJsonDocument>

#include <array>

namespace quantlens::test {

namespace {

struct PlantedPrompt
{
    const char* id;
    const char* text;
};

// Long enough answers, all different, none of them near a tie for the F16 model.
constexpr std::array plantedPrompts{
    PlantedPrompt{"minus", "Compute 947 - 2."},
    PlantedPrompt{"sort", "Sort these numbers: 11, 81, 83, 46, 47."},
    PlantedPrompt{"python", "Write a Python function add_49 that adds 49. Call the argument x."},
    PlantedPrompt{"minus-long", "Compute 2193 - 106."},
    PlantedPrompt{"plus", "Compute 256 + 217."},
    PlantedPrompt{"sort-more", "Sort these numbers: 65, 28, 42, 81, 32."},
    PlantedPrompt{"plus-short", "Compute 12 + 34."},
    PlantedPrompt{"python-scale", "Write a Python function add_7 that adds 7. Call the argument n."},
};

QByteArray suiteText()
{
    QByteArray lines;
    for (const PlantedPrompt& prompt : plantedPrompts)
        lines += QJsonDocument(QJsonObject{{QStringLiteral("id"), QString::fromLatin1(prompt.id)},
                                           {QStringLiteral("text"), QString::fromLatin1(prompt.text)},
                                           {QStringLiteral("max_tokens"), 64}})
                     .toJson(QJsonDocument::Compact) +
                 '\n';
    return lines;
}

QStringList sortedOnce(QStringList list)
{
    list.removeDuplicates();
    list.sort();
    return list;
}

} // namespace

QJsonArray PlantedRun::findings() const
{
    return json.value(QLatin1String("summary")).toObject().value(QLatin1String("findings")).toArray();
}

QStringList PlantedRun::kinds() const
{
    QStringList kinds;
    for (const QJsonValue& finding : findings())
        kinds.append(finding[QLatin1String("kind")].toString());
    return sortedOnce(kinds);
}

QList<QJsonObject> PlantedRun::of(const QString& kind, int level) const
{
    QList<QJsonObject> found;
    for (const QJsonValue& finding : findings()) {
        if (finding[QLatin1String("kind")] == kind && (level < 0 || finding[QLatin1String("level")] == level))
            found.append(finding.toObject());
    }
    return found;
}

int PlantedRun::count(const QString& kind) const
{
    int count = 0;
    for (const QJsonObject& finding : of(kind))
        count += finding.value(QLatin1String("count")).toInt();
    return count;
}

QStringList PlantedRun::prompts(const QString& kind) const
{
    QStringList prompts;
    for (const QJsonObject& finding : of(kind)) {
        for (const QJsonValue& prompt : finding.value(QLatin1String("prompts")).toArray())
            prompts.append(prompt.toString());
    }
    return sortedOnce(prompts);
}

QStringList PlantedRun::plantedPrompts() const
{
    QStringList prompts;
    for (const PlantedRecord& record : answers)
        prompts.append(PlantedServer::promptId(record.request.body));
    return sortedOnce(prompts);
}

QByteArray PlantedRun::text() const
{
    return "exit " + QByteArray::number(outcome.exitCode) + '\n' + outcome.out.toUtf8() + outcome.err.toUtf8() +
           QJsonDocument(findings()).toJson();
}

QString PlantedServer::promptId(const QByteArray& body)
{
    for (const PlantedPrompt& prompt : plantedPrompts) {
        if (body.contains(prompt.text))
            return QString::fromLatin1(prompt.id);
    }
    return {};
}

QString PlantedServer::start(bool second)
{
    const QString f16 = demoModel(QStringLiteral("F16"));
    const QString q2k = demoModel(QStringLiteral("Q2_K"));
    engines::EngineOptions options;
    options.program = qEnvironmentVariable("QUANTLENS_LLAMA_SERVER");
    if (options.program.isEmpty() || f16.isEmpty() || q2k.isEmpty())
        return QStringLiteral("skip: no llama-server or no demo quants");
    net::Cancel cancel;
    options.model = f16;
    options.slots = 4;
    options.extraArgs = {QStringLiteral("--alias"), QStringLiteral("demo")};
    auto engine = await(engines::Engine::start(options, &cancel));
    if (!engine)
        return base::oneLine(engine.error());
    m_engine = *engine;
    if (second) {
        options.model = q2k;
        auto other = await(engines::Engine::start(options, &cancel));
        if (!other)
            return base::oneLine(other.error());
        m_other = *other;
    }
    QFile suite(m_home.filePath(QStringLiteral("suite.jsonl")));
    if (!suite.open(QIODevice::WriteOnly) || suite.write(suiteText()) < 0)
        return suite.errorString();
    m_proxy = std::make_unique<FaultProxy>(m_engine->url(), QList<PlantedFault>(),
                                           m_other ? m_other->url() : m_engine->url());
    m_server = std::make_unique<FakeServer>(FakeServer::Where::OwnThread);
    m_server->setHandler(m_proxy->handler());
    return {};
}

void PlantedServer::stop()
{
    m_server.reset();
    for (const auto& engine : {m_engine, m_other}) {
        if (engine)
            await(engines::Engine::stop(engine));
    }
}

PlantedRun PlantedServer::run(const QStringList& args, const QList<PlantedFault>& plan)
{
    ++m_runs;
    const QString json = m_home.filePath(QStringLiteral("%1.json").arg(m_runs));
    QStringList all{QStringLiteral("--workspace"), m_home.filePath(QStringLiteral("%1.qlens").arg(m_runs))};
    for (QString arg : args)
        all.append(arg == QLatin1String("F16") ? m_engine->url().toString()
                                               : arg.replace(QStringLiteral("URL"), m_server->url().toString()));
    all += {QStringLiteral("--prompts"), m_home.filePath(QStringLiteral("suite.jsonl")),
            QStringLiteral("--output"),  m_home.filePath(QString::number(m_runs)),
            QStringLiteral("--json"),    json};
    m_proxy->setPlan(plan);
    PlantedRun run;
    run.outcome = runCli(all, m_home.path(), 300'000);
    QFile file(json);
    if (file.open(QIODevice::ReadOnly))
        run.json = QJsonDocument::fromJson(file.readAll()).object();
    run.planted = m_proxy->planted();
    for (const PlantedRecord& record : std::as_const(run.planted)) {
        if (!promptId(record.request.body).isEmpty())
            run.answers.append(record);
    }
    return run;
}

} // namespace quantlens::test
