// SPDX-License-Identifier: GPL-3.0-or-later
// The tolerant JSON reader: what it accepts, it writes and reads again unchanged.
#include "core/base/json.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace quantlens;
    const auto value = base::parseJson(fuzz::bytesOf(data, size));
    if (!value)
        return 0;
    const QByteArray written = base::canonicalJson(*value);
    const auto again = base::parseJson(written);
    fuzz::require(again.has_value(), "what is written can be read");
    fuzz::require(base::canonicalJson(*again) == written, "equal values give equal bytes");
    return 0;
}
