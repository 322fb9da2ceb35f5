// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/domain/run.h"
#include "core/scoring/headline.h"

#include <QFuture>
#include <QString>

#include <chrono>
#include <memory>
#include <optional>

namespace quantlens::store {

/// One row of the list of runs.
struct RunListItem
{
    domain::RunRecord run; ///< what lists show: without prompts, options, and what was found out about the servers
    qint64 prompts = 0;    ///< how many it has
    qint64 planned = 0;    ///< requests in all
    qint64 answers = 0;    ///< generations stored without an error
    qint64 failures = 0;   ///< generations stored with one
    bool pinned = false;
    QString note = {};
    std::optional<scoring::Headline> headline = {}; ///< none: not scored since the run or its answers changed
    QDateTime deleted = {};                         ///< UTC; valid: it can still be brought back
};

/// Which runs are listed.
enum class Listed {
    Kept,
    Deleted, ///< those that can still be brought back
};

/// What a person changes about a run as a whole; what is not given stays.
struct RunMark
{
    QString id; ///< complete
    std::optional<bool> pinned = {};
    std::optional<QString> note = {};
    std::optional<bool> deleted = {}; ///< a deleted run is kept for a day, so that it can be brought back; then its
                                      ///< data are taken away when the workspace is opened the next time
};

enum class Mode {
    ReadWrite, ///< the file is made when missing
    ReadOnly,
};

/// A workspace: one SQLite file with runs and generations. Every call is thread-safe, runs on the store's own thread
/// and answers through a future that always finishes (it is never cancelled). Destroying the Store finishes what was
/// asked for, then closes the file. Several Stores, also of several processes, may have one file open.
/// Errors: "store.open", "store.newer" (written by a later version), "store.read", "store.write" (disk full, locked, …;
/// what was committed before stays, and the call can be repeated), "store.corrupt", "store.too_large", "store.exists",
/// "store.no_run", "store.ambiguous".
class Store
{
public:
    /// Opens or makes the workspace; folder and file are made for this user alone. Blocks shortly: call it before the
    /// event loop or off the UI thread. `busyWait` is how long a write waits for another process that is writing.
    [[nodiscard]] static base::Expected<std::unique_ptr<Store>>
    open(const QString& path, Mode mode = Mode::ReadWrite,
         std::chrono::milliseconds busyWait = std::chrono::seconds(10));
    /// The workspace in the user's data folder (both programs set the application name "quantlens").
    [[nodiscard]] static QString defaultPath();
    ~Store();

    [[nodiscard]] QString path() const;

    /// Writes or replaces the run's record. Finishes after the commit.
    QFuture<base::Expected<void>> putRun(domain::RunRecord run);
    /// Adds one generation; finishes after the commit. Calls that arrive together share a transaction. Its run has to
    /// be there. Its key (domain::GenerationKey) must be new or hold a failure, which it replaces.
    QFuture<base::Expected<void>> append(domain::Generation generation);

    /// Sets or, with an empty value, takes away what a person wrote on a prompt. Finishes after the commit.
    QFuture<base::Expected<void>> annotate(QString runId, domain::Annotation annotation);
    /// Pins, notes, deletes or brings back a run. Finishes after the commit.
    QFuture<base::Expected<void>> mark(RunMark mark);

    /// Takes a run away for good, at once and with all its answers: for what was stored and is not wanted after all.
    /// What a person deletes is marked instead.
    QFuture<base::Expected<void>> remove(QString runId);

    /// Keeps a run's numbers for lists. They are forgotten as soon as its record or an answer set by hand changes.
    QFuture<base::Expected<void>> setHeadline(QString runId, scoring::Headline headline);

    /// Runs, newest first; the newest `most` of them, or all (ten thousand take half a second).
    QFuture<base::Expected<QList<RunListItem>>> runs(Listed which = Listed::Kept, int most = -1);
    /// The run with this complete id as lists have it, deleted or not; an empty list when there is none.
    QFuture<base::Expected<QList<RunListItem>>> listed(QString id);
    /// One run with its generations. `idOrPrefix` is an id, a unique prefix of one, or "latest".
    QFuture<base::Expected<domain::RunData>> load(QString idOrPrefix);

private:
    Store();
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace quantlens::store
