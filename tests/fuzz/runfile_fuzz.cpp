// SPDX-License-Identifier: GPL-3.0-or-later
// Our own run files: read or refused; what is read comes back from its export.
#include "core/exchange/importfile.h"
#include "core/exchange/runfile.h"
#include "core/reports/runjson.h"
#include "core/scoring/runscores.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace quantlens;
    const QByteArray bytes(reinterpret_cast<const char*>(data), qsizetype(size));
    const exchange::ImportedFiles files = exchange::importBytes({{QStringLiteral("fuzz.json"), bytes}});
    for (const base::Error& error : files.errors)
        fuzz::require(!error.code.isEmpty() && !error.message.isEmpty(), "a refusal says why");
    const auto run = exchange::parseRunFile(bytes);
    if (!run)
        return 0;
    const QByteArray json = reports::runJson(*run, scoring::scoreRun(*run));
    const auto again = exchange::parseRunFile(json);
    fuzz::require(again.has_value(), "what was written can be read");
    fuzz::require(reports::runJson(*again, scoring::scoreRun(*again)) == json, "an export comes back");
    return 0;
}
