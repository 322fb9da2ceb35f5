// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runners/services.h"

#include "core/backends/recognise.h"
#include "core/net/cancel.h"
#include "core/runners/plan.h"
#include "core/runners/probing.h"

#include <QCoroFuture>
#include <QMetaType>
#include <QQueue>
#include <QThread>
#include <QtConcurrent>

#include <optional>
#include <utility>

namespace quantlens::runners {

namespace {

using base::Expected;

constexpr qsizetype longestBeginning = 200;

base::Error cancelledTest()
{
    return {QStringLiteral("run.cancelled"), QStringLiteral("The test was cancelled."), {}, {}};
}

/// One test from spec to report. `cancel` outlives it.
QCoro::Task<ModelReport> testModel(SideRequest side, secrets::KeySources keys, engines::Programs programs,
                                   net::Cancel* cancel)
{
    ModelReport report;
    report.spec = side.spec;
    auto plan = co_await QtConcurrent::run(&planTest, side);
    if (!plan) {
        report.error = plan.error();
        report.when = QDateTime::currentDateTime();
        co_return report;
    }
    plan->keys = keys;
    plan->programs = programs;
    const QList<ProbeAnswer> answers = co_await probeSides(&*plan, cancel);
    const ProbeAnswer& answer = answers.constFirst();
    const domain::RunSide& opened = plan->run.sides.constFirst();
    report.when = QDateTime::currentDateTime();
    report.error = answer.error;
    if (answer.asked) {
        report.firstTokenMs = answer.firstTokenMs;
        report.totalMs = answer.totalMs;
        report.tokens = answer.tokens;
        report.answer = answer.text.left(longestBeginning);
    }
    report.serverModel = opened.serverModel;
    report.serverBuild = opened.serverBuild;
    report.fileType = opened.fileType;
    report.contextPerSlot = opened.contextPerSlot;
    report.slots = opened.slots;
    report.capabilities = opened.capabilities;
    co_return report;
}

/// Drives a task to its end. The service outlives it: it waits for idle().
template<class Result>
QCoro::Task<void> driveModelTask(QCoro::Task<Result> task, std::function<void(Result)> onEnd)
{
    onEnd(co_await std::move(task));
}

class EngineModels final : public ModelService
{
public:
    EngineModels()
    {
        qRegisterMetaType<QList<backends::Discovered>>();
        qRegisterMetaType<RunProbe>();
        qRegisterMetaType<std::optional<base::Error>>();
    }

    void setKeySources(secrets::KeySources sources) override { m_keys = std::move(sources); }
    void setPrograms(const engines::Programs& programs) override;
    void discover(const QString& host) override;
    void test(const SideRequest& side) override;
    void cancel() override;
    void probe(const RunRequest& request, quint64 ticket) override;
    void cancelProbe() override;
    void shutDown() override;

private:
    void searchNext();
    void searchEnded(const QString& host, const QList<backends::Discovered>& servers);
    void testNext();
    void testEnded(const ModelReport& report);
    void probeNext();
    void tellIdle();

    secrets::KeySources m_keys;
    engines::Programs m_programs;
    std::unique_ptr<net::Cancel> m_search; ///< of the search under way
    std::unique_ptr<net::Cancel> m_test;   ///< of the test under way
    QQueue<QString> m_places;              ///< to be searched
    QQueue<SideRequest> m_waiting;
    std::unique_ptr<net::Cancel> m_probe; ///< of the probe under way
    std::optional<std::pair<RunRequest, quint64>> m_nextProbe;
    bool m_shuttingDown = false;
};

void EngineModels::setPrograms(const engines::Programs& programs)
{
    Q_ASSERT(thread() == QThread::currentThread());
    m_programs = programs;
}

void EngineModels::discover(const QString& host)
{
    Q_ASSERT(thread() == QThread::currentThread());
    if (m_shuttingDown)
        return;
    m_places.enqueue(host);
    searchNext();
}

void EngineModels::searchNext()
{
    if (m_search || m_places.isEmpty())
        return;
    const QString host = m_places.dequeue();
    const auto addresses = backends::discoveryAddresses(host);
    if (!addresses) {
        Q_EMIT discovered(host, {}, addresses.error());
        searchNext();
        return;
    }
    m_search = std::make_unique<net::Cancel>();
    // Queued: what the task holds is let go of after its coroutine has returned.
    driveModelTask<QList<backends::Discovered>>(
        backends::discover(*addresses, m_search.get()), [this, host](const QList<backends::Discovered>& servers) {
            QMetaObject::invokeMethod(
                this, [this, host, servers] { searchEnded(host, servers); }, Qt::QueuedConnection);
        });
}

void EngineModels::searchEnded(const QString& host, const QList<backends::Discovered>& servers)
{
    m_search.reset();
    Q_EMIT discovered(host, servers, std::nullopt);
    searchNext();
    tellIdle();
}

void EngineModels::test(const SideRequest& side)
{
    Q_ASSERT(thread() == QThread::currentThread());
    if (m_shuttingDown)
        return;
    m_waiting.enqueue(side);
    testNext();
}

void EngineModels::testNext()
{
    if (m_test || m_waiting.isEmpty())
        return;
    const SideRequest side = m_waiting.dequeue();
    m_test = std::make_unique<net::Cancel>();
    Q_EMIT testing(side.spec);
    driveModelTask<ModelReport>(testModel(side, m_keys, m_programs, m_test.get()), [this](const ModelReport& report) {
        QMetaObject::invokeMethod(this, [this, report] { testEnded(report); }, Qt::QueuedConnection);
    });
}

void EngineModels::testEnded(const ModelReport& report)
{
    m_test.reset();
    Q_EMIT tested(report);
    testNext();
    tellIdle();
}

void EngineModels::cancel()
{
    Q_ASSERT(thread() == QThread::currentThread());
    const QList<SideRequest> waiting = std::exchange(m_waiting, {});
    const QList<QString> places = std::exchange(m_places, {});
    if (m_search)
        m_search->request();
    if (m_test)
        m_test->request();
    for (const QString& host : places)
        Q_EMIT discovered(host, {}, std::nullopt);
    for (const SideRequest& side : waiting) {
        ModelReport report;
        report.spec = side.spec;
        report.when = QDateTime::currentDateTime();
        report.error = cancelledTest();
        Q_EMIT tested(report);
    }
}

void EngineModels::probe(const RunRequest& request, quint64 ticket)
{
    Q_ASSERT(thread() == QThread::currentThread());
    if (m_shuttingDown)
        return;
    cancelProbe();
    m_nextProbe = std::pair(request, ticket);
    probeNext();
}

void EngineModels::probeNext()
{
    if (m_probe || !m_nextProbe)
        return;
    const auto [request, ticket] = *std::exchange(m_nextProbe, std::nullopt);
    m_probe = std::make_unique<net::Cancel>();
    driveModelTask<RunProbe>(probeRun(request, m_keys, m_programs, m_probe.get()),
                             [this, ticket = ticket](RunProbe probe) {
                                 probe.ticket = ticket;
                                 const auto end = [this, probe] {
                                     m_probe.reset();
                                     Q_EMIT probed(probe);
                                     probeNext();
                                     tellIdle();
                                 };
                                 QMetaObject::invokeMethod(this, end, Qt::QueuedConnection);
                             });
}

void EngineModels::cancelProbe()
{
    Q_ASSERT(thread() == QThread::currentThread());
    if (m_probe)
        m_probe->request();
    if (const auto waiting = std::exchange(m_nextProbe, std::nullopt)) {
        RunProbe probe;
        probe.ticket = waiting->second;
        probe.error = cancelledProbe();
        Q_EMIT probed(probe);
    }
}

void EngineModels::shutDown()
{
    Q_ASSERT(thread() == QThread::currentThread());
    m_shuttingDown = true;
    cancel();
    cancelProbe();
    tellIdle();
}

void EngineModels::tellIdle()
{
    if (m_shuttingDown && !m_search && !m_test && !m_probe)
        Q_EMIT idle();
}

} // namespace

std::unique_ptr<ModelService> makeModelService()
{
    return std::make_unique<EngineModels>();
}

} // namespace quantlens::runners
