// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QObject>
#include <QString>

namespace quantlens::platform {

/// The object of a part of Quantlens that is loaded only when it is needed: NAME.so in the folder of modules beside the
/// program. Each call gives the same one, and it stays as long as the program. From any thread. Error:
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

} // namespace quantlens::platform
