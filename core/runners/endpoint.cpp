// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runners/endpoint.h"

#include "core/backends/fingerprint.h"
#include "core/backends/openbackend.h"
#include "core/backends/recognise.h"
#include "core/engines/locate.h"
#include "core/scoring/runverdict.h"

#include <QFileInfo>
#include <QThread>

#include <algorithm>

namespace quantlens::runners {

namespace {

using base::Expected;

/// Splits differently under almost any two tokenizers: words, digits, code, accents, CJK and an emoji.
const QString tokenizerProbe = QStringLiteral("The quick brown fox, 1234567890 + 3.14! \n\tdef f(x): return x**2 // "
                                              "naïve Füße \u4F60\u597D \U0001F600 internationalization");

constexpr int usualLanes = 64; ///< more than the slots of most servers
/// For the question whether anything answers at all.
constexpr net::Limits knock{.firstByteMs = 5000, .deadlineMs = 5000, .maxBytes = 1024 * 1024};

int lanesFor(const domain::RunOptions& options)
{
    int most = std::max(usualLanes, options.parallel);
    for (const int level : options.levels)
        most = std::max(most, level);
    return most;
}

/// The server is there, but has none of the pages by which it could be known.
bool isUnknownServer(const base::Error& error)
{
    const bool wantsKey = error.code == QLatin1String("http.401") || error.code == QLatin1String("http.403");
    return error.code.startsWith(QLatin1String("backend.")) ||
           (error.code.startsWith(QLatin1String("http.")) && !wantsKey);
}

} // namespace

EndpointOpener::EndpointOpener(RunPlan* plan, engines::EnginePool* engines, net::Cancel* cancel)
    : m_plan(plan)
    , m_engines(engines)
    , m_cancel(cancel)
{
}

std::vector<std::unique_ptr<Endpoint>> EndpointOpener::grouped(const QList<int>& sides) const
{
    std::vector<std::unique_ptr<Endpoint>> endpoints;
    for (const int side : sides) {
        const domain::ResolvedModel& model = m_plan->run.sides.at(side).model;
        const auto same = std::ranges::find_if(endpoints, [&](const auto& endpoint) {
            return isSameModel(m_plan->run.sides.at(endpoint->sides.first()).model, model);
        });
        if (same != endpoints.end()) {
            (*same)->sides.append(side);
            continue;
        }
        endpoints.push_back(std::make_unique<Endpoint>());
        endpoints.back()->sides = {side};
    }
    return endpoints;
}

QCoro::Task<std::vector<std::unique_ptr<Endpoint>>> EndpointOpener::open(QList<int> sides)
{
    auto endpoints = grouped(sides);
    const auto engineCount = std::ranges::count_if(endpoints, [this](const auto& endpoint) {
        return m_plan->run.sides.at(endpoint->sides.first()).model.engine != domain::EngineKind::None;
    });
    const int threads = std::max(1, QThread::idealThreadCount() / std::max(1, int(engineCount)));
    std::vector<QCoro::Task<Expected<void>>> starting;
    for (const auto& endpoint : endpoints)
        starting.push_back(bringUp(endpoint.get(), threads));
    // Every start is awaited, also after one has failed: no task may outlive this function.
    std::vector<Expected<void>> results;
    for (auto& task : starting)
        results.push_back(co_await task);
    std::vector<std::unique_ptr<Endpoint>> opened;
    for (std::size_t i = 0; i < endpoints.size(); ++i) {
        if (results[i])
            results[i] = co_await meet(endpoints[i].get());
        for (const int side : endpoints[i]->sides)
            m_plan->run.sides[side].error = results[i] ? std::nullopt : std::optional(results[i].error());
        if (results[i])
            opened.push_back(std::move(endpoints[i]));
    }
    co_return opened;
}

/// A model that only has a name is served by what runs at its usual address, and by an engine of ours where nothing
/// does.
QCoro::Task<Expected<void>> EndpointOpener::bringUp(Endpoint* endpoint, int threads)
{
    const domain::ResolvedModel model = m_plan->run.sides.at(endpoint->sides.first()).model;
    if (model.engine == domain::EngineKind::None)
        co_return co_await connectTo(endpoint);
    if (model.baseUrl.isEmpty())
        co_return co_await start(endpoint, threads);
    net::HttpClient client(model.baseUrl);
    net::HttpExchange question = client.get(QStringLiteral("/health"), knock, m_cancel);
    const auto answer = co_await question.readAll();
    if (answer || answer.error().code != QLatin1String("network.refused"))
        co_return co_await connectTo(endpoint);
    co_return co_await start(endpoint, threads);
}

QCoro::Task<Expected<void>> EndpointOpener::start(Endpoint* endpoint, int threads)
{
    domain::ResolvedModel model = m_plan->run.sides.at(endpoint->sides.first()).model;
    const bool named = model.modelPath.isEmpty();
    if (named && !model.revision.isEmpty())
        co_return base::failure(
            QStringLiteral("engine.revision"),
            QStringLiteral("%1 cannot be told to load the revision \"%2\".").arg(name(model.engine), model.revision),
            QStringLiteral("Leave out @%1, or fetch that revision and name its file.").arg(model.revision));
    auto program = engines::findEngine(model.engine, m_plan->programs);
    if (!program) {
        if (named)
            program.error().message = QStringLiteral("Nothing answers at %1, and there is no %2 to start.")
                                          .arg(model.baseUrl.toString(), name(model.engine));
        co_return std::unexpected(program.error());
    }
    const auto started =
        co_await m_engines->acquire({.kind = model.engine,
                                     .program = *program,
                                     .source = named ? engines::ModelSource::Repository : engines::ModelSource::File,
                                     .model = named ? model.modelId : model.modelPath,
                                     .contextTokens = m_plan->contextTokens,
                                     .slots = m_plan->slots,
                                     .threads = threads,
                                     .extraArgs = model.engineArgs},
                                    m_cancel);
    if (!started)
        co_return std::unexpected(started.error());
    endpoint->engine = *started;
    model.baseUrl = endpoint->engine->url();
    endpoint->backend = backends::openBackend(model, {.base = model.baseUrl, .lanes = lanesFor(m_plan->run.options)},
                                              [engine = endpoint->engine] { return engine->fault(); });
    co_return {};
}

/// A server that runs already: its key, and the protocol it speaks best.
QCoro::Task<Expected<void>> EndpointOpener::connectTo(Endpoint* endpoint)
{
    const domain::RunSide side = m_plan->run.sides.at(endpoint->sides.first());
    domain::ResolvedModel model = side.model;
    net::EndpointOptions options;
    options.base = model.baseUrl;
    options.lanes = lanesFor(m_plan->run.options);
    options.caFile = side.caFile;
    auto key = co_await secrets::findKey(m_plan->keys, model.baseUrl, side.keyName);
    if (!key)
        co_return std::unexpected(key.error());
    if (*key) {
        options.key = (*key)->secret;
        options.allowPlainHttpKey = (*key)->plainHttpAllowed;
    }
    // An address says nothing about what listens there, and a llama-server or an Ollama can do more than the OpenAI
    // protocol has words for.
    const bool address = model.spec.startsWith(QLatin1String("http"), Qt::CaseInsensitive);
    if (address && model.backend == domain::BackendKind::OpenAi && !m_plan->run.options.compatible) {
        const auto recognised = co_await backends::recognise(options, m_cancel);
        if (!recognised)
            co_return std::unexpected(recognised.error());
        if (recognised->dialect == backends::Dialect::LlamaServer)
            model.backend = domain::BackendKind::LlamaServer;
        else if (recognised->dialect == backends::Dialect::Ollama)
            model.backend = domain::BackendKind::Ollama;
    }
    endpoint->backend = backends::openBackend(model, options);
    co_return {};
}

QCoro::Task<Expected<void>> EndpointOpener::meetAsInferCheck(Endpoint* endpoint)
{
    const QString model = m_plan->run.sides.at(endpoint->sides.first()).model.modelId;
    const auto info = co_await endpoint->backend->identify(m_cancel);
    if (!info && !isUnknownServer(info.error()))
        co_return std::unexpected(info.error());
    endpoint->info = info.value_or(backends::EndpointInfo());
    endpoint->info.model = model;
    for (const int side : endpoint->sides) {
        domain::RunSide& record = m_plan->run.sides[side];
        record.serverModel = model;
        record.serverBuild = endpoint->info.build;
        record.serverPath = QFileInfo(endpoint->info.modelPath).fileName();
        record.contextPerSlot = endpoint->info.contextPerSlot;
        record.fileType = endpoint->info.fileType;
    }
    co_return {};
}

QCoro::Task<Expected<void>> EndpointOpener::meet(Endpoint* endpoint)
{
    if (scoring::asksAsInferCheck(m_plan->run))
        co_return co_await meetAsInferCheck(endpoint);
    const auto info = co_await endpoint->backend->identify(m_cancel);
    if (!info)
        co_return std::unexpected(info.error());
    endpoint->info = *info;
    if (endpoint->engine && endpoint->engine->options().source == engines::ModelSource::File &&
        !info->modelPath.isEmpty() &&
        QFileInfo(info->modelPath).fileName() != QFileInfo(endpoint->engine->options().model).fileName())
        co_return base::failure(QStringLiteral("engine.wrong"),
                                QStringLiteral("Another server answers at %1: it holds %2.")
                                    .arg(endpoint->engine->url().toString(), QFileInfo(info->modelPath).fileName()));
    const auto ids = co_await endpoint->backend->tokenize(tokenizerProbe, m_cancel);
    endpoint->probeIds = ids.value_or(QList<int>());

    domain::GenerationRequest warmUp;
    warmUp.prompt.messages = {{QStringLiteral("user"), QStringLiteral("Hello")}};
    warmUp.model = info->model;
    warmUp.maxTokens = 1;
    warmUp.chat = m_plan->run.options.chat;
    const auto capabilities = co_await endpoint->backend->probe(warmUp, m_plan->run.options, m_cancel);
    co_await endpoint->backend->generate(warmUp, m_plan->run.options, {}, m_cancel);
    const auto fingerprint =
        co_await backends::takeFingerprint(endpoint->backend.get(), info->model, m_plan->run.options, m_cancel);

    for (const int side : endpoint->sides) {
        domain::RunSide& record = m_plan->run.sides[side];
        // A resumed run must go on with what it began with: the same weights, engine and flags.
        const auto change =
            backends::compareFingerprints(record.fingerprintStart, fingerprint.value_or(domain::Fingerprint()));
        if (change.match == backends::FingerprintMatch::OtherPath || change.match == backends::FingerprintMatch::Other)
            co_return base::failure(
                QStringLiteral("resume.other_engine"),
                QStringLiteral("%1 is not what it was when the run began: its log-probabilities for a fixed prompt "
                               "moved by up to %2.")
                    .arg(record.model.label, QString::number(change.delta, 'g', 3)),
                QStringLiteral("Resume with the same model file, engine version and flags, or start a new run."));
        record.serverModel = info->model;
        record.serverBuild = info->build;
        record.serverPath = QFileInfo(info->modelPath).fileName();
        record.contextPerSlot = info->contextPerSlot;
        record.fileType = info->fileType;
        record.slots = info->slots;
        record.capabilities = capabilities.value_or(endpoint->backend->capabilities());
        if (record.fingerprintStart.top.isEmpty())
            record.fingerprintStart = fingerprint.value_or(domain::Fingerprint());
        const QString drafts = QStringLiteral("%1: the server drafts tokens ahead; accepted drafts come without "
                                              "log-probabilities.")
                                   .arg(record.model.label);
        if (info->speculative && !m_plan->run.notes.contains(drafts))
            m_plan->run.notes.append(drafts);
    }
    co_return {};
}

} // namespace quantlens::runners
