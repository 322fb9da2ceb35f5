// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runners/services.h"
#include "core/secrets/keychain.h"

#include <QtPlugin>

namespace quantlens::app {

/// The module "quantlens-engine": all that speaks with models, and so the network and keys. The window loads it when it
/// is painted: nothing on the start page needs the forty libraries that come with Qt Network.
class EngineModule
{
public:
    virtual ~EngineModule() = default;

    /// As runners::makeModelService().
    [[nodiscard]] virtual std::unique_ptr<runners::ModelService> makeModelService() const = 0;
    /// As runners::makeRunService().
    [[nodiscard]] virtual std::unique_ptr<runners::RunService>
    makeRunService(std::shared_ptr<store::Store> store) const = 0;
    /// The desktop's, for the main thread.
    [[nodiscard]] virtual std::unique_ptr<secrets::Keychain> makeKeychain() const = 0;
};

} // namespace quantlens::app

#define QUANTLENS_ENGINE_MODULE "org.quantlens.EngineModule/" QUANTLENS_VERSION
Q_DECLARE_INTERFACE(quantlens::app::EngineModule, QUANTLENS_ENGINE_MODULE)
