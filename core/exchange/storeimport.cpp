// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/storeimport.h"

#include <QFuture>
#include <QList>

#include <algorithm>

namespace quantlens::exchange {

namespace {

/// Answers that wait to be written at once: they share transactions.
constexpr qsizetype inFlight = 256;

using Done = base::Expected<void>;

Done waitAll(QList<QFuture<Done>>& futures)
{
    Done first;
    for (QFuture<Done>& future : futures) {
        future.waitForFinished();
        const Done result = future.result();
        // A deleted run that is imported again still has its answers.
        if (!result && first && result.error().code != QLatin1String("store.exists"))
            first = result;
    }
    futures.clear();
    return first;
}

Done putRecord(store::Store& store, const domain::RunRecord& run)
{
    QFuture<Done> put = store.putRun(run);
    put.waitForFinished();
    return put.result();
}

} // namespace

base::Expected<Stored> storeImported(store::Store& store, const domain::RunData& data)
{
    auto listed = store.runs();
    listed.waitForFinished();
    const auto runs = listed.result();
    if (!runs)
        return std::unexpected(runs.error());
    if (std::ranges::any_of(*runs, [&data](const store::RunListItem& item) { return item.run.id == data.run.id; }))
        return Stored::WasThere;
    domain::RunRecord partly = data.run;
    partly.status = domain::RunStatus::Cancelled;
    if (const Done put = putRecord(store, partly); !put)
        return std::unexpected(put.error());
    QList<QFuture<Done>> futures;
    const auto flush = [&futures](qsizetype atLeast) { return futures.size() < atLeast ? Done() : waitAll(futures); };
    for (domain::Generation generation : data.generations) {
        generation.runId = data.run.id;
        futures.append(store.append(std::move(generation)));
        if (const Done done = flush(inFlight); !done)
            return std::unexpected(done.error());
    }
    for (const domain::Annotation& annotation : data.annotations) {
        futures.append(store.annotate(data.run.id, annotation));
        if (const Done done = flush(inFlight); !done)
            return std::unexpected(done.error());
    }
    if (const Done done = flush(1); !done)
        return std::unexpected(done.error());
    if (const Done put = putRecord(store, data.run); !put)
        return std::unexpected(put.error());
    QFuture<Done> back = store.mark({.id = data.run.id, .deleted = false});
    back.waitForFinished();
    if (const Done done = back.result(); !done)
        return std::unexpected(done.error());
    return Stored::New;
}

} // namespace quantlens::exchange
