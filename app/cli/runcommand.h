// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/arguments.h"
#include "app/cli/runload.h"
#include "core/domain/verdict.h"
#include "core/runners/request.h"

#include <functional>
#include <variant>

namespace quantlens::cli {

/// A stored run to go on with.
struct ResumeArguments
{
    QString run;
    bool failedOnly = false;
};

/// What a run command starts.
using Task = std::variant<runners::RunRequest, ResumeArguments>;

/// Called when the run is scored and judged, before anything is printed: may add to the verdict. Returns what is
/// printed after the run's own tables.
using Judge = std::function<base::Expected<QString>(const ScoredRun&, domain::RunVerdict&)>;

/// Runs a command of one run kind from its arguments to its exit code.
[[nodiscard]] int runKind(domain::RunKind kind, const QStringList& list);

/// Starts or resumes a run, shows its progress, prints and writes what it came to, and returns the exit code. The first
/// interrupt finishes what is in flight, the second one stops at once.
[[nodiscard]] int perform(const Task& task, const Arguments& args, const Judge& judge = {});

/// --dry-run: prints what the request would send. Returns the exit code.
[[nodiscard]] int showPlan(const runners::RunRequest& request, const Arguments& args);

/// Writes a file, its folders too. Errors: "output.write".
[[nodiscard]] base::Expected<void> writeFile(const QString& path, const QByteArray& bytes);

/// A stored run by id, prefix or "latest", without its answers. Errors: "store.no_run", "store.ambiguous", those of the
/// store.
[[nodiscard]] base::Expected<domain::RunRecord> findRun(store::Store& store, const QString& idOrPrefix);

} // namespace quantlens::cli
