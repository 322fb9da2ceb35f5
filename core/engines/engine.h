// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/engines/commandline.h"
#include "core/net/cancel.h"

#include <QCoroTask>
#include <QObject>
#include <QProcess>
#include <QUrl>

#include <memory>
#include <optional>

namespace quantlens::engines {

/// A server process of ours on a free port of 127.0.0.1. It dies with this object, and with the program.
class Engine : public QObject
{
    Q_OBJECT

public:
    /// Starts the server and waits until it has loaded the model. A build that ends because it knows an argument only
    /// in an older form is started again with that form.
    /// Errors: "engine.start", "engine.died" (detail: the tail of its log), "network.timeout", "run.cancelled".
    [[nodiscard]] static QCoro::Task<base::Expected<std::shared_ptr<Engine>>> start(EngineOptions options,
                                                                                    net::Cancel* cancel);
    ~Engine() override;

    [[nodiscard]] QUrl url() const;
    [[nodiscard]] const EngineOptions& options() const { return m_options; }
    /// Nothing while it runs; afterwards how it ended ("engine.died"), with the tail of its log.
    [[nodiscard]] std::optional<base::Error> fault() const;

    /// Asks the process to end, kills it after two seconds, and returns when it is gone.
    [[nodiscard]] static QCoro::Task<void> stop(std::shared_ptr<Engine> engine);

private:
    explicit Engine(EngineOptions options);

    [[nodiscard]] base::Expected<void> launch();
    /// Ready, not yet, or why it never will be.
    [[nodiscard]] static QCoro::Task<base::Expected<bool>> awaitReady(std::shared_ptr<Engine> engine,
                                                                      net::Cancel* cancel);
    [[nodiscard]] QString programName() const;
    [[nodiscard]] QString modelName() const;
    [[nodiscard]] QString logTail() const;

    EngineOptions m_options;
    OlderBuild m_older;
    QProcess m_process;
    QString m_logPath; ///< the file its output goes to
    quint16 m_port = 0;
};

} // namespace quantlens::engines
