// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace quantlens::specs {

/// A label as a part of a file name that every system accepts, as infer-check makes it: path separators, "..", the
/// characters <>:"|?* and control characters become "_", runs of "_" one; dots, "_" and spaces at the ends go; Windows
/// device names get a "_"; nothing left gives "model".
[[nodiscard]] QString sanitizeFileName(const QString& label);

} // namespace quantlens::specs
