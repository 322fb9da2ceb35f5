// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QObject>
#include <QString>

namespace quantlens::platform {

/// Where a part of Quantlens is that is loaded only when it is needed: NAME.so in the folder of modules beside the
/// program.
[[nodiscard]] QString modulePath(const QString& name);

/// The object of a module. Each call gives the same one, and it stays as long as the program. From any thread. Error:
/// "module.missing".
[[nodiscard]] base::Expected<QObject*> loadModule(const QString& name);

/// "module.missing": the part is not there, cannot be loaded, or belongs to another version.
[[nodiscard]] base::Error missingModule(const QString& name, const QString& why);

/// What the module is there for. Error: "module.missing".
template<class Interface>
[[nodiscard]] base::Expected<Interface*> moduleAs(const QString& name)
{
    const auto object = loadModule(name);
    if (!object)
        return std::unexpected(object.error());
    if (auto* made = qobject_cast<Interface*>(*object))
        return made;
    return std::unexpected(missingModule(name, QStringLiteral("It belongs to another version.")));
}

/// For parts that can be done without: what the module is there for, or nullptr, of which standard error is told once.
/// From any thread; `name` is the one module with this interface.
template<class Interface>
[[nodiscard]] Interface* optionalModule(const QString& name)
{
    static Interface* const module = [&name]() -> Interface* {
        const auto loaded = moduleAs<Interface>(name);
        if (!loaded)
            qWarning("%s", qUtf8Printable(base::oneLine(loaded.error())));
        return loaded.value_or(nullptr);
    }();
    return module;
}

} // namespace quantlens::platform
