// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fakelistener.h"

#include <QTimer>

#include <algorithm>

#ifdef Q_OS_UNIX
#include <sys/socket.h>
#endif

namespace quantlens::test {

namespace {

constexpr qint64 maxUnwritten = 1024 * 1024; ///< an endless answer waits for its reader from here on
constexpr qsizetype atOnce = 16;             ///< repeated pieces written before other connections have their turn
constexpr int fullMs = 5;                    ///< until it is looked whether the reader went on
constexpr int settleMs = 30;                 ///< what was written reaches the client before the reset does

/// Closes so that the other side sees a reset, not an end.
void resetConnection(QTcpSocket* socket)
{
#ifdef Q_OS_UNIX
    const linger none{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(int(socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &none, sizeof none);
#endif
    socket->abort();
}

QByteArray scriptHead(const Script& script)
{
    QByteArray head =
        "HTTP/1.1 " + QByteArray::number(script.status) + " Scripted\r\nContent-Type: " + script.contentType + "\r\n";
    for (const QByteArray& header : script.headers)
        head += header + "\r\n";
    if (script.chunked || script.endless)
        return head + "Transfer-Encoding: chunked\r\n\r\n";
    if (script.untilClose)
        return head + "Connection: close\r\n\r\n";
    qsizetype length = script.cutOff ? 100 : 0; // a promise that is not kept
    for (const QByteArray& piece : script.pieces)
        length += piece.size();
    return head + "Content-Length: " + QByteArray::number(length) + "\r\n\r\n";
}

} // namespace

SocketExchange::SocketExchange(FakeConnection* connection, Received request)
    : FakeExchange(connection)
    , m_connection(connection)
    , m_request(std::move(request))
{
}

SocketExchange::~SocketExchange()
{
    count();
}

/// The request is no longer in flight. Before the last byte is written: who has read it may ask at once.
void SocketExchange::count()
{
    if (std::exchange(m_inFlight, false))
        m_connection->state().left(m_request.path);
}

void SocketExchange::reply(const Script& script)
{
    m_script = script;
    if (m_script.silent)
        return;
    if (m_script.delayMs > 0)
        QTimer::singleShot(m_script.delayMs, this, &SocketExchange::begin);
    else
        begin();
}

void SocketExchange::end()
{
    m_over = true;
    count();
    Q_EMIT ended();
}

void SocketExchange::begin()
{
    if (m_script.closeAtOnce) {
        cut();
        return;
    }
    if (!m_script.raw.isEmpty()) {
        finish(m_script.raw, true);
        return;
    }
    if (m_script.pieces.isEmpty() && !m_script.cutOff)
        count(); // the head is all there is
    write(scriptHead(m_script));
    m_clock.start();
    step();
}

void SocketExchange::step()
{
    while (!m_over && (m_next < m_script.pieces.size() || (m_script.endless && !m_script.pieces.isEmpty()))) {
        const bool pause = m_next >= m_script.pieces.size() && m_next % atOnce == 0;
        const bool full = m_connection->socket()->bytesToWrite() > maxUnwritten;
        if (m_script.pieceDelayMs == 0 && !pause && !full) {
            writeNext();
            continue;
        }
        // By the clock: delays from piece to piece would add up what each comes late.
        m_due = full ? m_clock.elapsed() + fullMs : m_due + m_script.pieceDelayMs;
        QTimer::singleShot(int(std::max<qint64>(0, m_due - m_clock.elapsed())), this, [this, full] {
            if (!full && !m_over)
                writeNext();
            step();
        });
        return;
    }
    if (m_over)
        return;
    if (m_script.cutOff) {
        cut();
        return;
    }
    finish(m_script.chunked ? QByteArray("0\r\n\r\n") : QByteArray(), m_script.untilClose);
}

void SocketExchange::writeNext()
{
    const QByteArray piece = m_script.pieces.at(qMin(m_next, m_script.pieces.size() - 1));
    ++m_next;
    if (m_script.chunked || m_script.endless) {
        if (!piece.isEmpty()) // an empty chunk would be the end
            write(QByteArray::number(piece.size(), 16) + "\r\n" + piece + "\r\n");
    } else {
        if (m_next == m_script.pieces.size() && !m_script.cutOff && !m_script.untilClose)
            count();
        write(piece);
    }
    if (!m_over)
        m_connection->socket()->flush();
}

void SocketExchange::write(const QByteArray& bytes)
{
    if (!m_over)
        m_connection->socket()->write(bytes);
}

void SocketExchange::cut()
{
    if (m_script.reset) {
        resetWhenWritten();
        return;
    }
    finish({}, true);
}

void SocketExchange::resetWhenWritten()
{
    if (m_over)
        return;
    QTcpSocket* socket = m_connection->socket();
    if (m_script.closeAtOnce) {
        resetConnection(socket);
        return;
    }
    socket->flush();
    QTimer::singleShot(settleMs, this, [this, socket] {
        if (socket->bytesToWrite() > 0) {
            resetWhenWritten();
            return;
        }
        resetConnection(socket);
    });
}

void SocketExchange::writeRaw(const QByteArray& bytes)
{
    write(bytes);
}

void SocketExchange::finish(const QByteArray& lastBytes, bool close)
{
    count();
    write(lastBytes);
    if (!m_over)
        m_connection->answered(close);
}

} // namespace quantlens::test
