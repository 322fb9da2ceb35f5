// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/scriptedserver.h"

#include <QTcpSocket>
#include <QTimer>

#include <algorithm>

namespace quantlens::test {

ScriptedServer::ScriptedServer()
{
    m_server.setListenBacklogSize(4096);
    m_server.setMaxPendingConnections(4096);
    connect(&m_server, &QTcpServer::newConnection, this, [this] {
        while (QTcpSocket* socket = m_server.nextPendingConnection()) {
            connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] { serve(socket); });
        }
    });
    m_server.listen(QHostAddress::LocalHost);
}

QUrl ScriptedServer::url() const
{
    return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_server.serverPort()));
}

int ScriptedServer::count(const QByteArray& path) const
{
    return int(std::ranges::count(m_received, path, &Received::path));
}

void ScriptedServer::serve(QTcpSocket* socket)
{
    QByteArray data = socket->property("pending").toByteArray() + socket->readAll();
    socket->setProperty("pending", data);
    const qsizetype end = data.indexOf("\r\n\r\n");
    if (end < 0)
        return;
    Received request;
    const QByteArrayList lines = data.first(end).split('\n');
    request.method = lines.first().split(' ').value(0);
    request.path = lines.first().split(' ').value(1);
    for (const QByteArray& line : lines.sliced(1)) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0)
            request.headers.insert(line.first(colon).toLower(), line.sliced(colon + 1).trimmed());
    }
    const qsizetype length = request.headers.value("content-length").toLongLong();
    if (data.size() < end + 4 + length)
        return;
    request.body = data.sliced(end + 4, length);
    socket->setProperty("pending", data.sliced(end + 4 + length));
    m_received.append(request);
    if (const auto decided = decide ? decide(request) : std::nullopt) {
        reply(socket, *decided);
        return;
    }
    QList<Script>& scripts = m_scripts[request.path];
    if (scripts.isEmpty()) {
        reply(socket, {.status = 404, .pieces = {R"({"error":{"message":"File Not Found"}})"}});
        return;
    }
    const Script script = scripts.size() > 1 ? scripts.takeFirst() : scripts.first();
    reply(socket, script);
}

void ScriptedServer::reply(QTcpSocket* socket, const Script& script)
{
    if (script.silent)
        return;
    if (script.closeAtOnce) {
        socket->abort();
        return;
    }
    qsizetype length = 0;
    for (const QByteArray& piece : script.pieces)
        length += piece.size();
    QByteArray head =
        "HTTP/1.1 " + QByteArray::number(script.status) + " Scripted\r\nContent-Type: " + script.contentType + "\r\n";
    for (const QByteArray& header : script.headers)
        head += header + "\r\n";
    head += script.chunked ? QByteArray("Transfer-Encoding: chunked\r\n\r\n")
                           : "Content-Length: " + QByteArray::number(length + (script.cutOff ? 100 : 0)) + "\r\n\r\n";
    socket->write(head);
    int delay = 0;
    for (const QByteArray& piece : script.pieces) {
        const QByteArray framed =
            script.chunked ? QByteArray::number(piece.size(), 16) + "\r\n" + piece + "\r\n" : piece;
        delay += script.pieceDelayMs;
        QTimer::singleShot(delay, socket, [socket, framed] {
            socket->write(framed);
            socket->flush();
        });
    }
    QTimer::singleShot(delay, socket, [socket, script] {
        if (script.cutOff)
            socket->abort();
        else if (script.chunked)
            socket->write("0\r\n\r\n");
    });
}

} // namespace quantlens::test
