// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/arguments.h"
#include "core/base/error.h"
#include "core/suites/select.h"

namespace quantlens::cli {

/// The options that choose a part of a suite: --num-prompts, --category, --ids, --sample.
[[nodiscard]] QList<Option> selectionOptions();

/// What they say. Errors: "usage.value".
[[nodiscard]] base::Expected<suites::Selection> selectionOf(const Arguments& args);

} // namespace quantlens::cli
