// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/process.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcessEnvironment>

namespace quantlens::test {

QString program(const QString& name)
{
    return qEnvironmentVariable("QUANTLENS_BIN") + u'/' + name;
}

std::unique_ptr<QProcess> startIn(const QString& home, const QString& file, const QStringList& args,
                                  const QProcessEnvironment& more)
{
    auto process = std::make_unique<QProcess>();
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("XDG_DATA_HOME"), home + QStringLiteral("/data"));
    environment.insert(QStringLiteral("XDG_CACHE_HOME"), home + QStringLiteral("/cache"));
    environment.insert(QStringLiteral("XDG_CONFIG_HOME"), home + QStringLiteral("/config"));
    environment.insert(more);
    process->setProcessEnvironment(environment);
    process->setWorkingDirectory(home);
    process->start(file, args);
    process->waitForStarted();
    return process;
}

std::unique_ptr<QProcess> startCli(const QStringList& args, const QString& home)
{
    return startIn(home, program(QStringLiteral("quantlens-cli")), args);
}

FakeProcess startFakeServer(const QJsonObject& options)
{
    QJsonObject all = options;
    all[QStringLiteral("until_stdin_ends")] = true; // it must not outlive a test that was killed
    FakeProcess started;
    started.process = std::make_unique<QProcess>();
    started.process->start(QCoreApplication::applicationDirPath() + QStringLiteral("/fakeserver"),
                           {QString::fromUtf8(QJsonDocument(all).toJson(QJsonDocument::Compact))});
    while (started.process->waitForReadyRead(30'000) && !started.process->canReadLine()) {
    }
    started.url = QUrl(QString::fromUtf8(started.process->readLine()).trimmed());
    return started;
}

Outcome finish(QProcess& process, int limitMs)
{
    if (process.state() != QProcess::NotRunning && !process.waitForFinished(limitMs)) {
        process.kill();
        process.waitForFinished(5000);
        return {-2, false, QString::fromUtf8(process.readAllStandardOutput()),
                QStringLiteral("timed out: ") + QString::fromUtf8(process.readAllStandardError())};
    }
    return {process.exitCode(), process.exitStatus() == QProcess::CrashExit,
            QString::fromUtf8(process.readAllStandardOutput()), QString::fromUtf8(process.readAllStandardError())};
}

Outcome runCli(const QStringList& args, const QString& home, int limitMs)
{
    const auto process = startCli(args, home);
    return finish(*process, limitMs);
}

QList<qint64> processesWith(const QByteArray& text)
{
    QList<qint64> found;
    for (const QString& entry : QDir(QStringLiteral("/proc")).entryList(QDir::Dirs)) {
        bool isNumber = false;
        const qint64 id = entry.toLongLong(&isNumber);
        QFile file(QStringLiteral("/proc/%1/cmdline").arg(entry));
        if (isNumber && file.open(QIODevice::ReadOnly) && file.readAll().contains(text))
            found.append(id);
    }
    return found;
}

QString demoModel(const QString& quant)
{
    const QString path = QStringLiteral("%1/sums-%2.gguf").arg(qEnvironmentVariable("QUANTLENS_DEMO_QUANTS"), quant);
    return QFileInfo::exists(path) ? path : QString();
}

} // namespace quantlens::test
