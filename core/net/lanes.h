// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

namespace quantlens::net {

/// Requests that can be in flight at once, in all endpoints together, under the limit of open files now in force.
[[nodiscard]] int mostLanes();

/// Whether `lanes` requests can be in flight at once. Errors: "net.descriptors", naming the limit.
[[nodiscard]] base::Expected<void> checkLanes(int lanes);

} // namespace quantlens::net
