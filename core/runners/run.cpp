// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runners/run.h"

#include "core/backends/fingerprint.h"
#include "core/backends/identity.h"
#include "core/base/clock.h"
#include "core/runners/estimate.h"
#include "core/scoring/runverdict.h"

#include <QCoroFuture>
#include <QtConcurrentRun>

#include <algorithm>

namespace quantlens::runners {

namespace {

using base::Expected;
using domain::Generation;
using domain::GenerationKey;
using domain::Pass;
using domain::RunKind;
using domain::RunRecord;

backends::SideIdentity identityOf(const domain::RunSide& side, const Endpoint& endpoint)
{
    return {.spec = side.model.spec,
            .address = endpoint.engine ? QUrl() : side.model.baseUrl,
            .model = endpoint.info.model,
            .instance = endpoint.info.instance,
            .listed = endpoint.info.models.size(),
            .fingerprint = side.fingerprintStart};
}

} // namespace

Run::Run(RunRequest request, std::shared_ptr<store::Store> store, LiveReporter* reporter)
    : m_request(std::move(request))
    , m_store(std::move(store))
    , m_reporter(reporter)
{
}

Run::Run(ResumeRequest request, std::shared_ptr<store::Store> store, LiveReporter* reporter)
    : m_resume(std::move(request))
    , m_store(std::move(store))
    , m_reporter(reporter)
{
}

Run::~Run() = default;

void Run::cancel()
{
    if (m_stopAsking || !m_stored)
        m_cancel.request();
    m_stopAsking = true;
    m_reporter->setPhase(QStringLiteral("Cancelling"));
}

void Run::setPaused(bool paused)
{
    m_paused = paused;
    m_reporter->setPaused(paused);
}

QCoro::Task<RunRecord> Run::run()
{
    const auto result = co_await execute();
    co_await finish(result);
    co_await m_engines.stopAll();
    m_reporter->flush();
    co_return m_plan.run;
}

QCoro::Task<Expected<void>> Run::prepare()
{
    m_reporter->setPhase(QStringLiteral("Reading models and suite"));
    if (m_resume)
        co_return co_await loadStored(*m_resume);
    auto plan = co_await QtConcurrent::run(&planRun, *m_request);
    if (!plan)
        co_return std::unexpected(plan.error());
    m_plan = std::move(*plan);
    co_return {};
}

QCoro::Task<Expected<void>> Run::loadStored(ResumeRequest request)
{
    auto data = co_await m_store->load(request.run);
    if (!data)
        co_return std::unexpected(data.error());
    auto plan = co_await QtConcurrent::run(&planAgain, data->run);
    if (!plan)
        co_return std::unexpected(plan.error());
    m_plan = std::move(*plan);
    m_plan.run.error.reset();
    std::set<GenerationKey> failed;
    for (Generation& generation : data->generations) {
        (generation.failed() ? failed : m_have).insert(generation.key());
        if (!generation.promptHash.isEmpty())
            m_storedHashes[{generation.side, generation.promptId}] = generation.promptHash;
        if (!generation.failed()) {
            m_storedRows.append(endedRow(generation));
            keep(generation);
        }
    }
    if (!request.only.isEmpty())
        std::erase_if(failed, [&request](const GenerationKey& key) { return !request.only.contains(key); });
    if (request.failedOnly) {
        for (const GenerationKey& key : plannedKeys(m_plan.run)) {
            if (!failed.contains(key))
                m_excluded.insert(key);
        }
    }
    m_stored = true;
    co_return {};
}

QCoro::Task<Expected<void>> Run::execute()
{
    if (const auto prepared = co_await prepare(); !prepared)
        co_return prepared;
    m_plan.keys = keys;
    m_plan.programs = programs;
    RunRecord& run = m_plan.run;
    for (const domain::Prompt& prompt : std::as_const(run.prompts))
        m_prompts.insert(prompt.id, prompt);
    m_reporter->begin(run);
    for (const GenerationKey& key : plannedKeys(run))
        m_rows.emplace(key, int(m_rows.size()));
    m_reporter->setTotal(plannedCount(), int(m_have.size()));
    m_reporter->setLeftOut(
        int(std::ranges::count_if(m_excluded, [this](const GenerationKey& key) { return !m_have.contains(key); })));
    const QList<QList<int>> turns = m_plan.turns;
    for (const QList<int>& turn : turns) {
        if (m_stopAsking)
            break;
        if (!isNeeded(turn))
            continue;
        if (const auto done = co_await runTurn(turn); !done)
            co_return done;
        if (turns.size() > 1)
            co_await m_engines.stopAll();
    }
    co_return {};
}

/// A resumed run leaves turns out in which nothing is missing; the baseline's is needed by all that follow it.
bool Run::isNeeded(const QList<int>& turn) const
{
    if (!m_resume)
        return true;
    const auto missing = [this](const QList<int>& sides) {
        for (const Step& step : stepsOf(m_plan.run, sides)) {
            for (const Phase& phase : step) {
                if (!std::ranges::all_of(phase.keys, [this](const GenerationKey& key) { return isSkipped(key); }))
                    return true;
            }
        }
        return false;
    };
    if (!turn.contains(m_plan.run.baseline))
        return missing(turn);
    return std::ranges::any_of(m_plan.turns, missing);
}

QCoro::Task<Expected<void>> Run::runTurn(QList<int> turn)
{
    RunRecord& run = m_plan.run;
    m_reporter->setPhase(QStringLiteral("Starting engines"));
    EndpointOpener opener(&m_plan, &m_engines, &m_cancel);
    const auto endpoints = co_await opener.open(turn);
    if (const auto opened = checkOpened(turn); !opened)
        co_return opened;
    learnIdentities(endpoints);
    if (const auto different = checkDifferent(); !different)
        co_return different;
    settleUnit();
    noteTogether(endpoints);
    m_reporter->setPhase(QStringLiteral("Checking the prompts"));
    if (const auto checked = co_await checkPrompts(&endpoints); !checked)
        co_return checked;
    if (!run.started.isValid())
        run.started = QDateTime::currentDateTimeUtc();
    run.status = domain::RunStatus::Running;
    if (const auto put = co_await m_store->putRun(run); !put)
        co_return std::unexpected(put.error());
    if (m_begunAt == 0 && onStarted)
        onStarted(run);
    showStored();
    m_stored = true;
    m_begunAt = m_begunAt > 0 ? m_begunAt : base::monotonicMs();
    m_reporter->startClock();
    co_await tokensOfStored(&endpoints);
    for (const QString& promptId : m_answers.keys())
        score(promptId);
    // What the server's slots allow is known only now.
    for (const GenerationKey& key : plannedKeys(run))
        m_rows.try_emplace(key, int(m_rows.size()));
    run.planned = plannedCount();
    m_reporter->setTotal(int(run.planned), -1);
    m_turn = turn;
    for (const Step& step : stepsOf(run, turn)) {
        if (m_stopAsking)
            break;
        co_await runStep(step, &endpoints);
    }
    while (!m_retries.empty() && !m_stopAsking) {
        for (const Step& step : takeRetries(turn))
            co_await runStep(step, &endpoints);
    }
    m_turn.clear();
    co_await closeTurn(&endpoints);
    if (m_storeError)
        co_return std::unexpected(*m_storeError);
    co_return {};
}

/// The baseline has to answer, and in a compare run both sides; elsewhere a side that cannot be asked is a recorded
/// failure and the run goes on.
Expected<void> Run::checkOpened(const QList<int>& turn) const
{
    const RunRecord& run = m_plan.run;
    for (const int side : turn) {
        const auto& error = run.sides.at(side).error;
        if (!error)
            continue;
        const bool resumed = error->code.startsWith(QLatin1String("resume."));
        if (side == run.baseline || run.kind == RunKind::Compare || resumed || m_cancel.isRequested())
            return std::unexpected(*error);
    }
    return {};
}

/// Requests in all, as far as it can be told: sides of later turns are expected to do what their kind can.
int Run::plannedCount() const
{
    QSet<int> opened;
    for (const auto& [side, info] : m_identities)
        opened.insert(side);
    return int(plannedKeys(assumedRecord(m_plan, opened)).size());
}

void Run::learnIdentities(const Endpoints& endpoints)
{
    for (const auto& endpoint : endpoints) {
        for (const int side : endpoint->sides) {
            m_identities[side] = identityOf(m_plan.run.sides.at(side), *endpoint);
            m_probeIds[side] = endpoint->probeIds;
        }
    }
}

/// Two different specs that turn out to be one loaded model would compare a model with itself.
Expected<void> Run::checkDifferent() const
{
    const auto& sides = m_plan.run.sides;
    if (m_plan.run.options.allowSame || m_plan.run.options.compatible)
        return {};
    for (const auto& [first, a] : m_identities) {
        for (const auto& [second, b] : m_identities) {
            if (second <= first)
                continue;
            const auto same = backends::sameModel(a, b, isSameModel(sides.at(first).model, sides.at(second).model));
            if (same.sameness == backends::Sameness::Different || same.sameness == backends::Sameness::SelfCheck)
                continue;
            return base::failure(QStringLiteral("usage.same_model"), same.reason,
                                 QStringLiteral("Start a second server, or say --allow-same."));
        }
    }
    return {};
}

void Run::noteTogether(const Endpoints& endpoints)
{
    QStringList& notes = m_plan.run.notes;
    const auto add = [&notes](const QString& note) {
        if (!notes.contains(note))
            notes.append(note);
    };
    if (endpoints.size() > 1 && !m_plan.run.options.timing)
        add(QStringLiteral("Shared machine: several engines answered at the same time, so their speeds are not "
                           "comparable."));
    if (m_plan.turns.size() > 1 && m_plan.run.kind != RunKind::Sweep)
        add(QStringLiteral("The engines ran one after the other: together they would not have fitted in memory."));
    for (const domain::RunSide& side : std::as_const(m_plan.run.sides)) {
        if (side.error)
            add(QStringLiteral("%1 could not be asked: %2").arg(side.model.label, base::oneLine(*side.error)));
    }
}

/// How the prompts reach the models, before the first answer.
QCoro::Task<Expected<void>> Run::checkPrompts(const Endpoints* endpoints)
{
    RunRecord& run = m_plan.run;
    if (!m_prompting)
        m_prompting.emplace(run.baseline);
    if (scoring::asksAsInferCheck(run))
        co_return {};
    std::vector<std::pair<int, Endpoint*>> sides; // the baseline first: the others are compared with it
    for (const auto& endpoint : *endpoints) {
        for (const int side : endpoint->sides)
            sides.insert(side == run.baseline ? sides.begin() : sides.end(), {side, endpoint.get()});
    }
    for (const auto& [side, endpoint] : sides) {
        QList<domain::GenerationRequest> requests;
        for (const domain::Prompt& prompt : std::as_const(run.prompts))
            requests.append(requestOf({.side = side, .promptId = prompt.id}, false));
        const auto looked = co_await m_prompting->look(endpoint->backend.get(), side, run.label(side),
                                                       endpoint->info.contextPerSlot, requests, &m_cancel);
        if (!looked)
            co_return looked;
        for (const auto& [key, hash] : m_storedHashes) {
            const QString now = m_prompting->hashOf(side, key.second);
            if (key.first == side && !now.isEmpty() && now != hash)
                co_return base::failure(
                    QStringLiteral("resume.other_prompts"),
                    QStringLiteral("%1 renders prompt %2 in another way than when the run began.")
                        .arg(run.label(side), key.second),
                    QStringLiteral("Its chat template changed, or it writes a date. Start a new run."));
        }
    }
    run.promptCheck = m_prompting->result();
    if (run.promptCheck.differing == 0)
        co_return {};
    const QString what = QStringLiteral("%1 of %2 prompts reach the models as different tokens, the first at \"%3\".")
                             .arg(QString::number(run.promptCheck.differing), QString::number(run.promptCheck.compared),
                                  run.promptCheck.firstPromptId);
    if (run.options.strictPrompts)
        co_return base::failure(
            QStringLiteral("prompt.differs"), what,
            QStringLiteral("quantlens-cli prompt-diff A B shows where; compare with one template, or "
                           "leave --strict-prompts out."));
    if (!run.notes.contains(what))
        run.notes.append(what);
    co_return {};
}

/// One unit for a whole run, the weakest any answer needs.
void Run::settleUnit()
{
    const bool same = !m_probeIds.empty() && !m_probeIds.begin()->second.isEmpty() &&
                      std::ranges::all_of(
                          m_probeIds, [this](const auto& entry) { return entry.second == m_probeIds.begin()->second; });
    m_plan.run.unit = same && m_entriesRebuild ? domain::Unit::Tokens : domain::Unit::Words;
}

QCoro::Task<void> Run::closeTurn(const Endpoints* endpoints)
{
    if (scoring::asksAsInferCheck(m_plan.run))
        co_return;
    for (const auto& endpoint : *endpoints) {
        const QString model = endpoint->info.model;
        const auto fingerprint =
            co_await backends::takeFingerprint(endpoint->backend.get(), model, m_plan.run.options, &m_cancel);
        if (!fingerprint)
            continue; // a server that is gone has failed requests to show for it
        for (const int side : endpoint->sides) {
            domain::RunSide& record = m_plan.run.sides[side];
            record.fingerprintEnd = *fingerprint;
            const auto change = backends::compareFingerprints(record.fingerprintStart, *fingerprint);
            if (change.match == backends::FingerprintMatch::Other ||
                change.match == backends::FingerprintMatch::OtherPath)
                m_plan.run.notes.append(
                    QStringLiteral("%1 changed during the run: its log-probabilities for a fixed prompt moved by up to "
                                   "%2. The server was restarted or holds another model now.")
                        .arg(record.model.label, QString::number(change.delta, 'g', 3)));
        }
    }
}

QCoro::Task<void> Run::finish(Expected<void> result)
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
    // A run that could not be resumed is still what it was.
    if (!result && m_begunAt == 0)
        co_return;
    run.finished = QDateTime::currentDateTimeUtc();
    if (m_prompting)
        run.promptCheck = m_prompting->result();
    if (const auto put = co_await m_store->putRun(run); !put && !run.error)
        run.error = put.error();
}

} // namespace quantlens::runners
