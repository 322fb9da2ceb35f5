// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/enginemodule.h"

#include "core/secrets/desktopkeychain.h"

#include <QObject>

namespace quantlens::app {

class EngineOfWindow final : public QObject, public EngineModule
{
    Q_OBJECT
    Q_PLUGIN_METADATA(IID QUANTLENS_ENGINE_MODULE)
    Q_INTERFACES(quantlens::app::EngineModule)

public:
    std::unique_ptr<runners::ModelService> makeModelService() const override { return runners::makeModelService(); }
    std::unique_ptr<runners::RunService> makeRunService(std::shared_ptr<store::Store> store) const override
    {
        return runners::makeRunService(std::move(store));
    }
    std::unique_ptr<secrets::Keychain> makeKeychain() const override
    {
        return std::make_unique<secrets::DesktopKeychain>();
    }
};

} // namespace quantlens::app

#include "enginemodule.moc"
