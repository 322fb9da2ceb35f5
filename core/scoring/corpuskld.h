// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/run.h"
#include "core/scoring/runscores.h"

#include <optional>

namespace quantlens::scoring {

/// What another program measured over the windows of a text (origin.corpus of an imported run, docs/formats.md): none
/// where it measured nothing about this side. The headline is its arithmetic mean, the interval its standard error
/// times 1.96; there are no prompts.
[[nodiscard]] std::optional<KldScores> corpusKld(const domain::RunRecord& run, int side);

/// Windows of the text the numbers stand on; 0: unknown, or none of that kind.
[[nodiscard]] qint64 corpusWindows(const domain::RunRecord& run, int side);

} // namespace quantlens::scoring
