// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backends/backend.h"

#include <QJsonArray>
#include <QString>

namespace quantlens::backends {

/// The grammar (GBNF of llama.cpp) that lets a model say nothing but these tokens. A token is written by its id, a run
/// of tokens that only together make characters as those characters. Error: "forced.tokens" when bytes and ids do not
/// go together, or the last tokens leave a character open.
[[nodiscard]] base::Expected<QString> forcingGrammar(const AnswerTokens& tokens);

/// Ids as a JSON array.
[[nodiscard]] QJsonArray idsJson(const QList<int>& ids);

/// SHA-256 (hex) of a prompt's ids, each as four bytes, little endian.
[[nodiscard]] QString promptHashOf(const QList<int>& ids);

} // namespace quantlens::backends
