// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backends/answerreader.h"

#include "core/backends/replyparser.h"
#include "core/base/json.h"
#include "core/scoring/units.h"

#include <utility>

namespace quantlens::backends {

namespace {

using base::Expected;

/// More events than this is an endless stream, whatever its size.
constexpr qsizetype maxEvents = 1'000'000;
constexpr qsizetype maxEventBytes = 16 * 1024 * 1024;

bool isEventStream(const QByteArray& contentType)
{
    return contentType == "text/event-stream";
}

bool isLines(const QByteArray& contentType)
{
    return contentType == "application/x-ndjson" || contentType == "application/jsonl" ||
           contentType == "application/x-jsonlines" || contentType == "application/ndjson";
}

} // namespace

AnswerReader::AnswerReader(TakeObject take, QString place, bool compatible, domain::Generation* answer)
    : m_take(take)
    , m_place(std::move(place))
    , m_compatible(compatible)
    , m_answer(answer)
{
}

Expected<void> AnswerReader::takeObject(const QByteArray& json)
{
    auto object = base::parseJsonObject(json);
    // Bytes that are no UTF-8 become U+FFFD instead of losing the answer.
    if (!object && !json.isValidUtf8())
        object = base::parseJsonObject(QString::fromUtf8(json).toUtf8());
    if (!object)
        return base::failure(QStringLiteral("server.format"),
                             QStringLiteral("%1 sent something that is not JSON.").arg(m_place),
                             QStringLiteral("Check that the address is a model server's."));
    // The protocol appends to the text; what is new is handed to the splitter.
    const QString before = m_compatible ? QString() : std::exchange(m_answer->text, {});
    const qsizetype entriesBefore = m_answer->entries.size();
    const qsizetype reasoningBefore = m_answer->reasoning.size();
    auto taken = m_take(*object, *m_answer);
    m_begun = m_begun || !m_answer->text.isEmpty() || !m_answer->reasoning.isEmpty() || !m_answer->entries.isEmpty();
    if (!m_compatible) {
        const QString piece = std::exchange(m_answer->text, before);
        if (m_answer->entries.size() == entriesBefore) {
            noteHole(m_answer->reasoning.sliced(std::min(reasoningBefore, m_answer->reasoning.size())),
                     domain::Part::Reasoning);
            noteHole(piece, domain::Part::Content);
        }
        m_thinking.feed(piece, *m_answer);
    }
    return taken;
}

Expected<void> AnswerReader::checkSize(qsizetype pending) const
{
    if (m_eventCount > maxEvents)
        return base::failure(QStringLiteral("network.too_large"),
                             QStringLiteral("%1 sent more than %2 events.").arg(m_place).arg(maxEvents),
                             QStringLiteral("Look at the server's log: its stream does not end."));
    if (pending > maxEventBytes)
        return base::failure(QStringLiteral("network.too_large"),
                             QStringLiteral("%1 sent an event without end.").arg(m_place),
                             QStringLiteral("Look at the server's log: its stream does not end."));
    return {};
}

Expected<void> AnswerReader::takeEvents(const QByteArrayList& events)
{
    for (const QByteArray& data : events) {
        ++m_eventCount;
        if (data.trimmed() == "[DONE]") {
            m_ended = true;
            continue;
        }
        if (data.trimmed().isEmpty())
            continue;
        if (auto taken = takeObject(data); !taken)
            return taken;
        if (m_eventCount > maxEvents)
            break;
    }
    return checkSize(m_events.pending());
}

Expected<void> AnswerReader::takeLines(const QByteArrayList& lines)
{
    for (const QByteArray& line : lines) {
        if (line.trimmed().isEmpty())
            continue;
        ++m_eventCount;
        if (auto taken = takeObject(line); !taken)
            return taken;
        if (m_eventCount > maxEvents)
            break;
    }
    return checkSize(m_lines.pending());
}

Expected<void> AnswerReader::feed(const QByteArray& bytes, int status, const QByteArray& contentType)
{
    if (status < 400 && isEventStream(contentType))
        return takeEvents(m_events.feed(bytes));
    if (status < 400 && isLines(contentType))
        return takeLines(m_lines.feed(bytes));
    m_whole += bytes;
    return {};
}

Expected<void> AnswerReader::takeWhole()
{
    const QByteArray start = m_whole.first(std::min<qsizetype>(m_whole.size(), 256)).trimmed();
    if (start.startsWith("data:") || start.startsWith(':') || start.startsWith("event:"))
        return takeEvents(m_events.feed(m_whole + "\n\n"));
    const qsizetype firstEnd = m_whole.indexOf('\n');
    if (firstEnd > 0 && base::parseJsonObject(m_whole.first(firstEnd)) && !m_whole.sliced(firstEnd).trimmed().isEmpty())
        return takeLines(m_lines.feed(m_whole + '\n'));
    auto taken = takeObject(m_whole);
    m_ended = m_ended || taken;
    return taken;
}

Expected<void> AnswerReader::finish(int status, const QByteArray& contentType)
{
    if (status >= 400)
        return std::unexpected(httpError(status, contentType, m_whole, m_place));
    Expected<void> taken;
    if (const QByteArray rest = m_lines.takeRest(); !rest.trimmed().isEmpty())
        taken = takeLines({rest});
    if (taken && !m_whole.trimmed().isEmpty())
        taken = takeWhole();
    abandon();
    if (!taken)
        return taken;
    if (m_compatible && m_answer->text.isEmpty())
        m_answer->text = m_answer->reasoning;
    // llama-server's own stream has no [DONE]; its last object says stop and so sets a finish reason.
    if (m_answer->finishReason.isEmpty() && !m_ended)
        return base::failure(QStringLiteral("server.incomplete"),
                             QStringLiteral("%1 ended the answer without its end mark.").arg(m_place),
                             QStringLiteral("Look at the server's log."));
    return {};
}

void AnswerReader::abandon()
{
    if (m_compatible)
        return;
    m_thinking.finish(*m_answer);
    fillHoles();
}

void AnswerReader::noteHole(const QString& text, domain::Part part)
{
    if (text.isEmpty())
        return;
    const qsizetype at = m_answer->entries.size();
    // Before the first entry nobody knows whether any will come: one piece is enough.
    if (at == 0 && !m_holes.isEmpty() && m_holes.last().piece.part == part) {
        m_holes.last().piece.bytes += text.toUtf8();
        return;
    }
    Hole hole{.entriesBefore = at, .piece = {}};
    hole.piece.bytes = text.toUtf8();
    hole.piece.part = part;
    m_holes.append(hole);
}

/// A server may send some tokens of an answer without log-probabilities: those it drafted ahead, or all while it is
/// busy. Left out, every later entry would stand at a wrong position; so each such piece becomes an entry without
/// values, if the entries rebuild the text with it and did not without.
void AnswerReader::fillHoles()
{
    if (m_holes.isEmpty() || m_answer->entries.isEmpty() || scoring::entriesRebuildText(*m_answer))
        return;
    QList<domain::TokenInfo> filled;
    filled.reserve(m_answer->entries.size() + m_holes.size());
    auto hole = m_holes.cbegin();
    for (qsizetype i = 0; i <= m_answer->entries.size(); ++i) {
        for (; hole != m_holes.cend() && hole->entriesBefore == i; ++hole)
            filled.append(hole->piece);
        if (i < m_answer->entries.size())
            filled.append(m_answer->entries.at(i));
    }
    m_answer->entries.swap(filled);
    if (!scoring::entriesRebuildText(*m_answer))
        m_answer->entries.swap(filled);
}

} // namespace quantlens::backends
