// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/comparison.h"
#include "core/domain/run.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>

namespace quantlens::reports {

/// The run format of docs/formats.md: everything about a run in one JSON object, "format": "quantlens-run",
/// "version": 1, UTF-8, compact (log-probabilities make it long), ends with a line feed.
[[nodiscard]] QByteArray runJson(const domain::RunData& data, const QList<domain::Comparison>& comparisons,
                                 const domain::Summary& summary);

/// Parts of it, also used by `runs --format json` and `show --format json`.
[[nodiscard]] QJsonObject toJson(const domain::Rate& rate);
[[nodiscard]] QJsonObject toJson(const domain::Summary& summary);
[[nodiscard]] QJsonObject toJson(const domain::Comparison& comparison);
[[nodiscard]] QJsonObject toJson(const domain::Generation& generation);

} // namespace quantlens::reports
