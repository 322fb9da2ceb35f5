// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/generation.h"
#include "core/secrets/redactor.h"

namespace quantlens::secrets {

/// Takes keys out of everything an answer will be stored and shown with: texts, request, error, who answered. A server
/// can send a key in pieces, one a token; an answer whose tokens together, or whose alternatives, hold one loses its
/// entries, as no honest answer repeats a key it never saw.
void redact(const Redactor& redactor, domain::Generation* answer);

} // namespace quantlens::secrets
