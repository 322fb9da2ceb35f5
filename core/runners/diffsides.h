// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runners/request.h"

namespace quantlens::runners {

/// Labels the endpoints of a diff by their backends: several of one kind by their addresses as well, and what is still
/// the same by its letter.
void labelByBackend(QList<SideRequest>& sides);

} // namespace quantlens::runners
