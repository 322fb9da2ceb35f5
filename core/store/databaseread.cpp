// SPDX-License-Identifier: GPL-3.0-or-later
// What is read from a workspace.
#include "core/base/json.h"
#include "core/store/database.h"
#include "core/store/runrows.h"
#include "core/store/sql.h"

#include <QThread>
#include <QTimeZone>
#include <QtConcurrent>

#include <algorithm>
#include <ranges>

namespace quantlens::store {

namespace {

/// Log-probabilities of one run that are read into memory, some 40 bytes each.
constexpr qint64 mostValues = qint64(1) << 27;

/// A row of the list as it is stored, and what is read of it.
struct ListedRow
{
    QByteArray record;
    QByteArray headline;
    RunListItem item;
    bool damaged = false;
};

void readListed(ListedRow& row)
{
    const auto record = base::parseJsonObject(row.record);
    row.damaged = !record;
    if (row.damaged)
        return;
    RunListItem& item = row.item;
    item.run = domain::runFromJson(*record);
    item.prompts = record->value(promptCountKey).toInteger(item.run.prompts.size());
    item.run.prompts.clear();
    item.planned = item.run.planned > 0 ? item.run.planned : item.prompts * item.run.sides.size();
    if (const auto headline = base::parseJsonObject(row.headline))
        item.headline = scoring::headlineFromJson(*headline);
    row.record.clear();
    row.headline.clear();
}

/// On all cores. In parts, because blockingMap() is in a library that the window would load before its first picture.
void readListed(QList<ListedRow>& rows)
{
    constexpr qsizetype fewest = 100;
    QList<QFuture<void>> parts;
    for (const auto part : std::views::chunk(rows, std::max(fewest, rows.size() / QThread::idealThreadCount() + 1)))
        parts.append(QtConcurrent::run([part] {
            for (ListedRow& row : part)
                readListed(row);
        }));
    for (QFuture<void>& part : parts)
        part.waitForFinished();
}

} // namespace

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

QString storableText(const QString& text)
{
    const QString safe = text.isValidUtf16() ? text : QString::fromUtf8(text.toUtf8());
    return safe.isNull() ? QStringLiteral("") : safe; // a null string would be NULL
}

base::Expected<qint64> Database::findRun(const QString& idOrPrefix)
{
    QSqlQuery query(m_db);
    query.setForwardOnly(true);
    if (idOrPrefix == QLatin1String("latest")) {
        query.prepare(
            QStringLiteral("SELECT seq, id FROM listing JOIN run ON seq = run WHERE listing.deleted_ms IS NULL "
                           "ORDER BY listing.started_ms DESC, seq DESC LIMIT 1"));
    } else if (idOrPrefix.isEmpty()) {
        return std::unexpected(noSuchRun(idOrPrefix));
    } else {
        // The complete id first: it may be a prefix of another one.
        query.prepare(QStringLiteral("SELECT seq, id FROM (SELECT ? AS wanted), run JOIN listing ON listing.run = seq "
                                     "WHERE substr(id, 1, length(wanted)) = wanted "
                                     "AND (listing.deleted_ms IS NULL OR id = wanted) "
                                     "ORDER BY id = wanted DESC, listing.started_ms DESC LIMIT 5"));
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

base::Expected<QList<RunListItem>> Database::runs(Listed which, int most)
{
    return list(QStringLiteral("(listing.deleted_ms IS NOT NULL) = ?"), which == Listed::Deleted ? 1 : 0, most);
}

base::Expected<QList<RunListItem>> Database::listed(const QString& id)
{
    return list(QStringLiteral("id = ?"), storableText(id), -1);
}

base::Expected<QList<RunListItem>> Database::list(const QString& condition, const QVariant& value, int most)
{
    Q_ASSERT(QThread::currentThread() == m_owner);
    QSqlQuery query(m_db);
    query.setForwardOnly(true);
    // The answers of scored runs are not counted again. Only runs of schema 1 have their record read. JSON comes as
    // bytes: as text it would be converted to UTF-16 and back, which takes longer than reading it.
    const QString statement = QStringLiteral(
        "SELECT id, CAST(listing.listed AS BLOB), "
        "CASE headline WHEN '' THEN (SELECT count(*) FROM generation WHERE run = listing.run AND error_code IS NULL) "
        "ELSE answers END, "
        "CASE headline WHEN '' THEN (SELECT count(*) FROM generation WHERE run = listing.run AND error_code IS NOT "
        "NULL) ELSE failures END, "
        "listing.pinned, listing.note, CAST(headline AS BLOB), listing.deleted_ms, "
        "CASE listing.listed WHEN '' THEN CAST(record AS BLOB) END "
        "FROM listing JOIN run ON seq = listing.run WHERE %1 ORDER BY listing.started_ms DESC, seq DESC LIMIT ?");
    query.prepare(statement.arg(condition));
    query.addBindValue(value);
    query.addBindValue(most);
    if (auto done = runSql(query, SqlTask::Read); !done)
        return std::unexpected(done.error());
    QList<ListedRow> rows;
    while (query.next()) {
        ListedRow row;
        row.item.run.id = query.value(0).toString();
        row.record = query.value(1).toByteArray();
        if (row.record.isEmpty())
            row.record = query.value(8).toByteArray();
        row.headline = query.value(6).toByteArray();
        row.item.answers = query.value(2).toLongLong();
        row.item.failures = query.value(3).toLongLong();
        row.item.pinned = query.value(4).toInt() != 0;
        row.item.note = query.value(5).toString();
        if (const QVariant deleted = query.value(7); !deleted.isNull())
            row.item.deleted = QDateTime::fromMSecsSinceEpoch(deleted.toLongLong(), QTimeZone::UTC);
        rows.append(std::move(row));
    }
    if (auto read = allRowsRead(query); !read)
        return std::unexpected(read.error());
    readListed(rows);
    QList<RunListItem> items;
    items.reserve(rows.size());
    for (ListedRow& row : rows) {
        if (row.damaged)
            return std::unexpected(damagedRun(row.item.run.id));
        items.append(std::move(row.item));
    }
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
    domain::RunData data{domain::runFromJson(*record), {}, {}};

    KnownTokens tokens;
    if (auto read = readNewTokens(row, tokens); !read)
        return std::unexpected(read.error());
    if (auto loaded = loadGenerations(row, tokens.table, data); !loaded)
        return std::unexpected(loaded.error());
    if (auto loaded = loadAnnotations(row, data); !loaded)
        return std::unexpected(loaded.error());
    return data;
}

base::Expected<void> Database::loadGenerations(qint64 row, const TokenTable& tokens, domain::RunData& data)
{
    QSqlQuery query(m_db);
    query.setForwardOnly(true);
    query.prepare(QStringLiteral("SELECT seq, side, prompt_id, repeat, level, pass, text, reasoning, entries, facts "
                                 "FROM generation WHERE run = ? ORDER BY seq"));
    query.addBindValue(row);
    if (auto done = runSql(query, SqlTask::Read); !done)
        return done;
    qint64 values = 0;
    while (query.next()) {
        domain::Generation generation;
        generation.rowId = query.value(0).toLongLong();
        generation.runId = data.run.id;
        generation.side = query.value(1).toInt();
        generation.promptId = query.value(2).toString();
        generation.repeat = query.value(3).toInt();
        generation.level = query.value(4).toInt();
        generation.pass = domain::Pass(std::clamp(query.value(5).toInt(), 0, int(domain::Pass::LoadCheck)));
        generation.text = query.value(6).toString();
        generation.reasoning = query.value(7).toString();
        auto entries = decodeEntries(query.value(8).toByteArray(), tokens);
        const auto facts = base::parseJsonObject(query.value(9).toString().toUtf8());
        if (!entries || !facts) {
            base::Error error = entries ? damagedRun(data.run.id) : entries.error();
            error.detail = QStringLiteral("run %1, side %2, prompt %3, repeat %4")
                               .arg(data.run.id, QString::number(generation.side), generation.promptId,
                                    QString::number(generation.repeat));
            return std::unexpected(error);
        }
        for (const domain::TokenInfo& entry : std::as_const(*entries))
            values += 1 + entry.top.size();
        if (values > mostValues)
            return base::failure(
                QStringLiteral("store.too_large"),
                QStringLiteral("Run “%1” holds more log-probabilities than fit in memory.").arg(data.run.id),
                QStringLiteral("Compare fewer prompts at once, or ask for fewer log-probabilities."));
        generation.entries = std::move(*entries);
        domain::factsFromJson(*facts, generation);
        data.generations.append(std::move(generation));
    }
    return allRowsRead(query);
}

base::Expected<void> Database::loadAnnotations(qint64 row, domain::RunData& data)
{
    QSqlQuery query(m_db);
    query.setForwardOnly(true);
    query.prepare(QStringLiteral("SELECT prompt_id, kind, side, value FROM annotation WHERE run = ? "
                                 "ORDER BY prompt_id, kind, side"));
    query.addBindValue(row);
    if (auto done = runSql(query, SqlTask::Read); !done)
        return done;
    while (query.next()) {
        if (const auto kind = domain::annotationKindFromName(query.value(1).toString()))
            data.annotations.append(
                {query.value(0).toString(), *kind, query.value(2).toInt(), query.value(3).toString()});
    }
    return allRowsRead(query);
}

} // namespace quantlens::store
