// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/run.h"
#include "core/runners/request.h"

namespace quantlens::runners {

/// What makes a stored run again, as far as its record tells: labels and addresses that the specs do not give by
/// themselves, the suite by its name ("NAME.jsonl" of a file), and of a bundled suite the prompts that were asked. A
/// backend that was named is known of a diff only, by its protocol.
[[nodiscard]] RunRequest requestAgain(const domain::RunRecord& run);

/// The side's label where `spec` does not give it by itself, else empty.
[[nodiscard]] QString givenLabel(const domain::RunSide& side, const QString& spec);

} // namespace quantlens::runners
