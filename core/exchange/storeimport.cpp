// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/storeimport.h"

#include <QFuture>
#include <QList>
#include <QUuid>

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

/// Whether a listed run and a record are one run: asked at the same time, of the same models, the same prompts. Status
/// and answers do not matter: it may have gone on since.
bool isSameRun(const store::RunListItem& item, const domain::RunRecord& run)
{
    const domain::RunRecord& listed = item.run;
    return listed.kind == run.kind && listed.started == run.started && listed.suiteName == run.suiteName &&
           listed.suiteSha256 == run.suiteSha256 && item.prompts == run.prompts.size() &&
           std::ranges::equal(listed.sides, run.sides, [](const domain::RunSide& a, const domain::RunSide& b) {
               return a.model.spec == b.model.spec && a.model.label == b.model.label;
           });
}

/// Where a run goes.
struct Target
{
    QString id;
    bool there = false;   ///< it is in the workspace, and not deleted
    bool deleted = false; ///< it is in the workspace, and deleted
};

/// Its own id, else one made of that and of when it began, so that importing it twice finds it again.
base::Expected<Target> targetOf(store::Store& store, const domain::RunRecord& run)
{
    QString id = run.id;
    for (int others = 1;; ++others) {
        auto asked = store.listed(id);
        asked.waitForFinished();
        const auto listed = asked.result();
        if (!listed)
            return std::unexpected(listed.error());
        if (listed->isEmpty())
            return Target{id};
        const store::RunListItem& found = listed->first();
        if (isSameRun(found, run))
            return Target{id, !found.deleted.isValid(), found.deleted.isValid()};
        const QString what = QStringLiteral("%1 %2 %3")
                                 .arg(run.id, run.started.toUTC().toString(Qt::ISODateWithMs), QString::number(others));
        id = QUuid::createUuidV5(QUuid(run.id), what).toString(QUuid::WithoutBraces);
    }
}

} // namespace

base::Expected<void> undoImported(store::Store& store, const StoredRun& stored)
{
    if (stored.what == Stored::WasThere)
        return {};
    QFuture<Done> undone =
        stored.broughtBack ? store.mark({.id = stored.id, .deleted = true}) : store.remove(stored.id);
    undone.waitForFinished();
    return undone.result();
}

base::Expected<StoredRun> storeImported(store::Store& store, const domain::RunData& data, const ImportWatch& watch)
{
    const auto target = targetOf(store, data.run);
    if (!target)
        return std::unexpected(target.error());
    const QString& id = target->id;
    if (target->there)
        return StoredRun{Stored::WasThere, id, false};
    const StoredRun stored{Stored::New, id, target->deleted};
    domain::RunRecord run = data.run;
    run.id = id;
    if (id != data.run.id)
        run.notes << QStringLiteral("Imported under a new id: %1 is another run of this workspace.").arg(data.run.id);
    domain::RunRecord partly = run;
    partly.status = domain::RunStatus::Cancelled;
    if (const Done put = putRecord(store, partly); !put)
        return std::unexpected(put.error());
    QList<QFuture<Done>> futures;
    ImportStep step{ImportStep::Storing, data.run.label(0), 0, data.generations.size() + data.annotations.size()};
    const auto flush = [&](qsizetype atLeast) -> Done {
        if (futures.size() < atLeast)
            return {};
        step.done += futures.size();
        if (const Done done = waitAll(futures); !done)
            return done;
        if (!watch || watch(step))
            return {};
        // Deleted before, it goes on to be that, and complete.
        const Done whole = stored.broughtBack ? putRecord(store, run) : Done();
        if (const Done undone = undoImported(store, stored); !whole || !undone)
            return whole ? undone : whole;
        return base::failure(QStringLiteral("import.cancelled"), QStringLiteral("The import was cancelled."));
    };
    for (domain::Generation generation : data.generations) {
        generation.runId = id;
        futures.append(store.append(std::move(generation)));
        if (const Done done = flush(inFlight); !done)
            return std::unexpected(done.error());
    }
    for (const domain::Annotation& annotation : data.annotations) {
        futures.append(store.annotate(id, annotation));
        if (const Done done = flush(inFlight); !done)
            return std::unexpected(done.error());
    }
    if (const Done done = flush(1); !done)
        return std::unexpected(done.error());
    if (const Done put = putRecord(store, run); !put)
        return std::unexpected(put.error());
    QFuture<Done> back = store.mark({.id = id, .deleted = false});
    back.waitForFinished();
    if (const Done done = back.result(); !done)
        return std::unexpected(done.error());
    return stored;
}

} // namespace quantlens::exchange
