// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QSqlDatabase>

namespace quantlens::store {

/// "QLWS" in the header of the file: tells a workspace from any other SQLite database.
inline constexpr qint32 applicationId = 0x514C5753;

/// The schema this version writes (PRAGMA user_version).
[[nodiscard]] int schemaVersion();

/// Whether the file is empty or a workspace this version knows, without writing. Errors: "store.open", "store.newer".
[[nodiscard]] base::Expected<void> checkSchema(QSqlDatabase& db);

/// Makes the tables in an empty file, brings an older schema up to date, leaves a current one alone. With `writable`
/// false an older schema is an error. Errors: "store.open", "store.newer".
[[nodiscard]] base::Expected<void> prepareSchema(QSqlDatabase& db, bool writable);

} // namespace quantlens::store
