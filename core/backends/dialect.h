// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>
#include <QUrl>

namespace quantlens::backends {

/// Who answers behind an address: which fields a request may have beyond the common ones.
enum class Dialect {
    Other, ///< speaks OpenAI's protocol, nothing more is known
    OpenAi,
    OpenRouter,
    Vllm, ///< vllm-mlx, too
    Sglang,
    LmStudio,
    MlxLm,
    LlamaServer,
    Ollama,
};

/// "OpenAI-compatible", "OpenAI", "OpenRouter", "vLLM", "SGLang", "LM Studio", "mlx_lm.server", "llama-server",
/// "Ollama".
[[nodiscard]] QString name(Dialect dialect);

/// What an address says by itself: the two public services have hosts of their own. Else Other.
[[nodiscard]] Dialect dialectOf(const QUrl& url);

/// Every sampler but temperature said as neutral, in the fields the server has: its own defaults cannot change an
/// answer then.
[[nodiscard]] QJsonObject neutralSamplers(Dialect dialect);

/// The fields that turn thinking on or off. Unknown servers get those of all families; what they refuse is dropped.
[[nodiscard]] QJsonObject thinkingFields(Dialect dialect, bool on);

} // namespace quantlens::backends
