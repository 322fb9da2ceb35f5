// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/dialects.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace quantlens::test {

/// A request as the dialects read it.
struct DialectRequest
{
    QByteArray path; ///< without the prefix and the query
    QJsonObject body = {};
    FakeModel model = {}; ///< the one the request names
    QString prompt = {};  ///< the last user message, or the raw prompt
    int maxTokens = -1;
    int top = 0; ///< alternatives asked for; 0: none
    bool logprobs = false;
    bool stream = false;
    bool thinks = true; ///< unless a field turns it off
};

/// What all dialects do first: path prefix, key, JSON, model. Nothing: not a path of this server; a Script: refused.
struct DialectEntry
{
    std::optional<DialectRequest> request = {};
    std::optional<Script> refused = {};
};
[[nodiscard]] DialectEntry enterDialect(const DialectOptions& options, const Received& received);

[[nodiscard]] Script jsonAnswer(const QJsonObject& body, int delayMs = 0);
[[nodiscard]] Script dialectError(int status, const QString& message);
/// An event stream; "[DONE]" at its end when asked for.
[[nodiscard]] Script eventsAnswer(const QList<QJsonObject>& events, bool doneMark, int delayMs);

/// Adds the members of `extra`.
void mergeInto(QJsonObject& object, const QJsonObject& extra);

/// {id?, token, bytes, logprob} with top_logprobs.
[[nodiscard]] QJsonObject tokenJson(const FakeToken& token, bool withId);
[[nodiscard]] QJsonArray tokensJson(const QList<FakeToken>& tokens, bool withId);

/// POST /v1/chat/completions; `extra` is added to each reply (timings of llama-server), `withIds`: token ids as well.
[[nodiscard]] Script chatAnswer(const DialectOptions& options, const DialectRequest& request,
                                const QList<FakeToken>& tokens, bool withIds, const QJsonObject& extra);

} // namespace quantlens::test
