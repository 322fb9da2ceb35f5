// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backends/httpbackend.h"

#include <QHash>

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

    [[nodiscard]] QCoro::Task<base::Expected<domain::Capabilities>>
    probe(domain::GenerationRequest request, domain::RunOptions options, net::Cancel* cancel) override;
    [[nodiscard]] QCoro::Task<base::Expected<RenderedPrompt>> render(domain::GenerationRequest request,
                                                                     net::Cancel* cancel) override;
    [[nodiscard]] QCoro::Task<base::Expected<AnswerTokens>> answerTokens(domain::Generation answer,
                                                                         net::Cancel* cancel) override;
    [[nodiscard]] QCoro::Task<domain::Generation> force(domain::GenerationRequest request, AnswerTokens tokens,
                                                        domain::RunOptions options, net::Cancel* cancel) override;

    /// The body that is sent for a request: temperature and every sampler said explicitly, so that the server's own
    /// defaults cannot change an answer. Compatible requests: infer-check's.
    [[nodiscard]] static QJsonObject requestBody(const domain::GenerationRequest& request);

protected:
    [[nodiscard]] WireRequest wireRequest(const domain::GenerationRequest& request) const override;
    [[nodiscard]] base::Error wrongServer(const QString& why) const override;
    /// "server.cache": cached prompt tokens were reused although none were wanted.
    void judge(const domain::GenerationRequest& request, domain::Generation& answer) const override;

private:
    /// Whether /slots says that tokens are drafted ahead. False where the server does not show its slots.
    [[nodiscard]] QCoro::Task<bool> speculates(net::Cancel* cancel);
    /// The ids of a /tokenize request.
    [[nodiscard]] QCoro::Task<base::Expected<QList<int>>> idsOf(QJsonObject body, net::Cancel* cancel);
    /// The tokens of a text with their bytes: of a whole prompt with its special tokens, or of a piece of an answer. A
    /// server that does not tell bytes leaves them empty.
    [[nodiscard]] QCoro::Task<base::Expected<AnswerTokens>> piecesOf(QByteArray bytes, bool prompt,
                                                                     net::Cancel* cancel);
    /// The tokens of one entry, whose bytes may be those of several. None when they cannot be told.
    [[nodiscard]] QCoro::Task<base::Expected<AnswerTokens>> tokensOfEntry(domain::TokenInfo entry, net::Cancel* cancel);

    QHash<QByteArray, AnswerTokens> m_pieces; ///< of entries beyond ASCII met before, by bytes and id
};

} // namespace quantlens::backends
