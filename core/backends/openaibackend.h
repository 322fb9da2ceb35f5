// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backends/dialect.h"
#include "core/backends/httpbackend.h"

namespace quantlens::backends {

/// OpenAI's protocol (/v1/chat/completions, raw prompts /v1/completions) with the extra fields of the server behind it.
class OpenAiBackend : public HttpBackend
{
public:
    /// `model` is the id to ask for; empty: the only one the server lists. `dialect` is what is known beforehand;
    /// identify() finds out.
    OpenAiBackend(net::EndpointOptions endpoint, QString model, Dialect dialect = Dialect::Other,
                  FaultCheck fault = {});

    /// Errors: those of recognise().
    [[nodiscard]] QCoro::Task<base::Expected<EndpointInfo>> identify(net::Cancel* cancel) override;
    /// vLLM, SGLang and llama-server only.
    [[nodiscard]] QCoro::Task<base::Expected<QList<int>>> tokenize(QString text, net::Cancel* cancel) override;
    /// vLLM only.
    [[nodiscard]] QCoro::Task<base::Expected<RenderedPrompt>> render(domain::GenerationRequest request,
                                                                     net::Cancel* cancel) override;

    /// Whom the server was found to be, or taken for so far.
    [[nodiscard]] Dialect dialect() const { return m_dialect; }

    /// The body that is sent for a request that is not compatible.
    [[nodiscard]] static QJsonObject requestBody(const domain::GenerationRequest& request, Dialect dialect);

protected:
    [[nodiscard]] WireRequest wireRequest(const domain::GenerationRequest& request) const override;
    [[nodiscard]] base::Error wrongServer(const QString& why) const override;

private:
    [[nodiscard]] QString modelFor(const domain::GenerationRequest& request) const;

    QString m_model;
    Dialect m_dialect;
};

} // namespace quantlens::backends
