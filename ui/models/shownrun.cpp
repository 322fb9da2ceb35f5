// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/shownrun.h"

#include "core/store/store.h"

#include <QFuture>
#include <QThreadPool>

namespace quantlens::ui {

const domain::Comparison* ShownRun::comparison(const QString& promptId) const
{
    const auto found = comparisonOf.constFind(promptId);
    return found == comparisonOf.cend() ? nullptr : &comparisons.at(*found);
}

const domain::Generation* ShownRun::answer(int side, const QString& promptId) const
{
    return (side == 0 ? a : b).value(promptId);
}

ShownRunPtr scoreRun(domain::RunData data)
{
    auto run = std::make_shared<ShownRun>();
    run->data = std::move(data);
    run->scores = scoring::scoreRun(run->data);
    if (!run->scores.pairs.isEmpty()) {
        run->comparisons = run->scores.pairs.first().comparisons;
        run->summary = run->scores.pairs.first().summary;
    }
    for (qsizetype i = 0; i < run->comparisons.size(); ++i)
        run->comparisonOf.insert(run->comparisons.at(i).promptId, i);
    for (const domain::Generation& generation : std::as_const(run->data.generations)) {
        if (generation.repeat != 0 || generation.level != 0 || generation.side > 1)
            continue;
        if (generation.pass == domain::Pass::Answer)
            (generation.side == 0 ? run->a : run->b).insert(generation.promptId, &generation);
        else if (generation.pass == domain::Pass::Forced && generation.side == 1)
            run->forced.insert(generation.promptId, &generation);
    }
    return run;
}

void RunLoader::load(const std::shared_ptr<store::Store>& store, const QString& runId)
{
    const quint64 ticket = ++m_ticket;
    m_busy = true;
    using Scored = base::Expected<ShownRunPtr>;
    store->load(runId)
        .then(QThreadPool::globalInstance(),
              [](base::Expected<domain::RunData> data) -> Scored {
                  if (!data)
                      return std::unexpected(data.error());
                  return scoreRun(std::move(*data));
              })
        .then(this, [this, ticket, store](const Scored& run) {
            if (ticket != m_ticket)
                return;
            m_busy = false;
            if (run)
                Q_EMIT loaded(*run);
            else
                Q_EMIT failed(run.error());
        });
}

} // namespace quantlens::ui
