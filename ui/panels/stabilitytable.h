// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/scoretable.h"
#include "ui/models/shownrun.h"

#include <QStringList>

namespace quantlens::ui {

/// One row a level.
void fillStressTable(ScoreTable& table, const ShownRun& run);
/// What breaks first, and at which level; what was not repeatable at rest; where more requests were only queued.
[[nodiscard]] QStringList stressFindings(const ShownRun& run);

/// One row a prompt of a stress run, those with the most distinct outputs first: outputs at each level, the first level
/// with another text than at rest, the first fork, errors.
void fillLoadTable(ScoreTable& table, const ShownRun& run);

/// One row a prompt, the lowest score first.
void fillRepeatTable(ScoreTable& table, const ShownRun& run);
/// Mean score, perfect prompts.
[[nodiscard]] QString repeatFinding(const ShownRun& run);

} // namespace quantlens::ui
