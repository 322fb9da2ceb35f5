// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QByteArray>

namespace quantlens::platform {

/// Whether a person types what standard input gives.
[[nodiscard]] bool inputIsTerminal();

/// Shows `prompt` on standard error and reads one line from the terminal that standard input is, without showing what
/// is typed; without its line end, at most 64 KiB. Errors: "run.cancelled" (Ctrl-C, or the end of the input),
/// "terminal.failed" (the terminal cannot be made silent).
[[nodiscard]] base::Expected<QByteArray> readHidden(const QByteArray& prompt);

} // namespace quantlens::platform
