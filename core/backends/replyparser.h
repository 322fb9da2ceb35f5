// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/domain/generation.h"

#include <QJsonArray>
#include <QJsonObject>

namespace quantlens::backends {

/// Entries of llama-server's and OpenAI's chat shape: [{id, token, bytes, logprob, top_logprobs[…]}].
/// A missing or non-numeric log-probability becomes NaN, missing bytes come from the token's text.
[[nodiscard]] QList<domain::TokenInfo> parseEntries(const QJsonArray& array, domain::Part part);

/// Takes one object of a reply, streamed or whole, of /v1/chat/completions into the answer. Fails when the object
/// carries an error ("server.error") or does not look like a chat reply ("server.format").
[[nodiscard]] base::Expected<void> takeChatObject(const QJsonObject& object, domain::Generation& answer);

/// As takeChatObject, for llama-server's /completion.
[[nodiscard]] base::Expected<void> takeCompletionObject(const QJsonObject& object, domain::Generation& answer);

/// The error of a reply with a status of 400 and more, from the message its body carries (at most 500 characters).
/// Codes: "http.STATUS".
[[nodiscard]] base::Error httpError(int status, const QByteArray& contentType, const QByteArray& body,
                                    const QString& place);

/// The error of a server that turns out to be something else; `why` is half a sentence.
[[nodiscard]] base::Error notLlamaServer(const QString& place, const QString& why);

/// Positions of a greedy answer whose chosen token is not the best of its list; equal values are no miss.
[[nodiscard]] int countGreedyMisses(const QList<domain::TokenInfo>& entries);

} // namespace quantlens::backends
