// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/net/cancel.h"

#include <QCoroTask>
#include <QObject>
#include <QProcess>
#include <QStringList>
#include <QUrl>

#include <memory>
#include <optional>

namespace quantlens::engines {

/// How to start one llama-server.
struct LlamaServerOptions
{
    QString program;
    QString model;         ///< absolute path of the GGUF file
    int contextTokens = 0; ///< for one slot; 0: the model's own
    int slots = 1;
    int threads = 0;       ///< 0: left to the engine
    QStringList extraArgs; ///< of the person; they come last and so win

    bool operator==(const LlamaServerOptions&) const = default;
};

/// The command line for the options: everything that can change a result is said, not left to a default.
[[nodiscard]] QStringList arguments(const LlamaServerOptions& options, quint16 port);

/// A llama-server process of ours on a free port of 127.0.0.1. It dies with this object, and with the program.
class LlamaServer : public QObject
{
    Q_OBJECT

public:
    /// Starts the server and waits until it has loaded the model.
    /// Errors: "engine.start", "engine.died" (detail: the tail of its log), "network.timeout", "run.cancelled".
    [[nodiscard]] static QCoro::Task<base::Expected<std::shared_ptr<LlamaServer>>> start(LlamaServerOptions options,
                                                                                         net::Cancel* cancel);
    ~LlamaServer() override;

    [[nodiscard]] QUrl url() const;
    [[nodiscard]] const LlamaServerOptions& options() const { return m_options; }
    /// Nothing while it runs; afterwards how it ended ("engine.died"), with the tail of its log.
    [[nodiscard]] std::optional<base::Error> fault() const;

    /// Asks the process to end, kills it after two seconds, and returns when it is gone.
    [[nodiscard]] static QCoro::Task<void> stop(std::shared_ptr<LlamaServer> server);

private:
    explicit LlamaServer(LlamaServerOptions options);

    [[nodiscard]] base::Expected<void> launch();
    [[nodiscard]] QString logTail() const;

    LlamaServerOptions m_options;
    QProcess m_process;
    QString m_logPath; ///< the file its output goes to
    quint16 m_port = 0;
};

} // namespace quantlens::engines
