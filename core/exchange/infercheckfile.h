// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/scoring/checkedrun.h"

#include <QByteArray>
#include <QString>

namespace quantlens::exchange {

/// infer-check's result file of a run: compare and sweep are one object, diff, stress and determinism an array. Keys
/// in its order, missing numbers and those that are not finite null.
[[nodiscard]] QByteArray inferCheckJson(const scoring::compatible::InferCheckRun& checked);

/// Its name, "compare_a_vs_b_1795453091.json" and the like; only compare replaces every character a file name may not
/// have, the others only slashes.
[[nodiscard]] QString inferCheckFileName(const domain::RunRecord& run, qint64 unixSeconds);

/// Writes the file into a folder, which is made where it is missing, and never over another: a name that is taken
/// moves on by a second. Returns the path. Errors: "output.write".
[[nodiscard]] base::Expected<QString> writeInferCheckFile(const domain::RunData& data, const QString& folder);

} // namespace quantlens::exchange
