// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/fakestate.h"

#include <QElapsedTimer>
#include <QTcpServer>
#include <QTcpSocket>

namespace quantlens::test {

class FakeConnection;

/// Plays one answer on a connection.
class SocketExchange final : public FakeExchange
{
    Q_OBJECT

public:
    SocketExchange(FakeConnection* connection, Received request);
    ~SocketExchange() override;

    [[nodiscard]] const Received& request() const override { return m_request; }
    void reply(const Script& script) override;
    void writeRaw(const QByteArray& bytes) override;
    void finish(const QByteArray& lastBytes, bool close) override;
    /// The client left or has its answer: nothing is written any more.
    void end();

private:
    void begin();
    void step();
    void writeNext();
    void write(const QByteArray& bytes);
    void cut();
    void resetWhenWritten();
    void count();

    FakeConnection* m_connection;
    Received m_request;
    Script m_script;
    qsizetype m_next = 0;  ///< piece
    QElapsedTimer m_clock; ///< since the head
    qint64 m_due = 0;      ///< ms of it when the next piece is written
    bool m_inFlight = true;
    bool m_over = false;
};

/// One connection: reads requests one after the other.
class FakeConnection final : public QObject
{
    Q_OBJECT

public:
    FakeConnection(QTcpSocket* socket, std::shared_ptr<FakeState> state, quint64 number, QObject* parent);
    ~FakeConnection() override;

    [[nodiscard]] QTcpSocket* socket() const { return m_socket; }
    [[nodiscard]] FakeState& state() const { return *m_state; }
    /// The exchange is over; the next request may be read.
    void answered(bool close);

private:
    void read();
    /// Takes a whole request out of the buffer, if there is one.
    [[nodiscard]] std::optional<Received> takeRequest();
    void serve(Received request);
    void lost();

    QTcpSocket* m_socket;
    std::shared_ptr<FakeState> m_state;
    quint64 m_number;
    QByteArray m_buffer;
    SocketExchange* m_exchange = nullptr;
};

/// Accepts connections in the thread it lives in.
class FakeListener final : public QObject
{
    Q_OBJECT

public:
    FakeListener(std::shared_ptr<FakeState> state, ServerCertificate certificate);

    /// Opens the port; call it in the listener's own thread.
    void listen();

private:
    [[nodiscard]] QTcpServer* makeServer();

    std::shared_ptr<FakeState> m_state;
    ServerCertificate m_certificate;
    quint64 m_connections = 0;
};

} // namespace quantlens::test
