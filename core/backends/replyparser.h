// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/domain/generation.h"

#include <QJsonArray>
#include <QJsonObject>

namespace quantlens::backends {

/// Entries of llama-server's, OpenAI's and Ollama's chat shape: [{id, token, bytes, logprob, top_logprobs[…]}].
/// A missing or non-numeric log-probability, and -9999, become NaN; missing bytes come from the token's text.
[[nodiscard]] QList<domain::TokenInfo> parseEntries(const QJsonArray& array, domain::Part part);

/// Entries of llama-server's /completion before December 2024: [{content, probs[{tok_str, prob, id?}]}]. Probabilities
/// become logarithms; 0 is no value.
[[nodiscard]] QList<domain::TokenInfo> parseOldEntries(const QJsonArray& array);

/// Entries of OpenAI's legacy shape: {tokens[], token_logprobs[], top_logprobs[{token: logprob}]}, best first; where
/// `tokens` are numbers (mlx_lm.server) they and the keys are ids.
[[nodiscard]] QList<domain::TokenInfo> parseLegacyEntries(const QJsonObject& logprobs);

/// Takes one object of a reply, streamed or whole, of /v1/chat/completions or /v1/completions into the answer. Fails
/// when the object carries an error ("server.error") or does not look like such a reply ("server.format").
[[nodiscard]] base::Expected<void> takeChatObject(const QJsonObject& object, domain::Generation& answer);

/// As takeChatObject, for llama-server's /completion.
[[nodiscard]] base::Expected<void> takeCompletionObject(const QJsonObject& object, domain::Generation& answer);

/// As takeChatObject, for Ollama's /api/chat and /api/generate.
[[nodiscard]] base::Expected<void> takeOllamaObject(const QJsonObject& object, domain::Generation& answer);

/// The error of a reply with a status of 400 and more, from the message its body carries (at most 500 characters).
/// Codes: "http.STATUS".
[[nodiscard]] base::Error httpError(int status, const QByteArray& contentType, const QByteArray& body,
                                    const QString& place);

/// Positions of a greedy answer whose chosen token is not the best of its list; equal values are no miss.
[[nodiscard]] int countGreedyMisses(const QList<domain::TokenInfo>& entries);

} // namespace quantlens::backends
