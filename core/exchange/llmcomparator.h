// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/domain/run.h"

#include <QByteArray>

namespace quantlens::exchange {

/// The pair of the baseline and `side` (-1: the first other side) as a file for Google PAIR's LLM Comparator: input,
/// both outputs, category as tag, score 0 where the answers are equally good, 1 where only the baseline's is right, -1
/// where only the other is, null where nothing is known; similarity, severity, answers and first divergence as custom
/// fields. Prompts without both answers are left out. Errors: "export.pair" (the run has no such pair).
[[nodiscard]] base::Expected<QByteArray> exportLlmComparator(const domain::RunData& data, int side = -1);

} // namespace quantlens::exchange
