// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runners/estimate.h"

#include <QMetaType>
#include <QStringList>

namespace quantlens::runners {

/// What one request to each side of a run tells about how long the run takes.
struct RunProbe
{
    quint64 ticket = 0; ///< of whoever asked for it
    std::optional<base::Error>
        error;                  ///< why nothing can be told: the plan's, "run.cancelled"; a side's is in its answer
    QStringList labels;         ///< of the sides
    QList<ProbeAnswer> answers; ///< one a side
    std::optional<TimeEstimate> time; ///< none when a side did not answer
};

} // namespace quantlens::runners

Q_DECLARE_METATYPE(quantlens::runners::RunProbe)
