// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backends/dialect.h"
#include "core/base/error.h"
#include "core/net/cancel.h"
#include "core/net/endpoint.h"

#include <QCoroTask>
#include <QHash>
#include <QList>
#include <QStringList>
#include <QUrl>

namespace quantlens::backends {

/// What a server was found to be.
struct Recognised
{
    Dialect dialect = Dialect::Other;
    QStringList models;             ///< every model it lists, in its order
    QString version;                ///< of the server program, where it says so
    QHash<QString, int> contexts;   ///< tokens of context by model, where it says so
    QHash<QString, QString> quants; ///< quantization by model, where it says so
};

/// Asks a server which program it is, by what only that program answers, never by its port. Every question is bounded.
/// Errors: those of net::HttpExchange, "http.401", "http.403" (it wants a key), "backend.unknown" (it answers, but
/// speaks none of the protocols).
[[nodiscard]] QCoro::Task<base::Expected<Recognised>> recognise(net::EndpointOptions endpoint, net::Cancel* cancel);

/// A server that discover() found.
struct Discovered
{
    QUrl url;
    Recognised server;
};

/// Where servers listen by default: ports 8080, 9931, 11434, 8000, 30000, 1234 and 8081 of a host; of this machine
/// when `host` is empty.
[[nodiscard]] QList<QUrl> usualAddresses(const QString& host = {});

/// Asks many addresses at once (at most 64) and returns those that answer, in the order given. Never fails: what is not
/// there or no model server is left out.
[[nodiscard]] QCoro::Task<QList<Discovered>> discover(QList<QUrl> addresses, net::Cancel* cancel);

} // namespace quantlens::backends
