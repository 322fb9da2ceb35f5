// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/shownrun.h"

namespace quantlens::ui {

/// What of a run can stand against each other: its sides, the baseline first; a determinism run's outputs; a stress
/// run's reference and levels.
[[nodiscard]] QList<AnswerChoice> answerChoices(const ShownRun& run);

/// Fills everything of a run that rests on the pair shown and on what was written. Points into run.data.
void choosePair(ShownRun& run, PairChoice pair);

/// The comparison as seen from the other side: A is B and B is A.
[[nodiscard]] domain::Comparison mirrored(const domain::Comparison& comparison);

} // namespace quantlens::ui
