// SPDX-License-Identifier: GPL-3.0-or-later
// Logs of llama-perplexity: every measurement becomes one side, with numbers that can be used.
#include "core/exchange/perplexitylog.h"
#include "core/scoring/runscores.h"
#include "tests/fuzz/fuzz.h"

#include <cmath>

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace quantlens;
    const auto logs = exchange::readPerplexityLogs(fuzz::bytesOf(data, size), QStringLiteral("fuzz.log"));
    if (!logs) {
        fuzz::require(logs.error().message.startsWith(QStringLiteral("fuzz.log:")), "a refusal says where");
        return 0;
    }
    for (const domain::RunData& run : exchange::joinPerplexityLogs(*logs)) {
        const scoring::RunScores scores = scoring::scoreRun(run);
        for (const scoring::PairScores& pair : scores.pairs)
            fuzz::require(pair.kld.summary && std::isfinite(pair.kld.value()) && pair.kld.value() >= 0,
                          "each point has a number");
    }
    return 0;
}
