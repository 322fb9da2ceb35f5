// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runners/diffsides.h"

#include "core/domain/run.h"
#include "core/specs/addresses.h"

#include <algorithm>

namespace quantlens::runners {

void labelByBackend(QList<SideRequest>& sides)
{
    for (SideRequest& side : sides) {
        const auto ofKind = [&side](const SideRequest& other) { return other.backend == side.backend; };
        side.label = side.backend;
        if (std::ranges::count_if(sides, ofKind) < 2)
            continue;
        if (const auto url = specs::parseAddress(side.baseUrl))
            side.label = QStringLiteral("%1 %2").arg(side.backend, specs::hostAndPort(*url));
    }
    const QList<SideRequest> before = sides;
    for (qsizetype i = 0; i < sides.size(); ++i) {
        const auto same = [&](const SideRequest& other) { return other.label == before.at(i).label; };
        if (std::ranges::count_if(before, same) > 1)
            sides[i].label += QStringLiteral(" (%1)").arg(domain::sideLetter(int(i)));
    }
}

} // namespace quantlens::runners
