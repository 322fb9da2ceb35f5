// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QString>
#include <QUrl>

namespace quantlens::specs {

/// True when the text begins with "http://" or "https://", in any case.
[[nodiscard]] bool isWebAddress(const QString& text);

/// A base URL as a person writes it: http or https with a host, kept as written but for blanks around it. Refused, with
/// advice: a user name or password, a query, a fragment. Errors: "spec.url"; messages never repeat a password.
[[nodiscard]] base::Expected<QUrl> parseAddress(const QString& text);

/// The text with what stands before "@" in its authority left out, for messages.
[[nodiscard]] QString withoutUserInfo(const QString& text);

/// "host" or "host:port", for labels.
[[nodiscard]] QString hostAndPort(const QUrl& url);

} // namespace quantlens::specs
