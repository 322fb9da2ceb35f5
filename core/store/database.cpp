// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/database.h"

#include "core/base/json.h"
#include "core/store/runrows.h"
#include "core/store/schema.h"
#include "core/store/sql.h"

#include <QDateTime>
#include <QJsonArray>
#include <QThread>

namespace quantlens::store {

namespace {

/// Runs whose token tables stay in memory between writes.
constexpr size_t knownRuns = 4;
/// How long a deleted run can be brought back.
constexpr qint64 deletedKeptMs = 24LL * 60 * 60 * 1000;

QByteArray storableBytes(const QByteArray& bytes)
{
    return bytes.isNull() ? QByteArray("") : bytes;
}

/// What lists show of a record, and no more: ten thousand of them are read at once.
QJsonObject listedJson(const domain::RunRecord& run)
{
    domain::RunRecord listed = run;
    listed.prompts.clear();
    listed.sides.clear();
    QJsonObject object = toJson(listed);
    for (const QLatin1StringView key :
         {QLatin1StringView("options"), QLatin1StringView("unit"), QLatin1StringView("notes"),
          QLatin1StringView("prompt_check"), QLatin1StringView("thresholds")})
        object.remove(key);
    QJsonArray sides;
    for (const domain::RunSide& side : run.sides) {
        const QJsonObject all = domain::toJson(side.model);
        QJsonObject model;
        for (const QLatin1StringView key :
             {QLatin1StringView("spec"), QLatin1StringView("label"), QLatin1StringView("quant")})
            model.insert(key, all.value(key));
        sides.append(QJsonObject{{QStringLiteral("model"), model}, {QStringLiteral("server_build"), side.serverBuild}});
    }
    object.insert(QStringLiteral("sides"), sides);
    object.insert(promptCountKey, run.prompts.size());
    return object;
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
    const qint64 started = run.started.isValid() ? run.started.toMSecsSinceEpoch() : qint64(0);
    query.prepare(QStringLiteral("INSERT INTO run (id, kind, status, started_ms, record) VALUES (?, ?, ?, ?, ?) "
                                 "ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, status = excluded.status, "
                                 "started_ms = excluded.started_ms, record = excluded.record"));
    query.addBindValue(storableText(run.id));
    query.addBindValue(name(run.kind));
    query.addBindValue(name(run.status));
    query.addBindValue(started);
    query.addBindValue(QString::fromUtf8(base::canonicalJson(toJson(run))));
    if (auto done = runSql(query, SqlTask::Write); !done)
        return done;
    // The record may say that other answers follow or came: the numbers are not those of before.
    query.prepare(QStringLiteral("INSERT INTO listing (run, started_ms, listed) "
                                 "SELECT seq, ?, ? FROM run WHERE id = ? "
                                 "ON CONFLICT (run) DO UPDATE SET started_ms = excluded.started_ms, "
                                 "listed = excluded.listed, headline = ''"));
    query.addBindValue(started);
    query.addBindValue(QString::fromUtf8(base::canonicalJson(listedJson(run))));
    query.addBindValue(storableText(run.id));
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
        "INSERT INTO generation (run, side, prompt_id, repeat, level, pass, text, reasoning, entries, facts, "
        "error_code) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (run, side, prompt_id, repeat, level, pass) DO UPDATE SET "
        "text = excluded.text, reasoning = excluded.reasoning, entries = excluded.entries, facts = excluded.facts, "
        "error_code = excluded.error_code WHERE error_code IS NOT NULL"));
    query.addBindValue(*row);
    query.addBindValue(generation.side);
    query.addBindValue(storableText(generation.promptId));
    query.addBindValue(generation.repeat);
    query.addBindValue(generation.level);
    query.addBindValue(int(generation.pass));
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
            QStringLiteral("The answer of side %1 to “%2” (%3, repeat %4, level %5) is stored already.")
                .arg(QString::number(generation.side), generation.promptId, name(generation.pass),
                     QString::number(generation.repeat), QString::number(generation.level)));
    return {};
}

base::Expected<void> Database::writeOne(const RunAnnotation& written)
{
    const auto row = runRow(written.runId);
    if (!row)
        return std::unexpected(row.error());
    const domain::Annotation& annotation = written.annotation;
    QSqlQuery query(m_db);
    if (annotation.value.isEmpty())
        query.prepare(
            QStringLiteral("DELETE FROM annotation WHERE run = ? AND prompt_id = ? AND kind = ? AND side = ?"));
    else
        query.prepare(
            QStringLiteral("INSERT INTO annotation (run, prompt_id, kind, side, value) VALUES (?, ?, ?, ?, ?) "
                           "ON CONFLICT (run, prompt_id, kind, side) DO UPDATE SET value = excluded.value"));
    query.addBindValue(*row);
    query.addBindValue(storableText(annotation.promptId));
    query.addBindValue(name(annotation.kind));
    query.addBindValue(annotation.side);
    if (!annotation.value.isEmpty())
        query.addBindValue(storableText(annotation.value));
    const bool scored =
        annotation.kind != domain::AnnotationKind::Note && annotation.kind != domain::AnnotationKind::Rating;
    if (auto done = runSql(query, SqlTask::Write); !done || !scored)
        return done;
    query.prepare(QStringLiteral("UPDATE listing SET headline = '' WHERE run = ?"));
    query.addBindValue(*row);
    return runSql(query, SqlTask::Write);
}

base::Expected<void> Database::writeOne(const RunMark& mark)
{
    const auto row = runRow(mark.id);
    if (!row)
        return std::unexpected(row.error());
    QSqlQuery query(m_db);
    query.prepare(QStringLiteral("SELECT pinned, note, deleted_ms FROM listing WHERE run = ?"));
    query.addBindValue(*row);
    if (auto done = runSql(query, SqlTask::Write); !done)
        return done;
    if (!query.next())
        return std::unexpected(noSuchRun(mark.id));
    const bool pinned = mark.pinned.value_or(query.value(0).toInt() != 0);
    const QString note = mark.note.value_or(query.value(1).toString());
    QVariant deleted = query.value(2);
    if (mark.deleted)
        deleted =
            *mark.deleted ? QVariant(QDateTime::currentMSecsSinceEpoch()) : QVariant(QMetaType::fromType<qint64>());
    query.prepare(QStringLiteral("UPDATE listing SET pinned = ?, note = ?, deleted_ms = ? WHERE run = ?"));
    query.addBindValue(int(pinned));
    query.addBindValue(storableText(note));
    query.addBindValue(deleted);
    query.addBindValue(*row);
    return runSql(query, SqlTask::Write);
}

base::Expected<void> Database::writeOne(const RunHeadline& written)
{
    const auto row = runRow(written.runId);
    if (!row)
        return std::unexpected(row.error());
    // What goes on, or was taken up again, has no numbers yet.
    QSqlQuery query(m_db);
    query.prepare(QStringLiteral(
        "UPDATE listing SET headline = ?, "
        "answers = (SELECT count(*) FROM generation WHERE run = listing.run AND error_code IS NULL), "
        "failures = (SELECT count(*) FROM generation WHERE run = listing.run AND error_code IS NOT NULL) "
        "WHERE run = ? AND (SELECT status FROM run WHERE seq = listing.run) <> ?"));
    query.addBindValue(QString::fromUtf8(base::canonicalJson(scoring::toJson(written.headline))));
    query.addBindValue(*row);
    query.addBindValue(name(domain::RunStatus::Running));
    return runSql(query, SqlTask::Write);
}

base::Expected<void> Database::writeOne(const RunRemoval& removal)
{
    const auto row = runRow(removal.runId);
    if (!row)
        return std::unexpected(row.error());
    m_tokens.erase(*row); // the next run may get its number
    QSqlQuery query(m_db);
    query.prepare(QStringLiteral("DELETE FROM run WHERE seq = ?"));
    query.addBindValue(*row);
    return runSql(query, SqlTask::Write);
}

base::Expected<void> Database::purge()
{
    QSqlQuery query(m_db);
    query.prepare(QStringLiteral("DELETE FROM run WHERE seq IN (SELECT run FROM listing WHERE deleted_ms < ?)"));
    query.addBindValue(QDateTime::currentMSecsSinceEpoch() - deletedKeptMs);
    return runSql(query, SqlTask::Write);
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

} // namespace quantlens::store
