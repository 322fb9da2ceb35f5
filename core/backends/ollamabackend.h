// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backends/httpbackend.h"

namespace quantlens::backends {

/// Ollama's own protocol: /api/chat, raw prompts /api/generate; with servers too old for it, its OpenAI endpoints.
class OllamaBackend : public HttpBackend
{
public:
    /// `model` is the tag to ask for.
    OllamaBackend(net::EndpointOptions endpoint, QString model, FaultCheck fault = {});

    /// Errors: those of net::HttpExchange, "backend.not_ollama", "backend.no_model" (it does not have the tag).
    [[nodiscard]] QCoro::Task<base::Expected<EndpointInfo>> identify(net::Cancel* cancel) override;
    /// "backend.unsupported": Ollama tells no tokens.
    [[nodiscard]] QCoro::Task<base::Expected<QList<int>>> tokenize(QString text, net::Cancel* cancel) override;

    /// The body that is sent to the native endpoints for a request that is not compatible.
    [[nodiscard]] static QJsonObject requestBody(const domain::GenerationRequest& request);

protected:
    [[nodiscard]] WireRequest wireRequest(const domain::GenerationRequest& request) const override;
    [[nodiscard]] base::Error wrongServer(const QString& why) const override;

private:
    QString m_model;
    bool m_native = true; ///< false: only the OpenAI endpoints are there
};

} // namespace quantlens::backends
