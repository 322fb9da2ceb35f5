// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runners/runservice.h"

#include "core/runners/run.h"

#include <QThread>

namespace quantlens::runners {

struct RunService::Private
{
    std::shared_ptr<store::Store> store;
    std::unique_ptr<LiveReporter> reporter;
    std::unique_ptr<Run> run;
    secrets::KeySources keys;
    engines::Programs programs;
    bool shuttingDown = false;
};

RunService::RunService(std::shared_ptr<store::Store> store, QObject* parent)
    : QObject(parent)
    , d(std::make_unique<Private>())
{
    qRegisterMetaType<domain::RunRecord>();
    d->store = std::move(store);
}

RunService::~RunService() = default;

void RunService::setKeySources(secrets::KeySources sources)
{
    d->keys = std::move(sources);
}

void RunService::setPrograms(const engines::Programs& programs)
{
    Q_ASSERT(thread() == QThread::currentThread());
    d->programs = programs;
}

namespace {

/// Drives a run to its end. A free function with pointers that outlive it: the service awaits it before it goes.
QCoro::Task<void> drive(Run* run, std::function<void(domain::RunRecord)> onEnd)
{
    const domain::RunRecord record = co_await run->run();
    onEnd(record);
}

} // namespace

template<class Request>
void RunService::begin(const Request& request)
{
    Q_ASSERT(thread() == QThread::currentThread());
    if (d->run || d->shuttingDown) {
        domain::RunRecord busy;
        busy.status = domain::RunStatus::Failed;
        busy.error = base::Error{QStringLiteral("run.busy"),
                                 QStringLiteral("Another run is going."),
                                 QStringLiteral("Wait for it, or cancel it."),
                                 {}};
        Q_EMIT
        finished(busy);
        return;
    }
    d->reporter = std::make_unique<LiveReporter>();
    connect(d->reporter.get(), &LiveReporter::updated, this, &RunService::updated);
    d->run = std::make_unique<Run>(request, d->store, d->reporter.get());
    d->run->keys = d->keys;
    d->run->programs = d->programs;
    d->run->onStarted = [this](const domain::RunRecord& run) {
        Q_EMIT
        started(run);
    };
    // The run is deleted only after its coroutine has returned, hence the queued call.
    drive(d->run.get(), [this](const domain::RunRecord& run) {
        QMetaObject::invokeMethod(
            this,
            [this, run] {
                d->run.reset();
                d->reporter.reset();
                Q_EMIT
                finished(run);
                if (d->shuttingDown)
                    Q_EMIT
                idle();
            },
            Qt::QueuedConnection);
    });
}

void RunService::start(const RunRequest& request)
{
    begin(request);
}

void RunService::resume(const QString& run, bool failedOnly)
{
    begin(ResumeRequest{.run = run, .failedOnly = failedOnly});
}

void RunService::retry(const QString& run, const QList<domain::GenerationKey>& keys)
{
    if (d->run && d->run->id() == run)
        d->run->retry(keys);
    else
        begin(ResumeRequest{.run = run, .failedOnly = true, .only = keys});
}

void RunService::setPaused(bool paused)
{
    Q_ASSERT(thread() == QThread::currentThread());
    if (d->run)
        d->run->setPaused(paused);
}

void RunService::cancel()
{
    Q_ASSERT(thread() == QThread::currentThread());
    if (d->run)
        d->run->cancel();
}

void RunService::shutDown()
{
    Q_ASSERT(thread() == QThread::currentThread());
    d->shuttingDown = true;
    if (!d->run) {
        Q_EMIT
        idle();
        return;
    }
    d->run->cancel();
    d->run->cancel();
}

} // namespace quantlens::runners
