// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backends/thinking.h"

#include <algorithm>
#include <utility>

namespace quantlens::backends {

namespace {

using domain::Generation;
using domain::Part;
using domain::TokenInfo;

const QString openingTag = QStringLiteral("<think>");
const QString closingTag = QStringLiteral("</think>");

QString withoutLeadingBlanks(const QString& text)
{
    const auto first = std::ranges::find_if(text, [](QChar c) { return !c.isSpace(); });
    return text.sliced(first - text.begin());
}

/// Characters at the end of `text` that may be the beginning of `tag`.
qsizetype beginningOf(const QString& tag, const QString& text)
{
    for (qsizetype n = std::min(tag.size() - 1, text.size()); n > 0; --n) {
        if (text.endsWith(QStringView(tag).first(n)))
            return n;
    }
    return 0;
}

QByteArray joined(const QList<TokenInfo>& entries)
{
    QByteArray bytes;
    for (const TokenInfo& entry : entries) {
        if (entry.part == Part::Content)
            bytes += entry.bytes;
    }
    return bytes;
}

/// Entries that begin before `boundary` (bytes) are reasoning.
void markUpTo(QList<TokenInfo>& entries, qsizetype boundary)
{
    qsizetype offset = 0;
    for (TokenInfo& entry : entries) {
        if (entry.part != Part::Content)
            continue;
        if (offset < boundary)
            entry.part = Part::Reasoning;
        offset += entry.bytes.size();
    }
}

} // namespace

void ThinkSplitter::takeStart(Generation& answer)
{
    const QString text = withoutLeadingBlanks(m_held);
    if (text.startsWith(openingTag)) {
        m_held = text.sliced(openingTag.size());
        m_state = State::Thinking;
        m_split = true;
        takeThinking(answer);
    } else if (!openingTag.startsWith(text)) {
        m_state = State::Content;
        takeContent(answer);
    }
}

void ThinkSplitter::takeThinking(Generation& answer)
{
    const qsizetype end = m_held.indexOf(closingTag);
    if (end < 0) {
        const qsizetype ready = m_held.size() - beginningOf(closingTag, m_held);
        answer.reasoning += QStringView(m_held).first(ready);
        m_held = m_held.sliced(ready);
        return;
    }
    answer.reasoning += QStringView(m_held).first(end);
    m_held = m_held.sliced(end + closingTag.size());
    m_state = State::Behind;
    takeContent(answer);
}

void ThinkSplitter::takeContent(Generation& answer)
{
    if (m_state == State::Behind) {
        m_held = withoutLeadingBlanks(m_held);
        if (m_held.isEmpty())
            return;
        m_state = State::Content;
    }
    const qsizetype known = std::max<qsizetype>(0, answer.text.size() - closingTag.size());
    answer.text += std::exchange(m_held, {});
    if (m_split || !answer.reasoning.isEmpty())
        return;
    const qsizetype end = answer.text.indexOf(closingTag, known);
    if (end < 0)
        return;
    // The template opened the block in the prompt, so only its end is in the answer.
    m_split = true;
    answer.reasoning = answer.text.first(end);
    m_held = std::exchange(answer.text, {}).sliced(end + closingTag.size());
    m_state = State::Behind;
    takeContent(answer);
}

void ThinkSplitter::feed(const QString& piece, Generation& answer)
{
    if (piece.isEmpty())
        return;
    m_held += piece;
    switch (m_state) {
    case State::Start:
        takeStart(answer);
        break;
    case State::Thinking:
        takeThinking(answer);
        break;
    case State::Behind:
    case State::Content:
        takeContent(answer);
        break;
    }
}

void ThinkSplitter::finish(Generation& answer)
{
    const QString rest = std::exchange(m_held, {});
    if (m_state == State::Thinking)
        answer.reasoning += rest;
    else if (m_state != State::Behind)
        answer.text += rest;
    if (!m_split)
        return markReasoning(answer);
    const QByteArray bytes = joined(answer.entries);
    const qsizetype end = bytes.indexOf(closingTag.toLatin1());
    qsizetype boundary = m_state == State::Thinking ? bytes.size() + 1 : 0;
    if (m_state != State::Thinking && end >= 0) {
        boundary = end + closingTag.size();
        while (boundary < bytes.size() && QChar::fromLatin1(bytes.at(boundary)).isSpace())
            ++boundary;
    }
    markUpTo(answer.entries, boundary);
}

void markReasoning(Generation& answer)
{
    if (answer.reasoning.isEmpty() || answer.text.isEmpty() ||
        std::ranges::contains(answer.entries, Part::Reasoning, &TokenInfo::part))
        return;
    markUpTo(answer.entries, std::max<qsizetype>(0, joined(answer.entries).lastIndexOf(answer.text.toUtf8())));
}

} // namespace quantlens::backends
