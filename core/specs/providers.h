// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/model.h"

#include <QString>

#include <span>

namespace quantlens::specs {

/// Something that serves models: what it speaks, where it listens, and what we start when nothing does.
struct Provider
{
    QLatin1StringView name;   ///< of --backend
    QLatin1StringView prefix; ///< of specs, without ":"; empty: none
    domain::BackendKind backend;
    domain::EngineKind engine;
    QLatin1StringView address; ///< default base URL; empty: none
};

/// All providers. The order has no meaning.
[[nodiscard]] std::span<const Provider> providers();

/// By --backend name, or nullptr. Case counts, as in infer-check.
[[nodiscard]] const Provider* providerByName(const QString& name);

/// By spec prefix in any case, or nullptr.
[[nodiscard]] const Provider* providerByPrefix(const QString& prefix);

} // namespace quantlens::specs
