// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/domain/run.h"

#include <QFuture>
#include <QString>

#include <memory>

namespace quantlens::store {

/// One row of the list of runs.
struct RunListItem
{
    domain::RunRecord run; ///< complete, prompts included
    qint64 answers = 0;    ///< generations stored without an error
    qint64 failures = 0;   ///< generations stored with one
};

enum class Mode {
    ReadWrite, ///< the file is made when missing
    ReadOnly,
};

/// A workspace: one SQLite file with runs and generations. Every call is thread-safe, runs on the store's own thread
/// and answers through a future that always finishes (it is never cancelled). Destroying the Store finishes what was
/// asked for, then closes the file.
/// Errors: "store.open", "store.newer" (a schema of a later version), "store.read", "store.write", "store.no_run",
/// "store.ambiguous".
class Store
{
public:
    /// Opens or makes the workspace. Blocks shortly: call it before the event loop or off the UI thread.
    [[nodiscard]] static base::Expected<std::unique_ptr<Store>> open(const QString& path, Mode mode = Mode::ReadWrite);
    /// The workspace in the user's data folder.
    [[nodiscard]] static QString defaultPath();
    ~Store();

    [[nodiscard]] QString path() const;

    /// Writes or replaces the run's record. Finishes after the commit.
    QFuture<base::Expected<void>> putRun(domain::RunRecord run);
    /// Adds one generation; finishes after the commit. Calls that arrive together share a transaction.
    QFuture<base::Expected<void>> append(domain::Generation generation);

    /// All runs, newest first.
    QFuture<base::Expected<QList<RunListItem>>> runs();
    /// One run with its generations. `idOrPrefix` is an id, a unique prefix of one, or "latest".
    QFuture<base::Expected<domain::RunData>> load(QString idOrPrefix);

private:
    Store();
    class Worker;
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace quantlens::store
