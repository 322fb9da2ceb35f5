// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fakelistener.h"

#include <QFile>
#include <QJsonDocument>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>

namespace quantlens::test {

namespace {

const QByteArray statsPath = "/_fake/stats";

QSslConfiguration tlsConfiguration(const ServerCertificate& certificate)
{
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificateChain(QSslCertificate::fromPath(certificate.certificateFile));
    QFile key(certificate.keyFile);
    if (key.open(QIODevice::ReadOnly))
        configuration.setPrivateKey(QSslKey(&key, QSsl::Ec));
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
    return configuration;
}

} // namespace

FakeListener::FakeListener(std::shared_ptr<FakeState> state, ServerCertificate certificate)
    : m_state(std::move(state))
    , m_certificate(std::move(certificate))
{
}

QTcpServer* FakeListener::makeServer()
{
    if (!m_state->secure)
        return new QTcpServer(this);
    auto* server = new QSslServer(this);
    server->setSslConfiguration(tlsConfiguration(m_certificate));
    return server;
}

void FakeListener::listen()
{
    QTcpServer* server = makeServer();
    server->setListenBacklogSize(4096);
    server->setMaxPendingConnections(4096);
    // QSslServer has a connection pending only after its handshake and says so with this signal.
    connect(server, &QTcpServer::pendingConnectionAvailable, this, [this, server] {
        while (QTcpSocket* socket = server->nextPendingConnection())
            new FakeConnection(socket, m_state, ++m_connections, this);
    });
    if (server->listen(m_state->address))
        m_state->port = server->serverPort();
}

FakeConnection::FakeConnection(QTcpSocket* socket, std::shared_ptr<FakeState> state, quint64 number, QObject* parent)
    : QObject(parent)
    , m_socket(socket)
    , m_state(std::move(state))
    , m_number(number)
{
    m_socket->setParent(this);
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1); // pieces are to arrive as they were written
    ++m_state->connections;
    connect(m_socket, &QTcpSocket::readyRead, this, &FakeConnection::read);
    connect(m_socket, &QTcpSocket::disconnected, this, &FakeConnection::lost);
    read();
}

FakeConnection::~FakeConnection()
{
    m_socket->disconnect(this); // its end is nobody's business any more
    delete m_exchange;
    --m_state->connections;
}

void FakeConnection::lost()
{
    // Not deleted at once: a write of the exchange may be what found out.
    if (SocketExchange* exchange = std::exchange(m_exchange, nullptr)) {
        exchange->end();
        exchange->deleteLater();
    }
    deleteLater();
}

void FakeConnection::read()
{
    m_buffer += m_socket->readAll();
    if (m_exchange || m_socket->state() != QAbstractSocket::ConnectedState)
        return;
    if (std::optional<Received> request = takeRequest())
        serve(*std::move(request));
}

std::optional<Received> FakeConnection::takeRequest()
{
    const qsizetype end = m_buffer.indexOf("\r\n\r\n");
    if (end < 0) {
        // Whoever greets in TLS is answered as web servers do.
        if (!m_buffer.isEmpty() && (m_buffer.front() < 'A' || m_buffer.front() > 'Z')) {
            m_socket->write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
            m_socket->disconnectFromHost();
        }
        return {};
    }
    Received request;
    const QByteArrayList lines = m_buffer.first(end).split('\n');
    request.method = lines.first().split(' ').value(0);
    request.path = lines.first().split(' ').value(1).trimmed();
    for (const QByteArray& line : lines.sliced(1)) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0)
            request.headers.insert(line.first(colon).toLower(), line.sliced(colon + 1).trimmed());
    }
    const qsizetype length = qMax<qsizetype>(0, request.headers.value("content-length").toLongLong());
    if (m_buffer.size() < end + 4 + length)
        return {};
    request.body = m_buffer.sliced(end + 4, length);
    request.connection = m_number;
    m_buffer.remove(0, end + 4 + length);
    return request;
}

void FakeConnection::serve(Received request)
{
    if (request.path == statsPath) {
        const QByteArray body = QJsonDocument(m_state->stats()).toJson(QJsonDocument::Compact);
        m_socket->write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " +
                        QByteArray::number(body.size()) + "\r\n\r\n" + body);
        return;
    }
    m_state->arrived(request);
    m_exchange = new SocketExchange(this, request);
    std::optional<Script> script = m_state->nextScript(request.path);
    Handler handler;
    Answerer answerer;
    {
        const QMutexLocker lock(&m_state->mutex);
        handler = m_state->handler;
        answerer = m_state->answerer;
    }
    const std::optional<Misbehaviour> order = m_state->orderFor(request);
    if (!script && handler && !(order && replaces(*order, request))) {
        handler(*m_exchange);
        return;
    }
    if (!script && answerer)
        script = answerer(request);
    if (!script)
        script = Script{.status = 404,
                        .pieces = {R"({"error":{"message":"File Not Found","type":"not_found_error","code":404}})"}};
    m_exchange->reply(order ? misbehaved(*order, request, *std::move(script)) : *script);
}

void FakeConnection::answered(bool close)
{
    if (SocketExchange* exchange = std::exchange(m_exchange, nullptr)) {
        exchange->end();
        exchange->deleteLater();
    }
    if (close)
        m_socket->disconnectFromHost();
    else if (!m_buffer.isEmpty())
        QMetaObject::invokeMethod(this, &FakeConnection::read, Qt::QueuedConnection);
}

} // namespace quantlens::test
