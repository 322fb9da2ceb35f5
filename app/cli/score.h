// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace quantlens::cli {

/// `score [FILE]`: JSON Lines of answer pairs in, JSON Lines of scores out, one line at a time. Bad lines are reported
/// on standard error with their number; the others are scored all the same, and the exit code is 2 at the end.
[[nodiscard]] int runScore(const QStringList& args);

} // namespace quantlens::cli
