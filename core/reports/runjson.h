// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/comparison.h"
#include "core/domain/run.h"
#include "core/scoring/rundiff.h"
#include "core/scoring/runscores.h"

#include <QByteArray>
#include <QJsonObject>

namespace quantlens::reports {

/// The run format of docs/formats.md and docs/schemas/run.schema.json: everything about a run of any kind in one JSON
/// object, "format": "quantlens-run", "version": 1, UTF-8, compact (log-probabilities make it long), ends with a line
/// feed. The verdict is the stored one, else judged here; null while the run is going on.
[[nodiscard]] QByteArray runJson(const domain::RunData& data, const scoring::RunScores& scores);

/// What `diff-runs --format json` prints: "format": "quantlens-diff", "version": 1.
[[nodiscard]] QJsonObject toJson(const scoring::RunDiff& diff);

/// Parts of it, also used by `runs --format json` and `show --format json`.
[[nodiscard]] QJsonObject toJson(const domain::Rate& rate);
[[nodiscard]] QJsonObject toJson(const domain::Summary& summary);
[[nodiscard]] QJsonObject toJson(const domain::Comparison& comparison);
/// `number`: its place among the run's answers, from 1.
[[nodiscard]] QJsonObject toJson(const domain::Generation& generation, qint64 number);
/// A mean with n, its interval, or the reason ("few pairs", "few differ", "few for arithmetic") why it has none.
[[nodiscard]] QJsonObject toJson(const scoring::MeanEstimate& mean);
/// All figures of a run by kind; for compare runs also the keys of its one Summary.
[[nodiscard]] QJsonObject toJson(const domain::RunRecord& run, const scoring::RunScores& scores);

} // namespace quantlens::reports
