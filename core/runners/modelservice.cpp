// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runners/modelservice.h"

#include "core/base/text.h"
#include "core/net/cancel.h"
#include "core/runners/estimate.h"
#include "core/runners/plan.h"
#include "core/specs/addresses.h"

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

} // namespace

Expected<QList<QUrl>> discoveryAddresses(const QString& host)
{
    const QString written = host.trimmed();
    if (written.isEmpty())
        return backends::usualAddresses();
    if (!written.contains(QLatin1String("://"))) {
        // What stands before an "@" may be a password: it is not repeated.
        if (written.contains(u'/') || written.contains(u'@') || written.contains(u' '))
            return base::failure(QStringLiteral("usage.value"),
                                 QStringLiteral("\"%1\" is neither a host's name nor an address http://HOST:PORT.")
                                     .arg(base::singleLine((written.contains(u'@') ? QStringLiteral("…@") : QString()) +
                                                               written.sliced(written.lastIndexOf(u'@') + 1),
                                                           100)));
        if (QUrl url(QStringLiteral("http://") + written, QUrl::StrictMode); url.port() > 0)
            return QList<QUrl>{url};
        return backends::usualAddresses(written);
    }
    const auto url = specs::parseAddress(written);
    if (!url)
        return std::unexpected(url.error());
    return url->port() > 0 || url->scheme() == QLatin1String("https") ? QList<QUrl>{*url}
                                                                      : backends::usualAddresses(url->host());
}

QStringList specsOf(const backends::Discovered& server)
{
    const QString address = server.url.toString();
    if (server.server.models.size() < 2)
        return {address};
    QStringList specs;
    for (const QString& model : server.server.models)
        specs.append(address + u'#' + model);
    return specs;
}

struct ModelService::Private
{
    secrets::KeySources keys;
    engines::Programs programs;
    std::unique_ptr<net::Cancel> search; ///< of the search under way
    std::unique_ptr<net::Cancel> test;   ///< of the test under way
    QQueue<QString> places;              ///< to be searched
    QQueue<SideRequest> waiting;
    std::unique_ptr<net::Cancel> probe; ///< of the probe under way
    std::optional<std::pair<RunRequest, quint64>> nextProbe;
    bool shuttingDown = false;
};

ModelService::ModelService(QObject* parent)
    : QObject(parent)
    , d(std::make_unique<Private>())
{
    qRegisterMetaType<QList<backends::Discovered>>();
    qRegisterMetaType<RunProbe>();
    qRegisterMetaType<std::optional<base::Error>>();
}

ModelService::~ModelService() = default;

void ModelService::setKeySources(secrets::KeySources sources)
{
    d->keys = std::move(sources);
}

void ModelService::setPrograms(const engines::Programs& programs)
{
    Q_ASSERT(thread() == QThread::currentThread());
    d->programs = programs;
}

void ModelService::discover(const QString& host)
{
    Q_ASSERT(thread() == QThread::currentThread());
    if (d->shuttingDown)
        return;
    d->places.enqueue(host);
    searchNext();
}

void ModelService::searchNext()
{
    if (d->search || d->places.isEmpty())
        return;
    const QString host = d->places.dequeue();
    const auto addresses = discoveryAddresses(host);
    if (!addresses) {
        Q_EMIT discovered(host, {}, addresses.error());
        searchNext();
        return;
    }
    d->search = std::make_unique<net::Cancel>();
    // Queued: what the task holds is let go of after its coroutine has returned.
    driveModelTask<QList<backends::Discovered>>(
        backends::discover(*addresses, d->search.get()), [this, host](const QList<backends::Discovered>& servers) {
            QMetaObject::invokeMethod(
                this, [this, host, servers] { searchEnded(host, servers); }, Qt::QueuedConnection);
        });
}

void ModelService::searchEnded(const QString& host, const QList<backends::Discovered>& servers)
{
    d->search.reset();
    Q_EMIT discovered(host, servers, std::nullopt);
    searchNext();
    tellIdle();
}

void ModelService::test(const SideRequest& side)
{
    Q_ASSERT(thread() == QThread::currentThread());
    if (d->shuttingDown)
        return;
    d->waiting.enqueue(side);
    testNext();
}

void ModelService::testNext()
{
    if (d->test || d->waiting.isEmpty())
        return;
    const SideRequest side = d->waiting.dequeue();
    d->test = std::make_unique<net::Cancel>();
    Q_EMIT testing(side.spec);
    driveModelTask<ModelReport>(
        testModel(side, d->keys, d->programs, d->test.get()), [this](const ModelReport& report) {
            QMetaObject::invokeMethod(this, [this, report] { testEnded(report); }, Qt::QueuedConnection);
        });
}

void ModelService::testEnded(const ModelReport& report)
{
    d->test.reset();
    Q_EMIT tested(report);
    testNext();
    tellIdle();
}

void ModelService::cancel()
{
    Q_ASSERT(thread() == QThread::currentThread());
    const QList<SideRequest> waiting = std::exchange(d->waiting, {});
    const QList<QString> places = std::exchange(d->places, {});
    if (d->search)
        d->search->request();
    if (d->test)
        d->test->request();
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

void ModelService::probe(const RunRequest& request, quint64 ticket)
{
    Q_ASSERT(thread() == QThread::currentThread());
    if (d->shuttingDown)
        return;
    cancelProbe();
    d->nextProbe = std::pair(request, ticket);
    probeNext();
}

void ModelService::probeNext()
{
    if (d->probe || !d->nextProbe)
        return;
    const auto [request, ticket] = *std::exchange(d->nextProbe, std::nullopt);
    d->probe = std::make_unique<net::Cancel>();
    driveModelTask<RunProbe>(probeRun(request, d->keys, d->programs, d->probe.get()),
                             [this, ticket = ticket](RunProbe probe) {
                                 probe.ticket = ticket;
                                 const auto end = [this, probe] {
                                     d->probe.reset();
                                     Q_EMIT probed(probe);
                                     probeNext();
                                     tellIdle();
                                 };
                                 QMetaObject::invokeMethod(this, end, Qt::QueuedConnection);
                             });
}

void ModelService::cancelProbe()
{
    Q_ASSERT(thread() == QThread::currentThread());
    if (d->probe)
        d->probe->request();
    if (const auto waiting = std::exchange(d->nextProbe, std::nullopt)) {
        RunProbe probe;
        probe.ticket = waiting->second;
        probe.error = cancelledProbe();
        Q_EMIT probed(probe);
    }
}

void ModelService::shutDown()
{
    Q_ASSERT(thread() == QThread::currentThread());
    d->shuttingDown = true;
    cancel();
    cancelProbe();
    tellIdle();
}

void ModelService::tellIdle()
{
    if (d->shuttingDown && !d->search && !d->test && !d->probe)
        Q_EMIT idle();
}

} // namespace quantlens::runners
