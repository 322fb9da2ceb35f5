// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/domain/run.h"
#include "core/exchange/importfile.h"
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
    bool broughtBack = false; ///< it was there and deleted; its answers were never gone
};

/// Stores an imported run with all its answers and annotations; blocking, for a command's end or a worker thread. A
/// run that is not complete counts as cancelled until its last answer is stored. Where another run of the workspace has
/// its id, it gets a new one, the same every time, and a note that says so. `watch` is asked every few hundred answers;
/// when it says no, the run is taken away again. Errors: as Store::putRun and append, "import.cancelled".
[[nodiscard]] base::Expected<StoredRun> storeImported(store::Store& store, const domain::RunData& data,
                                                      const ImportWatch& watch = {});

/// Takes back what storeImported() did: a new run goes for good, one that was brought back is deleted again. Blocking.
[[nodiscard]] base::Expected<void> undoImported(store::Store& store, const StoredRun& stored);

} // namespace quantlens::exchange
