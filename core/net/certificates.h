// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QList>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslError>
#include <QString>

namespace quantlens::net {

/// The certificates of a PEM file, at least one. Errors: "net.ca_file" (cannot be read, empty, larger than 4 MB, no
/// PEM certificate in it).
[[nodiscard]] base::Expected<QList<QSslCertificate>> readCaFile(const QString& path);

/// What a connection is checked by: the system's certificates, and those of `caFile` besides when it is not empty.
/// Errors: "net.ca_file".
[[nodiscard]] base::Expected<QSslConfiguration> tlsConfiguration(const QString& caFile);

/// Why a TLS connection to `place` ("host:port") was not made, each cause in words, and what to do. The code is that
/// of the cause which is hardest to mend: "tls.expired", "tls.not_yet_valid", "tls.host_name", "tls.certificate",
/// "tls.self_signed", "tls.unknown_ca"; "tls.handshake" when no certificate was judged, with `words` as the reason.
[[nodiscard]] base::Error tlsError(const QString& place, const QList<QSslError>& causes, const QString& words);

} // namespace quantlens::net
