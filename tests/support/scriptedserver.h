// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QList>
#include <QMap>
#include <QObject>
#include <QTcpServer>
#include <QUrl>

#include <functional>
#include <optional>

namespace quantlens::test {

/// What the scripted server does with one request.
struct Script
{
    int status = 200;
    QByteArray contentType = "application/json";
    QByteArrayList headers = {}; ///< more header lines
    QByteArrayList pieces = {};  ///< the body, one write each
    int pieceDelayMs = 0;        ///< before each piece
    bool chunked = false;        ///< transfer in chunks; else a length is sent
    bool cutOff = false;         ///< closes the connection in the middle of the body
    bool silent = false;         ///< never answers
    bool closeAtOnce = false;    ///< closes before any byte
};

/// A request as it arrived.
struct Received
{
    QByteArray method;
    QByteArray path;
    QByteArray body;
    QMap<QByteArray, QByteArray> headers; ///< names in lower case
};

/// A server on 127.0.0.1 that answers by script: real sockets, every fault a server can have.
class ScriptedServer : public QObject
{
    Q_OBJECT

public:
    ScriptedServer();

    [[nodiscard]] QUrl url() const;
    /// Queues the answer for the next request of a path; the last one of a path answers all further requests.
    void answer(const QByteArray& path, const Script& script) { m_scripts[path].append(script); }
    /// Asked first, for every request: an answer that depends on what was sent; none lets the scripts answer.
    std::function<std::optional<Script>(const Received&)> decide;

    [[nodiscard]] const QList<Received>& received() const { return m_received; }
    /// Requests of one path.
    [[nodiscard]] int count(const QByteArray& path) const;

private:
    void serve(QTcpSocket* socket);
    void reply(QTcpSocket* socket, const Script& script);

    QTcpServer m_server;
    QMap<QByteArray, QList<Script>> m_scripts;
    QList<Received> m_received;
};

} // namespace quantlens::test
