// SPDX-License-Identifier: GPL-3.0-or-later
// JSON Lines of prompts and outputs: a run that can be scored, or a refusal with its place.
#include "core/exchange/answerlines.h"
#include "core/scoring/runscores.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace quantlens;
    const auto run = exchange::readAnswerLines(fuzz::bytesOf(data, size), QStringLiteral("fuzz.jsonl"));
    if (!run) {
        fuzz::require(run.error().message.startsWith(QStringLiteral("fuzz.jsonl:")), "a refusal says where");
        return 0;
    }
    fuzz::require(!run->generations.isEmpty() && run->run.planned == run->generations.size(), "answers are counted");
    fuzz::require(scoring::scoreRun(*run).sides.size() == run->run.sides.size(), "every side is scored");
    return 0;
}
