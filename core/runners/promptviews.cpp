// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runners/promptviews.h"

#include "core/backends/promptcheck.h"
#include "core/runners/asking.h"
#include "core/runners/endpoint.h"

namespace quantlens::runners {

namespace {

QCoro::Task<PromptView> viewOf(Endpoint* endpoint, RunPlan* plan, net::Cancel* cancel)
{
    const int side = endpoint->sides.first();
    domain::GenerationRequest request = requestFor(*plan, side, plan->run.prompts.constFirst());
    request.maxTokens = 1;
    PromptView view;
    auto rendered = co_await endpoint->backend->render(request, cancel);
    if (rendered) {
        view.promptTokens = int(rendered->ids.size());
        view.rendered = std::move(*rendered);
        backends::PromptChecker checker(side);
        const auto looked = co_await checker.look(endpoint->backend.get(), side, plan->run.label(side), 0,
                                                  QList<domain::GenerationRequest>{request}, cancel);
        if (!looked)
            view.error = looked.error();
        view.warnings = checker.result().warnings;
        co_return view;
    }
    if (rendered.error().code != QLatin1String("backend.unsupported")) {
        view.error = rendered.error();
        co_return view;
    }
    const domain::Generation answer = co_await endpoint->backend->generate(request, plan->run.options, {}, cancel);
    view.promptTokens = answer.usage.promptTokens;
    view.error = answer.error;
    co_return view;
}

} // namespace

QCoro::Task<QList<PromptView>> viewPrompts(RunPlan* plan, net::Cancel* cancel)
{
    return askEverySide<PromptView>(plan, cancel, &viewOf);
}

} // namespace quantlens::runners
