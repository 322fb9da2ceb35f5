// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runners/plan.h"

namespace quantlens::runners {

/// Sides must be told apart in tables and file names: equal labels get the folders or owners in which their models
/// differ ("bartowski/m", "unsloth/m"), else a letter.
void tellApart(QList<domain::RunSide>& sides);

/// Memory an engine for this side needs, in bytes: 0 when none is started for it. The weights as the file has them,
/// and an allowance for KV cache and buffers.
[[nodiscard]] quint64 memoryOf(const domain::RunSide& side);

/// Decides order, context and slots of a plan whose record is complete. `availableMemory` in bytes, 0: unknown, then
/// everything is taken to fit.
///
/// Compare and diff put engines beside each other as far as memory allows; a sweep gives every engine the machine for
/// itself, and asks servers that run anyway together with the baseline.
void layOut(RunPlan& plan, quint64 availableMemory);

} // namespace quantlens::runners
