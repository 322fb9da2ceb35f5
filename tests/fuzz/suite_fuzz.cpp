// SPDX-License-Identifier: GPL-3.0-or-later
// Suites: a file is read, or every bad line is named; ids are unique.
#include "core/suites/suites.h"
#include "tests/fuzz/fuzz.h"

#include <QSet>

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace quantlens;
    const auto suite = suites::parseSuite(fuzz::bytesOf(data, size), QStringLiteral("fuzz.jsonl"));
    if (!suite) {
        fuzz::require(!suite.error().isEmpty(), "a refusal says why");
        return 0;
    }
    QSet<QString> ids;
    for (const domain::Prompt& prompt : suite->prompts)
        ids.insert(prompt.id);
    fuzz::require(ids.size() == suite->prompts.size(), "ids are unique");
    return 0;
}
