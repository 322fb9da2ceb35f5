// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/store.h"

#include "core/store/database.h"

#include <QDir>
#include <QPromise>
#include <QStandardPaths>
#include <QThread>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <variant>

namespace quantlens::store {

// Not in an anonymous namespace: Private holds them, and it is a member of a public class (unity builds warn).
template<class T>
using Answer = QPromise<base::Expected<T>>;

struct WriteJob
{
    Database::Write value;
    Answer<void> answer;
};

struct RunsJob
{
    Listed which = Listed::Kept;
    int most = -1;
    Answer<QList<RunListItem>> answer;
};

struct ListedJob
{
    QString id;
    Answer<QList<RunListItem>> answer;
};

struct LoadJob
{
    QString idOrPrefix;
    Answer<domain::RunData> answer;
};

using Job = std::variant<WriteJob, RunsJob, ListedJob, LoadJob>;

namespace {

/// Writes that may share a transaction; keeps a transaction, and so the wait of other processes, short.
constexpr size_t batchLimit = 256;

template<class T>
void finish(Answer<T>& answer, base::Expected<T> result)
{
    answer.addResult(std::move(result));
    answer.finish();
}

} // namespace

/// A queue and the thread that works it off. No event loop: the thread sleeps on the condition.
struct Store::Private
{
    QString path;
    std::mutex mutex;
    std::condition_variable wake;
    std::deque<Job> jobs; ///< guarded by mutex
    bool closing = false; ///< guarded by mutex
    std::unique_ptr<QThread> thread;

    /// Queues a job and hands out its future.
    template<class JobType>
    auto ask(JobType job)
    {
        job.answer.start();
        auto future = job.answer.future();
        {
            const std::lock_guard lock(mutex);
            jobs.emplace_back(std::move(job));
        }
        wake.notify_one();
        return future;
    }

    /// The next jobs: one question, or the writes that stand together. Empty when the store closes and all is done.
    std::deque<Job> take()
    {
        std::unique_lock lock(mutex);
        wake.wait(lock, [this] { return closing || !jobs.empty(); });
        std::deque<Job> taken;
        while (!jobs.empty() && taken.size() < batchLimit) {
            const bool isWrite = std::holds_alternative<WriteJob>(jobs.front());
            if (!isWrite && !taken.empty())
                break;
            taken.push_back(std::move(jobs.front()));
            jobs.pop_front();
            if (!isWrite)
                break;
        }
        return taken;
    }

    void work(Database& database)
    {
        for (std::deque<Job> taken = take(); !taken.empty(); taken = take()) {
            if (auto* question = std::get_if<RunsJob>(&taken.front()))
                finish(question->answer, database.runs(question->which, question->most));
            else if (auto* one = std::get_if<ListedJob>(&taken.front()))
                finish(one->answer, database.listed(one->id));
            else if (auto* load = std::get_if<LoadJob>(&taken.front()))
                finish(load->answer, database.load(load->idOrPrefix));
            else
                writeAll(database, taken);
        }
    }

    static void writeAll(Database& database, std::deque<Job>& taken)
    {
        std::vector<Database::Write> writes;
        writes.reserve(taken.size());
        for (Job& job : taken)
            writes.push_back(std::move(std::get<WriteJob>(job).value));
        const QList<base::Expected<void>> results = database.write(writes);
        for (size_t i = 0; i < taken.size(); ++i)
            finish(std::get<WriteJob>(taken[i]).answer, results.at(qsizetype(i)));
    }
};

Store::Store()
    : d(std::make_unique<Private>())
{
}

Store::~Store()
{
    {
        const std::lock_guard lock(d->mutex);
        d->closing = true;
    }
    d->wake.notify_one();
    if (d->thread)
        d->thread->wait();
}

base::Expected<std::unique_ptr<Store>> Store::open(const QString& path, Mode mode, std::chrono::milliseconds busyWait)
{
    std::unique_ptr<Store> store(new Store);
    store->d->path = path;
    Answer<void> opened;
    opened.start();
    QFuture<base::Expected<void>> future = opened.future();
    // The connection has to be opened, used and closed by one thread.
    store->d->thread.reset(QThread::create([d = store->d.get(), mode, busyWait, opened = std::move(opened)]() mutable {
        auto database = Database::open(d->path, mode, busyWait);
        if (!database) {
            finish(opened, base::Expected<void>(std::unexpected(database.error())));
            return;
        }
        finish(opened, base::Expected<void>());
        d->work(**database);
    }));
    store->d->thread->setObjectName(QStringLiteral("store"));
    store->d->thread->start();
    if (auto result = future.takeResult(); !result)
        return std::unexpected(result.error());
    return store;
}

QString Store::defaultPath()
{
    return QDir(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation))
        .filePath(QStringLiteral("workspace.qlens"));
}

QString Store::path() const
{
    return d->path;
}

QFuture<base::Expected<void>> Store::putRun(domain::RunRecord run)
{
    return d->ask(WriteJob{std::move(run), {}});
}

QFuture<base::Expected<void>> Store::append(domain::Generation generation)
{
    return d->ask(WriteJob{std::move(generation), {}});
}

QFuture<base::Expected<void>> Store::annotate(QString runId, domain::Annotation annotation)
{
    return d->ask(WriteJob{RunAnnotation{std::move(runId), std::move(annotation)}, {}});
}

QFuture<base::Expected<void>> Store::mark(RunMark mark)
{
    return d->ask(WriteJob{std::move(mark), {}});
}

QFuture<base::Expected<void>> Store::remove(QString runId)
{
    return d->ask(WriteJob{RunRemoval{std::move(runId)}, {}});
}

QFuture<base::Expected<void>> Store::setHeadline(QString runId, scoring::Headline headline)
{
    return d->ask(WriteJob{RunHeadline{std::move(runId), std::move(headline)}, {}});
}

QFuture<base::Expected<QList<RunListItem>>> Store::runs(Listed which, int most)
{
    return d->ask(RunsJob{which, most, {}});
}

QFuture<base::Expected<QList<RunListItem>>> Store::listed(QString id)
{
    return d->ask(ListedJob{std::move(id), {}});
}

QFuture<base::Expected<domain::RunData>> Store::load(QString idOrPrefix)
{
    return d->ask(LoadJob{std::move(idOrPrefix), {}});
}

} // namespace quantlens::store
