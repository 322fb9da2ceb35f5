// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/run.h"
#include "core/reports/htmlwriter.h"

namespace quantlens::reports {

/// The sections of the HTML report in the order they stand. Each writes complete elements.

/// "F16 against Q2_K", not escaped.
[[nodiscard]] QString pairTitle(const domain::RunRecord& run);

/// Title, suite, date, run.
void writeHead(HtmlWriter& html, const domain::RunRecord& run);
/// The result in a few sentences, and what limits it.
void writeLead(HtmlWriter& html, const domain::RunRecord& run, const domain::Summary& summary);
/// Models, servers, options as sent, counts.
void writeFacts(HtmlWriter& html, const domain::RunData& data, const domain::Summary& summary);
/// Severity bar and the rates of changed answers and flips.
void writeChanges(HtmlWriter& html, const domain::RunRecord& run, const domain::Summary& summary);
/// By how much, and by category.
void writeMeasures(HtmlWriter& html, const domain::RunRecord& run, const domain::Summary& summary);
/// The requests that failed; nothing when none did.
void writeFailures(HtmlWriter& html, const domain::RunData& data);
/// How the numbers were made.
void writeMethod(HtmlWriter& html, const domain::RunRecord& run);

} // namespace quantlens::reports
