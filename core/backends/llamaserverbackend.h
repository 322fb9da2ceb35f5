// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backends/backend.h"
#include "core/net/httpclient.h"

namespace quantlens::backends {

/// Tells why the server behind an endpoint can no longer answer, or nothing while it can: an engine of ours that died.
using FaultCheck = std::function<std::optional<base::Error>()>;

/// llama-server's own protocol: /v1/chat/completions for chat, /completion for raw prompts.
class LlamaServerBackend : public Backend
{
public:
    explicit LlamaServerBackend(const QUrl& url, FaultCheck fault = {});

    [[nodiscard]] QCoro::Task<base::Expected<EndpointInfo>> identify(net::Cancel* cancel) override;
    [[nodiscard]] QCoro::Task<base::Expected<QList<int>>> tokenize(QString text, net::Cancel* cancel) override;
    [[nodiscard]] QCoro::Task<domain::Generation> generate(domain::GenerationRequest request,
                                                           domain::RunOptions options, Progress progress,
                                                           net::Cancel* cancel) override;

    /// The body that is sent for a request: temperature and every sampler said explicitly, so that the server's own
    /// defaults cannot change an answer.
    [[nodiscard]] static QJsonObject requestBody(const domain::GenerationRequest& request);

private:
    [[nodiscard]] QCoro::Task<base::Expected<QJsonObject>> getObject(QString path, net::Cancel* cancel);
    [[nodiscard]] QCoro::Task<base::Expected<void>> attempt(domain::GenerationRequest request, QByteArray body,
                                                            net::Limits limits, Progress progress, net::Cancel* cancel,
                                                            domain::Generation* answer, int* retryAfterMs);

    net::HttpClient m_client;
    FaultCheck m_fault;
};

} // namespace quantlens::backends
