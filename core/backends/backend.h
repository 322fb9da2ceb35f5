// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/domain/endpoint.h"
#include "core/domain/generation.h"
#include "core/domain/run.h"
#include "core/net/cancel.h"

#include <QCoroTask>
#include <QList>
#include <QString>
#include <QUrl>

#include <functional>

namespace quantlens::backends {

/// What an endpoint says about itself.
struct EndpointInfo
{
    QString model;            ///< the name it reports
    QString build;            ///< build or fingerprint text
    QString modelPath;        ///< the file it loaded, as it says; may be relative to its own folder
    QString fileType;         ///< "F16", "Q2_K - Medium", …
    QString instance;         ///< random per process where the server has such a thing, else empty
    int contextPerSlot = 0;   ///< tokens; 0: unknown
    int slots = 0;            ///< 0: unknown
    bool speculative = false; ///< draft tokens are accepted without log-probabilities
    QString version;          ///< of the server program, where it has one besides the build
    QStringList models;       ///< every model it lists
};

/// A prompt as the model sees it.
struct RenderedPrompt
{
    QString text;
    QList<int> ids;                ///< with special tokens
    QList<QByteArray> pieces = {}; ///< what each id stands for; empty where the server does not tell
};

/// The tokens of an answer, to make another model follow them.
struct AnswerTokens
{
    QList<int> ids;          ///< one a token, in order; without an end-of-generation token
    QList<QByteArray> bytes; ///< of each id
    bool cut = false;        ///< the answer's last ids are left out: they end inside a character or after an end token
};

/// Called while an answer arrives: the text so far grew. Runs in the engine thread; must be quick.
using Progress = std::function<void(const domain::Generation& soFar)>;

/// A wire protocol spoken to one endpoint. Lives in the engine thread; every call is a task its caller awaits to the
/// end before it lets go of the backend.
class Backend
{
public:
    virtual ~Backend() = default;

    /// Asks the endpoint who it is. Errors: those of net::HttpExchange, "backend.not_llama_server", "http.…".
    [[nodiscard]] virtual QCoro::Task<base::Expected<EndpointInfo>> identify(net::Cancel* cancel) = 0;

    /// Token ids of a text, without special tokens. Errors: as identify, "backend.unsupported".
    [[nodiscard]] virtual QCoro::Task<base::Expected<QList<int>>> tokenize(QString text, net::Cancel* cancel) = 0;

    /// One answer. Always a record: what failed carries `error` and whatever text came before it, so that no request
    /// disappears from a count. Fills everything but run, side and repeat.
    [[nodiscard]] virtual QCoro::Task<domain::Generation>
    generate(domain::GenerationRequest request, domain::RunOptions options, Progress progress, net::Cancel* cancel) = 0;

    /// What the endpoint is known to do so far. Grows while requests are answered.
    [[nodiscard]] virtual domain::Capabilities capabilities() const { return {}; }

    /// Finds out by small requests what generate() would otherwise learn from refusals, and the rest of Capabilities.
    /// Errors: as identify.
    [[nodiscard]] virtual QCoro::Task<base::Expected<domain::Capabilities>>
    probe(domain::GenerationRequest request, domain::RunOptions options, net::Cancel* cancel);

    /// The prompt of a request as the model sees it: template applied, tokenized. Errors: as identify,
    /// "backend.unsupported", "server.template".
    [[nodiscard]] virtual QCoro::Task<base::Expected<RenderedPrompt>> render(domain::GenerationRequest request,
                                                                             net::Cancel* cancel);

    /// The tokens of an answer this endpoint gave, checked against the answer's bytes. Errors: as identify,
    /// "backend.unsupported", "forced.tokens" (they cannot be told).
    [[nodiscard]] virtual QCoro::Task<base::Expected<AnswerTokens>> answerTokens(domain::Generation answer,
                                                                                 net::Cancel* cancel);

    /// Makes the model follow given tokens and reports what it would have said at each position: entries stand on the
    /// tokens forced. A failure ("forced.mismatch", "backend.unsupported", …) is in the generation's error.
    [[nodiscard]] virtual QCoro::Task<domain::Generation> force(domain::GenerationRequest request, AnswerTokens tokens,
                                                                domain::RunOptions options, net::Cancel* cancel);
};

/// The address without a trailing "/v1" and slashes: the protocol adds its own paths.
[[nodiscard]] QUrl endpointRoot(QUrl url);

} // namespace quantlens::backends
