// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/secrets/secret.h"

#include <QString>
#include <QUrl>

#include <optional>

namespace quantlens::net {

enum class ProxyUse {
    Environment, ///< http_proxy, https_proxy, all_proxy and no_proxy; never for this machine
    None,
};

/// Everything a client has to know about the one server it talks to.
struct EndpointOptions
{
    QUrl base;                               ///< may carry a path prefix
    int lanes = 1;                           ///< most requests in flight at once
    QString caFile = {};                     ///< PEM certificates trusted besides the system's; empty: none
    std::optional<secrets::Secret> key = {}; ///< sent as "Authorization: Bearer"
    bool allowPlainHttpKey = false;          ///< the person agreed to send it over http to another machine
    ProxyUse proxy = ProxyUse::Environment;
};

} // namespace quantlens::net
