// SPDX-License-Identifier: GPL-3.0-or-later
// What a run or an error means to a script.
#include "core/scoring/runverdict.h"

#include <algorithm>
#include <array>

namespace quantlens::scoring {

int exitCodeOf(const base::Error& error)
{
    if (error.code == QLatin1String("run.cancelled"))
        return 130;
    constexpr std::array input{"usage.",      "spec.",           "gguf.",           "suite.",      "plan.",
                               "store.open",  "store.no_run",    "store.ambiguous", "store.newer", "keys.",
                               "net.ca_file", "net.descriptors", "resume.",         "run_file.",   "prompt.",
                               "import.",     "export."};
    const bool isInput =
        std::ranges::any_of(input, [&](const char* prefix) { return error.code.startsWith(QLatin1String(prefix)); });
    return isInput ? 2 : 3;
}

int exitCodeOf(const domain::RunRecord& run, const domain::RunVerdict& verdict)
{
    if (run.status == domain::RunStatus::Cancelled)
        return 130;
    if (run.error)
        return exitCodeOf(*run.error);
    switch (verdict.verdict) {
    case domain::Verdict::NotComparable:
        return 3;
    case domain::Verdict::Fail:
        return 1;
    case domain::Verdict::Undecidable:
        return 4;
    case domain::Verdict::Pass:
        break;
    }
    return run.status == domain::RunStatus::Failed ? 3 : 0;
}

} // namespace quantlens::scoring
