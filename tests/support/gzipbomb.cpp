// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/gzipbomb.h"

#include <array>

namespace quantlens::test {

// qCompress makes zlib's format: the same stream between another head and another checksum.
QByteArray gzipBomb()
{
    constexpr quint32 size = 64 * 1024 * 1024;
    const QByteArray zlib = qCompress(QByteArray(size, '\0'), 9).sliced(4); // without Qt's length
    quint32 crc = 0xFFFFFFFFU;
    for (quint32 i = 0; i < size; ++i) {
        static const auto table = [] {
            std::array<quint32, 256> entries{};
            for (quint32 n = 0; n < 256; ++n) {
                quint32 c = n;
                for (int k = 0; k < 8; ++k)
                    c = (c & 1U) ? 0xEDB88320U ^ (c >> 1U) : c >> 1U;
                entries[n] = c;
            }
            return entries;
        }();
        crc = table[crc & 0xFFU] ^ (crc >> 8U);
    }
    crc = ~crc;
    QByteArray gzip("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03", 10);
    gzip += zlib.sliced(2, zlib.size() - 6); // without zlib's head and checksum
    for (const quint32 word : {crc, size}) {
        for (int shift = 0; shift < 32; shift += 8)
            gzip += char((word >> shift) & 0xFFU);
    }
    return gzip;
}

} // namespace quantlens::test
