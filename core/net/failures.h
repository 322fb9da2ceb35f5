// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QList>
#include <QSslError>
#include <QString>
#include <QUrl>

class QNetworkReply;

namespace quantlens::net {

/// "host:port" of an address, for messages; the port only where it is written.
[[nodiscard]] QString place(const QUrl& url);

/// Why a reply ended without an answer, as HttpExchange's errors; `causes` are what TLS found wrong.
/// What a server can write into it is neither shortened nor free of keys yet.
[[nodiscard]] base::Error transportError(const QNetworkReply& reply, const QList<QSslError>& causes);

/// "http.redirect": says where to, by origin only.
[[nodiscard]] base::Error redirectError(const QNetworkReply& reply);

} // namespace quantlens::net
