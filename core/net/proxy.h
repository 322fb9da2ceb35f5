// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QNetworkProxy>
#include <QProcessEnvironment>
#include <QUrl>

namespace quantlens::net {

/// The proxy an environment names for an address: http_proxy or https_proxy, else all_proxy, unless no_proxy covers
/// the host ("*", names with their subdomains, addresses and networks, each with or without a port); lower-case names
/// win. Kinds: http://, socks5://, socks5h://; without a scheme http. Never one for this machine.
/// Errors: "network.proxy" (the variable's value is none of these; its value, which may hold a password, is not said).
[[nodiscard]] base::Expected<QNetworkProxy> proxyFor(const QUrl& url, const QProcessEnvironment& environment);

} // namespace quantlens::net
