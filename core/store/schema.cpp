// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/schema.h"

#include "core/store/sql.h"

#include <array>
#include <span>

namespace quantlens::store {

namespace {

constexpr std::array versionOne{
    // record: RunRecord as JSON; what is searched or sorted by stands beside it.
    "CREATE TABLE run (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, "
    "status TEXT NOT NULL, started_ms INTEGER NOT NULL, record TEXT NOT NULL) STRICT",
    // The pieces the entries of a run refer to, by number.
    "CREATE TABLE token (run INTEGER NOT NULL REFERENCES run(seq) ON DELETE CASCADE, number INTEGER NOT NULL, "
    "id INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (run, number)) STRICT, WITHOUT ROWID",
    "CREATE TABLE generation (seq INTEGER PRIMARY KEY AUTOINCREMENT, "
    "run INTEGER NOT NULL REFERENCES run(seq) ON DELETE CASCADE, side INTEGER NOT NULL, prompt_id TEXT NOT NULL, "
    "repeat INTEGER NOT NULL, level INTEGER NOT NULL, text TEXT NOT NULL, reasoning TEXT NOT NULL, "
    "entries BLOB NOT NULL, facts TEXT NOT NULL, error_code TEXT, "
    "UNIQUE (run, side, prompt_id, repeat, level)) STRICT",
    // Lets the list of runs count answers and failures without touching the answers.
    "CREATE INDEX generation_count ON generation (run, error_code)",
};

constexpr std::array versionTwo{
    // The key gets the pass; SQLite changes a constraint by making the table anew.
    "CREATE TABLE generation2 (seq INTEGER PRIMARY KEY AUTOINCREMENT, "
    "run INTEGER NOT NULL REFERENCES run(seq) ON DELETE CASCADE, side INTEGER NOT NULL, prompt_id TEXT NOT NULL, "
    "repeat INTEGER NOT NULL, level INTEGER NOT NULL, pass INTEGER NOT NULL, text TEXT NOT NULL, "
    "reasoning TEXT NOT NULL, entries BLOB NOT NULL, facts TEXT NOT NULL, error_code TEXT, "
    "UNIQUE (run, side, prompt_id, repeat, level, pass)) STRICT",
    "INSERT INTO generation2 SELECT seq, run, side, prompt_id, repeat, level, 0, text, reasoning, entries, facts, "
    "error_code FROM generation",
    "DROP TABLE generation",
    "ALTER TABLE generation2 RENAME TO generation",
    "CREATE INDEX generation_count ON generation (run, error_code)",
    // listed: the record without its prompts, for lists of many runs; empty in runs of version 1.
    "ALTER TABLE run ADD COLUMN listed TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE run ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE run ADD COLUMN note TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE run ADD COLUMN deleted_ms INTEGER",
    "CREATE TABLE annotation (run INTEGER NOT NULL REFERENCES run(seq) ON DELETE CASCADE, prompt_id TEXT NOT NULL, "
    "kind TEXT NOT NULL, side INTEGER NOT NULL, value TEXT NOT NULL, PRIMARY KEY (run, prompt_id, kind, side)) "
    "STRICT, WITHOUT ROWID",
};

constexpr std::array versionThree{
    // What lists of runs need, apart from the records: a list of many runs reads none of their pages.
    // listed: the record without its prompts; empty in runs of version 1. headline: its numbers as JSON, empty where
    // they are not known; answers, failures: counted when the headline was written.
    "CREATE TABLE listing (run INTEGER PRIMARY KEY REFERENCES run(seq) ON DELETE CASCADE, "
    "started_ms INTEGER NOT NULL, listed TEXT NOT NULL, headline TEXT NOT NULL DEFAULT '', "
    "answers INTEGER NOT NULL DEFAULT 0, failures INTEGER NOT NULL DEFAULT 0, pinned INTEGER NOT NULL DEFAULT 0, "
    "note TEXT NOT NULL DEFAULT '', deleted_ms INTEGER) STRICT",
    "INSERT INTO listing (run, started_ms, listed, pinned, note, deleted_ms) "
    "SELECT seq, started_ms, listed, pinned, note, deleted_ms FROM run",
    "ALTER TABLE run DROP COLUMN listed",
    "ALTER TABLE run DROP COLUMN pinned",
    "ALTER TABLE run DROP COLUMN note",
    "ALTER TABLE run DROP COLUMN deleted_ms",
};

/// A file of schema 2 that is only read gets what version 3 has as a view of its own connection.
constexpr auto versionTwoRead =
    "CREATE TEMP VIEW listing AS SELECT seq AS run, started_ms, listed, '' AS headline, 0 AS answers, 0 AS failures, "
    "pinned, note, deleted_ms FROM run";

/// Entry i brings schema version i to i + 1. Never change one that was released: add the next.
constexpr std::array<std::span<const char* const>, 3> migrations{versionOne, versionTwo, versionThree};

base::Expected<qint64> schemaNumber(QSqlDatabase& db, const char* statement)
{
    QSqlQuery query(db);
    if (auto done = runSql(query, statement, SqlTask::Open); !done)
        return std::unexpected(done.error());
    return query.next() ? query.value(0).toLongLong() : 0;
}

base::Expected<int> checkedVersion(QSqlDatabase& db)
{
    const auto id = schemaNumber(db, "PRAGMA application_id");
    const auto version = schemaNumber(db, "PRAGMA user_version");
    const auto objects = schemaNumber(db, "SELECT count(*) FROM sqlite_schema");
    for (const auto* number : {&id, &version, &objects}) {
        if (!*number)
            return std::unexpected(number->error());
    }
    if (*id != applicationId && (*objects != 0 || *id != 0 || *version != 0))
        return base::failure(QStringLiteral("store.open"),
                             QStringLiteral("%1 is a database of another program.").arg(fileOf(db)),
                             QStringLiteral("Choose another file for the workspace."));
    if (*version > schemaVersion())
        return base::failure(QStringLiteral("store.newer"),
                             QStringLiteral("%1 was written by a newer Quantlens (schema %2, this one knows %3).")
                                 .arg(fileOf(db), QString::number(*version), QString::number(schemaVersion())),
                             QStringLiteral("Update Quantlens, or use another workspace."));
    return int(std::max<qint64>(0, *version));
}

base::Expected<void> migrateFrom(QSqlDatabase& db, int version)
{
    QSqlQuery query(db);
    for (size_t step = size_t(version); step < migrations.size(); ++step) {
        for (const char* statement : migrations[step]) {
            if (auto done = runSql(query, statement, SqlTask::Open); !done)
                return done;
        }
    }
    // Pragmas take no bound values; these two are numbers of ours.
    const QByteArray id = "PRAGMA application_id = " + QByteArray::number(applicationId);
    const QByteArray current = "PRAGMA user_version = " + QByteArray::number(schemaVersion());
    if (auto done = runSql(query, id.constData(), SqlTask::Open); !done)
        return done;
    return runSql(query, current.constData(), SqlTask::Open);
}

} // namespace

int schemaVersion()
{
    return int(migrations.size());
}

base::Expected<void> checkSchema(QSqlDatabase& db)
{
    if (const auto version = checkedVersion(db); !version)
        return std::unexpected(version.error());
    return {};
}

base::Expected<void> prepareSchema(QSqlDatabase& db, bool writable)
{
    auto version = checkedVersion(db);
    if (!version)
        return std::unexpected(version.error());
    if (*version == schemaVersion())
        return {};
    if (!writable && *version == 2) {
        QSqlQuery query(db);
        return runSql(query, versionTwoRead, SqlTask::Open);
    }
    if (!writable)
        return base::failure(
            QStringLiteral("store.open"),
            *version == 0 ? QStringLiteral("%1 holds no runs yet.").arg(fileOf(db))
                          : QStringLiteral("%1 has an older schema (%2).").arg(fileOf(db), QString::number(*version)),
            QStringLiteral("Open it once for writing."));

    QSqlQuery query(db);
    if (auto begun = runSql(query, "BEGIN IMMEDIATE", SqlTask::Open); !begun)
        return begun;
    // Another process may have done it while this one waited for the lock.
    version = checkedVersion(db);
    base::Expected<void> done;
    if (!version)
        done = std::unexpected(version.error());
    else if (*version < schemaVersion())
        done = migrateFrom(db, *version);
    if (done)
        done = runSql(query, "COMMIT", SqlTask::Open);
    if (!done)
        query.exec(QStringLiteral("ROLLBACK"));
    return done;
}

} // namespace quantlens::store
