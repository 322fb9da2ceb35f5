// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/run.h"
#include "core/reports/htmlwriter.h"

namespace quantlens::reports {

/// One pair side by side: where the outputs part, what each side went on to say, how likely either token was.
void writeFork(HtmlWriter& html, const domain::RunRecord& run, const domain::Prompt* prompt,
               const domain::Comparison& pair, const domain::Generation& a, const domain::Generation& b);

} // namespace quantlens::reports
