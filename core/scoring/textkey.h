// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/generation.h"

#include <QString>

namespace quantlens::scoring {

/// What two answers have in common when their texts are the same: reasoning and answer, kept apart.
[[nodiscard]] inline QString textKey(const domain::Generation& generation)
{
    return generation.reasoning + QChar(0) + generation.text;
}

} // namespace quantlens::scoring
