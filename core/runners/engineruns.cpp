// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runners/services.h"

#include "core/runners/run.h"

#include <QThread>

namespace quantlens::runners {

namespace {

/// Drives a run to its end. A free function with pointers that outlive it: the service awaits it before it goes.
QCoro::Task<void> drive(Run* run, std::function<void(domain::RunRecord)> onEnd)
{
    const domain::RunRecord record = co_await run->run();
    onEnd(record);
}

class EngineRuns final : public RunService
{
public:
    explicit EngineRuns(std::shared_ptr<store::Store> store)
        : m_store(std::move(store))
    {
        qRegisterMetaType<domain::RunRecord>();
    }

    void setKeySources(secrets::KeySources sources) override { m_keys = std::move(sources); }
    void setPrograms(const engines::Programs& programs) override;
    void start(const RunRequest& request) override;
    void resume(const QString& run, bool failedOnly) override;
    void retry(const QString& run, const QList<domain::GenerationKey>& keys) override;
    void setPaused(bool paused) override;
    void cancel() override;
    void shutDown() override;

private:
    template<class Request>
    void begin(const Request& request);

    std::shared_ptr<store::Store> m_store;
    std::unique_ptr<LiveReporter> m_reporter;
    std::unique_ptr<Run> m_run;
    secrets::KeySources m_keys;
    engines::Programs m_programs;
    bool m_shuttingDown = false;
};

void EngineRuns::setPrograms(const engines::Programs& programs)
{
    Q_ASSERT(thread() == QThread::currentThread());
    m_programs = programs;
}

template<class Request>
void EngineRuns::begin(const Request& request)
{
    Q_ASSERT(thread() == QThread::currentThread());
    if (m_run || m_shuttingDown) {
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
    m_reporter = std::make_unique<LiveReporter>();
    connect(m_reporter.get(), &LiveReporter::updated, this, &EngineRuns::updated);
    m_run = std::make_unique<Run>(request, m_store, m_reporter.get());
    m_run->keys = m_keys;
    m_run->programs = m_programs;
    m_run->onStarted = [this](const domain::RunRecord& run) {
        Q_EMIT
        started(run);
    };
    // The run is deleted only after its coroutine has returned, hence the queued call.
    drive(m_run.get(), [this](const domain::RunRecord& run) {
        QMetaObject::invokeMethod(
            this,
            [this, run] {
                m_run.reset();
                m_reporter.reset();
                Q_EMIT
                finished(run);
                if (m_shuttingDown)
                    Q_EMIT
                idle();
            },
            Qt::QueuedConnection);
    });
}

void EngineRuns::start(const RunRequest& request)
{
    begin(request);
}

void EngineRuns::resume(const QString& run, bool failedOnly)
{
    begin(ResumeRequest{.run = run, .failedOnly = failedOnly});
}

void EngineRuns::retry(const QString& run, const QList<domain::GenerationKey>& keys)
{
    if (m_run && m_run->id() == run)
        m_run->retry(keys);
    else
        begin(ResumeRequest{.run = run, .failedOnly = true, .only = keys});
}

void EngineRuns::setPaused(bool paused)
{
    Q_ASSERT(thread() == QThread::currentThread());
    if (m_run)
        m_run->setPaused(paused);
}

void EngineRuns::cancel()
{
    Q_ASSERT(thread() == QThread::currentThread());
    if (m_run)
        m_run->cancel();
}

void EngineRuns::shutDown()
{
    Q_ASSERT(thread() == QThread::currentThread());
    m_shuttingDown = true;
    if (!m_run) {
        Q_EMIT
        idle();
        return;
    }
    m_run->cancel();
    m_run->cancel();
}

} // namespace

std::unique_ptr<RunService> makeRunService(std::shared_ptr<store::Store> store)
{
    return std::make_unique<EngineRuns>(std::move(store));
}

} // namespace quantlens::runners
