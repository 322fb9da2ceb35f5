// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backends/thinking.h"
#include "core/base/error.h"
#include "core/domain/generation.h"
#include "core/net/eventstream.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QString>

namespace quantlens::backends {

/// Takes one object of a reply, streamed or whole, into the answer; a protocol's own.
/// Errors: "server.error" (it carries one), "server.format" (it is something else).
using TakeObject = base::Expected<void> (*)(const QJsonObject& object, domain::Generation& answer);

/// Turns the bytes of one reply into an answer: server-sent events, a JSON object a line, or one object, told by the
/// content type or, where that is wrong, by the bytes. Bounded in events and in the size of one.
/// Errors: those of TakeObject, "server.format", "server.incomplete", "network.too_large", "http.STATUS".
class AnswerReader
{
public:
    /// `place` names the server in messages; `answer` outlives the reader. Compatible answers keep "<think>" blocks in
    /// their text and take an empty text from the reasoning, as infer-check does.
    AnswerReader(TakeObject take, QString place, bool compatible, domain::Generation* answer);

    /// Takes the next bytes of a reply of the given status and type.
    [[nodiscard]] base::Expected<void> feed(const QByteArray& bytes, int status, const QByteArray& contentType);
    /// Judges the end of the reply.
    [[nodiscard]] base::Expected<void> finish(int status, const QByteArray& contentType);
    /// The reply broke off: what was kept back becomes part of the half answer.
    void abandon();

    /// True when something of the answer has arrived: from then on it must not be asked for again.
    [[nodiscard]] bool hasBegun() const { return m_begun; }
    /// The body of a reply that is no stream, above all of an error.
    [[nodiscard]] const QByteArray& whole() const { return m_whole; }

private:
    [[nodiscard]] base::Expected<void> takeObject(const QByteArray& json);
    [[nodiscard]] base::Expected<void> takeEvents(const QByteArrayList& events);
    [[nodiscard]] base::Expected<void> takeLines(const QByteArrayList& lines);
    [[nodiscard]] base::Expected<void> takeWhole();
    [[nodiscard]] base::Expected<void> checkSize(qsizetype pending) const;
    void noteHole(const QString& text, domain::Part part);
    void fillHoles();

    /// Text that came without tokens, and how many entries there were by then.
    struct Hole
    {
        qsizetype entriesBefore = 0;
        domain::TokenInfo piece;
    };

    TakeObject m_take;
    QString m_place;
    bool m_compatible;
    domain::Generation* m_answer;
    net::EventReader m_events;
    net::LineReader m_lines;
    ThinkSplitter m_thinking;
    QList<Hole> m_holes;
    QByteArray m_whole; ///< of a reply that is no stream: an error, or the answer when streaming is off
    qsizetype m_eventCount = 0;
    bool m_begun = false;
    bool m_ended = false; ///< the end mark came
};

} // namespace quantlens::backends
