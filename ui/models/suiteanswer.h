// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/prompt.h"

#include <QString>

// How answers to a prompt are read, in words.

namespace quantlens::ui {

/// A type of answers as a person reads it: "choice: one letter". Of what is no type: that nothing is read.
[[nodiscard]] QString strategyLabel(const QString& type);

/// How the reference itself is read, or why it is not.
[[nodiscard]] QString readingOf(const domain::Prompt& prompt);

/// What the extractor makes of a reply: "reads 84: right", "reads 41: wrong, the answer is 42", "no answer found".
[[nodiscard]] QString tryReply(const domain::Prompt& prompt, const QString& reply);

} // namespace quantlens::ui
