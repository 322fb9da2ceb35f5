// SPDX-License-Identifier: GPL-3.0-or-later
// infer-check's files: what is read can be scored and written, and then comes back byte by byte.
#include "core/exchange/infercheckfile.h"
#include "core/exchange/infercheckimport.h"
#include "core/scoring/runscores.h"
#include "tests/fuzz/fuzz.h"

namespace {

QByteArray exported(const quantlens::domain::RunData& data)
{
    return quantlens::exchange::inferCheckJson(quantlens::scoring::compatible::inferCheckRun(data));
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace quantlens;
    const auto runs = exchange::importInferCheck(fuzz::bytesOf(data, size), QStringLiteral("fuzz.json"));
    if (!runs) {
        fuzz::require(runs.error().message.startsWith(QStringLiteral("fuzz.json:")), "a refusal says where");
        return 0;
    }
    for (const domain::RunData& run : *runs) {
        fuzz::require(scoring::scoreRun(run).sides.size() == run.run.sides.size(), "every side is scored");
        // What was written once is stable: odd members of the input may be gone by then.
        const auto second = exchange::importInferCheck(exported(run), QStringLiteral("second.json"));
        if (!second || second->size() != 1 || second->first().run.kind != run.run.kind)
            continue; // "[]", the export of a run without any result, has no shape
        const QByteArray written = exported(second->first());
        const auto third = exchange::importInferCheck(written, QStringLiteral("third.json"));
        fuzz::require(third && third->size() == 1 && exported(third->first()) == written, "an export comes back");
    }
    return 0;
}
