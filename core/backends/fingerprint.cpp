// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backends/fingerprint.h"

#include <algorithm>
#include <cmath>

namespace quantlens::backends {

namespace {

/// A request repeated on the same process moves logprobs by nothing at rest; this allows for rounding in transport.
constexpr double sameDelta = 1e-4;

const domain::TopToken* tokenLike(const domain::TopToken& wanted, const QList<domain::TopToken>& list)
{
    for (const domain::TopToken& token : list) {
        if (wanted.id >= 0 && token.id >= 0 ? wanted.id == token.id : wanted.bytes == token.bytes)
            return &token;
    }
    return nullptr;
}

} // namespace

FingerprintDifference compareFingerprints(const domain::Fingerprint& a, const domain::Fingerprint& b)
{
    FingerprintDifference difference;
    for (const domain::TopToken& token : a.top) {
        const domain::TopToken* other = tokenLike(token, b.top);
        if (!other || !std::isfinite(token.logprob) || !std::isfinite(other->logprob))
            continue;
        ++difference.common;
        difference.delta = std::max(difference.delta, std::abs(double(token.logprob) - double(other->logprob)));
    }
    if (difference.common == 0)
        return difference;
    // Lists of one model differ in their last places only; half of them missing is another model.
    const bool apart = difference.common * 2 < std::min(a.top.size(), b.top.size());
    difference.match = apart || difference.delta > otherPathDelta ? FingerprintMatch::Other
                       : difference.delta > sameDelta             ? FingerprintMatch::OtherPath
                                                                  : FingerprintMatch::Same;
    return difference;
}

QCoro::Task<base::Expected<domain::Fingerprint>> takeFingerprint(Backend* backend, QString model,
                                                                 domain::RunOptions options, net::Cancel* cancel)
{
    domain::GenerationRequest request;
    request.prompt.messages = {
        {QStringLiteral("user"), QStringLiteral("The quick brown fox jumps over the lazy dog, and then it counts: "
                                                "one, two, three, four,")}};
    request.model = std::move(model);
    request.maxTokens = 1;
    request.topLogprobs = 20;
    request.chat = false;
    request.stream = false;
    options.retries = std::min(options.retries, 1);
    const domain::Generation answer = co_await backend->generate(request, options, {}, cancel);
    if (answer.failed())
        co_return std::unexpected(*answer.error);
    domain::Fingerprint fingerprint;
    if (!answer.entries.isEmpty())
        fingerprint.top = answer.entries.first().top;
    co_return fingerprint;
}

} // namespace quantlens::backends
