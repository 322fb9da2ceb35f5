// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/suites/suites.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

/// A static library's resources are linked only when they are asked for, and the macro needs the global namespace.
static void quantlensInitSuites()
{
    Q_INIT_RESOURCE(suites);
}

namespace quantlens::suites {

namespace {

constexpr qint64 maxFileSize = 1024LL * 1024 * 1024;
constexpr qint64 maxPipeSize = 64LL * 1024 * 1024; // of a pipe or device, which may never end

std::unexpected<QList<base::Error>> loadError(const QString& code, const QString& message, const QString& hint = {})
{
    return std::unexpected(QList<base::Error>{base::Error{code, message, hint, {}}});
}

std::expected<QByteArray, QString> readBounded(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return std::unexpected(file.errorString());
    const qint64 limit = file.isSequential() || !QFileInfo(path).isFile() ? maxPipeSize : maxFileSize;
    if (file.size() > limit)
        return std::unexpected(QStringLiteral("larger than %1 MiB").arg(limit >> 20));
    QByteArray bytes;
    while (bytes.size() <= limit) {
        const QByteArray part = file.read(1024 * 1024);
        if (part.isEmpty())
            break;
        bytes += part;
    }
    if (file.error() != QFileDevice::NoError)
        return std::unexpected(file.errorString());
    if (bytes.size() > limit)
        return std::unexpected(QStringLiteral("larger than %1 MiB").arg(limit >> 20));
    return bytes;
}

SuiteResult readSuiteFile(const QString& path)
{
    const auto bytes = readBounded(path);
    if (!bytes)
        return loadError(QStringLiteral("suite.read"),
                         QStringLiteral("%1 cannot be read: %2.").arg(path, bytes.error()));
    return parseSuite(*bytes, path);
}

QString bundledPath(const QString& name)
{
    return QStringLiteral(":/suites/%1.jsonl").arg(name);
}

} // namespace

QStringList bundledSuites()
{
    quantlensInitSuites();
    QStringList names = QDir(QStringLiteral(":/suites")).entryList({QStringLiteral("*.jsonl")}, QDir::Files);
    for (QString& name : names)
        name.chop(6);
    names.sort();
    return names;
}

SuiteResult loadSuite(const QString& nameOrPath)
{
    QString path = nameOrPath;
    if (path.startsWith(QLatin1String("~/")))
        path = QDir::homePath() + path.sliced(1);
    const QFileInfo file(path);
    if (!path.isEmpty() && file.exists() && !file.isDir())
        return readSuiteFile(path);

    QString name = nameOrPath;
    if (name.endsWith(QLatin1String(".jsonl")))
        name.chop(6);
    if (bundledSuites().contains(name)) {
        SuiteResult suite = readSuiteFile(bundledPath(name));
        if (suite)
            suite->source = QStringLiteral("bundled");
        return suite;
    }
    const QString known =
        QStringLiteral("Bundled suites: %1. Or name a JSONL file.").arg(bundledSuites().join(QLatin1String(", ")));
    if (!path.isEmpty() && file.isDir())
        return loadError(QStringLiteral("suite.unknown"),
                         QStringLiteral("\"%1\" is a folder, not a suite.").arg(nameOrPath), known);
    return loadError(QStringLiteral("suite.unknown"),
                     QStringLiteral("There is no suite or file \"%1\".").arg(nameOrPath), known);
}

} // namespace quantlens::suites
