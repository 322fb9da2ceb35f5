// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/arguments.h"
#include "core/domain/run.h"
#include "core/runners/request.h"

namespace quantlens::cli {

/// The options of a run command, in groups: what to ask, where, how, judged by, written.
[[nodiscard]] QList<Option> runOptions(domain::RunKind kind);

/// Options that judge and write a run, which `ci` and `resume` have too.
[[nodiscard]] QList<Option> judgingOptions();
[[nodiscard]] QList<Option> writingOptions(domain::RunKind kind);

/// Everything a run command's options say. Errors: "usage.…" and "keys.environment", naming option and value.
[[nodiscard]] base::Expected<runners::RunRequest> requestOf(domain::RunKind kind, const Arguments& args);

/// Thresholds of the options, on top of `otherwise`. Errors: "usage.value".
[[nodiscard]] base::Expected<domain::Thresholds> thresholdsOf(const Arguments& args, domain::Thresholds otherwise = {});

/// A sweep's --models: "label=SPEC,SPEC,…". Errors: "usage.models" (an empty entry, an empty half, a label twice).
[[nodiscard]] base::Expected<QList<runners::SideRequest>> parseModels(const QString& text);

/// Which of the models --baseline means: by label, file name or spec; the first when it is empty.
/// Errors: "usage.baseline", which names those there are.
[[nodiscard]] base::Expected<int> findBaseline(const QList<runners::SideRequest>& sides, const QString& baseline);

/// A diff's endpoints: one model on several backends, with the address of each. A backend that comes more than once is
/// labelled with its address as well. Errors: "usage.backends" (none, an empty one, unknown ones), "usage.base_urls".
[[nodiscard]] base::Expected<QList<runners::SideRequest>> diffSides(const QString& model, const QStringList& backends,
                                                                    const QStringList& baseUrls);

/// "1,2,4": the levels of a stress run. Errors: "usage.value".
[[nodiscard]] base::Expected<QList<int>> parseLevels(const QString& text);

} // namespace quantlens::cli
