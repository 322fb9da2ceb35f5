// SPDX-License-Identifier: GPL-3.0-or-later
// Opening and closing of a workspace file.
#include "core/store/database.h"
#include "core/store/schema.h"
#include "core/store/sql.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QThread>
#include <QUrl>
#include <QUuid>

#include <mutex>

namespace quantlens::store {

namespace {

/// A database has one page at least. SQLite itself takes a file of one byte for an empty one, and writes over it.
constexpr qint64 smallestDatabase = 512;
constexpr QFileDevice::Permissions ownerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner;

base::Error cannotOpen(const QString& path, const QString& what, const QString& hint)
{
    return {
        QStringLiteral("store.open"), QStringLiteral("The workspace %1 cannot be used: %2.").arg(path, what), hint, {}};
}

/// Prompts and answers are nobody else's business, so folder and file are made for the owner alone. SQLite gives its
/// side files the permissions of the main one.
base::Expected<void> makePrivateFile(const QString& path)
{
    const QDir folder = QFileInfo(path).absoluteDir();
    if (!folder.exists()) {
        const QString name = folder.dirName();
        QDir parent = QFileInfo(folder.absolutePath()).absoluteDir();
        if (!parent.mkpath(QStringLiteral(".")) ||
            (!parent.mkdir(name, ownerOnly | QFileDevice::ExeOwner) && !folder.exists()))
            return std::unexpected(cannotOpen(path, QStringLiteral("its folder cannot be made"),
                                              QStringLiteral("Choose a place you may write to.")));
    }
    QFile file(path);
    if (!file.open(QIODevice::NewOnly | QIODevice::ReadWrite, ownerOnly) && !file.exists())
        return std::unexpected(
            cannotOpen(path, file.errorString(), QStringLiteral("Choose a place you may write to.")));
    return {};
}

/// What can be said about a file without opening it. Closing a descriptor drops all locks this process has on the file,
/// also those SQLite holds for other connections (sqlite.org/howtocorrupt.html, 2.2): only SQLite opens a file that is
/// there. It says itself what is no database.
base::Expected<void> checkFile(const QString& path, Mode mode)
{
    // Between the making of a file and the closing of its descriptor no other thread may take locks on it.
    static std::mutex making;
    const std::lock_guard lock(making);
    const QFileInfo info(path);
    if (info.isDir())
        return std::unexpected(
            cannotOpen(path, QStringLiteral("it is a folder"), QStringLiteral("Name a file inside it.")));
    if (!info.exists()) {
        if (mode == Mode::ReadWrite)
            return makePrivateFile(path);
        return std::unexpected(cannotOpen(path, QStringLiteral("there is no such file"),
                                          QStringLiteral("Check the path; a run makes the file.")));
    }
    if (!info.isReadable())
        return std::unexpected(
            cannotOpen(path, QStringLiteral("it may not be read"), QStringLiteral("Check its permissions.")));
    if (info.size() > 0 && info.size() < smallestDatabase)
        return std::unexpected(cannotOpen(path, QStringLiteral("it is not a workspace"),
                                          QStringLiteral("Choose another file for the workspace.")));
    return {};
}

} // namespace

Database::Database(QString connection, Mode mode)
    : m_connection(std::move(connection))
    , m_mode(mode)
    , m_owner(QThread::currentThread())
{
}

Database::~Database()
{
    Q_ASSERT(QThread::currentThread() == m_owner);
    m_db.close();
    m_db = {};
    QSqlDatabase::removeDatabase(m_connection);
}

base::Expected<std::unique_ptr<Database>> Database::open(const QString& path, Mode mode,
                                                         std::chrono::milliseconds busyWait)
{
    if (auto usable = checkFile(path, mode); !usable)
        return std::unexpected(usable.error());
    std::unique_ptr<Database> database(new Database(QUuid::createUuid().toString(), mode));
    if (auto connected = database->connect(path, busyWait); !connected)
        return std::unexpected(connected.error());
    return database;
}

base::Expected<void> Database::connect(const QString& path, std::chrono::milliseconds busyWait)
{
    m_db = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_connection);
    if (!m_db.isValid())
        return std::unexpected(cannotOpen(path, QStringLiteral("Qt's SQLite driver is not installed"),
                                          QStringLiteral("Install it (Debian: libqt6sql6-sqlite).")));
    setFile(m_db, path);
    QString options = QStringLiteral("QSQLITE_BUSY_TIMEOUT=%1").arg(busyWait.count());
    m_db.setDatabaseName(path);
    if (m_mode == Mode::ReadOnly) {
        options += QLatin1String(";QSQLITE_OPEN_READONLY");
        // A read-only folder has no room for SQLite's side files; without a log nobody can be writing.
        if (!QFileInfo(QFileInfo(path).absolutePath()).isWritable() && !QFile::exists(path + QLatin1String("-wal"))) {
            options += QLatin1String(";QSQLITE_OPEN_URI");
            m_db.setDatabaseName(QUrl::fromLocalFile(QFileInfo(path).absoluteFilePath()).toString(QUrl::FullyEncoded) +
                                 QLatin1String("?immutable=1"));
        }
    }
    m_db.setConnectOptions(options);
    if (!m_db.open())
        return std::unexpected(sqlFailure(m_db.lastError(), path, SqlTask::Open));

    QSqlQuery query(m_db);
    // trusted_schema and cell_size_check: the file may come from somebody else.
    for (const char* pragma : {"PRAGMA trusted_schema = OFF", "PRAGMA cell_size_check = ON", "PRAGMA foreign_keys = ON",
                               "PRAGMA synchronous = FULL"}) {
        if (auto done = runSql(query, pragma, SqlTask::Open); !done)
            return done;
    }
    if (m_mode == Mode::ReadWrite) {
        // A database of another program keeps its journal mode.
        if (auto ours = checkSchema(m_db); !ours)
            return ours;
        // Two processes switching at once: SQLite reports "busy" here without waiting.
        base::Expected<void> done;
        QDeadlineTimer deadline(busyWait);
        while (!(done = runSql(query, "PRAGMA journal_mode = WAL", SqlTask::Open))) {
            constexpr int busyCode = 5;
            if (sqliteCode(query.lastError()) != busyCode || deadline.hasExpired())
                return done;
            QThread::msleep(10);
        }
        query.finish();
    }
    if (auto prepared = prepareSchema(m_db, m_mode == Mode::ReadWrite); !prepared || m_mode == Mode::ReadOnly)
        return prepared;
    // Housekeeping: a file in which it fails may still hold what somebody needs, and says so when it is read.
    (void)purge();
    return {};
}

} // namespace quantlens::store
