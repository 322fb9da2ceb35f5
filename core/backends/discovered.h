// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backends/dialect.h"
#include "core/base/error.h"

#include <QHash>
#include <QList>
#include <QMetaType>
#include <QString>
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

/// A server that discover() found.
struct Discovered
{
    QUrl url;
    Recognised server;
};

/// Where servers listen by default: ports 8080, 9931, 11434, 8000, 30000, 1234 and 8081 of a host; of this machine
/// when `host` is empty.
[[nodiscard]] QList<QUrl> usualAddresses(const QString& host = {});

/// Where to look for servers: the usual ports of this machine for an empty text, of a host for its name, or the one
/// address that is written with a port (or https). Errors: "usage.value", those of specs::parseAddress.
[[nodiscard]] base::Expected<QList<QUrl>> discoveryAddresses(const QString& host);

/// The specs of what a server holds: its address with "#MODEL", one a model; the address alone where it holds one or
/// tells none.
[[nodiscard]] QStringList specsOf(const Discovered& server);

} // namespace quantlens::backends
