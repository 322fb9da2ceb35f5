// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/runcommand.h"

#include "app/cli/progress.h"
#include "app/cli/runoutput.h"
#include "core/platform/signals.h"
#include "core/runners/services.h"
#include "core/secrets/desktopkeychain.h"
#include "core/secrets/keyindex.h"

#include <QCoreApplication>

namespace quantlens::cli {

namespace {

int report(const base::Error& error)
{
    printError(error);
    return exitCode(error);
}

/// Runs the event loop until the run has ended.
domain::RunRecord drive(const Task& task, const std::shared_ptr<store::Store>& store, const Global& global)
{
    platform::InterruptWatcher interrupts;
    Progress progress(global);
    secrets::DesktopKeychain keychain;
    const std::unique_ptr<runners::RunService> service = runners::makeRunService(store);
    service->setKeySources({.keychain = &keychain, .indexPath = secrets::KeyIndex::defaultPath()});
    domain::RunRecord record;
    QObject::connect(service.get(), &runners::RunService::updated,
                     [&progress](const runners::LiveUpdate& update) { progress.update(update); });
    QObject::connect(service.get(), &runners::RunService::finished, [&record](const domain::RunRecord& run) {
        record = run;
        QCoreApplication::quit();
    });
    bool asked = false;
    QObject::connect(&interrupts, &platform::InterruptWatcher::interrupted, service.get(), [&] {
        progress.end();
        if (!asked)
            message(
                QStringLiteral("Cancelling: what is in flight is finished and saved; Ctrl-C again stops at once.\n"));
        asked = true;
        service->cancel();
    });
    QMetaObject::invokeMethod(
        service.get(),
        [&] {
            if (const auto* request = std::get_if<runners::RunRequest>(&task))
                service->start(*request);
            else if (const auto* resume = std::get_if<ResumeArguments>(&task))
                service->resume(resume->run, resume->failedOnly);
        },
        Qt::QueuedConnection);
    QCoreApplication::exec();
    progress.end();
    return record;
}

} // namespace

int perform(const Task& task, const Arguments& args, const Judge& judge)
{
    const Global global = args.global();
    auto store = openWorkspace(global, store::Mode::ReadWrite);
    if (!store)
        return report(store.error());
    const domain::RunRecord record = drive(task, *store, global);
    if (record.id.isEmpty() || (record.error && std::holds_alternative<ResumeArguments>(task) &&
                                record.error->code.startsWith(QLatin1String("resume.")))) {
        if (record.status == domain::RunStatus::Cancelled)
            return 130;
        return report(record.error.value_or(
            base::Error{QStringLiteral("run.failed"), QStringLiteral("The run failed."), {}, {}}));
    }
    return conclude(record, **store, args, judge);
}

base::Expected<domain::RunRecord> findRun(store::Store& store, const QString& idOrPrefix)
{
    const auto runs = waitFor(store.runs());
    if (!runs)
        return std::unexpected(runs.error());
    QList<domain::RunRecord> found;
    for (const store::RunListItem& item : *runs) {
        if (idOrPrefix == QLatin1String("latest") || item.run.id == idOrPrefix)
            return item.run;
        if (!idOrPrefix.isEmpty() && item.run.id.startsWith(idOrPrefix))
            found.append(item.run);
    }
    if (found.size() == 1)
        return found.first();
    if (found.isEmpty())
        return base::failure(QStringLiteral("store.no_run"), QStringLiteral("There is no run \"%1\".").arg(idOrPrefix),
                             QStringLiteral("quantlens-cli runs lists them."));
    return base::failure(QStringLiteral("store.ambiguous"),
                         QStringLiteral("\"%1\" is the beginning of %2 runs.").arg(idOrPrefix).arg(found.size()),
                         QStringLiteral("Give more of the id."));
}

} // namespace quantlens::cli
