// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace quantlens::test {

/// 64 MB of zeros as a gzip file of about 64 kB.
[[nodiscard]] QByteArray gzipBomb();

} // namespace quantlens::test
