// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/llamaserver.h"

#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/net/httpclient.h"
#include "core/net/wait.h"
#include "core/platform/process.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QHostAddress>
#include <QProcessEnvironment>
#include <QStandardPaths>
#include <QTcpServer>

namespace quantlens::engines {

namespace {

constexpr int loadLimitMs = 15 * 60 * 1000; ///< a large model from a slow disk
constexpr int pollMs = 50;
constexpr int stopMs = 2000;
constexpr qint64 logTailBytes = 4000;
constexpr int logsKept = 20;
constexpr int portTries = 3;

/// A port that is free now. Another program may take it before the server does; start() tries again then.
quint16 freePort()
{
    QTcpServer probe;
    return probe.listen(QHostAddress::LocalHost) ? probe.serverPort() : 0;
}

QString logFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation) + QStringLiteral("/quantlens/logs");
}

/// A new log file's path; the oldest logs beyond the last ones are removed.
QString newLogPath(quint16 port)
{
    QDir folder(logFolder());
    folder.mkpath(QStringLiteral("."));
    const QFileInfoList logs = folder.entryInfoList({QStringLiteral("llama-server-*.log")}, QDir::Files, QDir::Time);
    for (qsizetype i = logsKept; i < logs.size(); ++i)
        QFile::remove(logs.at(i).filePath());
    return folder.filePath(QStringLiteral("llama-server-%1-%2.log").arg(QCoreApplication::applicationPid()).arg(port));
}

} // namespace

QStringList arguments(const LlamaServerOptions& options, quint16 port)
{
    QStringList list{QStringLiteral("--model"),
                     options.model,
                     QStringLiteral("--alias"), // else replies carry the whole path, and records with them
                     QFileInfo(options.model).completeBaseName(),
                     QStringLiteral("--host"),
                     QStringLiteral("127.0.0.1"),
                     QStringLiteral("--port"),
                     QString::number(port),
                     QStringLiteral("-np"),
                     QString::number(options.slots),
                     QStringLiteral("-fa"),
                     QStringLiteral("on"),
                     QStringLiteral("--no-cache-prompt")};
    if (options.contextTokens > 0)
        list << QStringLiteral("-c") << QString::number(options.contextTokens * options.slots);
    if (options.threads > 0)
        list << QStringLiteral("-t") << QString::number(options.threads);
    return list + options.extraArgs;
}

LlamaServer::LlamaServer(LlamaServerOptions options)
    : m_options(std::move(options))
{
}

LlamaServer::~LlamaServer()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.disconnect();
    m_process.kill();
    m_process.waitForFinished(stopMs);
}

QUrl LlamaServer::url() const
{
    return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_port));
}

QString LlamaServer::logTail() const
{
    QFile log(m_logPath);
    if (!log.open(QIODevice::ReadOnly))
        return {};
    if (log.size() > logTailBytes)
        log.seek(log.size() - logTailBytes);
    return QString::fromUtf8(log.readAll()).trimmed();
}

std::optional<base::Error> LlamaServer::fault() const
{
    if (m_process.state() != QProcess::NotRunning)
        return std::nullopt;
    const QString how = m_process.error() == QProcess::FailedToStart
                            ? QStringLiteral("could not be started (%1)").arg(m_process.errorString())
                        : m_process.exitStatus() == QProcess::CrashExit
                            ? QStringLiteral("was ended by a signal")
                            : QStringLiteral("ended with exit code %1").arg(m_process.exitCode());
    return base::Error{QStringLiteral("engine.died"),
                       QStringLiteral("llama-server for %1 %2.").arg(QFileInfo(m_options.model).fileName(), how),
                       QStringLiteral("Its log: %1").arg(m_logPath), logTail()};
}

base::Expected<void> LlamaServer::launch()
{
    m_port = freePort();
    if (m_port == 0)
        return base::failure(QStringLiteral("engine.start"), QStringLiteral("No free port on 127.0.0.1."));
    m_logPath = newLogPath(m_port);
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.setStandardOutputFile(m_logPath);
    m_process.setStandardInputFile(QProcess::nullDevice());
    // llama.cpp takes options from LLAMA_ARG_… too: hidden settings that no record would show.
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString& key : environment.keys()) {
        if (key.startsWith(QLatin1String("LLAMA_ARG_")))
            environment.remove(key);
    }
    m_process.setProcessEnvironment(environment);
    platform::dieWithParent(m_process);
    m_process.start(m_options.program, arguments(m_options, m_port));
    return {};
}

QCoro::Task<base::Expected<std::shared_ptr<LlamaServer>>> LlamaServer::start(LlamaServerOptions options,
                                                                             net::Cancel* cancel)
{
    std::shared_ptr<LlamaServer> server(new LlamaServer(std::move(options)));
    for (int attempt = 1;; ++attempt) {
        if (const auto launched = server->launch(); !launched)
            co_return std::unexpected(launched.error());
        net::HttpClient client(server->url());
        const double begun = base::monotonicMs();
        bool portTaken = false;
        while (true) {
            if (const auto fault = server->fault()) {
                portTaken = fault->detail.contains(QLatin1String("couldn't bind"));
                if (portTaken && attempt < portTries)
                    break;
                co_return std::unexpected(*fault);
            }
            if (base::monotonicMs() - begun > loadLimitMs)
                co_return base::failure(QStringLiteral("network.timeout"),
                                        QStringLiteral("llama-server did not load %1 within %2 minutes.")
                                            .arg(server->m_options.model)
                                            .arg(loadLimitMs / 60'000),
                                        {}, server->logTail());
            net::HttpExchange health = client.get(
                QStringLiteral("/health"), {.firstByteMs = 5000, .deadlineMs = 5000, .maxBytes = 1024 * 1024}, cancel);
            const auto reply = co_await health.readAll();
            if (reply && reply->status == 200 && server->m_process.state() == QProcess::Running)
                co_return server;
            if (co_await net::Sleep(pollMs, cancel) == net::WaitEnd::Cancelled)
                co_return base::failure(QStringLiteral("run.cancelled"),
                                        QStringLiteral("Starting llama-server was cancelled."));
        }
    }
}

QCoro::Task<void> LlamaServer::stop(std::shared_ptr<LlamaServer> server)
{
    QProcess& process = server->m_process;
    if (process.state() == QProcess::NotRunning)
        co_return;
    process.terminate();
    const double begun = base::monotonicMs();
    while (process.state() != QProcess::NotRunning) {
        if (base::monotonicMs() - begun > stopMs)
            process.kill();
        co_await net::Sleep(10, nullptr);
    }
}

} // namespace quantlens::engines
