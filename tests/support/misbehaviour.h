// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/fakeserver.h"

#include <optional>

namespace quantlens::test {

/// What can go wrong. Those marked * change the good answer of a script, dialect or replay; the others replace it.
enum class Fault {
    RefuseFields,         ///< `status` (400 unless set) when the body has one of `fields`; otherwise the good answer
    TooManyRequests,      ///< 429, Retry-After: `retryAfter` seconds when not negative
    ServerError,          ///< `status`, 500 unless set
    ResetBeforeFirstByte, ///< TCP reset once the request has arrived
    ResetAfterFirstByte,  ///< * half of the body, then a TCP reset
    CloseAfterFirstByte,  ///< * half of the body, then an orderly close
    SlowDrip,             ///< * one byte every `delayMs` (100 unless set)
    EndlessBody,          ///< a body that never ends
    EndlessEvents,        ///< an event stream (NDJSON under /api/) of empty answer parts that never ends
    GzipBomb,             ///< Content-Encoding: gzip with 64 MB of zeros in 64 kB
    Redirect,             ///< 307 to the same path under `target`
    NanLogprobs,          ///< * each third logprob is the bare word NaN
    InfinityLogprobs,     ///< * each third logprob is -Infinity
    Crlf,                 ///< * line ends are CRLF
    CrOnly,               ///< * line ends are CR
    Comments,             ///< * a comment line before each event of an event stream
    SplitJson,            ///< * written in pieces of 7 bytes
    SplitUtf8,            ///< * pieces end inside each multi-byte character
    Bom,                  ///< * a byte order mark first
    Html,                 ///< 200 with a page
    EmptyBody,            ///< 200 without a body
    WrongContentType,     ///< * right body as text/plain
    ErrorInOk,            ///< 200 with an error object (an event of it when a stream was asked for)
    NoChoices,            ///< * without choices, content, response or message
    NoEndMark,            ///< * a stream without [DONE], done or stop, that ends in order
    InvalidUtf8,          ///< * the bytes FF FE C3 in the middle of the text
    DuplicateKeys,        ///< * each object begins with a second "content" and "model"
    HugeIntegers,         ///< * ids, counts and times beyond 2^63
    DeepNesting,          ///< 100,000 opening brackets
    Silent,               ///< never answers
    Delay,                ///< * the good answer, `delayMs` later
};

/// How a refusal of a field reads.
enum class Refusal {
    OpenAi,  ///< {"error": {"message": "Unrecognized request argument supplied: X", "param": "X", …}}
    FastApi, ///< {"detail": [{"type": "extra_forbidden", "loc": ["body", "X"], …}]} (status 422 unless set)
    Implied, ///< the message describes the field without naming it ("log probabilities are not supported …")
    Plain,   ///< {"error": "…X…"} as Ollama writes it
};

/// One order to misbehave: which requests, and how.
struct Misbehaviour
{
    Fault fault = Fault::ServerError;
    QByteArray path = {};       ///< only requests of this path; empty: of all paths
    QList<int> nth = {};        ///< 1-based numbers among the requests of `path`; empty: each
    int from = 0;               ///< from this number on
    QByteArray contains = {};   ///< only requests whose body contains this
    QByteArrayList fields = {}; ///< RefuseFields: names at the top of the body, "options.num_ctx" below it
    Refusal refusal = Refusal::OpenAi;
    int status = 0;      ///< 0: the usual one of the fault
    int retryAfter = -1; ///< seconds
    QUrl target = {};    ///< Redirect
    int delayMs = 0;
};

/// Whether the order is about this request (its fields are not looked at).
[[nodiscard]] bool concerns(const Misbehaviour& order, const Received& request);

/// Whether the order gives an answer of its own, so that nobody need be asked for a good one: all faults without a *,
/// and RefuseFields when the body has one of the fields. Only these apply to what a handler answers.
[[nodiscard]] bool replaces(const Misbehaviour& order, const Received& request);

/// The answer as the order has it; `good` is what would have been said. RefuseFields returns `good` unchanged when the
/// body has none of the fields.
[[nodiscard]] Script misbehaved(const Misbehaviour& order, const Received& request, Script good);

/// The fault with this name ("refuse-fields", "gzip-bomb", …: the enumerators in lower case with hyphens).
[[nodiscard]] std::optional<Fault> faultByName(const QString& name);
[[nodiscard]] std::optional<Refusal> refusalByName(const QString& name);

} // namespace quantlens::test
