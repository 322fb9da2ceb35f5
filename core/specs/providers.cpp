// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/specs/providers.h"

#include <array>

namespace quantlens::specs {

namespace {

using Qt::StringLiterals::operator""_L1;
using domain::BackendKind;
using domain::EngineKind;

// The names with an empty prefix are infer-check's --backend names for what has another one here.
constexpr std::array allProviders{
    Provider{"ollama"_L1, "ollama"_L1, BackendKind::Ollama, EngineKind::None, "http://127.0.0.1:11434"_L1},
    Provider{"llama-server"_L1, "gguf"_L1, BackendKind::LlamaServer, EngineKind::LlamaServer,
             "http://127.0.0.1:8080"_L1},
    Provider{"llama-cpp"_L1, ""_L1, BackendKind::LlamaServer, EngineKind::LlamaServer, "http://127.0.0.1:8080"_L1},
    Provider{"hf"_L1, "hf"_L1, BackendKind::LlamaServer, EngineKind::LlamaServer, "http://127.0.0.1:8080"_L1},
    Provider{"mlx-lm"_L1, "mlx"_L1, BackendKind::MlxLm, EngineKind::MlxLmServer, "http://127.0.0.1:8081"_L1},
    Provider{"vllm-mlx"_L1, "vllm-mlx"_L1, BackendKind::OpenAi, EngineKind::None, "http://127.0.0.1:8000"_L1},
    Provider{"vllm"_L1, "vllm"_L1, BackendKind::OpenAi, EngineKind::None, "http://127.0.0.1:8000"_L1},
    Provider{"sglang"_L1, "sglang"_L1, BackendKind::OpenAi, EngineKind::None, "http://127.0.0.1:30000"_L1},
    Provider{"lmstudio"_L1, "lmstudio"_L1, BackendKind::OpenAi, EngineKind::None, "http://127.0.0.1:1234"_L1},
    Provider{"openai"_L1, "openai"_L1, BackendKind::OpenAi, EngineKind::None, "https://api.openai.com/v1"_L1},
    Provider{"openrouter"_L1, "openrouter"_L1, BackendKind::OpenAi, EngineKind::None,
             "https://openrouter.ai/api/v1"_L1},
    Provider{"openai-compat"_L1, ""_L1, BackendKind::OpenAi, EngineKind::None, ""_L1},
};

} // namespace

std::span<const Provider> providers()
{
    return allProviders;
}

const Provider* providerByName(const QString& name)
{
    for (const Provider& provider : allProviders) {
        if (name == provider.name)
            return &provider;
    }
    return nullptr;
}

const Provider* providerByPrefix(const QString& prefix)
{
    for (const Provider& provider : allProviders) {
        if (!provider.prefix.isEmpty() && prefix.compare(provider.prefix, Qt::CaseInsensitive) == 0)
            return &provider;
    }
    return nullptr;
}

} // namespace quantlens::specs
