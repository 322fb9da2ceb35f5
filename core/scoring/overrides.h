// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/run.h"
#include "core/scoring/answers.h"

#include <QHash>
#include <QString>

#include <optional>
#include <utility>

// What a person, or the file a run was imported from, said about answers, in place of what was read out of the texts.

namespace quantlens::scoring {

enum class HandVerdict {
    Right,
    Wrong,
    NoAnswer, ///< the text holds no answer, whatever was found in it
};

/// "right", "wrong", "none".
[[nodiscard]] QString name(HandVerdict verdict);
[[nodiscard]] std::optional<HandVerdict> handVerdictFromName(const QString& text);

/// What was said about one side's answer. A verdict wins over the value where both are there.
struct AnswerOverride
{
    std::optional<QString> value = {}; ///< as typed
    std::optional<HandVerdict> verdict = {};
    bool byHand = false; ///< a person said it; else the file the run was imported from
};

/// By side and prompt id.
using AnswerOverrides = QHash<std::pair<int, QString>, AnswerOverride>;

/// The annotations of a run that concern answers, and in their absence what the `foreign` part of an answer says
/// ("answer": a text, "right": true or false). Annotations about sides the run does not have are left out.
[[nodiscard]] AnswerOverrides answerOverrides(const domain::RunData& data);

/// Puts what was said in place of the extracted answers of a scored pair and judges it again. A nullptr leaves
/// its side as it was read. Prompts without a strategy compare what was typed for both sides as it is.
void overrideAnswers(domain::Comparison& pair, const domain::Prompt& prompt, const AnswerOverride* a,
                     const AnswerOverride* b);

/// Sets `answers` and `flip` by the pair's two answers.
void judgeAnswers(const ResolvedStrategy& how, domain::Comparison& pair);

} // namespace quantlens::scoring
