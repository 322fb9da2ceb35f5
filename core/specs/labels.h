// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace quantlens::specs {

/// Engine arguments as a label's addition: {"-ctk", "q4_0", "--no-mmap"} gives " [ctk=q4_0 no-mmap]"; empty for none.
[[nodiscard]] QString engineArgsLabel(const QStringList& args);

} // namespace quantlens::specs
