// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/domain/run.h"
#include "core/store/store.h"

namespace quantlens::exchange {

/// What became of a run that was to be stored.
enum class Stored {
    New,
    WasThere, ///< the run is in the workspace already; nothing was changed
};

/// A stored run and the id it has in the workspace.
struct StoredRun
{
    Stored what = Stored::New;
    QString id;
};

/// Stores an imported run with all its answers and annotations; blocking, for a command's end or a worker thread. A
/// run that is not complete counts as cancelled until its last answer is stored. Where another run of the workspace has
/// its id, it gets a new one, the same every time, and a note that says so. Errors: as Store::putRun and append.
[[nodiscard]] base::Expected<StoredRun> storeImported(store::Store& store, const domain::RunData& data);

} // namespace quantlens::exchange
