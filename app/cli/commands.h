// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace quantlens::cli {

/// Each takes its arguments without its own name and returns the exit code of docs/cli.md.
[[nodiscard]] int runCi(const QStringList& args);
[[nodiscard]] int runCompare(const QStringList& args);
[[nodiscard]] int runDelete(const QStringList& args);
[[nodiscard]] int runDeterminism(const QStringList& args);
[[nodiscard]] int runDiff(const QStringList& args);
[[nodiscard]] int runImport(const QStringList& args);
[[nodiscard]] int runKeys(const QStringList& args);
[[nodiscard]] int runModels(const QStringList& args);
[[nodiscard]] int runPromptDiff(const QStringList& args);
[[nodiscard]] int runReport(const QStringList& args);
[[nodiscard]] int runResolve(const QStringList& args);
[[nodiscard]] int runResume(const QStringList& args);
[[nodiscard]] int runRuns(const QStringList& args);
[[nodiscard]] int runShow(const QStringList& args);
[[nodiscard]] int runStress(const QStringList& args);
[[nodiscard]] int runSweep(const QStringList& args);
[[nodiscard]] int runDiffRuns(const QStringList& args);
[[nodiscard]] int runSuites(const QStringList& args);

} // namespace quantlens::cli
