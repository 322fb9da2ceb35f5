// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/runload.h"

namespace quantlens::cli {

base::Expected<std::shared_ptr<store::Store>> openWorkspace(const Global& global, store::Mode mode)
{
    auto store = store::Store::open(global.workspace.isEmpty() ? store::Store::defaultPath() : global.workspace, mode);
    if (!store)
        return std::unexpected(store.error());
    return std::shared_ptr<store::Store>(std::move(*store));
}

base::Expected<ScoredRun> loadScored(store::Store& store, const QString& idOrPrefix)
{
    auto data = waitFor(store.load(idOrPrefix));
    if (!data)
        return std::unexpected(data.error());
    ScoredRun scored;
    scored.data = std::move(*data);
    scored.scores = scoring::scoreRun(scored.data);
    if (scored.scores.kind == domain::RunKind::Compare && !scored.scores.pairs.isEmpty()) {
        scored.comparisons = scored.scores.pairs.constFirst().comparisons;
        scored.summary = scored.scores.pairs.constFirst().summary;
    }
    return scored;
}

} // namespace quantlens::cli
