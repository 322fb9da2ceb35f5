// SPDX-License-Identifier: GPL-3.0-or-later
// Samples of lm-evaluation-harness: lines are read or refused with their place; a file joined with itself has no flips.
#include "core/exchange/harnesssamples.h"
#include "core/scoring/runscores.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace quantlens;
    auto file = exchange::readHarnessFile(fuzz::bytesOf(data, size), QStringLiteral("a/samples_x.jsonl"));
    if (!file) {
        fuzz::require(file.error().message.startsWith(QStringLiteral("a/samples_x.jsonl:")), "a refusal says where");
        return 0;
    }
    exchange::HarnessFile other = *file;
    other.name = QStringLiteral("b/samples_x.jsonl");
    const auto run = exchange::joinHarnessFiles({*file, other});
    if (!run)
        return 0;
    const domain::Summary summary = scoring::scoreRun(*run).pairs.first().summary;
    fuzz::require(summary.flips.count == 0 && summary.changed.count == 0, "nothing differs from itself");
    return 0;
}
