// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/domain/run.h"
#include "core/engines/locate.h"
#include "core/runners/live.h"
#include "core/runners/request.h"
#include "core/secrets/sources.h"

#include <QObject>

namespace quantlens::runners {

/// Starts runs and reports on them. Lives in the engine thread together with everything it makes; other threads use
/// it through queued calls and signals only. One run at a time. makeRunService() (services.h) makes one.
class RunService : public QObject
{
    Q_OBJECT

public:
    /// Where runs look for API keys besides the environment. What it points to outlives the service.
    virtual void setKeySources(secrets::KeySources sources) = 0;

public Q_SLOTS:
    /// Which programs later runs start as engines.
    virtual void setPrograms(const quantlens::engines::Programs& programs) = 0;
    /// Begins a run; a second call while one is going answers with finished() and "run.busy".
    virtual void start(const quantlens::runners::RunRequest& request) = 0;
    /// Goes on with a stored run: asks what is missing and what failed, or only what failed. What is stored is never
    /// asked again. Errors: those of Store::load, "resume.other_engine", and those of start().
    virtual void resume(const QString& run, bool failedOnly) = 0;
    /// Asks failed requests again: of the run that is going while their servers are up, else by going on with the
    /// stored run. An empty list: everything that failed, of a run that is over.
    virtual void retry(const QString& run, const QList<quantlens::domain::GenerationKey>& keys) = 0;
    /// While paused nothing new is asked.
    virtual void setPaused(bool paused) = 0;
    /// Cancels the run: first call finishes what is in flight and saves, a second one stops at once.
    virtual void cancel() = 0;
    /// Stops everything and the engines; emits idle() when nothing is left.
    virtual void shutDown() = 0;

Q_SIGNALS:
    /// The run is planned and stored; requests follow.
    void started(const quantlens::domain::RunRecord& run);
    void updated(const quantlens::runners::LiveUpdate& update);
    /// The end of a run that was asked for. run.id is empty when it never got as far as being stored;
    /// run.error says why it could not compare.
    void finished(const quantlens::domain::RunRecord& run);
    void idle();
};

} // namespace quantlens::runners
