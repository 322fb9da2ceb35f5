// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QDateTime>

namespace quantlens::net {

/// An HTTP date (RFC 9110, 5.6.7: IMF-fixdate and the two old forms) as UTC; invalid when it is none.
[[nodiscard]] QDateTime httpDate(const QByteArray& text);

/// How long a Retry-After header (RFC 9110, 10.2.3) asks to wait: seconds, also with a fraction, or a date, which is
/// taken against the server's own `Date` where it sent one. Milliseconds from 0 to an hour; -1 when it says nothing.
[[nodiscard]] int retryAfterMs(const QByteArray& retryAfter, const QByteArray& date, const QDateTime& now);

} // namespace quantlens::net
