// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/suites/suites.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace quantlens::suites {

namespace {

constexpr qint64 maxFileSize = 1024LL * 1024 * 1024;
constexpr qint64 maxPipeSize = 64LL * 1024 * 1024; // of a pipe or device, which may never end

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

} // namespace

base::Expected<SuiteBytes> readSuite(const QString& nameOrPath)
{
    QString path = nameOrPath;
    if (path.startsWith(QLatin1String("~/")))
        path = QDir::homePath() + path.sliced(1);
    const QFileInfo file(path);
    if (!path.isEmpty() && file.exists() && !file.isDir()) {
        auto bytes = readBounded(path);
        if (!bytes)
            return base::failure(QStringLiteral("suite.read"),
                                 QStringLiteral("%1 cannot be read: %2.").arg(path, bytes.error()));
        return SuiteBytes{*std::move(bytes), {}, path};
    }
    QString name = nameOrPath;
    if (name.endsWith(QLatin1String(".jsonl")))
        name.chop(6);
    if (auto bytes = bundledBytes(name))
        return SuiteBytes{*std::move(bytes), name, name};
    const QString known =
        QStringLiteral("Bundled suites: %1. Or name a JSONL file.").arg(bundledSuites().join(QLatin1String(", ")));
    if (!path.isEmpty() && file.isDir())
        return base::failure(QStringLiteral("suite.unknown"),
                             QStringLiteral("\"%1\" is a folder, not a suite.").arg(nameOrPath), known);
    return base::failure(QStringLiteral("suite.unknown"),
                         QStringLiteral("There is no suite or file \"%1\".").arg(nameOrPath), known);
}

SuiteResult loadSuite(const QString& nameOrPath)
{
    const auto found = readSuite(nameOrPath);
    if (!found)
        return std::unexpected(QList<base::Error>{found.error()});
    SuiteResult suite = parseSuite(found->bytes, found->source);
    if (suite && !found->name.isEmpty())
        suite->source = QStringLiteral("bundled");
    return suite;
}

} // namespace quantlens::suites
