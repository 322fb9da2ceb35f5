// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/reports/report.h"

namespace quantlens::print {

/// The report as PDF, A4: text stays text, charts are lines and shapes. Needs a QGuiApplication (the offscreen platform
/// will do). Errors: "report.cancelled", "report.fonts" (no font at all on this system), "report.pdf".
[[nodiscard]] base::Expected<QByteArray> pdfReport(const reports::ScoredRun& run,
                                                   const reports::ReportOptions& options = {});

/// Any format.
[[nodiscard]] base::Expected<QByteArray> writeReport(reports::Format format, const reports::ScoredRun& run,
                                                     const reports::ReportOptions& options = {});

} // namespace quantlens::print
