// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backends/discovered.h"
#include "core/base/error.h"
#include "core/engines/locate.h"
#include "core/runners/modelreport.h"
#include "core/runners/request.h"
#include "core/runners/runprobe.h"
#include "core/secrets/sources.h"

#include <QList>
#include <QObject>

#include <optional>

namespace quantlens::runners {

/// Finds servers, tests models and asks how long a run would take, for a window. Lives in the engine thread together
/// with everything it makes; other threads use it through queued calls and signals only. One search and one test at a
/// time; further ones wait. makeModelService() (services.h) makes one.
class ModelService : public QObject
{
    Q_OBJECT

public:
    /// Where tests look for API keys besides the environment. What it points to outlives the service.
    virtual void setKeySources(secrets::KeySources sources) = 0;

public Q_SLOTS:
    /// Which programs tests start.
    virtual void setPrograms(const quantlens::engines::Programs& programs) = 0;
    /// Asks where backends::discoveryAddresses() says.
    virtual void discover(const QString& host) = 0;
    /// Opens the model as a run would, starting an engine where needed, and asks it one short prompt.
    virtual void test(const quantlens::runners::SideRequest& side) = 0;
    /// Ends the search and all tests, also those that wait; they answer with "run.cancelled".
    virtual void cancel() = 0;
    /// Asks every side of a run its first prompt once. One at a time: another one cancels that before and waits for its
    /// end. Answers with probed() and the ticket.
    virtual void probe(const quantlens::runners::RunRequest& request, quint64 ticket) = 0;
    /// Ends what probe() began; it answers with "run.cancelled".
    virtual void cancelProbe() = 0;
    /// Cancels; emits idle() when nothing is left.
    virtual void shutDown() = 0;

Q_SIGNALS:
    /// The end of a search; the error is one of backends::discoveryAddresses().
    void discovered(const QString& host, const QList<quantlens::backends::Discovered>& servers,
                    const std::optional<quantlens::base::Error>& error);
    /// A test begins.
    void testing(const QString& spec);
    void tested(const quantlens::runners::ModelReport& report);
    void probed(const quantlens::runners::RunProbe& probe);
    void idle();
};

} // namespace quantlens::runners
