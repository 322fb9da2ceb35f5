// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/rundiffloader.h"

#include "core/base/text.h"
#include "core/store/store.h"

#include <QFuture>
#include <QSet>
#include <QThreadPool>

namespace quantlens::ui {

ShownDiffPtr diffOf(const domain::RunData& before, const domain::RunData& after)
{
    auto shown = std::make_shared<ShownDiff>();
    shown->diff = scoring::diffRuns(before, after);
    shown->before = before.run;
    shown->after = after.run;
    shown->before.prompts.clear();
    shown->after.prompts.clear();
    QSet<QString> named;
    for (const scoring::SideDiff& side : std::as_const(shown->diff.sides)) {
        for (const scoring::MetricDiff& metric : side.metrics) {
            for (const QStringList* ids : {&metric.betterIds, &metric.worseIds})
                named.unite(QSet<QString>(ids->cbegin(), ids->cend()));
        }
    }
    for (const domain::Prompt& prompt : after.run.prompts) {
        if (named.contains(prompt.id))
            shown->texts.insert(prompt.id, base::singleLine(prompt.text(), 300));
    }
    return shown;
}

void RunDiffLoader::load(const std::shared_ptr<store::Store>& store, const QString& before, const QString& after)
{
    const quint64 ticket = ++m_ticket;
    using Loaded = base::Expected<domain::RunData>;
    using Diffed = base::Expected<ShownDiffPtr>;
    const QFuture<Loaded> first = store->load(before);
    // The store works in order: when the second is there, the first is.
    store->load(after)
        .then(QThreadPool::globalInstance(),
              [first](const Loaded& second) -> Diffed {
                  const Loaded earlier = first.result();
                  if (!earlier)
                      return std::unexpected(earlier.error());
                  if (!second)
                      return std::unexpected(second.error());
                  return diffOf(*earlier, *second);
              })
        .then(this, [this, ticket](const Diffed& diff) {
            if (ticket != m_ticket)
                return;
            if (diff)
                Q_EMIT loaded(*diff);
            else
                Q_EMIT failed(diff.error());
        });
}

} // namespace quantlens::ui
