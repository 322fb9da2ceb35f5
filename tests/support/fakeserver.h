// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QJsonObject>
#include <QList>
#include <QMap>
#include <QString>
#include <QThread>
#include <QUrl>

#include <functional>
#include <memory>
#include <optional>

namespace quantlens::test {

class FakeListener;
struct FakeState;
struct Misbehaviour;

/// What the server does with one request: the answer as a value, and what goes wrong on the wire with it.
struct Script
{
    int status = 200;
    QByteArray contentType = "application/json";
    QByteArrayList headers = {}; ///< more header lines
    QByteArrayList pieces = {};  ///< the body, one write each
    int pieceDelayMs = 0;        ///< before each piece
    bool chunked = false;        ///< transfer in chunks; else a length is sent
    bool cutOff = false;         ///< closes the connection in the middle of the body, after the pieces
    bool silent = false;         ///< never answers
    bool closeAtOnce = false;    ///< closes before any byte
    bool reset = false;          ///< cutOff and closeAtOnce end with a TCP reset, not with an orderly close
    bool untilClose = false;     ///< no length and no chunks: the body ends with the connection
    bool endless = false;        ///< the last piece is repeated until the client leaves (in chunks)
    int delayMs = 0;             ///< before the first byte
    QByteArray raw = {};         ///< sent as it is instead of all the above, head included; then closes
};

/// A request as it arrived.
struct Received
{
    QByteArray method;
    QByteArray path; ///< as on the request line, with the query
    QByteArray body;
    QMap<QByteArray, QByteArray> headers; ///< names in lower case
    int number = 0;                       ///< 1-based, over all paths
    int ofPath = 0;                       ///< 1-based, among the requests of this path
    int inFlight = 0;                     ///< how many were in flight when it had arrived, itself included
    quint64 connection = 0;               ///< requests of one kept-alive connection share it
};

/// Key and certificate a server shows. Empty: plain http. See certificates.h for how to make them.
struct ServerCertificate
{
    QString certificateFile = {}; ///< PEM
    QString keyFile = {};         ///< PEM
    QString caFile = {};          ///< what a client has to trust for it
};

/// One request being answered by a handler. Lives in the server's thread, until it is answered or the client leaves.
class FakeExchange : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    [[nodiscard]] virtual const Received& request() const = 0;
    /// The whole answer.
    virtual void reply(const Script& script) = 0;
    /// Bytes as they are (the head too); finish() must follow.
    virtual void writeRaw(const QByteArray& bytes) = 0;
    /// The last raw bytes; `close`: the connection ends with them.
    virtual void finish(const QByteArray& lastBytes, bool close) = 0;

Q_SIGNALS:
    /// The client left, or the answer is complete: the object dies after this.
    void ended();
};

/// Computes the answer to a request; nothing: not mine (404 unless a script knows the path).
using Answerer = std::function<std::optional<Script>(const Received& request)>;
/// Answers when it wants to. Called in the server's thread; must use the exchange or keep it for later.
using Handler = std::function<void(FakeExchange& exchange)>;

/// A server on this machine that plays any backend and misbehaves on order: real sockets, HTTP/1.1 with keep-alive,
/// thousands of connections. What answers a request, in this order: a script queued for its path, the handler, the
/// answerer (a dialect of dialects.h, a replay of replay.h), 404. Misbehaviours change what scripts and answerers say.
/// GET /_fake/stats tells what stats() tells, so that another process can ask.
/// All functions may be called from any thread; answerers and handlers run in the server's.
class FakeServer
{
public:
    /// Where its sockets live: in the thread that made it (which must run an event loop), or in one of its own.
    enum class Where { ThisThread, OwnThread };
    /// The loopback address it listens on: 127.0.0.1 or ::1.
    enum class Loopback { V4, V6 };

    explicit FakeServer(Where where = Where::ThisThread, const ServerCertificate& certificate = {},
                        Loopback loopback = Loopback::V4);
    ~FakeServer();
    Q_DISABLE_COPY_MOVE(FakeServer)

    /// http(s)://127.0.0.1:PORT (or [::1]), without a slash at the end; port 0 when this machine lacks the address.
    [[nodiscard]] QUrl url() const;

    /// Queues the answer for the next request of a path; the last one of a path answers all further requests.
    void answer(const QByteArray& path, const Script& script);
    /// What answers paths without a script.
    void play(Answerer answerer);
    /// As play, for answers that come later or byte by byte (faultproxy.h).
    void setHandler(Handler handler);
    /// Adds a misbehaviour; the first that applies to a request is used.
    void misbehave(const Misbehaviour& misbehaviour);
    void clearMisbehaviours();

    /// The last requests, oldest first (at most 50,000 and 256 MB of bodies).
    [[nodiscard]] QList<Received> received() const;
    /// Requests of one path; all paths when it is empty.
    [[nodiscard]] int count(const QByteArray& path = {}) const;
    /// How often the same body arrived at the same path, largest first: {1} or more entries; empty without requests.
    /// A test that wants "no request was seen twice" compares with seen().first() == 1.
    [[nodiscard]] QList<int> seen(const QByteArray& path = {}) const;
    /// How often exactly this body arrived at this path.
    [[nodiscard]] int seen(const QByteArray& path, const QByteArray& body) const;
    /// Requests that arrived whole and are not yet answered whole, now and at most; of one path, or of all when empty.
    [[nodiscard]] int inFlight(const QByteArray& path = {}) const;
    [[nodiscard]] int maxInFlight(const QByteArray& path = {}) const;
    /// Connections open now.
    [[nodiscard]] int connections() const;
    /// {"requests", "in_flight", "max_in_flight", "connections", "repeated", "paths": {PATH: {"requests", "in_flight",
    /// "max_in_flight"}}}; "repeated": how many bodies arrived more than once at their path.
    [[nodiscard]] QJsonObject stats() const;
    /// Forgets what was counted and recorded (not what is in flight).
    void resetCounts();

private:
    std::shared_ptr<FakeState> m_state;
    QThread m_thread; ///< runs only with Where::OwnThread
    FakeListener* m_listener = nullptr;
};

} // namespace quantlens::test
