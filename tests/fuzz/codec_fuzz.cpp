// SPDX-License-Identifier: GPL-3.0-or-later
// Stored entries: a damaged or forged blob is refused or read, never trusted.
#include "core/store/codec.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace quantlens;
    store::TokenTable table;
    for (int number = 0; number < 200; ++number)
        table.append({number, QByteArray::number(number)});
    (void)store::decodeEntries(fuzz::bytesOf(data, size), table);
    // The same bytes behind a header and compression that are in order.
    (void)store::decodeEntries(QByteArray("QLE\x01", 4) + qCompress(fuzz::bytesOf(data, size)), table);
    return 0;
}
