// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/domain/generation.h"

#include <QByteArray>
#include <QJsonObject>

namespace quantlens::scoring {

/// Scores one line of `quantlens-cli score`: {"id", "category", "text_a", "text_b", "entries_a"?, "entries_b"?,
/// "same_tokenizer"?, "answer"?} gives {"id", "correct", "compatible"}, docs/scoring.md.
/// Errors: "json.syntax", "json.type", "score.line" with what is wrong.
[[nodiscard]] base::Expected<QJsonObject> scoreLine(const QByteArray& line);

/// The entries of a generated stream, each {"token"|"text"|"bytes"|"base64", "id"?, "logprob"?, "top"?, "part"?}.
/// Error: "score.line".
[[nodiscard]] base::Expected<QList<domain::TokenInfo>> entriesFromJson(const QJsonValue& value);

} // namespace quantlens::scoring
