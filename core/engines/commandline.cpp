// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/commandline.h"

#include <QFileInfo>

namespace quantlens::engines {

namespace {

QStringList llamaServerArguments(const EngineOptions& options, quint16 port, const OlderBuild& older)
{
    QStringList list;
    if (options.source == ModelSource::Repository)
        list << QStringLiteral("-hf") << options.model;
    else // without an alias replies carry the whole path, and records with them
        list << QStringLiteral("--model") << options.model << QStringLiteral("--alias")
             << QFileInfo(options.model).completeBaseName();
    list << QStringLiteral("--host") << QStringLiteral("127.0.0.1") << QStringLiteral("--port") << QString::number(port)
         << QStringLiteral("-np") << QString::number(options.slots) << QStringLiteral("-fa");
    if (!older.flashAttentionSwitch)
        list << QStringLiteral("on");
    if (!older.noPromptCacheSwitch)
        list << QStringLiteral("--no-cache-prompt");
    if (options.contextTokens > 0)
        list << QStringLiteral("-c") << QString::number(options.contextTokens * options.slots);
    if (options.threads > 0)
        list << QStringLiteral("-t") << QString::number(options.threads);
    return list;
}

} // namespace

QStringList arguments(const EngineOptions& options, quint16 port, const OlderBuild& older)
{
    if (options.kind == domain::EngineKind::MlxLmServer)
        return QStringList{QStringLiteral("--model"), options.model,
                           QStringLiteral("--host"),  QStringLiteral("127.0.0.1"),
                           QStringLiteral("--port"),  QString::number(port)} +
               options.extraArgs;
    return llamaServerArguments(options, port, older) + options.extraArgs;
}

OlderBuild learntFrom(const QString& log, OlderBuild older)
{
    // llama.cpp before its on|off|auto form of -fa takes the value for an argument of its own.
    if (log.contains(QLatin1String("invalid argument: on")))
        older.flashAttentionSwitch = true;
    if (log.contains(QLatin1String("invalid argument: --no-cache-prompt")))
        older.noPromptCacheSwitch = true;
    return older;
}

} // namespace quantlens::engines
