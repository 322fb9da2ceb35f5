// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/run.h"
#include "core/scoring/runscores.h"

#include <QByteArray>

namespace quantlens::reports {

/// A run as JUnit XML for CI systems (UTF-8): the suite "verdict" has one testcase a threshold (failed and undecidable
/// ones are failures, what could not be compared is an error), the suite "requests" one a side (an error that counts
/// its failed requests by code and names the first), and the suite "prompts" one a prompt and side whose answer flipped
/// or changed, whose text is severely different, or whose request failed; these are for reading and are marked skipped,
/// so that only thresholds decide. Characters XML 1.0 cannot hold are left out.
[[nodiscard]] QByteArray junitReport(const domain::RunData& data, const scoring::RunScores& scores,
                                     const domain::RunVerdict& verdict);

} // namespace quantlens::reports
