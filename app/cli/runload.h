// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/terminal.h"
#include "core/domain/run.h"
#include "core/scoring/runscores.h"
#include "core/store/store.h"

#include <QList>

#include <memory>

namespace quantlens::cli {

/// A run from the store with everything that is scored about it.
struct ScoredRun
{
    domain::RunData data;
    scoring::RunScores scores;
    QList<domain::Comparison> comparisons; ///< of a compare run
    domain::Summary summary;               ///< of a compare run
};

/// Opens the workspace of the global options.
[[nodiscard]] base::Expected<std::shared_ptr<store::Store>> openWorkspace(const Global& global, store::Mode mode);

/// Waits for a store's answer: commands are at their end, or have nothing else to do.
template<class T>
[[nodiscard]] T waitFor(QFuture<T> future)
{
    future.waitForFinished();
    return future.result();
}

/// Loads and scores a run. Errors: as Store::load.
[[nodiscard]] base::Expected<ScoredRun> loadScored(store::Store& store, const QString& idOrPrefix);

} // namespace quantlens::cli
