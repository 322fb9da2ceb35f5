// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backends/backend.h"
#include "core/domain/endpoint.h"

namespace quantlens::backends {

/// What two fingerprints say about what answered.
enum class FingerprintMatch {
    Unknown,   ///< one is empty, or they share no token
    Same,      ///< the same weights, engine and flags
    OtherPath, ///< the same weights, another engine or attention path
    Other,     ///< other weights or another KV type
};

/// The largest difference that another engine version or attention path makes, nats (docs/identity.md).
inline constexpr double otherPathDelta = 0.01;

struct FingerprintDifference
{
    FingerprintMatch match = FingerprintMatch::Unknown;
    double delta = 0; ///< largest |Δ logprob| over the tokens both list, nats
    int common = 0;   ///< how many both list
};

/// Compares the top lists token by token (by id where both have them, else by bytes).
[[nodiscard]] FingerprintDifference compareFingerprints(const domain::Fingerprint& a, const domain::Fingerprint& b);

/// Asks for the fingerprint: one token after a fixed raw prompt with its 20 likeliest alternatives, prompt cache off.
/// `model` is the name to send. Empty where the server gives no log-probabilities. Errors: those of the request.
[[nodiscard]] QCoro::Task<base::Expected<domain::Fingerprint>>
takeFingerprint(Backend* backend, QString model, domain::RunOptions options, net::Cancel* cancel);

} // namespace quantlens::backends
