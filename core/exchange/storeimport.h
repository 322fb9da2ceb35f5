// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/domain/run.h"
#include "core/store/store.h"

namespace quantlens::exchange {

/// What became of a run that was to be stored.
enum class Stored {
    New,
    WasThere, ///< a run with this id is in the workspace already; nothing was changed
};

/// Stores an imported run with all its answers and annotations; blocking, for a command's end or a worker thread. A
/// run that is not complete counts as cancelled until its last answer is stored. Errors: as Store::putRun and append.
[[nodiscard]] base::Expected<Stored> storeImported(store::Store& store, const domain::RunData& data);

} // namespace quantlens::exchange
