// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/prompt.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <optional>

namespace quantlens::suites {

/// What one line of a suite turned out to be: a prompt, or what is wrong with it.
struct SuiteLine
{
    std::optional<domain::Prompt> prompt; ///< `id` is empty when none is written
    QString code;                         ///< "suite.syntax" or "suite.prompt" when there is no prompt
    QStringList problems;                 ///< everything wrong with the line, without file and line number
    QString hint;
};

/// Reads one line (without its line end; at most 16 MiB). Unknown keys are ignored.
[[nodiscard]] SuiteLine readSuiteLine(QByteArrayView bytes);

/// The values an answer's "type" may have: "number", "choice", "yes_no", "json", "code", "sql", "exact", "list",
/// "none".
[[nodiscard]] const QStringList& answerTypes();

} // namespace quantlens::suites
