// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/domain/generation.h"
#include "core/net/eventstream.h"

#include <QByteArray>
#include <QString>

namespace quantlens::backends {

/// Turns the bytes of one reply, streamed or whole, into an answer. Bounded in events and in the size of one.
/// Errors: those of takeChatObject, "server.format", "server.incomplete", "backend.not_llama_server",
/// "network.too_large", "http.STATUS".
class AnswerReader
{
public:
    /// `place` names the server in messages; `answer` outlives the reader.
    AnswerReader(bool chat, QString place, domain::Generation* answer);

    /// Takes the next bytes of a reply of the given type.
    [[nodiscard]] base::Expected<void> feed(const QByteArray& bytes, const QByteArray& contentType);
    /// Judges the end of the reply.
    [[nodiscard]] base::Expected<void> finish(int status, const QByteArray& contentType);

private:
    [[nodiscard]] base::Expected<void> takeObject(const QByteArray& json);

    bool m_chat;
    QString m_place;
    domain::Generation* m_answer;
    net::EventReader m_events;
    QByteArray m_whole; ///< of a reply that is no stream: an error, or the answer when streaming is off
    qsizetype m_eventCount = 0;
    bool m_ended = false; ///< the end mark came
};

/// True when something of the answer has arrived: from then on it must not be asked for again.
[[nodiscard]] bool hasBegun(const domain::Generation& answer);

} // namespace quantlens::backends
