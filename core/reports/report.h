// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/domain/run.h"
#include "core/reports/document.h"
#include "core/scoring/runscores.h"

#include <QByteArray>
#include <QSet>

#include <functional>
#include <optional>
#include <vector>

namespace quantlens::reports {

enum class Format : quint8 {
    Html,
    Json,
    Markdown,
    Csv,
    Pdf, ///< written by ui/print
    JUnit,
    Issue,
};

/// "html", "json", "md", "csv", "pdf", "junit", "issue".
[[nodiscard]] QString name(Format format);
[[nodiscard]] std::optional<Format> formatFromName(const QString& text);
/// With the dot: ".html", ".xml", ".txt", …
[[nodiscard]] QString fileSuffix(Format format);

/// All parts of a report, and those that a format has by itself: pages and Markdown leave all outputs to the HTML.
[[nodiscard]] QSet<Part> usualParts(Format format);

/// What is said while a report is written: how many of how many steps are done. False: stop.
using Progress = std::function<bool(qsizetype done, qsizetype all)>;

struct ReportOptions
{
    QSet<Part> parts = usualParts(Format::Html);
    qsizetype openPairs = 10; ///< flips and worst prompts that are shown
    qsizetype indexRows = 0;  ///< at most; 0: all
    QString anchors = {};     ///< letters and digits before every anchor, where several runs share a page
    QString promptId = {};    ///< of an issue text; empty: the most telling one
    Progress progress = {};
};

/// A run and what was scored about it; has to outlive the documents made of it.
struct ScoredRun
{
    const domain::RunData& data;
    const scoring::RunScores& scores;
};

/// What a report of this run says. Points into the run.
[[nodiscard]] Document makeDocument(const ScoredRun& run, const ReportOptions& options = {});

/// The report as one self-contained HTML page (UTF-8) under 20 MB: no script, no reference to anything outside, a
/// policy that forbids both; all text of models, prompts and servers is escaped. Server addresses and folders are left
/// out. Full texts are kept, long ones folded; what would make the page longer than that is counted in it.
[[nodiscard]] QByteArray htmlReport(const ScoredRun& run, const ReportOptions& options = {});

/// Several runs in one page, under one title, with a list of them above.
[[nodiscard]] QByteArray htmlReport(const std::vector<ScoredRun>& runs, const QString& title,
                                    const ReportOptions& options = {});

/// The report as GitHub-flavoured Markdown: outputs in fences they cannot leave, foreign words as code.
[[nodiscard]] QString markdownReport(const ScoredRun& run, const ReportOptions& options = {});

/// The run as comma-separated values (RFC 4180, UTF-8): one line a pair of answers; determinism: one an output; stress:
/// one a request. Text cells that a spreadsheet would take for a formula begin with an apostrophe.
[[nodiscard]] QByteArray csvReport(const ScoredRun& run);

/// The most telling difference of the run, or that of `options.promptId`, for an issue tracker. Errors:
/// "report.no_difference", "report.prompt".
[[nodiscard]] base::Expected<QString> issueReport(const ScoredRun& run, const ReportOptions& options = {});

/// Any format but Pdf. Errors: as issueReport(); "report.cancelled".
[[nodiscard]] base::Expected<QByteArray> writeReport(Format format, const ScoredRun& run,
                                                     const ReportOptions& options = {});

/// "report_F16_vs_Q2_K_1795453091", as infer-check names it: a name for the file, without its suffix.
[[nodiscard]] QString reportFileName(const domain::RunRecord& run);

} // namespace quantlens::reports
