// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace quantlens::cli {

/// Each takes its arguments without its own name and returns the exit code of docs/cli.md.
[[nodiscard]] int runCompare(const QStringList& args);
[[nodiscard]] int runKeys(const QStringList& args);
[[nodiscard]] int runRuns(const QStringList& args);
[[nodiscard]] int runShow(const QStringList& args);
[[nodiscard]] int runSuites(const QStringList& args);

} // namespace quantlens::cli
