// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/runcommand.h"

namespace quantlens::cli {

/// Prints and writes everything about a run that was stored: tables, infer-check's file, report, JSON, JUnit; keeps the
/// verdict with the run. Returns the exit code.
[[nodiscard]] int conclude(const domain::RunRecord& record, store::Store& store, const Arguments& args,
                           const Judge& judge);

} // namespace quantlens::cli
