// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fakeserver.h"

#include "tests/support/fakelistener.h"

#include <QCryptographicHash>

#include <algorithm>
#include <functional>

namespace quantlens::test {

FakeServer::FakeServer(Where where, const ServerCertificate& certificate, Loopback loopback)
    : m_state(std::make_shared<FakeState>())
    , m_listener(new FakeListener(m_state, certificate))
{
    m_state->secure = !certificate.certificateFile.isEmpty();
    m_state->address = loopback == Loopback::V4 ? QHostAddress::LocalHost : QHostAddress::LocalHostIPv6;
    if (where == Where::ThisThread) {
        m_listener->listen();
        return;
    }
    m_listener->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::finished, m_listener, &QObject::deleteLater);
    m_thread.start();
    QMetaObject::invokeMethod(m_listener, &FakeListener::listen, Qt::BlockingQueuedConnection);
}

FakeServer::~FakeServer()
{
    if (!m_thread.isRunning()) {
        delete m_listener;
        return;
    }
    m_thread.quit();
    m_thread.wait();
}

QUrl FakeServer::url() const
{
    QUrl url;
    url.setScheme(m_state->secure ? QStringLiteral("https") : QStringLiteral("http"));
    url.setHost(m_state->address.toString());
    url.setPort(m_state->port);
    return url;
}

void FakeServer::answer(const QByteArray& path, const Script& script)
{
    const QMutexLocker lock(&m_state->mutex);
    m_state->scripts[path].append(script);
}

void FakeServer::play(Answerer answerer)
{
    const QMutexLocker lock(&m_state->mutex);
    m_state->answerer = std::move(answerer);
}

void FakeServer::setHandler(Handler handler)
{
    const QMutexLocker lock(&m_state->mutex);
    m_state->handler = std::move(handler);
}

void FakeServer::misbehave(const Misbehaviour& misbehaviour)
{
    const QMutexLocker lock(&m_state->mutex);
    m_state->orders.append(misbehaviour);
}

void FakeServer::clearMisbehaviours()
{
    const QMutexLocker lock(&m_state->mutex);
    m_state->orders.clear();
}

QList<Received> FakeServer::received() const
{
    const QMutexLocker lock(&m_state->mutex);
    return m_state->received;
}

int FakeServer::count(const QByteArray& path) const
{
    const QMutexLocker lock(&m_state->mutex);
    return path.isEmpty() ? m_state->all.requests : m_state->paths.value(path).requests;
}

QList<int> FakeServer::seen(const QByteArray& path) const
{
    const QMutexLocker lock(&m_state->mutex);
    QList<int> counts;
    for (const auto& [key, count] : m_state->bodies.asKeyValueRange()) {
        if (path.isEmpty() || key.first == path)
            counts.append(count);
    }
    std::ranges::sort(counts, std::greater());
    return counts;
}

int FakeServer::seen(const QByteArray& path, const QByteArray& body) const
{
    const QMutexLocker lock(&m_state->mutex);
    return m_state->bodies.value({path, QCryptographicHash::hash(body, QCryptographicHash::Sha1)});
}

int FakeServer::inFlight(const QByteArray& path) const
{
    const QMutexLocker lock(&m_state->mutex);
    return path.isEmpty() ? m_state->all.inFlight : m_state->paths.value(path).inFlight;
}

int FakeServer::maxInFlight(const QByteArray& path) const
{
    const QMutexLocker lock(&m_state->mutex);
    return path.isEmpty() ? m_state->all.maxInFlight : m_state->paths.value(path).maxInFlight;
}

int FakeServer::connections() const
{
    return m_state->connections;
}

QJsonObject FakeServer::stats() const
{
    return m_state->stats();
}

void FakeServer::resetCounts()
{
    const QMutexLocker lock(&m_state->mutex);
    m_state->received.clear();
    m_state->recordedBytes = 0;
    m_state->bodies.clear();
    const auto restart = [](FakeState::PathCounts& counts) {
        counts.requests = 0;
        counts.maxInFlight = counts.inFlight;
    };
    restart(m_state->all);
    for (FakeState::PathCounts& counts : m_state->paths)
        restart(counts);
}

} // namespace quantlens::test
