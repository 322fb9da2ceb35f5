// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/locate.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QSaveFile>
#include <QStandardPaths>

namespace quantlens::engines {

namespace {

using base::Expected;

/// The program a variable names, else the one on PATH; empty when there is neither.
QString programFrom(const char* variable, const QString& name)
{
    if (const QString set = qEnvironmentVariable(variable); !set.isEmpty())
        return QFileInfo(set).isExecutable() ? QFileInfo(set).absoluteFilePath() : QString();
    return QStandardPaths::findExecutable(name);
}

/// Writes a bundled file to `path`, atomically.
Expected<void> unpack(const QString& resource, const QString& path)
{
    QFile in(resource);
    QSaveFile out(path);
    if (!in.open(QIODevice::ReadOnly))
        return base::failure(QStringLiteral("demo.write"), QStringLiteral("This build carries no demo files."),
                             QStringLiteral("Use the window's build, or set QUANTLENS_DEMO_QUANTS."));
    if (!QDir().mkpath(QFileInfo(path).path()) || !out.open(QIODevice::WriteOnly) || out.write(in.readAll()) < 0 ||
        !out.commit())
        return base::failure(QStringLiteral("demo.write"),
                             QStringLiteral("Cannot write %1: %2.").arg(path, out.errorString()));
    return {};
}

QString cacheFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation) + QStringLiteral("/quantlens");
}

/// Runs llama-quantize into a temporary name and renames, so that a half-written quant never stays.
Expected<void> quantize(const QString& from, const QString& to, const QString& type)
{
    const QString program = programFrom("QUANTLENS_LLAMA_QUANTIZE", QStringLiteral("llama-quantize"));
    if (program.isEmpty())
        return base::failure(QStringLiteral("demo.quantize"), QStringLiteral("No llama-quantize found."),
                             QStringLiteral("Put it on PATH, or set QUANTLENS_LLAMA_QUANTIZE."));
    const QString temporary = to + QStringLiteral(".part");
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, {from, temporary, type});
    if (!process.waitForFinished(60'000) || process.exitCode() != 0 || !QFileInfo(temporary).size()) {
        process.kill();
        process.waitForFinished(1000);
        QFile::remove(temporary);
        return base::failure(QStringLiteral("demo.quantize"),
                             QStringLiteral("%1 could not make %2.").arg(program, type), {},
                             QString::fromUtf8(process.readAll().right(2000)));
    }
    QFile::remove(to);
    if (!QFile::rename(temporary, to))
        return base::failure(QStringLiteral("demo.write"), QStringLiteral("Cannot write %1.").arg(to));
    return {};
}

} // namespace

Expected<QString> findEngine(domain::EngineKind kind, const Programs& chosen)
{
    const bool mlx = kind == domain::EngineKind::MlxLmServer;
    if (const QString set = mlx ? chosen.mlxServer : chosen.llamaServer; !set.isEmpty()) {
        const QFileInfo file(set);
        if (file.isFile() && file.isExecutable())
            return file.absoluteFilePath();
        return base::failure(QStringLiteral("engine.missing"),
                             QStringLiteral("The settings name %1 as %2, which is no program.").arg(set, name(kind)),
                             QStringLiteral("Choose another one in Settings → Engines, or empty the field there."));
    }
    const char* const variable = mlx ? "QUANTLENS_MLX_SERVER" : "QUANTLENS_LLAMA_SERVER";
    const QString program = programFrom(variable, name(kind));
    if (!program.isEmpty())
        return program;
    if (const QString set = qEnvironmentVariable(variable); !set.isEmpty())
        return base::failure(QStringLiteral("engine.missing"),
                             QStringLiteral("%1 names %2, which is no program.").arg(QLatin1String(variable), set),
                             QStringLiteral("Correct it, or unset it to use PATH."));
    const QString install = mlx ? QStringLiteral("Install mlx-lm so that mlx_lm.server is on PATH")
                                : QStringLiteral("Install llama.cpp so that llama-server is on PATH");
    return base::failure(
        QStringLiteral("engine.missing"), QStringLiteral("No %1 found.").arg(name(kind)),
        QStringLiteral("%1, set %2, or give the address of a running server.").arg(install, QLatin1String(variable)));
}

Expected<DemoModels> findDemoModels()
{
    const auto in = [](const QString& folder) {
        return DemoModels{folder + QStringLiteral("/sums-F16.gguf"), folder + QStringLiteral("/sums-Q2_K.gguf")};
    };
    if (const QString folder = qEnvironmentVariable("QUANTLENS_DEMO_QUANTS"); !folder.isEmpty()) {
        const DemoModels models = in(folder);
        if (QFileInfo::exists(models.f16) && QFileInfo::exists(models.q2k))
            return models;
    }
    // The packaging scripts and the program share this cache; a folder is named after the model's content.
    const QDir cache(cacheFolder());
    for (const QString& name : cache.entryList({QStringLiteral("demo-quants-*")}, QDir::Dirs, QDir::Time)) {
        const DemoModels models = in(cache.filePath(name));
        if (!name.endsWith(QLatin1String(".tmp")) && QFileInfo::exists(models.f16) && QFileInfo::exists(models.q2k))
            return models;
    }
    const DemoModels models = in(cache.filePath(QStringLiteral("demo-quants-own")));
    if (!QFileInfo::exists(models.f16)) {
        if (const auto written = unpack(QStringLiteral(":/demo/sums-f16.gguf"), models.f16); !written)
            return std::unexpected(written.error());
    }
    if (const auto made = quantize(models.f16, models.q2k, QStringLiteral("Q2_K")); !made)
        return std::unexpected(made.error());
    return models;
}

Expected<QString> unpackRecordedRun()
{
    const QString path = cacheFolder() + QStringLiteral("/recorded-demo.qlens");
    if (const auto written = unpack(QStringLiteral(":/demo/recorded-run.qlens"), path); !written)
        return std::unexpected(written.error());
    return path;
}

} // namespace quantlens::engines
