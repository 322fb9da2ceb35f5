// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sql.h"

#include <QSqlDriver>

namespace quantlens::store {

namespace {

struct SqlReason
{
    int code;         ///< sqlite3.h, "Result Codes"
    const char* what; ///< follows "… because"
    const char* hint;
};

constexpr int corruptCode = 11;

constexpr SqlReason sqlReasons[] = {
    {5, "another program keeps it locked", "Close the other program, or wait until it is done, and try again."},
    {6, "another program keeps it locked", "Close the other program, or wait until it is done, and try again."},
    {8, "it may not be written", "Check the permissions of the file and its folder, or use another workspace."},
    {10, "the disk reported an error", "Check the disk and its free space; what was stored before is still there."},
    {corruptCode, "it is damaged", "Restore it from a copy, or use another workspace."},
    {13, "the disk is full", "Free some space and try again; what was stored before is still there."},
    {14, "it cannot be opened", "Check that the folder exists and may be written, or use another workspace."},
    {18, "a value is too large", "Lower --max-tokens or the number of logprobs."},
    {26, "it is not a workspace", "Choose another file for the workspace."},
};

constexpr const char* fileProperty = "quantlens_file";

QString fileOfQuery(const QSqlQuery& query)
{
    return query.driver() ? query.driver()->property(fileProperty).toString() : QString();
}

} // namespace

int sqliteCode(const QSqlError& error)
{
    return error.isValid() ? error.nativeErrorCode().toInt() & 0xFF : 0;
}

void setFile(QSqlDatabase& db, const QString& path)
{
    // On the driver, since a query knows its driver but not its connection.
    db.driver()->setProperty(fileProperty, path);
}

QString fileOf(const QSqlDatabase& db)
{
    return db.driver()->property(fileProperty).toString();
}

base::Error sqlFailure(const QSqlError& error, const QString& file, SqlTask task)
{
    const int code = sqliteCode(error);
    QString what = QStringLiteral("SQLite reports “%1”").arg(error.text().trimmed());
    QString hint;
    for (const SqlReason& reason : sqlReasons) {
        if (reason.code == code) {
            what = QString::fromUtf8(reason.what);
            hint = QString::fromUtf8(reason.hint);
        }
    }
    switch (task) {
    case SqlTask::Open:
        return {QStringLiteral("store.open"), QStringLiteral("The workspace %1 cannot be used: %2.").arg(file, what),
                hint, error.text()};
    case SqlTask::Read:
        return {code == corruptCode ? QStringLiteral("store.corrupt") : QStringLiteral("store.read"),
                QStringLiteral("Reading the workspace %1 failed: %2.").arg(file, what), hint, error.text()};
    case SqlTask::Write:
        break;
    }
    return {QStringLiteral("store.write"), QStringLiteral("Writing to the workspace %1 failed: %2.").arg(file, what),
            hint, error.text()};
}

base::Expected<void> runSql(QSqlQuery& query, const char* statement, SqlTask task)
{
    if (query.exec(QString::fromUtf8(statement)))
        return {};
    return std::unexpected(sqlFailure(query.lastError(), fileOfQuery(query), task));
}

base::Expected<void> runSql(QSqlQuery& query, SqlTask task)
{
    if (query.exec())
        return {};
    return std::unexpected(sqlFailure(query.lastError(), fileOfQuery(query), task));
}

base::Expected<void> allRowsRead(const QSqlQuery& query)
{
    if (!query.lastError().isValid())
        return {};
    return std::unexpected(sqlFailure(query.lastError(), fileOfQuery(query), SqlTask::Read));
}

} // namespace quantlens::store
