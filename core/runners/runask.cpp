// SPDX-License-Identifier: GPL-3.0-or-later
// How a run asks: phases, requests in flight, what becomes of an answer.
#include "core/base/clock.h"
#include "core/net/wait.h"
#include "core/runners/asking.h"
#include "core/runners/run.h"
#include "core/scoring/compare.h"
#include "core/scoring/runverdict.h"
#include "core/scoring/units.h"

#include <QCoroFuture>
#include <QtConcurrentRun>

#include <algorithm>
#include <cmath>
#include <utility>

namespace quantlens::runners {

using domain::Generation;
using domain::GenerationKey;
using domain::Pass;

namespace {

constexpr int pausePollMs = 100;

/// Free answers and the stress levels are asked of every prompt; only a run's first answers are scored live.
bool isFirstAnswer(const GenerationKey& key)
{
    return key.pass == Pass::Answer && key.repeat == 0 && key.level == 0;
}

} // namespace

/// A phase while it is asked. Workers take keys from it until none is left.
struct Run::PhaseState
{
    const Phase* phase = nullptr;
    Endpoint* endpoint = nullptr;
    qsizetype next = 0;
};

QCoro::Task<void> Run::runStep(Step step, const Endpoints* endpoints)
{
    if (!step.isEmpty())
        m_reporter->setPhase(step.first().title);
    std::vector<std::unique_ptr<PhaseState>> states;
    // Sides on one endpoint take turns: one in flight each would be two in flight for the server.
    std::map<Endpoint*, std::vector<PhaseState*>> byEndpoint;
    for (const Phase& phase : step) {
        const auto endpoint = std::ranges::find_if(
            *endpoints, [&phase](const auto& candidate) { return candidate->sides.contains(phase.side); });
        if (endpoint == endpoints->end())
            continue;
        states.push_back(std::make_unique<PhaseState>(PhaseState{&phase, endpoint->get(), 0}));
        byEndpoint[endpoint->get()].push_back(states.back().get());
    }
    std::vector<QCoro::Task<void>> tasks;
    for (const auto& [endpoint, phases] : byEndpoint)
        tasks.push_back(runPhases(phases));
    for (auto& task : tasks)
        co_await task;
}

/// One phase after the other; the workers of one start together.
QCoro::Task<void> Run::runPhases(std::vector<PhaseState*> phases)
{
    for (PhaseState* phase : phases) {
        const qsizetype count = std::min<qsizetype>(phase->phase->concurrency, phase->phase->keys.size());
        std::vector<QCoro::Task<void>> workers;
        for (qsizetype worker = 0; worker < count; ++worker)
            workers.push_back(work(phase));
        for (auto& worker : workers)
            co_await worker;
    }
}

QList<GenerationKey> Run::retry(const QList<GenerationKey>& keys)
{
    QList<GenerationKey> taken;
    for (const GenerationKey& key : keys) {
        const auto row = m_rows.find(key);
        if (row == m_rows.end() || !m_failed.contains(key) || !m_turn.contains(key.side) || m_stopAsking)
            continue;
        m_failed.erase(key);
        m_retries.insert(key);
        taken.append(key);
        LiveRow queued;
        queued.row = row->second;
        queued.side = key.side;
        queued.key = key;
        queued.promptId = key.promptId;
        queued.category = m_prompts.value(key.promptId).category;
        m_reporter->setRow(queued);
    }
    return taken;
}

/// The steps of a turn once more, with nothing but what is to be asked again, so that each is asked as before.
QList<Step> Run::takeRetries(const QList<int>& turn)
{
    const std::set<GenerationKey> wanted = std::exchange(m_retries, {});
    QList<Step> steps;
    for (Step step : stepsOf(m_plan.run, turn)) {
        for (Phase& phase : step)
            phase.keys.removeIf([&wanted](const GenerationKey& key) { return !wanted.contains(key); });
        step.removeIf([](const Phase& phase) { return phase.keys.isEmpty(); });
        if (!step.isEmpty())
            steps.append(step);
    }
    return steps;
}

/// What a resumed run has already, for the live table.
void Run::showStored()
{
    for (LiveRow& row : m_storedRows) {
        const auto known = m_rows.find(row.key);
        if (known == m_rows.end())
            continue;
        row.row = known->second;
        row.category = m_prompts.value(row.promptId).category;
        m_reporter->setStoredRow(row);
    }
    m_storedRows.clear();
}

QCoro::Task<void> Run::work(PhaseState* phase)
{
    while (phase->next < phase->phase->keys.size()) {
        while (m_paused && !m_stopAsking && !m_cancel.isRequested())
            co_await net::Sleep(pausePollMs, &m_cancel);
        if (m_stopAsking || m_cancel.isRequested())
            co_return;
        if (phase->next >= phase->phase->keys.size())
            co_return; // taken by another worker during a pause
        const GenerationKey key = phase->phase->keys.at(phase->next++);
        if (isSkipped(key))
            continue;
        co_await ask(phase, key);
    }
}

bool Run::isSkipped(const GenerationKey& key) const
{
    if (m_have.contains(key) || m_excluded.contains(key))
        return true;
    return m_plan.run.options.stopEarly && m_plan.run.kind == domain::RunKind::Determinism &&
           m_differs.contains(key.promptId);
}

domain::GenerationRequest Run::requestOf(const GenerationKey& key, bool cachePrompt) const
{
    const domain::RunOptions& options = m_plan.run.options;
    domain::GenerationRequest request = requestFor(m_plan, key.side, m_prompts.value(key.promptId));
    // Samples of one prompt must not be one sample several times.
    request.seed = options.seed + (options.temperature > 0 ? quint32(key.repeat) : 0U);
    request.cachePrompt = cachePrompt;
    return request;
}

QCoro::Task<Generation> Run::answerOf(PhaseState* phase, GenerationKey key, LiveRow* row)
{
    const domain::GenerationRequest request = requestOf(key, phase->phase->cachePrompt);
    row->maxTokens = request.maxTokens;
    m_reporter->setRow(*row);
    if (key.pass == Pass::Forced) {
        if (m_noTokens.contains(key.promptId)) {
            Generation none;
            none.error = m_noTokens.value(key.promptId);
            co_return none;
        }
        co_return co_await phase->endpoint->backend->force(request, m_tokens.value(key.promptId), m_plan.run.options,
                                                           &m_cancel);
    }
    const double sentAt = base::monotonicMs();
    const backends::Progress progress = [row, sentAt, this](const Generation& soFar) {
        row->state = RequestState::Answering;
        row->tokens = int(soFar.entries.size());
        row->text = soFar.text;
        row->firstTokenMs = std::isnan(soFar.timings.firstToken) ? 0 : soFar.timings.firstToken;
        const double seconds = (base::monotonicMs() - sentAt - row->firstTokenMs) / 1000;
        row->tokensPerSecond = row->tokens > 1 && seconds > 0 ? (row->tokens - 1) / seconds : 0;
        m_reporter->setRow(*row);
    };
    co_return co_await phase->endpoint->backend->generate(request, m_plan.run.options, progress, &m_cancel);
}

QCoro::Task<void> Run::ask(PhaseState* phase, GenerationKey key)
{
    LiveRow row;
    row.row = m_rows.at(key);
    row.side = key.side;
    row.key = key;
    row.promptId = key.promptId;
    row.category = m_prompts.value(key.promptId).category;
    row.state = RequestState::Waiting;
    const double sentAt = base::monotonicMs();
    m_reporter->requestSent();
    Generation answer = co_await answerOf(phase, key, &row);
    m_reporter->requestEnded();
    if (answer.error && answer.error->code == QLatin1String("run.cancelled"))
        co_return; // not asked, as far as the record goes: it can be asked again
    answer.runId = m_plan.run.id;
    answer.side = key.side;
    answer.promptId = key.promptId;
    answer.repeat = key.repeat;
    answer.level = key.level;
    answer.pass = key.pass;
    if (answer.promptHash.isEmpty())
        answer.promptHash = m_prompting->hashOf(key.side, key.promptId);
    answer.timings.queuedAt = 0;
    answer.timings.sentAt = sentAt - m_begunAt;
    if (const auto stored = co_await m_store->append(answer); !stored) {
        m_storeError = stored.error();
        m_stopAsking = true;
        co_return;
    }
    const LiveRow ended = endedRow(answer);
    row.state = ended.state;
    row.tokens = ended.tokens;
    row.tokensPerSecond = ended.tokensPerSecond > 0 ? ended.tokensPerSecond : row.tokensPerSecond;
    row.text = ended.text;
    row.end = ended.end;
    row.errorText = ended.errorText;
    m_reporter->setRow(row);
    if (answer.failed()) {
        m_failed.insert(key);
        co_return;
    }
    m_have.insert(key);
    if (isFirstAnswer(key) && key.side == m_plan.run.baseline)
        co_await learnTokens(phase->endpoint, key.promptId, answer);
    keep(answer);
}

/// What later requests and the live scores need of an answer.
void Run::keep(const Generation& answer)
{
    const domain::RunKind kind = m_plan.run.kind;
    // One unit for a whole run: a single answer that its tokens do not rebuild makes it words.
    if (answer.pass != Pass::Forced) {
        m_entriesRebuild = m_entriesRebuild && scoring::entriesRebuildText(answer);
        if (m_begunAt > 0)
            settleUnit();
    }
    if (kind == domain::RunKind::Determinism) {
        if (!m_firstText.contains(answer.promptId))
            m_firstText.insert(answer.promptId, answer.text);
        else if (m_firstText.value(answer.promptId) != answer.text)
            m_differs.insert(answer.promptId);
        return;
    }
    if (kind == domain::RunKind::Stress || !isFirstAnswer(answer.key()))
        return;
    if (m_prompting)
        m_prompting->count(answer.side, answer.promptId, answer.usage.promptTokens,
                           m_plan.run.unit == domain::Unit::Tokens);
    m_answers[answer.promptId].insert(answer.side, answer);
    if (m_begunAt > 0)
        score(answer.promptId);
}

/// The ids of a baseline's answer, while the server that can tell them is up.
QCoro::Task<void> Run::learnTokens(Endpoint* endpoint, QString promptId, Generation answer)
{
    const domain::RunOptions& options = m_plan.run.options;
    if (options.distributions != domain::Distributions::Teacher || options.temperature != 0 ||
        m_tokens.contains(promptId) || scoring::asksAsInferCheck(m_plan.run))
        co_return;
    const auto tokens = co_await endpoint->backend->answerTokens(answer, &m_cancel);
    if (tokens)
        m_tokens.insert(promptId, *tokens);
    else
        m_noTokens.insert(promptId, tokens.error());
}

/// A resumed run follows answers that were stored before.
QCoro::Task<void> Run::tokensOfStored(const Endpoints* endpoints)
{
    const int baseline = m_plan.run.baseline;
    for (const auto& endpoint : *endpoints) {
        if (!endpoint->sides.contains(baseline))
            continue;
        for (const domain::Prompt& prompt : std::as_const(m_plan.run.prompts)) {
            const auto answers = m_answers.value(prompt.id);
            if (answers.contains(baseline))
                co_await learnTokens(endpoint.get(), prompt.id, answers.value(baseline));
        }
    }
}

/// Scores what became complete, off this thread. The baseline's answer is kept until the last side has its own.
void Run::score(const QString& promptId)
{
    const int baseline = m_plan.run.baseline;
    auto& answers = m_answers[promptId];
    if (!answers.contains(baseline))
        return;
    for (const int side : answers.keys()) {
        if (side == baseline)
            continue;
        QtConcurrent::run([prompt = m_prompts.value(promptId), a = answers.value(baseline), b = answers.take(side),
                           unit = m_plan.run.unit, minor = m_plan.run.options.minor,
                           moderate = m_plan.run.options.moderate] {
            return scoring::compareWith({.minor = minor, .moderate = moderate, .noise = 0}, prompt, a, b, unit);
        }).then(m_reporter, [reporter = m_reporter, side](const domain::Comparison& comparison) {
            reporter->addComparison(side, comparison);
        });
    }
    int left = 0; // sides still to come
    for (int side = 0; side < m_plan.run.sides.size(); ++side) {
        if (side != baseline && !m_plan.run.sides.at(side).error &&
            !m_have.contains({side, promptId, 0, 0, Pass::Answer}))
            ++left;
    }
    if (left == 0)
        m_answers.remove(promptId);
}

} // namespace quantlens::runners
