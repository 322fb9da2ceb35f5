// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/platform/modules.h"

#include <QCoreApplication>
#include <QDir>
#include <QPluginLoader>

namespace quantlens::platform {

base::Error missingModule(const QString& name, const QString& why)
{
    return {QStringLiteral("module.missing"), QStringLiteral("A part of Quantlens cannot be loaded: %1.").arg(name),
            QStringLiteral("Install Quantlens again: its parts have to be of one version."), why};
}

QString modulePath(const QString& name)
{
    return QDir(QCoreApplication::applicationDirPath()).filePath(QStringLiteral(QUANTLENS_MODULES "/%1.so").arg(name));
}

base::Expected<QObject*> loadModule(const QString& name)
{
    QPluginLoader loader(modulePath(name));
    // What is missing in the program is an error now, not an end of the program later.
    loader.setLoadHints(QLibrary::ResolveAllSymbolsHint | QLibrary::PreventUnloadHint);
    if (QObject* object = loader.instance())
        return object;
    return std::unexpected(missingModule(name, loader.errorString()));
}

} // namespace quantlens::platform
