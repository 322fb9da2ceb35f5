// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/generation.h"

#include <QString>

namespace quantlens::backends {

/// Takes a "<think>…</think>" block at the head of an answer out of its text, while it streams: tags may be split over
/// pieces. A closing tag alone ends a block that the prompt has opened. Blanks behind the block are left out.
class ThinkSplitter
{
public:
    /// Adds a piece of the answer to its text or reasoning; what may be the beginning of a tag is kept back.
    void feed(const QString& piece, domain::Generation& answer);
    /// Gives out what was kept back, and marks the entries that belong to the reasoning.
    void finish(domain::Generation& answer);

private:
    enum class State {
        Start,    ///< nothing but blanks and a part of the opening tag so far
        Thinking, ///< inside the block
        Behind,   ///< among the blanks behind it
        Content,
    };

    void takeStart(domain::Generation& answer);
    void takeThinking(domain::Generation& answer);
    void takeContent(domain::Generation& answer);

    State m_state = State::Start;
    QString m_held;
    bool m_split = false; ///< a block was found
};

/// Marks the entries of a reply that has reasoning and text apart but one list of entries for both.
void markReasoning(domain::Generation& answer);

} // namespace quantlens::backends
