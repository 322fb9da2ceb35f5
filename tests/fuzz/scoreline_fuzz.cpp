// SPDX-License-Identifier: GPL-3.0-or-later
// Lines of `score`: alignment, extraction and both scorings on whatever texts and entries come.
#include "core/base/json.h"
#include "core/scoring/scoreline.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace quantlens;
    if (const auto scores = scoring::scoreLine(fuzz::bytesOf(data, size)))
        fuzz::require(base::parseJson(base::canonicalJson(*scores)).has_value(), "scores are JSON");
    return 0;
}
