// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backends/httpbackend.h"

#include <QUrl>

namespace quantlens::backends {

/// infer-check's request for its "openai-compat" and "vllm-mlx" backends, field by field: five alternatives, an empty
/// system message and every thinking switch at once while thinking is off, no seed, no neutral samplers, no stream. An
/// address with ":11434" in it gets Ollama's own protocol for chat without thinking.
[[nodiscard]] WireRequest compatibleRequest(const domain::GenerationRequest& request, const QUrl& base);

} // namespace quantlens::backends
