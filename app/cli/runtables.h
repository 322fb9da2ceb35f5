// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/terminal.h"
#include "core/domain/run.h"
#include "core/scoring/runscores.h"

#include <QString>

namespace quantlens::cli {

/// The tables a run of any kind ends with, in correct mode: headline numbers with n and intervals, noise, the kind's
/// own table, verdict lines, failures by name, notes. Ends with a line feed.
[[nodiscard]] QString runText(const domain::RunData& data, const scoring::RunScores& scores, const Global& global);

} // namespace quantlens::cli
