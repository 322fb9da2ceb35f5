// SPDX-License-Identifier: GPL-3.0-or-later
// GGUF headers: bounded by the file's size, whatever they claim. Run with -rss_limit_mb to see allocations.
#include "core/gguf/header.h"
#include "tests/fuzz/fuzz.h"

#include <QBuffer>

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace quantlens;
    QByteArray bytes = fuzz::bytesOf(data, size);
    QBuffer device(&bytes);
    if (!device.open(QIODevice::ReadOnly))
        return 0;
    if (auto header = gguf::readHeader(device, QStringLiteral("fuzz.gguf")))
        gguf::addTensorFigures(header->info, header->types);
    return 0;
}
