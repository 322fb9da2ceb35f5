// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backends/answerreader.h"

#include "core/backends/replyparser.h"
#include "core/base/json.h"

namespace quantlens::backends {

namespace {

using base::Expected;

/// More events than this is an endless stream, whatever its size.
constexpr qsizetype maxEvents = 1'000'000;
constexpr qsizetype maxEventBytes = 16 * 1024 * 1024;

} // namespace

AnswerReader::AnswerReader(bool chat, QString place, domain::Generation* answer)
    : m_chat(chat)
    , m_place(std::move(place))
    , m_answer(answer)
{
}

Expected<void> AnswerReader::takeObject(const QByteArray& json)
{
    const auto object = base::parseJsonObject(json);
    if (!object)
        return base::failure(QStringLiteral("server.format"),
                             QStringLiteral("%1 sent something that is not JSON.").arg(m_place));
    return m_chat ? takeChatObject(*object, *m_answer) : takeCompletionObject(*object, *m_answer);
}

Expected<void> AnswerReader::feed(const QByteArray& bytes, const QByteArray& contentType)
{
    if (contentType != "text/event-stream") {
        m_whole += bytes;
        return {};
    }
    for (const QByteArray& data : m_events.feed(bytes)) {
        if (++m_eventCount > maxEvents)
            return base::failure(QStringLiteral("network.too_large"),
                                 QStringLiteral("%1 sent more than %2 events.").arg(m_place).arg(maxEvents));
        if (data == "[DONE]") {
            m_ended = true;
            continue;
        }
        if (auto taken = takeObject(data); !taken)
            return taken;
    }
    if (m_events.pending() > maxEventBytes)
        return base::failure(QStringLiteral("network.too_large"),
                             QStringLiteral("%1 sent an event without end.").arg(m_place));
    return {};
}

Expected<void> AnswerReader::finish(int status, const QByteArray& contentType)
{
    if (status >= 400)
        return std::unexpected(httpError(status, contentType, m_whole, m_place));
    if (contentType == "text/html")
        return std::unexpected(notLlamaServer(m_place, QStringLiteral("it sent a web page (HTML)")));
    if (!m_whole.isEmpty()) {
        if (auto taken = takeObject(m_whole); !taken)
            return taken;
    }
    // llama-server's own stream has no [DONE]; its last object says stop and so sets a finish reason.
    if (m_answer->finishReason.isEmpty() && !m_ended)
        return base::failure(QStringLiteral("server.incomplete"),
                             QStringLiteral("%1 ended the answer without its end mark.").arg(m_place),
                             QStringLiteral("Look at the server's log."));
    return {};
}

bool hasBegun(const domain::Generation& answer)
{
    return !answer.entries.isEmpty() || !answer.text.isEmpty() || !answer.reasoning.isEmpty();
}

} // namespace quantlens::backends
