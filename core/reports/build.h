// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/reports/report.h"
#include "core/scoring/runindex.h"

// The sections of a report, by what they are about. Each adds what the run has to say there, or nothing.

namespace quantlens::reports {

/// What the sections are made from.
struct Source
{
    const ScoredRun& run;
    const ReportOptions& options;
    const scoring::RunIndex& index;
    QHash<QString, const domain::Prompt*> prompts;
    QStringList hosts; ///< of the run's servers: not to be told

    [[nodiscard]] const domain::RunRecord& record() const { return run.data.run; }
    [[nodiscard]] const scoring::RunScores& scores() const { return run.scores; }
    [[nodiscard]] bool wants(Part part) const { return options.parts.contains(part); }
    /// The side's name, "A" or "B" where it has none.
    [[nodiscard]] QString label(int side) const;
    /// Where a pair stands in the page.
    [[nodiscard]] QString anchor(int side, qsizetype number) const;
    [[nodiscard]] QString written(const QString& promptId, domain::AnnotationKind kind) const;
};

/// Title, verdict, models and options.
void addHead(Document& document, const Source& source);
/// Noise of the baseline, findings about servers, failed requests, method, command.
void addRest(Document& document, const Source& source);

/// Compare, sweep, diff: numbers, charts, categories.
void addPairNumbers(Document& document, const Source& source);
void addSideNumbers(Document& document, const Source& source);
/// Their pairs and the index.
void addPairs(Document& document, const Source& source);

/// Determinism and stress, with their pairs and index.
void addDeterminism(Document& document, const Source& source);
void addStress(Document& document, const Source& source);

/// A sampled run: shares of right answers.
void addSamples(Document& document, const Source& source);

// Shared by them.

/// A row "name, value, remark".
[[nodiscard]] QList<Cell> measureRow(const QString& name, const QString& value, const QString& remark);
[[nodiscard]] Table measureTable(const QString& name);
[[nodiscard]] Cell cell(const QString& text, Tone tone = Tone::Plain);
[[nodiscard]] Cell foreignCell(const QString& text, qsizetype limit = 60, Tone tone = Tone::Plain);
/// "9 of 120"; "–" for n = 0.
[[nodiscard]] QString countText(const domain::Rate& rate);
/// The end of an axis that holds all upper limits of a table's intervals and noise: 5, 10, 25, 50 or 100 %.
[[nodiscard]] double scaleFor(const Table& table);
/// A letter and a name, for a side of a pair.
[[nodiscard]] Words sideWords(int which, const QString& label);

} // namespace quantlens::reports
