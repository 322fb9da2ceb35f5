// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backends/httpbackend.h"

namespace quantlens::backends {

/// llama-server's own protocol: /v1/chat/completions for chat, /completion for raw prompts.
class LlamaServerBackend : public HttpBackend
{
public:
    explicit LlamaServerBackend(net::EndpointOptions endpoint, FaultCheck fault = {});
    /// An endpoint without key.
    explicit LlamaServerBackend(const QUrl& url, FaultCheck fault = {});

    [[nodiscard]] QCoro::Task<base::Expected<EndpointInfo>> identify(net::Cancel* cancel) override;
    [[nodiscard]] QCoro::Task<base::Expected<QList<int>>> tokenize(QString text, net::Cancel* cancel) override;

    /// The body that is sent for a request: temperature and every sampler said explicitly, so that the server's own
    /// defaults cannot change an answer. Compatible requests: infer-check's.
    [[nodiscard]] static QJsonObject requestBody(const domain::GenerationRequest& request);

protected:
    [[nodiscard]] WireRequest wireRequest(const domain::GenerationRequest& request) const override;
    [[nodiscard]] base::Error wrongServer(const QString& why) const override;
    /// "server.cache": cached prompt tokens were reused although none were wanted.
    void judge(const domain::GenerationRequest& request, domain::Generation& answer) const override;
};

} // namespace quantlens::backends
