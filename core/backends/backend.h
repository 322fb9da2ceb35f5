// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
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
};

/// The address without a trailing "/v1" and slashes: the protocol adds its own paths.
[[nodiscard]] QUrl endpointRoot(QUrl url);

} // namespace quantlens::backends
