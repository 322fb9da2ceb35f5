// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scoring/checkedrun.h"

#include <QString>

namespace quantlens::exchange {

/// The tables infer-check prints after a run, with its numbers, rounding, wording and frames, without colour. Text of
/// models and prompts is made safe for a terminal. Ends with a line feed.
[[nodiscard]] QString inferCheckTables(const scoring::compatible::InferCheckRun& checked);

} // namespace quantlens::exchange
