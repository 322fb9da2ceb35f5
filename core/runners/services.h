// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runners/modelservice.h"
#include "core/runners/runservice.h"

#include <memory>

namespace quantlens::store {
class Store;
}

namespace quantlens::runners {

// Apart from the services themselves, so that a program can know them without the network: the window loads what makes
// them when it is painted (app/enginemodule.h).

[[nodiscard]] std::unique_ptr<ModelService> makeModelService();

/// `store`: where the runs are kept; never nullptr.
[[nodiscard]] std::unique_ptr<RunService> makeRunService(std::shared_ptr<store::Store> store);

} // namespace quantlens::runners
