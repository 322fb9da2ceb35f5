// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runners/request.h"

#include <QJsonObject>
#include <QStringList>

#include <optional>

// A request written down so that the command line, or a plan file, asks the same.

namespace quantlens::runners {

/// The arguments of quantlens-cli that make the same run, the command's name first; what has its default is left out.
/// None where options cannot say it (paths with commas, arguments for each model of a sweep): then a plan file can.
/// Options the kind does not have are not looked at.
[[nodiscard]] std::optional<QStringList> commandOf(const RunRequest& request);

/// The plan file that makes the same run (docs/plans.md), for `quantlens-cli ci` and parsePlan(). Sides without a spec
/// are written too, so that an unfinished form can be kept.
[[nodiscard]] QJsonObject planOf(const RunRequest& request);

/// A line for a POSIX shell: quoted where it has to be.
[[nodiscard]] QString shellLine(const QStringList& arguments);

/// Joined so that splitArguments() gives them back.
[[nodiscard]] QString joinArguments(const QStringList& arguments);

} // namespace quantlens::runners
