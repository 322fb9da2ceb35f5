// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gguf/byte_reader.h"

#include <algorithm>

namespace quantlens::gguf {

namespace {

constexpr quint64 bufferBytes = 256 * 1024;

} // namespace

QByteArray ByteReader::bytes(quint64 count)
{
    // The allocation is bounded by what is there to read.
    if (m_failed || count > remaining()) {
        m_failed = true;
        return {};
    }
    QByteArray out(qsizetype(count), Qt::Uninitialized);
    take(out.data(), count);
    return m_failed ? QByteArray() : out;
}

void ByteReader::skip(quint64 count)
{
    if (m_failed || count > remaining())
        m_failed = true;
    else
        m_position += count;
}

void ByteReader::take(char* to, quint64 count)
{
    if (m_failed || count > remaining()) {
        m_failed = true;
        return;
    }
    while (count > 0) {
        const quint64 offset = m_position - m_bufferStart; // wraps to a huge value before the buffer
        if (offset >= quint64(m_buffer.size())) {
            m_bufferStart = m_position;
            m_buffer.clear();
            if (m_device.seek(qint64(m_position)))
                m_buffer = m_device.read(qint64(std::min(bufferBytes, remaining())));
            if (m_buffer.isEmpty()) { // a read error, or a file that shrank
                m_failed = true;
                return;
            }
            continue;
        }
        const quint64 part = std::min(count, quint64(m_buffer.size()) - offset);
        std::memcpy(to, m_buffer.constData() + offset, part);
        to += part;
        count -= part;
        m_position += part;
    }
}

} // namespace quantlens::gguf
