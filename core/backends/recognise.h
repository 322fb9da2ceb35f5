// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backends/discovered.h"
#include "core/base/error.h"
#include "core/net/cancel.h"
#include "core/net/endpoint.h"

#include <QCoroTask>
#include <QList>
#include <QUrl>

namespace quantlens::backends {

/// Asks a server which program it is, by what only that program answers, never by its port. Every question is bounded.
/// Errors: those of net::HttpExchange, "http.401", "http.403" (it wants a key), "backend.unknown" (it answers, but
/// speaks none of the protocols).
[[nodiscard]] QCoro::Task<base::Expected<Recognised>> recognise(net::EndpointOptions endpoint, net::Cancel* cancel);

/// Asks many addresses at once (at most 64) and returns those that answer, in the order given. Never fails: what is not
/// there or no model server is left out.
[[nodiscard]] QCoro::Task<QList<Discovered>> discover(QList<QUrl> addresses, net::Cancel* cancel);

} // namespace quantlens::backends
