// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/domain/endpoint.h"

#include <QDateTime>
#include <QMetaType>
#include <QString>

#include <limits>
#include <optional>

namespace quantlens::runners {

/// What a test of one model found: who answers, how fast, and what it can do.
struct ModelReport
{
    QString spec;
    QDateTime when;                   ///< local time of its end
    std::optional<base::Error> error; ///< why it did not answer; what was learnt before stands beside it
    double firstTokenMs = std::numeric_limits<double>::quiet_NaN();
    double totalMs = std::numeric_limits<double>::quiet_NaN(); ///< of the answer, not of the engine's start
    int tokens = 0;                                            ///< generated
    QString answer;                                            ///< its beginning, as it came
    QString serverModel;                                       ///< the model the server says it holds
    QString serverBuild;
    QString fileType;
    int contextPerSlot = 0; ///< tokens; 0: unknown
    int slots = 0;          ///< 0: unknown
    domain::Capabilities capabilities;
};

} // namespace quantlens::runners

Q_DECLARE_METATYPE(quantlens::runners::ModelReport)
