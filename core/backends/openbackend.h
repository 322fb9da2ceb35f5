// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backends/httpbackend.h"
#include "core/domain/model.h"

#include <memory>

namespace quantlens::backends {

/// The protocol for a resolved model. `endpoint.base` is where its server listens: the model's base URL, or that of the
/// engine started for it, whose death `fault` tells.
[[nodiscard]] std::unique_ptr<Backend> openBackend(const domain::ResolvedModel& model, net::EndpointOptions endpoint,
                                                   FaultCheck fault = {});

} // namespace quantlens::backends
