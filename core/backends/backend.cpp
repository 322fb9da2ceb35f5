// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backends/backend.h"

namespace quantlens::backends {

namespace {

base::Error backendUnsupported(const QString& what)
{
    return {QStringLiteral("backend.unsupported"),
            QStringLiteral("This kind of server %1.").arg(what),
            QStringLiteral("llama-server can; see docs/backends.md."),
            {}};
}

} // namespace

QCoro::Task<base::Expected<domain::Capabilities>> Backend::probe(domain::GenerationRequest, domain::RunOptions,
                                                                 net::Cancel*)
{
    co_return capabilities();
}

QCoro::Task<base::Expected<RenderedPrompt>> Backend::render(domain::GenerationRequest, net::Cancel*)
{
    co_return std::unexpected(backendUnsupported(QStringLiteral("does not show the prompt as the model sees it")));
}

QCoro::Task<base::Expected<AnswerTokens>> Backend::answerTokens(domain::Generation, net::Cancel*)
{
    co_return std::unexpected(backendUnsupported(QStringLiteral("does not tell the tokens of an answer")));
}

QCoro::Task<domain::Generation> Backend::force(domain::GenerationRequest request, AnswerTokens, domain::RunOptions,
                                               net::Cancel*)
{
    domain::Generation generation;
    generation.promptId = request.prompt.id;
    generation.error = backendUnsupported(QStringLiteral("cannot be made to follow given tokens"));
    co_return generation;
}

} // namespace quantlens::backends
