// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backends/backend.h"
#include "core/runners/plan.h"

#include <QCoroTask>

#include <optional>

namespace quantlens::runners {

/// One prompt as one side's model sees it.
struct PromptView
{
    std::optional<backends::RenderedPrompt> rendered; ///< none: the server does not show it
    int promptTokens = -1;                 ///< of the rendered prompt, else as counted with an answer; -1: unknown
    QStringList warnings = {};             ///< what is odd about it by itself, see PromptChecker
    std::optional<base::Error> error = {}; ///< the side could not be asked
};

/// Opens every side of a plan, as a run would, and looks at its first prompt. One view a side, in order; an engine that
/// cannot start and a server that does not answer are in the views' errors. Generates one token where the prompt cannot
/// be seen otherwise.
[[nodiscard]] QCoro::Task<QList<PromptView>> viewPrompts(RunPlan* plan, net::Cancel* cancel);

} // namespace quantlens::runners
