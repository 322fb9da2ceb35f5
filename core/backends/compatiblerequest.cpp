// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backends/compatiblerequest.h"

#include "core/backends/dialect.h"
#include "core/backends/messages.h"
#include "core/backends/replyparser.h"

namespace quantlens::backends {

namespace {

constexpr int compatibleTop = 5;

} // namespace

WireRequest compatibleRequest(const domain::GenerationRequest& request, const QUrl& base)
{
    QJsonObject body{{QStringLiteral("model"), request.model}};
    if (!request.chat) {
        insertAll(body, {{QStringLiteral("prompt"), compatiblePrompt(request)},
                         {QStringLiteral("max_tokens"), request.maxTokens},
                         {QStringLiteral("temperature"), request.temperature},
                         {QStringLiteral("logprobs"), compatibleTop}});
        return {QStringLiteral("/v1/completions"), body, &takeChatObject};
    }
    insertAll(body, {{QStringLiteral("messages"), messagesJson(request)},
                     {QStringLiteral("logprobs"), true},
                     {QStringLiteral("top_logprobs"), compatibleTop}});
    if (!request.thinking && base.port() == 11434) {
        insertAll(body, {{QStringLiteral("stream"), false},
                         {QStringLiteral("think"), false},
                         {QStringLiteral("options"), QJsonObject{{QStringLiteral("temperature"), request.temperature},
                                                                 {QStringLiteral("num_predict"), request.maxTokens}}}});
        return {QStringLiteral("/api/chat"), body, &takeOllamaObject};
    }
    insertAll(body, {{QStringLiteral("max_tokens"), request.maxTokens},
                     {QStringLiteral("temperature"), request.temperature}});
    if (!request.thinking)
        insertAll(body, thinkingFields(Dialect::Other, false));
    return {QStringLiteral("/v1/chat/completions"), body, &takeChatObject};
}

} // namespace quantlens::backends
