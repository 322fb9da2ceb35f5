// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QString>
#include <QUrl>

namespace quantlens::secrets {

/// Where a key belongs: scheme, host and port of a server. Path, query and fragment say nothing here; letter case, a
/// default port and the notation of an IPv6 address make no difference.
struct Origin
{
    QString scheme; ///< "http" or "https"
    QString host;   ///< lower case, international names in their ASCII form, an IPv6 address without brackets
    int port = 0;   ///< always said, 80 and 443 too

    bool operator==(const Origin&) const = default;

    /// "https://api.example.com", "http://[::1]:8080": the port only where it is not the scheme's own.
    [[nodiscard]] QString text() const;
};

/// The origin of an address. Errors: "keys.origin" (no http or https address, no host, or a user name in it).
[[nodiscard]] base::Expected<Origin> originOf(const QUrl& url);

/// As originOf, of what a person typed. The text is not repeated in an error, as it may be a key in the wrong place.
/// Errors: "keys.origin".
[[nodiscard]] base::Expected<Origin> originFromText(const QString& text);

/// True for this machine: "localhost", 127.0.0.0/8, ::1. Names that would have to be looked up are not.
[[nodiscard]] bool isLoopback(const QString& host);

} // namespace quantlens::secrets
