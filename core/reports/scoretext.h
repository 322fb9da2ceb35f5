// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/run.h"
#include "core/scoring/runscores.h"

#include <QString>
#include <QStringList>

// Scores of a run as plain text for tables, charts and reports, each with n and its interval or why it has none.

namespace quantlens::reports {

/// "0.9123 [0.8801, 0.9402], n = 100", or "0.9123, n = 12 (fewer than 20: no interval)"; "no data" for n = 0.
[[nodiscard]] QString meanText(const scoring::MeanEstimate& mean, int decimals);

/// "≥ 0.0123 [0.0101, 0.0150]" in nats: the geometric mean; "≥" where not the whole vocabulary was listed. "–" without
/// data.
[[nodiscard]] QString kldCell(const scoring::KldScores& kld);
/// As kldCell with everything it rests on: "… nat, teacher-forced, 98 of 100 prompts, 5,120 positions, k = 20, …".
[[nodiscard]] QString kldText(const scoring::KldScores& kld);

/// "3.1 (12 in 3,850)": forks per 1,000 tokens and what they rest on.
[[nodiscard]] QString forkRateText(const scoring::ForkRate& rate);

/// "4.1 GiB", "512 MiB"; "–" for 0.
[[nodiscard]] QString sizeText(qint64 bytes);

/// The cliff of a sweep, or that there is none, as a sentence.
[[nodiscard]] QString cliffText(const domain::RunRecord& run, const scoring::SweepScores& sweep);

/// One line for each self-check of the baseline and one for the noise level; empty without a self-check.
[[nodiscard]] QStringList noiseLines(const scoring::NoiseReport& noise);

/// What became of a stress run's, or a concurrent determinism run's, answers under load: batch variance, or what it
/// does not explain, by level. Nothing where all answers are the same bit for bit.
[[nodiscard]] QStringList loadLines(const scoring::StressScore& stress);
[[nodiscard]] QStringList loadLines(const scoring::DeterminismRun& run);

/// "front", "front, within noise", "behind"; empty where it is not known.
[[nodiscard]] QString paretoText(scoring::ParetoPlace place);

/// The middle of the known fork shifts of a pair of sides and how many were near ties; empty without forks.
[[nodiscard]] QString forkShiftText(const scoring::PairScores& pair);

} // namespace quantlens::reports
