// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>

namespace quantlens::store {

/// What was being done when SQLite failed; gives the error its code and wording.
enum class SqlTask {
    Open,
    Read,
    Write,
};

/// SQLite's primary result code of the last failure, 0 for none.
[[nodiscard]] int sqliteCode(const QSqlError& error);

/// Remembers which file a connection is for, so that failures can name it.
void setFile(QSqlDatabase& db, const QString& path);
[[nodiscard]] QString fileOf(const QSqlDatabase& db);

/// The failure in the person's words: which file, why, what to do.
[[nodiscard]] base::Error sqlFailure(const QSqlError& error, const QString& file, SqlTask task);

/// Executes a statement without values.
[[nodiscard]] base::Expected<void> runSql(QSqlQuery& query, const char* statement, SqlTask task);

/// Executes a prepared query with its bound values.
[[nodiscard]] base::Expected<void> runSql(QSqlQuery& query, SqlTask task);

/// To be asked after the last row: next() also ends at a damaged page.
[[nodiscard]] base::Expected<void> allRowsRead(const QSqlQuery& query);

} // namespace quantlens::store
