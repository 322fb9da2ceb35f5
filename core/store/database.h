// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/domain/run.h"
#include "core/store/codec.h"
#include "core/store/store.h"

#include <QSqlDatabase>
#include <QVariant>

#include <chrono>
#include <map>
#include <memory>
#include <span>
#include <variant>

class QThread;

namespace quantlens::store {

/// What a person wrote on a prompt of a run.
struct RunAnnotation
{
    QString runId;
    domain::Annotation annotation;
};

/// A run's numbers for lists.
struct RunHeadline
{
    QString runId;
    scoring::Headline headline;
};

/// A run that goes for good.
struct RunRemoval
{
    QString runId;
};

/// One connection to a workspace file and the statements on it. Belongs to the thread that opened it: QtSql demands it,
/// and every public function asserts it.
class Database
{
public:
    using Write = std::variant<domain::RunRecord, domain::Generation, RunAnnotation, RunMark, RunHeadline, RunRemoval>;

    /// Errors: "store.open", "store.newer".
    [[nodiscard]] static base::Expected<std::unique_ptr<Database>> open(const QString& path, Mode mode,
                                                                        std::chrono::milliseconds busyWait);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    /// Does all writes in one transaction, in order; the results say which of them are committed. A write refused for
    /// its own sake (no such run, key taken, too large) does not hold up the others; a failure of the file fails all.
    [[nodiscard]] QList<base::Expected<void>> write(std::span<const Write> writes);
    /// As Store::runs().
    [[nodiscard]] base::Expected<QList<RunListItem>> runs(Listed which, int most);
    /// As Store::listed().
    [[nodiscard]] base::Expected<QList<RunListItem>> listed(const QString& id);
    [[nodiscard]] base::Expected<domain::RunData> load(const QString& idOrPrefix);

private:
    /// The tokens of a run as far as this connection has read or written them.
    struct KnownTokens
    {
        TokenTable table;
        qsizetype stored = 0; ///< so many are in the file (or will be with this transaction)
    };

    Database(QString connection, Mode mode);
    [[nodiscard]] base::Expected<void> connect(const QString& path, std::chrono::milliseconds busyWait);
    [[nodiscard]] base::Expected<void> writeOne(const domain::RunRecord& run);
    [[nodiscard]] base::Expected<void> writeOne(const domain::Generation& generation);
    [[nodiscard]] base::Expected<void> writeOne(const RunAnnotation& annotation);
    [[nodiscard]] base::Expected<void> writeOne(const RunMark& mark);
    [[nodiscard]] base::Expected<void> writeOne(const RunHeadline& written);
    [[nodiscard]] base::Expected<void> writeOne(const RunRemoval& removal);
    /// Takes away for good what was deleted more than a day ago.
    [[nodiscard]] base::Expected<void> purge();
    /// The runs for which a condition of SQL with one value holds, newest first, at most `most` (below 0: all).
    [[nodiscard]] base::Expected<QList<RunListItem>> list(const QString& condition, const QVariant& value, int most);
    /// The row of a run, for a complete id.
    [[nodiscard]] base::Expected<qint64> runRow(const QString& id);
    /// The row of the run meant by an id, a prefix or "latest".
    [[nodiscard]] base::Expected<qint64> findRun(const QString& idOrPrefix);
    [[nodiscard]] base::Expected<domain::RunData> loadRow(qint64 row);
    [[nodiscard]] base::Expected<void> loadGenerations(qint64 row, const TokenTable& tokens, domain::RunData& data);
    [[nodiscard]] base::Expected<void> loadAnnotations(qint64 row, domain::RunData& data);
    [[nodiscard]] base::Expected<void> readNewTokens(qint64 row, KnownTokens& known);
    [[nodiscard]] base::Expected<void> writeNewTokens(qint64 row, KnownTokens& known);

    QString m_connection;
    Mode m_mode;
    QThread* m_owner;
    QSqlDatabase m_db;
    std::map<qint64, KnownTokens> m_tokens; ///< by run row
};

} // namespace quantlens::store
