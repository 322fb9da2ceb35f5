// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/domain/run.h"

#include <QByteArray>
#include <QString>

namespace quantlens::exchange {

/// True when a line is one of those readAnswerLines() reads.
[[nodiscard]] bool isAnswerLine(const QJsonObject& line);

/// Reads JSON Lines of prompts and outputs as a run (docs/formats.md): {"prompt", "a", "b"}, {"prompt", "outputs":
/// {"MODEL": "text", …}}, {"prompt", "model", "output"} and the lines `score` reads. The first model is the baseline.
/// One model whose prompts come more than once makes a determinism run. Errors: "import.syntax", "import.record",
/// "import.limit", "import.pair" (outputs of one model, each once).
[[nodiscard]] base::Expected<domain::RunData> readAnswerLines(const QByteArray& bytes, const QString& name);

} // namespace quantlens::exchange
