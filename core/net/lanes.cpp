// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/lanes.h"

#include "core/platform/process.h"

#include <algorithm>
#include <limits>

namespace quantlens::net {

namespace {

/// Files that are open for other reasons: the workspace, engines, logs, event loops.
constexpr quint64 reservedFiles = 128;

} // namespace

int mostLanes()
{
    const quint64 limit = platform::openFileLimit();
    if (limit == 0)
        return std::numeric_limits<int>::max();
    return limit <= reservedFiles ? 1 : int(std::min<quint64>(limit - reservedFiles, std::numeric_limits<int>::max()));
}

base::Expected<void> checkLanes(int lanes)
{
    const int most = mostLanes();
    if (lanes <= most)
        return {};
    return base::failure(QStringLiteral("net.descriptors"),
                         QStringLiteral("%1 requests at once need more open files than this system allows (%2).")
                             .arg(lanes)
                             .arg(platform::openFileLimit()),
                         QStringLiteral("Ask for at most %1, or raise the limit first: ulimit -n %2.")
                             .arg(most)
                             .arg(quint64(lanes) + reservedFiles));
}

} // namespace quantlens::net
