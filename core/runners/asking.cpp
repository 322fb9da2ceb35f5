// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runners/asking.h"

namespace quantlens::runners {

int budgetOf(const domain::RunRecord& run, const domain::Prompt& prompt)
{
    const domain::RunOptions& options = run.options;
    const bool own = options.maxTokens <= 0 || (options.compatible && prompt.maxTokensWritten);
    return own ? prompt.maxTokens : options.maxTokens;
}

domain::GenerationRequest requestFor(const RunPlan& plan, int side, const domain::Prompt& prompt)
{
    const domain::RunOptions& options = plan.run.options;
    domain::GenerationRequest request;
    request.prompt = prompt;
    if (!options.system.isEmpty())
        request.prompt.messages.prepend({QStringLiteral("system"), options.system});
    request.model = plan.run.sides.at(side).serverModel;
    request.maxTokens = budgetOf(plan.run, prompt);
    request.temperature = options.temperature;
    request.seed = options.seed;
    request.topLogprobs = options.topLogprobs;
    request.thinking = options.thinking;
    request.chat = options.chat;
    request.stream = options.stream;
    request.serverSampling = options.serverSampling;
    request.compatible = options.compatible;
    request.contextTokens = plan.contextTokens;
    return request;
}

} // namespace quantlens::runners
