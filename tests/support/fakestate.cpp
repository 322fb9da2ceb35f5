// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fakestate.h"

#include <QCryptographicHash>

#include <algorithm>

namespace quantlens::test {

namespace {

constexpr qsizetype maxRecords = 50'000;
constexpr qsizetype maxRecordedBytes = 256 * 1024 * 1024;

QByteArray bodyHash(const QByteArray& body)
{
    return QCryptographicHash::hash(body, QCryptographicHash::Sha1);
}

void enter(FakeState::PathCounts& counts)
{
    ++counts.requests;
    counts.maxInFlight = std::max(counts.maxInFlight, ++counts.inFlight);
}

QJsonObject countsJson(const FakeState::PathCounts& counts)
{
    return {{QStringLiteral("requests"), counts.requests},
            {QStringLiteral("in_flight"), counts.inFlight},
            {QStringLiteral("max_in_flight"), counts.maxInFlight}};
}

} // namespace

QByteArray barePath(const QByteArray& target)
{
    const qsizetype query = target.indexOf('?');
    return query < 0 ? target : target.first(query);
}

void FakeState::arrived(Received& request)
{
    const QMutexLocker lock(&mutex);
    PathCounts& counts = paths[request.path];
    enter(counts);
    enter(all);
    request.number = all.requests;
    request.ofPath = counts.requests;
    request.inFlight = all.inFlight;
    ++bodies[{request.path, bodyHash(request.body)}];
    received.append(request);
    recordedBytes += request.body.size();
    while (received.size() > maxRecords || recordedBytes > maxRecordedBytes)
        recordedBytes -= received.takeFirst().body.size();
}

void FakeState::left(const QByteArray& path)
{
    const QMutexLocker lock(&mutex);
    --paths[path].inFlight;
    --all.inFlight;
}

std::optional<Script> FakeState::nextScript(const QByteArray& path)
{
    const QMutexLocker lock(&mutex);
    const auto queue = scripts.find(path);
    if (queue == scripts.end() || queue->isEmpty())
        return {};
    return queue->size() > 1 ? queue->takeFirst() : queue->first();
}

std::optional<Misbehaviour> FakeState::orderFor(const Received& request) const
{
    const QMutexLocker lock(&mutex);
    const auto found =
        std::ranges::find_if(orders, [&](const Misbehaviour& order) { return concerns(order, request); });
    return found == orders.end() ? std::nullopt : std::optional(*found);
}

QJsonObject FakeState::stats() const
{
    const QMutexLocker lock(&mutex);
    QJsonObject json = countsJson(all);
    json[QStringLiteral("connections")] = connections.load();
    json[QStringLiteral("repeated")] = int(std::ranges::count_if(bodies, [](int count) { return count > 1; }));
    QJsonObject byPath;
    for (const auto& [path, counts] : paths.asKeyValueRange())
        byPath[QString::fromUtf8(path)] = countsJson(counts);
    json[QStringLiteral("paths")] = byPath;
    return json;
}

} // namespace quantlens::test
