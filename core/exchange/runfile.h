// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/domain/run.h"

#include <QByteArray>
#include <QString>

namespace quantlens::exchange {

/// Reads a run as `--json` wrote it ("format": "quantlens-run", version 1; docs/formats.md): its record and its
/// answers. Scores are not read: they are made anew. Errors: "run_file.syntax", "run_file.format" (something else, or a
/// later version), "run_file.generation" (an answer that cannot be read; its number).
[[nodiscard]] base::Expected<domain::RunData> parseRunFile(const QByteArray& bytes);

/// Reads such a file of at most 2 GiB. Errors: as parseRunFile, "run_file.read".
[[nodiscard]] base::Expected<domain::RunData> readRunFile(const QString& path);

} // namespace quantlens::exchange
