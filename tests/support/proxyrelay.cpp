// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/proxyrelay.h"

namespace quantlens::test {

namespace {

QByteArray requestBytes(const Received& request)
{
    QByteArray bytes = request.method + ' ' + request.path + " HTTP/1.1\r\n";
    for (const auto& [name, value] : request.headers.asKeyValueRange())
        bytes += name + ": " + value + "\r\n";
    return bytes + "\r\n" + request.body;
}

} // namespace

ProxyRelay::ProxyRelay(FakeExchange* exchange, const QUrl& upstream, Received request, bool hold, WhenWhole whenWhole)
    : QObject(exchange)
    , m_exchange(exchange)
    , m_upstream(upstream)
    , m_request(std::move(request))
    , m_hold(hold)
    , m_whenWhole(std::move(whenWhole))
{
    // A client that leaves takes its request with it: the engine must notice as it would without us.
    connect(exchange, &FakeExchange::ended, this, [this] {
        if (!m_done && m_socket)
            m_socket->deleteLater();
        m_done = true;
    });
}

void ProxyRelay::start()
{
    if (!m_done)
        open(true);
}

void ProxyRelay::open(bool reuse)
{
    // Kept connections are children of the client's connection, named by where they lead.
    QObject* connection = m_exchange->parent();
    const QString name = m_upstream.authority();
    m_socket = reuse ? connection->findChild<QTcpSocket*>(name, Qt::FindDirectChildrenOnly) : nullptr;
    m_reused = m_socket && m_socket->state() == QAbstractSocket::ConnectedState;
    if (!m_reused) {
        if (m_socket)
            m_socket->deleteLater();
        m_socket = new QTcpSocket(connection);
        m_socket->setObjectName(name);
        m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    }
    connect(m_socket, &QTcpSocket::readyRead, this, &ProxyRelay::read);
    connect(m_socket, &QTcpSocket::disconnected, this, &ProxyRelay::upstreamEnded);
    connect(m_socket, &QTcpSocket::errorOccurred, this, [this](QAbstractSocket::SocketError error) {
        if (error != QAbstractSocket::RemoteHostClosedError)
            upstreamEnded();
    });
    if (m_reused) {
        send();
        return;
    }
    connect(m_socket, &QTcpSocket::connected, this, &ProxyRelay::send);
    m_socket->connectToHost(m_upstream.host(), quint16(m_upstream.port(80)));
}

void ProxyRelay::send()
{
    m_socket->write(requestBytes(m_request));
}

void ProxyRelay::read()
{
    if (m_done)
        return;
    const QByteArray bytes = m_socket->readAll();
    if (m_response.feed(bytes)) {
        const QByteArray whole = m_whenWhole(m_response);
        finish(m_hold ? whole : bytes, m_response.closes());
    } else if (!m_hold) {
        m_exchange->writeRaw(bytes);
    }
}

void ProxyRelay::finish(const QByteArray& lastBytes, bool close)
{
    m_done = true;
    m_socket->disconnect(this);
    m_exchange->finish(lastBytes, close);
}

void ProxyRelay::upstreamEnded()
{
    if (m_done)
        return;
    const bool nothingCame = m_response.raw().isEmpty();
    m_socket->disconnect(this);
    m_socket->deleteLater();
    if (m_reused && nothingCame) { // its keep-alive ran out just now
        open(false);
        return;
    }
    m_done = true;
    if (nothingCame)
        m_exchange->reply({.status = 502, .pieces = {R"({"error":{"message":"nothing listens behind the proxy"}})"}});
    else
        m_exchange->finish(m_hold ? m_response.raw() : QByteArray(), true);
}

} // namespace quantlens::test
