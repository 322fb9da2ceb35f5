// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/terminal.h"
#include "core/scoring/rundiff.h"

#include <QString>

namespace quantlens::cli {

/// Two runs as tables: what became better, worse, stayed, and whether that is more than chance.
[[nodiscard]] QString diffText(const scoring::RunDiff& diff, const Global& global);

} // namespace quantlens::cli
