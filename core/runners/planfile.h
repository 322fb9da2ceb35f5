// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/runners/request.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace quantlens::runners {

/// What a plan file says, docs/plans.md and docs/schemas/plan.schema.json.
struct PlanFile
{
    RunRequest request;
    QString baselineRun; ///< a stored run's id or the path of a run's JSON file, to compare with; empty: none
};

/// Reads a plan. `folder` is where its relative paths start. Errors: "plan.syntax", "plan.key" (an unknown or missing
/// key, with its path such as "models[1].labl"), "plan.value" (a value of the wrong type or out of range, likewise).
[[nodiscard]] base::Expected<PlanFile> parsePlan(const QByteArray& bytes, const QString& folder);

/// Reads a plan file of at most 16 MiB; relative paths in it start at its folder. Errors: as parsePlan, "plan.read".
[[nodiscard]] base::Expected<PlanFile> readPlanFile(const QString& path);

/// Splits arguments as a shell does, quotes included. Errors: "usage.value" for a quote that does not end.
[[nodiscard]] base::Expected<QStringList> splitArguments(const QString& text);

} // namespace quantlens::runners
