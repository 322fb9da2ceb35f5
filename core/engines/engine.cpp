// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/engine.h"

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

constexpr int loadLimitMs = 15 * 60 * 1000;      ///< a large model from a slow disk
constexpr int fetchLimitMs = 6 * 60 * 60 * 1000; ///< a large model from far away
constexpr int pollMs = 50;
constexpr net::Limits knock{.firstByteMs = 5000, .deadlineMs = 5000, .maxBytes = 1024 * 1024};
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
QString newLogPath(const QString& program, quint16 port)
{
    QDir folder(logFolder());
    folder.mkpath(QStringLiteral("."));
    const QFileInfoList logs = folder.entryInfoList({QStringLiteral("*.log")}, QDir::Files, QDir::Time);
    for (qsizetype i = logsKept; i < logs.size(); ++i)
        QFile::remove(logs.at(i).filePath());
    return folder.filePath(
        QStringLiteral("%1-%2-%3.log").arg(program).arg(QCoreApplication::applicationPid()).arg(port));
}

} // namespace

Engine::Engine(EngineOptions options)
    : m_options(std::move(options))
{
}

Engine::~Engine()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.disconnect();
    m_process.kill();
    m_process.waitForFinished(stopMs);
}

QUrl Engine::url() const
{
    return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_port));
}

QString Engine::programName() const
{
    return domain::name(m_options.kind);
}

QString Engine::modelName() const
{
    return m_options.source == ModelSource::File ? QFileInfo(m_options.model).fileName() : m_options.model;
}

QString Engine::logTail() const
{
    QFile log(m_logPath);
    if (!log.open(QIODevice::ReadOnly))
        return {};
    if (log.size() > logTailBytes)
        log.seek(log.size() - logTailBytes);
    return QString::fromUtf8(log.readAll()).trimmed();
}

std::optional<base::Error> Engine::fault() const
{
    if (m_process.state() != QProcess::NotRunning)
        return std::nullopt;
    const QString how = m_process.error() == QProcess::FailedToStart
                            ? QStringLiteral("could not be started (%1)").arg(m_process.errorString())
                        : m_process.exitStatus() == QProcess::CrashExit
                            ? QStringLiteral("was ended by a signal")
                            : QStringLiteral("ended with exit code %1").arg(m_process.exitCode());
    return base::Error{QStringLiteral("engine.died"),
                       QStringLiteral("%1 for %2 %3.").arg(programName(), modelName(), how),
                       QStringLiteral("Its log: %1").arg(m_logPath), logTail()};
}

base::Expected<void> Engine::launch()
{
    m_port = freePort();
    if (m_port == 0)
        return base::failure(QStringLiteral("engine.start"), QStringLiteral("No free port on 127.0.0.1."));
    m_logPath = newLogPath(programName(), m_port);
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
    m_process.start(m_options.program, arguments(m_options, m_port, m_older));
    return {};
}

/// True once it answers; false when it ended, or the port was taken.
QCoro::Task<base::Expected<bool>> Engine::awaitReady(std::shared_ptr<Engine> engine, net::Cancel* cancel)
{
    const int limitMs = engine->m_options.source == ModelSource::Repository ? fetchLimitMs : loadLimitMs;
    net::HttpClient client(engine->url());
    const double begun = base::monotonicMs();
    QString path = QStringLiteral("/health");
    while (!engine->fault()) {
        if (base::monotonicMs() - begun > limitMs)
            co_return base::failure(QStringLiteral("network.timeout"),
                                    QStringLiteral("%1 did not load %2 within %3 minutes.")
                                        .arg(engine->programName(), engine->modelName())
                                        .arg(limitMs / 60'000),
                                    {}, engine->logTail());
        net::HttpExchange health = client.get(path, knock, cancel);
        const auto reply = co_await health.readAll();
        if (reply && reply->status == 200 && engine->m_process.state() == QProcess::Running)
            co_return true;
        if (reply && reply->status == 404) // an mlx_lm.server that has no /health yet
            path = QStringLiteral("/v1/models");
        if (co_await net::Sleep(pollMs, cancel) == net::WaitEnd::Cancelled)
            co_return base::failure(QStringLiteral("run.cancelled"),
                                    QStringLiteral("Starting %1 was cancelled.").arg(engine->programName()));
    }
    co_return false;
}

QCoro::Task<base::Expected<std::shared_ptr<Engine>>> Engine::start(EngineOptions options, net::Cancel* cancel)
{
    std::shared_ptr<Engine> engine(new Engine(std::move(options)));
    for (int portTry = 1;;) {
        if (const auto launched = engine->launch(); !launched)
            co_return std::unexpected(launched.error());
        const auto ready = co_await awaitReady(engine, cancel);
        if (!ready)
            co_return std::unexpected(ready.error());
        if (*ready)
            co_return engine;
        const base::Error fault = *engine->fault();
        if (const OlderBuild older = learntFrom(fault.detail, engine->m_older); older != engine->m_older)
            engine->m_older = older;
        else if (!fault.detail.contains(QLatin1String("couldn't bind")) || ++portTry > portTries)
            co_return std::unexpected(fault);
    }
}

QCoro::Task<void> Engine::stop(std::shared_ptr<Engine> engine)
{
    QProcess& process = engine->m_process;
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
