// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/fakemodel.h"
#include "tests/support/fakeserver.h"

namespace quantlens::test {

/// What a fake server says beside its model.
struct DialectOptions
{
    FakeModel model = {};
    QList<FakeModel> more = {};       ///< further models, chosen by the request's "model" (not by llama-server)
    QByteArray prefix = {};           ///< path prefix before everything: "/llm"
    QByteArray key = {};              ///< when set, requests without "Authorization: Bearer KEY" get 401
    QByteArray build = "b11669-fake"; ///< build, or version of Ollama and vLLM
    QByteArray marker = "<__media_fakefakefakefakefakefakefakefake__>"; ///< llama-server: random per process
    bool oldProbabilities = false; ///< llama-server: the shape of /completion before December 2024; no media_marker
    bool logprobs = true;          ///< false: logprobs are ignored without a word
    bool speculative = false;      ///< llama-server: /slots says so, every second entry has logprob 0 and no top list
    bool doubleBos = false;        ///< llama-server: /tokenize gives the start token twice
    int slots = 1;                 ///< llama-server
    QByteArray owner = "fake";     ///< OpenAI: owned_by in /v1/models ("vllm", "sglang", "organization_owner" …)
    int tokenDelayMs = 0;          ///< before each event of a stream (and once before a whole answer)
};

/// llama-server: /props, /health, /v1/models, /slots, /tokenize, /detokenize, /apply-template (ChatML), /completion
/// (with n_probs, return_tokens, stream, a grammar of token ids as forcing), /v1/chat/completions, /v1/completions.
[[nodiscard]] Answerer llamaServer(DialectOptions options = {});

/// The OpenAI protocol: /v1/models, /v1/chat/completions, /v1/completions (legacy logprobs), streaming or not; /version
/// as vLLM has it when the owner is "vllm".
[[nodiscard]] Answerer openAi(DialectOptions options = {});

/// Ollama's own API: /api/chat, /api/generate (NDJSON or whole), /api/tags, /api/show, /api/version, /api/ps, and
/// its OpenAI endpoints.
[[nodiscard]] Answerer ollama(DialectOptions options = {});

} // namespace quantlens::test
