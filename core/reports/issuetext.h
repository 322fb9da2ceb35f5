// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/run.h"

#include <QString>

#include <array>

namespace quantlens::reports {

/// One of the two answers an issue is about.
struct IssueAnswer
{
    QString label; ///< what the window calls it
    int side = 0;  ///< of the run
    const domain::Generation* answer = nullptr;
};

/// A Markdown text for an issue tracker: the command that asks the prompt again, the prompt, both outputs, where they
/// part with the probabilities there, and the versions involved. Model files stand with their names, not with the
/// folders of this computer. `pair` may be nullptr. Long texts are cut at 20,000 characters, and the text says so.
[[nodiscard]] QString issueText(const domain::RunRecord& run, const QString& promptId,
                                const std::array<IssueAnswer, 2>& answers, const domain::Comparison* pair);

/// A fenced Markdown block that the text cannot leave: its fence is longer than any run of back ticks in it. Control
/// characters become visible.
[[nodiscard]] QString fenced(const QString& text, const QString& language = QStringLiteral("text"));

} // namespace quantlens::reports
