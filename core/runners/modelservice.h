// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backends/recognise.h"
#include "core/base/error.h"
#include "core/engines/locate.h"
#include "core/runners/modelreport.h"
#include "core/runners/request.h"
#include "core/runners/runprobe.h"
#include "core/secrets/sources.h"

#include <QList>
#include <QObject>
#include <QUrl>

#include <memory>
#include <optional>

namespace quantlens::runners {

/// Where to look for servers: the usual ports of this machine for an empty text, of a host for its name, or the one
/// address that is written with a port (or https). Errors: "usage.value", those of specs::parseAddress.
[[nodiscard]] base::Expected<QList<QUrl>> discoveryAddresses(const QString& host);

/// The specs of what a server holds: its address with "#MODEL", one a model; the address alone where it holds one or
/// tells none.
[[nodiscard]] QStringList specsOf(const backends::Discovered& server);

/// Finds servers, tests models and asks how long a run would take, for a window. Lives in the engine thread together
/// with everything it makes; other threads use it through queued calls and signals only. One search and one test at a
/// time; further ones wait.
class ModelService : public QObject
{
    Q_OBJECT

public:
    explicit ModelService(QObject* parent = nullptr);
    ~ModelService() override;

    /// Where tests look for API keys besides the environment. What it points to outlives the service.
    void setKeySources(secrets::KeySources sources);

public Q_SLOTS:
    /// Which programs tests start.
    void setPrograms(const quantlens::engines::Programs& programs);
    /// Asks where discoveryAddresses() says.
    void discover(const QString& host);
    /// Opens the model as a run would, starting an engine where needed, and asks it one short prompt.
    void test(const quantlens::runners::SideRequest& side);
    /// Ends the search and all tests, also those that wait; they answer with "run.cancelled".
    void cancel();
    /// Asks every side of a run its first prompt once. One at a time: another one cancels that before and waits for its
    /// end. Answers with probed() and the ticket.
    void probe(const quantlens::runners::RunRequest& request, quint64 ticket);
    /// Ends what probe() began; it answers with "run.cancelled".
    void cancelProbe();
    /// Cancels; emits idle() when nothing is left.
    void shutDown();

Q_SIGNALS:
    /// The end of a search; the error is one of discoveryAddresses().
    void discovered(const QString& host, const QList<quantlens::backends::Discovered>& servers,
                    const std::optional<quantlens::base::Error>& error);
    /// A test begins.
    void testing(const QString& spec);
    void tested(const quantlens::runners::ModelReport& report);
    void probed(const quantlens::runners::RunProbe& probe);
    void idle();

private:
    struct Private;
    void searchNext();
    void searchEnded(const QString& host, const QList<backends::Discovered>& servers);
    void testNext();
    void testEnded(const ModelReport& report);
    void probeNext();
    void tellIdle();

    std::unique_ptr<Private> d;
};

} // namespace quantlens::runners
