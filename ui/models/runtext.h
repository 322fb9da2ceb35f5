// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/store.h"

#include <QString>

#include <optional>

// A run in words: in lists, titles and messages.

namespace quantlens::ui {

/// "F16 ↔ Q2_K", "Sweep of 6 models against F16", "Stress of Q4_K_M": by the kind of the run, one line.
[[nodiscard]] QString runTitle(const domain::RunRecord& run);
/// "demo, n = 120", with the number of failures when there are any.
[[nodiscard]] QString runSubtitle(const store::RunListItem& item);
/// True for a run that was ended before everything was asked, by a person or by the end of the program: it can be
/// resumed.
[[nodiscard]] bool isUnfinished(const store::RunListItem& item);
/// "finished", "cancelled at 61 of 120", …
[[nodiscard]] QString runStatusText(const store::RunListItem& item);
/// "compare", "determinism", … in the person's language.
[[nodiscard]] QString runKindText(domain::RunKind kind);
[[nodiscard]] QString verdictText(domain::Verdict verdict);
/// Names of measures: "Flips", "KLD", …
[[nodiscard]] QString measureText(scoring::HeadlineMeasure measure);
/// The number as in a table: "7.5 % [4.0, 13.6]", "0.0123", "98.2 %". "–" for none.
[[nodiscard]] QString headlineText(scoring::HeadlineMeasure measure,
                                   const std::optional<scoring::HeadlineNumber>& number);
/// Milliseconds from start to end; NaN while it is not over.
[[nodiscard]] double runDuration(const domain::RunRecord& run);

} // namespace quantlens::ui
