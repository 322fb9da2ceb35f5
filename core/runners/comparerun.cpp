// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runners/comparerun.h"

#include "core/backends/llamaserverbackend.h"
#include "core/base/clock.h"
#include "core/engines/locate.h"
#include "core/scoring/compare.h"
#include "core/scoring/units.h"

#include <QCoroFuture>
#include <QFileInfo>
#include <QThread>
#include <QtConcurrentRun>

#include <algorithm>

namespace quantlens::runners {

namespace {

using base::Expected;
using domain::Generation;
using domain::RunRecord;

/// Splits differently under almost any two tokenizers: words, digits, code, accents, CJK and an emoji.
const QString tokenizerProbe = QStringLiteral("The quick brown fox, 1234567890 + 3.14! \n\tdef f(x): return x**2 // "
                                              "naïve Füße \u4F60\u597D \U0001F600 internationalization");

QString originOf(const QUrl& url)
{
    return QStringLiteral("%1://%2:%3")
        .arg(url.scheme(), url.host())
        .arg(url.port(url.scheme() == u"https" ? 443 : 80));
}

} // namespace

/// A server that answers for one or both sides, one request at a time.
struct CompareRun::Endpoint
{
    QList<int> sides;
    std::shared_ptr<engines::LlamaServer> engine; ///< null for a server that ran already
    std::unique_ptr<backends::Backend> backend;
};

CompareRun::CompareRun(CompareRequest request, std::shared_ptr<store::Store> store, LiveReporter* reporter)
    : m_request(std::move(request))
    , m_store(std::move(store))
    , m_reporter(reporter)
{
}

CompareRun::~CompareRun() = default;

void CompareRun::cancel()
{
    if (m_stopAsking || !m_stored)
        m_cancel.request();
    m_stopAsking = true;
    m_reporter->setPhase(QStringLiteral("Cancelling"));
}

QCoro::Task<RunRecord> CompareRun::run()
{
    const auto result = co_await execute();
    co_await finish(result);
    co_await m_engines.stopAll();
    m_reporter->flush();
    co_return m_plan.run;
}

QCoro::Task<Expected<void>> CompareRun::execute()
{
    m_reporter->setPhase(QStringLiteral("Reading models and suite"));
    auto plan = co_await QtConcurrent::run(&planCompare, m_request);
    if (!plan)
        co_return std::unexpected(plan.error());
    m_plan = *plan;
    RunRecord& run = m_plan.run;
    m_infos.resize(run.sides.size());
    m_probeIds.resize(run.sides.size());
    m_answers.assign(std::size_t(run.prompts.size()),
                     std::vector<std::optional<Generation>>(std::size_t(run.sides.size())));
    m_reporter->begin(run);

    const QList<QList<int>> turns = m_plan.together ? QList<QList<int>>{{0, 1}} : QList<QList<int>>{{0}, {1}};
    for (const QList<int>& sides : turns) {
        if (m_stopAsking)
            break;
        m_reporter->setPhase(QStringLiteral("Starting engines"));
        const auto endpoints = co_await open(sides);
        if (!endpoints)
            co_return std::unexpected(endpoints.error());
        if (const auto different = checkDifferent(); !different)
            co_return different;
        settleUnit();
        if (!m_stored) {
            run.started = QDateTime::currentDateTimeUtc();
            if (endpoints->size() > 1)
                run.notes.append(QStringLiteral("Shared machine: both engines answered at the same time, so their "
                                                "speeds are not comparable."));
            if (!m_plan.together)
                run.notes.append(QStringLiteral("The engines ran one after the other: together they would not have "
                                                "fitted in memory."));
        }
        if (const auto put = co_await m_store->putRun(run); !put)
            co_return std::unexpected(put.error());
        if (!m_stored && onStarted)
            onStarted(run);
        m_stored = true;
        m_begunAt = m_begunAt > 0 ? m_begunAt : base::monotonicMs();
        m_reporter->startClock();
        m_reporter->setPhase(QStringLiteral("Asking"));
        std::vector<QCoro::Task<void>> tasks;
        for (const auto& endpoint : *endpoints)
            tasks.push_back(serve(endpoint.get()));
        for (auto& task : tasks)
            co_await task;
        if (!m_plan.together)
            co_await m_engines.stopAll();
        if (m_storeError)
            co_return std::unexpected(*m_storeError);
    }
    co_return {};
}

QCoro::Task<Expected<CompareRun::Endpoints>> CompareRun::open(QList<int> sides)
{
    Endpoints endpoints;
    std::vector<QCoro::Task<Expected<std::shared_ptr<engines::LlamaServer>>>> starting;
    const bool oneForAll = m_plan.selfCheck;
    const int threads = std::max(1, QThread::idealThreadCount() / int(oneForAll ? 1 : sides.size()));
    for (const int side : sides) {
        if (oneForAll && !endpoints.empty()) {
            endpoints.front()->sides.append(side);
            continue;
        }
        endpoints.push_back(std::make_unique<Endpoint>());
        endpoints.back()->sides = {side};
        const domain::ResolvedModel& model = m_plan.run.sides.at(side).model;
        if (model.engine == domain::EngineKind::None)
            continue;
        const auto program = engines::findLlamaServer();
        if (!program)
            co_return std::unexpected(program.error());
        starting.push_back(m_engines.acquire({.program = *program,
                                              .model = model.modelPath,
                                              .contextTokens = m_plan.contextTokens,
                                              .threads = threads,
                                              .extraArgs = model.engineArgs},
                                             &m_cancel));
    }
    // Every start is awaited, also after one has failed: no task may outlive this function.
    std::vector<Expected<std::shared_ptr<engines::LlamaServer>>> started;
    for (auto& task : starting)
        started.push_back(co_await task);
    auto next = started.begin();
    for (const auto& endpoint : endpoints) {
        const domain::ResolvedModel& model = m_plan.run.sides.at(endpoint->sides.first()).model;
        if (model.engine == domain::EngineKind::None) {
            endpoint->backend = std::make_unique<backends::LlamaServerBackend>(model.baseUrl);
        } else {
            if (!*next)
                co_return std::unexpected(next->error());
            endpoint->engine = **next++;
            endpoint->backend = std::make_unique<backends::LlamaServerBackend>(
                endpoint->engine->url(), [engine = endpoint->engine] { return engine->fault(); });
        }
        if (const auto met = co_await meet(endpoint.get()); !met)
            co_return std::unexpected(met.error());
    }
    co_return endpoints;
}

/// Learns who answers, and lets the engine do its first request before anything is counted.
QCoro::Task<Expected<void>> CompareRun::meet(Endpoint* endpoint)
{
    const auto info = co_await endpoint->backend->identify(&m_cancel);
    if (!info)
        co_return std::unexpected(info.error());
    if (endpoint->engine && !info->modelPath.isEmpty() &&
        QFileInfo(info->modelPath).fileName() != QFileInfo(endpoint->engine->options().model).fileName())
        co_return base::failure(QStringLiteral("engine.wrong"),
                                QStringLiteral("Another server answers at %1: it holds %2.")
                                    .arg(endpoint->engine->url().toString(), QFileInfo(info->modelPath).fileName()));
    const auto ids = co_await endpoint->backend->tokenize(tokenizerProbe, &m_cancel);
    for (const int side : endpoint->sides) {
        m_infos[side] = *info;
        m_probeIds[side] = ids.value_or(QList<int>());
        domain::RunSide& record = m_plan.run.sides[side];
        record.serverModel = info->model;
        record.serverBuild = info->build;
        record.serverPath = QFileInfo(info->modelPath).fileName();
        record.contextPerSlot = info->contextPerSlot;
        record.fileType = info->fileType;
        if (info->speculative)
            m_plan.run.notes.append(QStringLiteral("%1: the server drafts tokens ahead; accepted drafts come without "
                                                   "log-probabilities.")
                                        .arg(record.model.label));
    }
    domain::GenerationRequest warmUp;
    warmUp.prompt.messages = {{QStringLiteral("user"), QStringLiteral("Hello")}};
    warmUp.maxTokens = 1;
    warmUp.chat = m_plan.run.options.chat;
    co_await endpoint->backend->generate(warmUp, m_plan.run.options, {}, &m_cancel);
    co_return {};
}

/// Two different specs that turn out to be one loaded model would compare a model with itself.
Expected<void> CompareRun::checkDifferent() const
{
    const auto& sides = m_plan.run.sides;
    if (m_plan.selfCheck || m_request.options.allowSame)
        return {};
    const bool bothRemote = std::ranges::all_of(
        sides, [](const domain::RunSide& side) { return side.model.engine == domain::EngineKind::None; });
    const bool sameOrigin = bothRemote && originOf(sides.at(0).model.baseUrl) == originOf(sides.at(1).model.baseUrl);
    const bool sameProcess = !m_infos.at(0).instance.isEmpty() && m_infos.at(0).instance == m_infos.at(1).instance;
    if (!sameOrigin && !sameProcess)
        return {};
    return base::failure(QStringLiteral("usage.same_model"),
                         QStringLiteral("Both sides are one loaded model: %1 and %2 are answered by the same server.")
                             .arg(sides.at(0).model.spec, sides.at(1).model.spec),
                         QStringLiteral("Start a second server, or say --allow-same."));
}

void CompareRun::settleUnit()
{
    const bool sameTokenizer = !m_probeIds.at(0).isEmpty() && m_probeIds.at(0) == m_probeIds.at(1);
    m_plan.run.unit = sameTokenizer && m_entriesRebuild ? domain::Unit::Tokens : domain::Unit::Words;
}

QCoro::Task<void> CompareRun::serve(Endpoint* endpoint)
{
    for (int index = 0; index < m_plan.run.prompts.size(); ++index) {
        for (const int side : endpoint->sides) {
            if (m_stopAsking || m_cancel.isRequested())
                co_return;
            co_await ask(endpoint, side, index);
        }
    }
}

QCoro::Task<void> CompareRun::ask(Endpoint* endpoint, int side, int promptIndex)
{
    RunRecord& run = m_plan.run;
    const domain::Prompt prompt = run.prompts.at(promptIndex);
    const domain::RunOptions& options = run.options;
    const domain::GenerationRequest request{
        .prompt = prompt,
        .model = m_plan.run.sides.at(side).serverModel,
        .maxTokens = options.maxTokens > 0 ? options.maxTokens : prompt.maxTokens,
        .temperature = options.temperature,
        .seed = options.seed,
        .topLogprobs = options.topLogprobs,
        .thinking = options.thinking,
        .chat = options.chat,
        .stream = options.stream,
        .serverSampling = options.serverSampling,
    };
    LiveRow row;
    row.row = promptIndex * int(m_plan.run.sides.size()) + side;
    row.side = side;
    row.promptId = prompt.id;
    row.category = prompt.category;
    row.maxTokens = request.maxTokens;
    row.state = RequestState::Waiting;
    m_reporter->setRow(row);

    const double sentAt = base::monotonicMs();
    const backends::Progress progress = [&row, sentAt, this](const Generation& soFar) {
        row.state = RequestState::Answering;
        row.tokens = int(soFar.entries.size());
        row.text = soFar.text;
        row.firstTokenMs = std::isnan(soFar.timings.firstToken) ? 0 : soFar.timings.firstToken;
        const double seconds = (base::monotonicMs() - sentAt - row.firstTokenMs) / 1000;
        row.tokensPerSecond = row.tokens > 1 && seconds > 0 ? (row.tokens - 1) / seconds : 0;
        m_reporter->setRow(row);
    };
    Generation answer = co_await endpoint->backend->generate(request, options, progress, &m_cancel);
    if (answer.error && answer.error->code == QLatin1String("run.cancelled"))
        co_return; // not asked, as far as the record goes: it can be asked again
    answer.runId = m_plan.run.id;
    answer.side = side;
    answer.promptId = prompt.id;
    answer.timings.queuedAt = 0;
    answer.timings.sentAt = sentAt - m_begunAt;
    if (const auto stored = co_await m_store->append(answer); !stored) {
        m_storeError = stored.error();
        m_stopAsking = true;
        co_return;
    }
    row.state = answer.failed() ? RequestState::Failed : RequestState::Done;
    row.tokens = answer.usage.completionTokens >= 0 ? answer.usage.completionTokens : int(answer.entries.size());
    row.tokensPerSecond =
        std::isnan(answer.timings.generatedPerSecond) ? row.tokensPerSecond : answer.timings.generatedPerSecond;
    row.text = answer.text;
    row.end = answer.failed() ? answer.error->code : answer.finishReason;
    row.errorText = answer.failed() ? base::oneLine(*answer.error) : QString();
    m_reporter->setRow(row);
    // One unit for a whole run: a single answer that its tokens do not rebuild makes it words.
    m_entriesRebuild = m_entriesRebuild && (answer.failed() || scoring::entriesRebuildText(answer));
    settleUnit();
    m_answers[std::size_t(promptIndex)][std::size_t(side)] = std::move(answer);
    scoreWhenComplete(promptIndex);
}

void CompareRun::scoreWhenComplete(int promptIndex)
{
    auto& pair = m_answers[std::size_t(promptIndex)];
    if (!pair[0] || !pair[1])
        return;
    QtConcurrent::run([prompt = m_plan.run.prompts.at(promptIndex), a = *pair[0], b = *pair[1],
                       unit = m_plan.run.unit] {
        return scoring::compare(prompt, a, b, unit);
    }).then(m_reporter, [reporter = m_reporter](const domain::Comparison& comparison) {
        reporter->addComparison(comparison);
    });
    pair = std::vector<std::optional<Generation>>(2); // in the store; a long run need not keep them twice
}

QCoro::Task<void> CompareRun::finish(Expected<void> result)
{
    RunRecord& run = m_plan.run;
    const bool cancelled = m_stopAsking && !m_storeError;
    if (!result)
        run.error = result.error();
    run.status = cancelled ? domain::RunStatus::Cancelled
                 : result  ? domain::RunStatus::Finished
                           : domain::RunStatus::Failed;
    if (!m_stored) {
        run.id.clear();
        co_return;
    }
    run.finished = QDateTime::currentDateTimeUtc();
    if (const auto put = co_await m_store->putRun(run); !put && !run.error)
        run.error = put.error();
}

} // namespace quantlens::runners
