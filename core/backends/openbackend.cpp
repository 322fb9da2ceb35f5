// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backends/openbackend.h"

#include "core/backends/llamaserverbackend.h"
#include "core/backends/ollamabackend.h"
#include "core/backends/openaibackend.h"

#include <array>
#include <utility>

namespace quantlens::backends {

namespace {

/// What the spec's prefix says about the server, until it is asked itself.
Dialect dialectOfSpec(const QString& spec)
{
    static constexpr std::array prefixes{
        std::pair{"vllm:", Dialect::Vllm},     std::pair{"vllm-mlx:", Dialect::Vllm},
        std::pair{"sglang:", Dialect::Sglang}, std::pair{"lmstudio:", Dialect::LmStudio},
        std::pair{"openai:", Dialect::OpenAi}, std::pair{"openrouter:", Dialect::OpenRouter}};
    for (const auto& [prefix, dialect] : prefixes) {
        if (spec.startsWith(QLatin1String(prefix), Qt::CaseInsensitive))
            return dialect;
    }
    return Dialect::Other;
}

} // namespace

std::unique_ptr<Backend> openBackend(const domain::ResolvedModel& model, net::EndpointOptions endpoint,
                                     FaultCheck fault)
{
    switch (model.backend) {
    case domain::BackendKind::LlamaServer:
        return std::make_unique<LlamaServerBackend>(std::move(endpoint), std::move(fault));
    case domain::BackendKind::Ollama:
        return std::make_unique<OllamaBackend>(std::move(endpoint), model.modelId, std::move(fault));
    case domain::BackendKind::MlxLm:
        return std::make_unique<OpenAiBackend>(std::move(endpoint), model.modelId, Dialect::MlxLm, std::move(fault));
    case domain::BackendKind::OpenAi:
        return std::make_unique<OpenAiBackend>(std::move(endpoint), model.modelId, dialectOfSpec(model.spec),
                                               std::move(fault));
    }
    std::unreachable();
}

} // namespace quantlens::backends
