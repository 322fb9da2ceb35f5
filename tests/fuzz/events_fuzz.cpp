// SPDX-License-Identifier: GPL-3.0-or-later
// Event streams and lines: however the bytes are cut into chunks, the same events come out.
#include "core/net/eventstream.h"
#include "tests/fuzz/fuzz.h"

namespace {

template<class Reader>
QByteArrayList readInChunks(QByteArrayView bytes, qsizetype chunk)
{
    Reader reader;
    QByteArrayList read;
    for (qsizetype at = 0; at < bytes.size(); at += chunk)
        read += reader.feed(bytes.mid(at, chunk));
    return read;
}

template<class Reader>
void check(const QByteArray& bytes, qsizetype chunk)
{
    const QByteArrayList whole = readInChunks<Reader>(bytes, bytes.size());
    quantlens::fuzz::require(whole == readInChunks<Reader>(bytes, 1), "bytes one by one give what the whole gives");
    quantlens::fuzz::require(whole == readInChunks<Reader>(bytes, chunk), "chunks give what the whole gives");
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size < 2)
        return 0;
    const QByteArray bytes = quantlens::fuzz::bytesOf(data + 1, size - 1);
    check<quantlens::net::LineReader>(bytes, 1 + data[0] % 64);
    check<quantlens::net::EventReader>(bytes, 1 + data[0] % 64);
    return 0;
}
