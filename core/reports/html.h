// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/run.h"

#include <QByteArray>

namespace quantlens::reports {

/// A compare run as one self-contained HTML page (UTF-8): what was compared, headline numbers with intervals, where it
/// changed, the most interesting forks, failures, method. No script, no reference to anything outside, a policy that
/// forbids both; all text of models, prompts and servers is escaped and bounded. Server addresses are left out.
[[nodiscard]] QByteArray htmlReport(const domain::RunData& data, const QList<domain::Comparison>& comparisons,
                                    const domain::Summary& summary);

} // namespace quantlens::reports
