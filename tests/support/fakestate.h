// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/fakeserver.h"
#include "tests/support/misbehaviour.h"

#include <QHash>
#include <QHostAddress>
#include <QMutex>
#include <QPair>

#include <atomic>

namespace quantlens::test {

/// What a fake server knows and counted; shared by its own thread and the test's. The functions lock.
struct FakeState
{
    /// Counts of one path.
    struct PathCounts
    {
        int requests = 0;
        int inFlight = 0;
        int maxInFlight = 0;
    };

    /// Counts and records a request that has arrived whole; fills its numbers.
    void arrived(Received& request);
    /// A request was answered whole or its client left.
    void left(const QByteArray& path);
    /// The script a queue holds for the path.
    [[nodiscard]] std::optional<Script> nextScript(const QByteArray& path);
    /// The first misbehaviour about this request.
    [[nodiscard]] std::optional<Misbehaviour> orderFor(const Received& request) const;
    [[nodiscard]] QJsonObject stats() const;

    mutable QMutex mutex;
    QMap<QByteArray, QList<Script>> scripts;
    QList<Misbehaviour> orders;
    Answerer answerer;
    Handler handler;
    QList<Received> received;
    qsizetype recordedBytes = 0;
    PathCounts all;
    QHash<QByteArray, PathCounts> paths;
    QHash<QPair<QByteArray, QByteArray>, int> bodies; ///< (path, hash of the body) → how often
    std::atomic<int> connections = 0;
    std::atomic<quint16> port = 0;
    bool secure = false;
    QHostAddress address = QHostAddress::LocalHost;
};

/// The path without its query.
[[nodiscard]] QByteArray barePath(const QByteArray& target);

} // namespace quantlens::test
