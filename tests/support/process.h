// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QList>
#include <QProcess>
#include <QString>
#include <QStringList>
#include <QUrl>

#include <memory>

namespace quantlens::test {

/// How a finished program ended.
struct Outcome
{
    int exitCode = -1;
    bool crashed = false;
    QString out;
    QString err;
};

/// Path of a program of this build.
[[nodiscard]] QString program(const QString& name);

/// Starts a program with scratch folders for everything that one of ours writes, and what `more` says in its
/// environment. `home` must outlive it.
[[nodiscard]] std::unique_ptr<QProcess> startIn(const QString& home, const QString& file, const QStringList& args,
                                                const QProcessEnvironment& more = {});

/// Starts quantlens-cli in that way.
[[nodiscard]] std::unique_ptr<QProcess> startCli(const QStringList& args, const QString& home);

/// The fake server program (fakeserver_main.cpp) and where it listens; it ends when the process object goes.
struct FakeProcess
{
    std::unique_ptr<QProcess> process;
    QUrl url; ///< empty when it did not start
};
/// Starts it with the options of fakeoptions.h. They appear in the process list: no keys in them.
[[nodiscard]] FakeProcess startFakeServer(const QJsonObject& options);

/// Runs quantlens-cli to its end, at most `limitMs`.
[[nodiscard]] Outcome runCli(const QStringList& args, const QString& home, int limitMs = 120'000);

/// Waits for the end of a process that was started.
[[nodiscard]] Outcome finish(QProcess& process, int limitMs = 120'000);

/// Ids of the processes whose command line contains `text` (a scratch path: only our own can match).
[[nodiscard]] QList<qint64> processesWith(const QByteArray& text);

/// A demo quant ("F16", "Q2_K", …) of the folder the test scripts made; empty when it is missing.
[[nodiscard]] QString demoModel(const QString& quant);

} // namespace quantlens::test
