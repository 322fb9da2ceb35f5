// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/reports/document.h"

namespace quantlens::print {

class TextSheet;

/// Two answers side by side, how likely their tokens were at the fork, and what a person wrote about them.
void writePair(TextSheet& sheet, const reports::Pair& pair);

} // namespace quantlens::print
