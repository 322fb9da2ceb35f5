// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/faultproxy.h"

#include "core/base/json.h"
#include "tests/support/fakestate.h"
#include "tests/support/proxyrelay.h"
#include "tests/support/wireanswer.h"

#include <QJsonDocument>
#include <QTimer>

#include <algorithm>

namespace quantlens::test {

namespace {

constexpr qsizetype maxStored = 512;

struct PlantName
{
    Plant plant;
    const char* name;
};

constexpr PlantName plantNames[] = {
    {Plant::ChangeToken, "change-token"},   {Plant::Degrade, "degrade"},          {Plant::CutAnswer, "cut-answer"},
    {Plant::OtherPrompt, "other-prompt"},   {Plant::StaleSame, "stale-same"},     {Plant::StaleOther, "stale-other"},
    {Plant::LoseLogprobs, "lose-logprobs"}, {Plant::SwapChunks, "swap-chunks"},   {Plant::Invisible, "invisible"},
    {Plant::OtherQuant, "other-quant"},     {Plant::ServerError, "server-error"}, {Plant::Delay, "delay"},
};

bool generates(const Received& request)
{
    const QByteArray path = barePath(request.path);
    return request.method == "POST" && (path.endsWith("/completion") || path.endsWith("/completions"));
}

bool selects(const PlantedFault& fault, int number, int inFlight, const QByteArray& body)
{
    return (fault.at.isEmpty() || fault.at.contains(number)) && (fault.every <= 0 || number % fault.every == 0) &&
           number >= fault.from && inFlight >= fault.inFlight &&
           (fault.contains.isEmpty() || body.contains(fault.contains)) &&
           (fault.lacks.isEmpty() || !body.contains(fault.lacks));
}

QJsonObject questionIn(const QByteArray& body)
{
    const QJsonObject json = base::parseJsonObject(body).value_or(QJsonObject());
    QJsonObject question;
    for (const QLatin1StringView key : {QLatin1StringView("messages"), QLatin1StringView("prompt")}) {
        if (json.contains(key))
            question[key] = json[key];
    }
    return question;
}

bool streams(const QByteArray& body)
{
    return base::parseJsonObject(body).value_or(QJsonObject())[QLatin1StringView("stream")].toBool();
}

bool applyEdit(Plant plant, WireAnswer& answer)
{
    switch (plant) {
    case Plant::ChangeToken:
        return changeToken(answer, 0.5);
    case Plant::Degrade: {
        bool changed = false;
        for (const double place : {0.25, 0.5, 0.75})
            changed = changeToken(answer, place) || changed;
        return changed;
    }
    case Plant::CutAnswer:
        return cutAnswer(answer);
    case Plant::LoseLogprobs:
        return loseLogprobs(answer);
    case Plant::SwapChunks:
        return swapChunks(answer);
    case Plant::Invisible:
        return addInvisible(answer);
    default:
        return false;
    }
}

bool edits(Plant plant)
{
    switch (plant) {
    case Plant::ChangeToken:
    case Plant::Degrade:
    case Plant::CutAnswer:
    case Plant::LoseLogprobs:
    case Plant::SwapChunks:
    case Plant::Invisible:
        return true;
    default:
        return false;
    }
}

Script engineError()
{
    return {.status = 500,
            .contentType = "application/json; charset=utf-8",
            .pieces = {R"({"error":{"code":500,"message":"failed to decode the batch","type":"server_error"}})"}};
}

} // namespace

struct FaultProxy::State
{
    /// An answer that may be given again.
    struct StoredAnswer
    {
        QByteArray path;
        bool stream = false;
        QJsonObject question;
        QByteArray raw;
    };

    QUrl upstream;
    QUrl other;
    mutable QMutex mutex;
    QList<PlantedFault> plan;
    QList<PlantedRecord> records;
    int number = 0;
    QHash<int, Received> inFlight; ///< generating requests by number
    QList<StoredAnswer> stored;    ///< oldest first
    std::optional<Received> last;  ///< the generating request before

    void record(Plant plant, int requestNumber, const Received& request)
    {
        const QMutexLocker lock(&mutex);
        records.append({.plant = plant, .number = requestNumber, .request = request});
    }

    /// Another request to the same path that asks something else: one in flight, else the last one.
    std::optional<Received> otherThan(const Received& request)
    {
        const QJsonObject question = questionIn(request.body);
        const auto differs = [&](const Received& candidate) {
            return candidate.path == request.path && questionIn(candidate.body) != question;
        };
        const QMutexLocker lock(&mutex);
        QList<int> numbers = inFlight.keys();
        std::ranges::sort(numbers, std::greater());
        for (const int candidate : std::as_const(numbers)) {
            if (differs(inFlight[candidate]))
                return inFlight[candidate];
        }
        return last && differs(*last) ? last : std::nullopt;
    }

    QByteArray staleAnswer(const Received& request, bool same)
    {
        const QJsonObject question = questionIn(request.body);
        const bool stream = streams(request.body);
        const QMutexLocker lock(&mutex);
        const auto found = std::find_if(stored.crbegin(), stored.crend(), [&](const StoredAnswer& answer) {
            return answer.path == request.path && answer.stream == stream && (answer.question == question) == same;
        });
        return found == stored.crend() ? QByteArray() : found->raw;
    }

    void store(const Received& request, const QByteArray& raw)
    {
        const QMutexLocker lock(&mutex);
        stored.append({request.path, streams(request.body), questionIn(request.body), raw});
        if (stored.size() > maxStored)
            stored.removeFirst();
    }
};

namespace {

/// The request with another one's question in it.
QByteArray withQuestionOf(const QByteArray& body, const QByteArray& from)
{
    QJsonObject json = base::parseJsonObject(body).value_or(QJsonObject());
    const QJsonObject question = questionIn(from);
    for (auto member = question.begin(); member != question.end(); ++member)
        json[member.key()] = member.value();
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

struct ProxyJob
{
    Received request; ///< as it is forwarded
    int number = 0;
    int delayMs = 0;
    bool toOther = false;
    QList<Plant> edits = {};
    bool keep = false; ///< the answer may be wanted again
};

} // namespace

FaultProxy::FaultProxy(const QUrl& upstream, QList<PlantedFault> plan, const QUrl& other)
    : m_state(std::make_shared<State>())
{
    m_state->upstream = upstream;
    m_state->other = other;
    m_state->plan = std::move(plan);
}

FaultProxy::~FaultProxy() = default;

void FaultProxy::setPlan(QList<PlantedFault> plan)
{
    const QMutexLocker lock(&m_state->mutex);
    m_state->plan = std::move(plan);
    m_state->number = 0;
    m_state->stored.clear();
    m_state->records.clear();
    m_state->last.reset();
}

QList<PlantedRecord> FaultProxy::planted() const
{
    const QMutexLocker lock(&m_state->mutex);
    return m_state->records;
}

Handler FaultProxy::handler() const
{
    return [state = m_state](FakeExchange& exchange) {
        const Received request = exchange.request();
        ProxyJob job{.request = request};
        QList<PlantedFault> chosen;
        if (generates(request)) {
            const QMutexLocker lock(&state->mutex);
            job.number = ++state->number;
            state->inFlight.insert(job.number, request);
            const int inFlight = int(state->inFlight.size());
            for (const PlantedFault& fault : std::as_const(state->plan)) {
                job.keep = job.keep || fault.plant == Plant::StaleSame || fault.plant == Plant::StaleOther;
                if (selects(fault, job.number, inFlight, request.body))
                    chosen.append(fault);
            }
            QObject::connect(&exchange, &FakeExchange::ended, &exchange, [state, number = job.number, request] {
                const QMutexLocker endLock(&state->mutex);
                state->inFlight.remove(number);
                state->last = request;
            });
        }
        for (const PlantedFault& fault : std::as_const(chosen)) {
            switch (fault.plant) {
            case Plant::ServerError:
                state->record(fault.plant, job.number, request);
                exchange.reply(engineError());
                return;
            case Plant::StaleSame:
            case Plant::StaleOther: {
                const QByteArray raw = state->staleAnswer(request, fault.plant == Plant::StaleSame);
                if (raw.isEmpty())
                    break;
                state->record(fault.plant, job.number, request);
                exchange.finish(raw, false);
                return;
            }
            case Plant::OtherPrompt:
                if (const auto other = state->otherThan(request)) {
                    job.request.body = withQuestionOf(request.body, other->body);
                    job.request.headers["content-length"] = QByteArray::number(job.request.body.size());
                    state->record(fault.plant, job.number, request);
                }
                break;
            case Plant::OtherQuant:
                job.toOther = true;
                state->record(fault.plant, job.number, request);
                break;
            case Plant::Delay:
                job.delayMs += fault.delayMs;
                state->record(fault.plant, job.number, request);
                break;
            default:
                job.edits.append(fault.plant);
            }
        }
        const auto whenWhole = [state, request, job](const ResponseReader& response) {
            QByteArray raw = response.raw();
            if (auto answer = job.edits.isEmpty() ? std::nullopt : takeApart(response)) {
                bool changed = false;
                for (const Plant plant : job.edits) {
                    if (!edits(plant) || !applyEdit(plant, *answer))
                        continue;
                    changed = true;
                    state->record(plant, job.number, request);
                }
                if (changed)
                    raw = putTogether(*answer);
            }
            if (job.keep && job.number > 0)
                state->store(request, raw);
            return raw;
        };
        auto* relay = new ProxyRelay(&exchange, job.toOther ? state->other : state->upstream, job.request,
                                     !job.edits.isEmpty(), whenWhole);
        if (job.delayMs > 0)
            QTimer::singleShot(job.delayMs, relay, &ProxyRelay::start);
        else
            relay->start();
    };
}

std::optional<Plant> plantByName(const QString& name)
{
    const auto found =
        std::ranges::find_if(plantNames, [&](const PlantName& entry) { return name == QLatin1StringView(entry.name); });
    return found == std::end(plantNames) ? std::nullopt : std::optional(found->plant);
}

} // namespace quantlens::test
