// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/database.h"

#include "core/base/json.h"
#include "core/store/schema.h"
#include "core/store/sql.h"

#include <QThread>

namespace quantlens::store {

namespace {

/// Runs whose token tables stay in memory between writes.
constexpr size_t knownRuns = 4;

base::Error noSuchRun(const QString& id)
{
    return {QStringLiteral("store.no_run"),
            QStringLiteral("There is no run “%1” in this workspace.").arg(id),
            QStringLiteral("List the runs to see their ids."),
            {}};
}

base::Error damagedRun(const QString& id)
{
    return {QStringLiteral("store.corrupt"),
            QStringLiteral("The record of run “%1” is damaged.").arg(id),
            QStringLiteral("Restore the workspace file from a copy."),
            {}};
}

/// SQLite converts UTF-16 itself and would swallow the character behind a lone surrogate.
QString storableText(const QString& text)
{
    const QString safe = text.isValidUtf16() ? text : QString::fromUtf8(text.toUtf8());
    return safe.isNull() ? QStringLiteral("") : safe; // a null string would be NULL
}

QByteArray storableBytes(const QByteArray& bytes)
{
    return bytes.isNull() ? QByteArray("") : bytes;
}

/// True when the statement failed for its own sake and the transaction can go on.
bool refusedAlone(const base::Error& error)
{
    return error.code == QLatin1String("store.no_run") || error.code == QLatin1String("store.too_large") ||
           error.code == QLatin1String("store.exists");
}

} // namespace

QList<base::Expected<void>> Database::write(std::span<const Write> writes)
{
    Q_ASSERT(QThread::currentThread() == m_owner);
    QList<base::Expected<void>> results(qsizetype(writes.size()));
    const auto failAll = [&results](const base::Error& error) {
        for (base::Expected<void>& result : results) {
            if (result)
                result = std::unexpected(error);
        }
    };
    if (m_mode == Mode::ReadOnly) {
        failAll({QStringLiteral("store.write"),
                 QStringLiteral("The workspace %1 is open for reading only.").arg(fileOf(m_db)),
                 {},
                 {}});
        return results;
    }

    QSqlQuery query(m_db);
    // IMMEDIATE: waits for other writers here, where nothing has been read yet, instead of failing halfway.
    if (auto begun = runSql(query, "BEGIN IMMEDIATE", SqlTask::Write); !begun) {
        failAll(begun.error());
        return results;
    }
    base::Expected<void> done;
    for (size_t i = 0; i < writes.size(); ++i) {
        base::Expected<void>& result = results[qsizetype(i)];
        result = std::visit([this](const auto& value) { return writeOne(value); }, writes[i]);
        if (!result && !refusedAlone(result.error())) {
            done = result;
            break;
        }
    }
    if (done)
        done = runSql(query, "COMMIT", SqlTask::Write);
    if (!done) {
        query.exec(QStringLiteral("ROLLBACK")); // fails harmlessly where SQLite rolled back by itself
        m_tokens.clear();
        failAll(done.error());
    }
    if (m_tokens.size() > knownRuns)
        m_tokens.clear();
    return results;
}

base::Expected<void> Database::writeOne(const domain::RunRecord& run)
{
    QSqlQuery query(m_db);
    query.prepare(QStringLiteral("INSERT INTO run (id, kind, status, started_ms, record) VALUES (?, ?, ?, ?, ?) "
                                 "ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, status = excluded.status, "
                                 "started_ms = excluded.started_ms, record = excluded.record"));
    query.addBindValue(storableText(run.id));
    query.addBindValue(name(run.kind));
    query.addBindValue(name(run.status));
    query.addBindValue(run.started.isValid() ? run.started.toMSecsSinceEpoch() : qint64(0));
    query.addBindValue(QString::fromUtf8(base::canonicalJson(toJson(run))));
    return runSql(query, SqlTask::Write);
}

base::Expected<void> Database::writeOne(const domain::Generation& generation)
{
    const auto row = runRow(generation.runId);
    if (!row)
        return std::unexpected(row.error());
    KnownTokens& known = m_tokens[*row];
    if (auto read = readNewTokens(*row, known); !read)
        return read;
    const auto entries = encodeEntries(generation.entries, known.table);
    if (!entries)
        return std::unexpected(entries.error());
    if (auto written = writeNewTokens(*row, known); !written)
        return written;

    QSqlQuery query(m_db);
    // A failure stands until somebody tries again; an answer is never overwritten.
    query.prepare(QStringLiteral(
        "INSERT INTO generation (run, side, prompt_id, repeat, level, text, reasoning, entries, facts, error_code) "
        "VALUES (?, ?, ?, ?, 0, ?, ?, ?, ?, ?) ON CONFLICT (run, side, prompt_id, repeat, level) DO UPDATE SET "
        "text = excluded.text, reasoning = excluded.reasoning, entries = excluded.entries, facts = excluded.facts, "
        "error_code = excluded.error_code WHERE error_code IS NOT NULL"));
    query.addBindValue(*row);
    query.addBindValue(generation.side);
    query.addBindValue(storableText(generation.promptId));
    query.addBindValue(generation.repeat);
    query.addBindValue(storableText(generation.text));
    query.addBindValue(storableText(generation.reasoning));
    query.addBindValue(storableBytes(*entries));
    query.addBindValue(QString::fromUtf8(base::canonicalJson(factsToJson(generation))));
    query.addBindValue(generation.error ? QVariant(storableText(generation.error->code)) : QVariant());
    if (auto done = runSql(query, SqlTask::Write); !done)
        return done;
    if (query.numRowsAffected() == 0)
        return base::failure(
            QStringLiteral("store.exists"),
            QStringLiteral("The answer of side %1 to “%2” (repeat %3) is stored already.")
                .arg(QString::number(generation.side), generation.promptId, QString::number(generation.repeat)));
    return {};
}

base::Expected<void> Database::readNewTokens(qint64 row, KnownTokens& known)
{
    if (known.table.size() > known.stored) // an answer was refused after its pieces had been numbered
        known = {};
    QSqlQuery query(m_db);
    query.setForwardOnly(true);
    query.prepare(QStringLiteral("SELECT number, id, bytes FROM token WHERE run = ? AND number >= ? ORDER BY number"));
    query.addBindValue(row);
    query.addBindValue(qint64(known.stored));
    if (auto done = runSql(query, SqlTask::Read); !done)
        return done;
    while (query.next()) {
        const QByteArray bytes = query.value(2).toByteArray();
        if (query.value(0).toLongLong() != known.stored || bytes.size() > CodecLimits::pieceBytes)
            return base::failure(QStringLiteral("store.corrupt"),
                                 QStringLiteral("The token table of a run in %1 is damaged.").arg(fileOf(m_db)),
                                 QStringLiteral("Restore the workspace file from a copy, or run again."));
        known.table.append({query.value(1).toInt(), bytes});
        ++known.stored;
    }
    return allRowsRead(query);
}

base::Expected<void> Database::writeNewTokens(qint64 row, KnownTokens& known)
{
    if (known.stored == known.table.size())
        return {};
    QSqlQuery query(m_db);
    query.prepare(QStringLiteral("INSERT INTO token (run, number, id, bytes) VALUES (?, ?, ?, ?)"));
    for (; known.stored < known.table.size(); ++known.stored) {
        const TokenPiece& piece = known.table.at(known.stored);
        query.bindValue(0, row);
        query.bindValue(1, qint64(known.stored));
        query.bindValue(2, piece.id);
        query.bindValue(3, storableBytes(piece.bytes));
        if (auto done = runSql(query, SqlTask::Write); !done)
            return done;
    }
    return {};
}

base::Expected<qint64> Database::runRow(const QString& id)
{
    QSqlQuery query(m_db);
    query.prepare(QStringLiteral("SELECT seq FROM run WHERE id = ?"));
    query.addBindValue(storableText(id));
    if (auto done = runSql(query, SqlTask::Write); !done)
        return std::unexpected(done.error());
    if (!query.next())
        return std::unexpected(noSuchRun(id));
    return query.value(0).toLongLong();
}

base::Expected<qint64> Database::findRun(const QString& idOrPrefix)
{
    QSqlQuery query(m_db);
    query.setForwardOnly(true);
    if (idOrPrefix == QLatin1String("latest")) {
        query.prepare(QStringLiteral("SELECT seq, id FROM run ORDER BY started_ms DESC, seq DESC LIMIT 1"));
    } else if (idOrPrefix.isEmpty()) {
        return std::unexpected(noSuchRun(idOrPrefix));
    } else {
        // The complete id first: it may be a prefix of another one.
        query.prepare(QStringLiteral("SELECT seq, id FROM (SELECT ? AS wanted), run "
                                     "WHERE substr(id, 1, length(wanted)) = wanted "
                                     "ORDER BY id = wanted DESC, started_ms DESC LIMIT 5"));
        query.addBindValue(storableText(idOrPrefix));
    }
    if (auto done = runSql(query, SqlTask::Read); !done)
        return std::unexpected(done.error());
    qint64 row = 0;
    QStringList ids;
    while (query.next()) {
        if (ids.isEmpty())
            row = query.value(0).toLongLong();
        ids.append(query.value(1).toString());
    }
    if (auto read = allRowsRead(query); !read)
        return std::unexpected(read.error());
    if (ids.isEmpty())
        return std::unexpected(idOrPrefix == QLatin1String("latest")
                                   ? base::Error{QStringLiteral("store.no_run"),
                                                 QStringLiteral("There is no run in this workspace yet."),
                                                 {},
                                                 {}}
                                   : noSuchRun(idOrPrefix));
    if (ids.size() > 1 && ids.first() != idOrPrefix)
        return base::failure(
            QStringLiteral("store.ambiguous"),
            QStringLiteral("“%1” fits several runs: %2.").arg(idOrPrefix, ids.join(QLatin1String(", "))),
            QStringLiteral("Give more characters of the id."));
    return row;
}

base::Expected<QList<RunListItem>> Database::runs()
{
    Q_ASSERT(QThread::currentThread() == m_owner);
    QSqlQuery query(m_db);
    query.setForwardOnly(true);
    query.prepare(QStringLiteral(
        "SELECT id, record, (SELECT count(*) FROM generation WHERE run = run.seq AND error_code IS NULL), "
        "(SELECT count(*) FROM generation WHERE run = run.seq AND error_code IS NOT NULL) "
        "FROM run ORDER BY started_ms DESC, seq DESC"));
    if (auto done = runSql(query, SqlTask::Read); !done)
        return std::unexpected(done.error());
    QList<RunListItem> items;
    while (query.next()) {
        const auto record = base::parseJsonObject(query.value(1).toString().toUtf8());
        if (!record)
            return std::unexpected(damagedRun(query.value(0).toString()));
        items.append({domain::runFromJson(*record), query.value(2).toLongLong(), query.value(3).toLongLong()});
    }
    if (auto read = allRowsRead(query); !read)
        return std::unexpected(read.error());
    return items;
}

base::Expected<domain::RunData> Database::load(const QString& idOrPrefix)
{
    Q_ASSERT(QThread::currentThread() == m_owner);
    QSqlQuery query(m_db);
    // One transaction, so that tokens and answers are of the same moment while another process goes on writing.
    if (auto begun = runSql(query, "BEGIN", SqlTask::Read); !begun)
        return std::unexpected(begun.error());
    base::Expected<domain::RunData> data;
    if (const auto row = findRun(idOrPrefix))
        data = loadRow(*row);
    else
        data = std::unexpected(row.error());
    query.exec(QStringLiteral("COMMIT"));
    return data;
}

base::Expected<domain::RunData> Database::loadRow(qint64 row)
{
    QSqlQuery query(m_db);
    query.setForwardOnly(true);
    query.prepare(QStringLiteral("SELECT id, record FROM run WHERE seq = ?"));
    query.addBindValue(row);
    if (auto done = runSql(query, SqlTask::Read); !done)
        return std::unexpected(done.error());
    if (!query.next())
        return std::unexpected(damagedRun(QString::number(row)));
    const QString id = query.value(0).toString();
    const auto record = base::parseJsonObject(query.value(1).toString().toUtf8());
    if (!record)
        return std::unexpected(damagedRun(id));
    domain::RunData data{domain::runFromJson(*record), {}};

    KnownTokens tokens;
    if (auto read = readNewTokens(row, tokens); !read)
        return std::unexpected(read.error());
    query.prepare(QStringLiteral("SELECT seq, side, prompt_id, repeat, text, reasoning, entries, facts FROM generation "
                                 "WHERE run = ? ORDER BY seq"));
    query.addBindValue(row);
    if (auto done = runSql(query, SqlTask::Read); !done)
        return std::unexpected(done.error());
    while (query.next()) {
        domain::Generation generation;
        generation.rowId = query.value(0).toLongLong();
        generation.runId = id;
        generation.side = query.value(1).toInt();
        generation.promptId = query.value(2).toString();
        generation.repeat = query.value(3).toInt();
        generation.text = query.value(4).toString();
        generation.reasoning = query.value(5).toString();
        auto entries = decodeEntries(query.value(6).toByteArray(), tokens.table);
        const auto facts = base::parseJsonObject(query.value(7).toString().toUtf8());
        if (!entries || !facts) {
            base::Error error = entries ? damagedRun(id) : entries.error();
            error.detail =
                QStringLiteral("run %1, side %2, prompt %3, repeat %4")
                    .arg(id, QString::number(generation.side), generation.promptId, QString::number(generation.repeat));
            return std::unexpected(error);
        }
        generation.entries = std::move(*entries);
        domain::factsFromJson(*facts, generation);
        data.generations.append(std::move(generation));
    }
    if (auto read = allRowsRead(query); !read)
        return std::unexpected(read.error());
    return data;
}

} // namespace quantlens::store
