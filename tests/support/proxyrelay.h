// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/fakeserver.h"
#include "tests/support/wireanswer.h"

#include <QPointer>
#include <QTcpSocket>

namespace quantlens::test {

/// Passes one request on to a server and its response back, bytes as they come. The connection to the server is kept
/// for the client's next request and closed when the client leaves. Dies with the exchange.
class ProxyRelay final : public QObject
{
    Q_OBJECT

public:
    /// What is sent for a whole response: its bytes, or others when the response is held.
    using WhenWhole = std::function<QByteArray(const ResponseReader& response)>;

    /// `hold`: nothing is passed on before the response is whole.
    ProxyRelay(FakeExchange* exchange, const QUrl& upstream, Received request, bool hold, WhenWhole whenWhole);

    void start();

private:
    void open(bool reuse);
    void send();
    void read();
    void finish(const QByteArray& lastBytes, bool close);
    /// The server closed the connection.
    void upstreamEnded();

    FakeExchange* m_exchange;
    QUrl m_upstream;
    Received m_request;
    bool m_hold;
    WhenWhole m_whenWhole;
    ResponseReader m_response;
    QPointer<QTcpSocket> m_socket;
    bool m_reused = false;
    bool m_done = false;
};

} // namespace quantlens::test
