// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/secrets/origin.h"

#include <QByteArray>

class QDebug;

namespace quantlens::secrets {

/// An API key and the one server it may be sent to. Printing it shows the server only; only who sends it asks for
/// its value.
class Secret
{
public:
    /// Checks and keeps a key; space and line ends around it are dropped. Errors: "keys.value" (empty, longer than
    /// 8 KiB, or not printable ASCII without spaces: it could not be sent). The value is in no error.
    [[nodiscard]] static base::Expected<Secret> make(const QByteArray& value, Origin origin);

    [[nodiscard]] const Origin& origin() const { return m_origin; }
    /// The key itself, for the request header and for redaction; must go nowhere else.
    [[nodiscard]] const QByteArray& reveal() const { return m_value; }

    bool operator==(const Secret&) const = default;

private:
    Secret(QByteArray value, Origin origin);

    QByteArray m_value;
    Origin m_origin;
};

/// "Secret(https://api.example.com)": never the value.
QDebug operator<<(QDebug debug, const Secret& secret);

/// Whether a key may go to an address: its own origin only, and over plain http only within this machine or with the
/// person's consent. Errors: "keys.other_origin", "keys.plain_http".
[[nodiscard]] base::Expected<void> mayBeSent(const Secret& secret, const QUrl& url, bool allowPlainHttp);

} // namespace quantlens::secrets
