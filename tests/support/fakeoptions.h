// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "tests/support/faultproxy.h"

#include <QJsonObject>

#include <memory>

namespace quantlens::test {

/// A fake server with what it needs to live.
struct ConfiguredServer
{
    std::unique_ptr<FaultProxy> proxy;
    std::unique_ptr<FakeServer> server;
};

/// A server as a JSON object describes it; all members are optional, unknown ones are an error ("fake.option"):
/// - "dialect": "llama-server" | "openai" | "ollama", with "model", "models" [more names], "texts" {PROMPT: ANSWER},
///   "reasoning", "shift", "context", "prefix", "key", "build", "marker", "owner", "slots", "token_delay_ms" and the
///   switches "old_probabilities", "no_logprobs", "speculative", "double_bos";
/// - "replay": exchange file, with "order": "strict" | "matched";
/// - "proxy": upstream URL, with "other": URL and "plan": [{"plant", "at" [n…], "every", "from", "in_flight",
///   "contains", "lacks", "delay_ms"}];
/// - "misbehave": [{"fault", "path", "nth" [n…], "from", "contains", "fields" [name…], "refusal", "status",
///   "retry_after", "target", "delay_ms"}];
/// - "scripts": {PATH: [{"status", "content_type", "headers" […], "body", "delay_ms", "silent", "cut_off",
///   "close_at_once"}]};
/// - "tls": "self-signed" | "unknown-ca", with "tls_folder" for the files.
[[nodiscard]] base::Expected<ConfiguredServer> configuredServer(const QJsonObject& options, FakeServer::Where where);

} // namespace quantlens::test
