// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QIODevice>
#include <QtEndian>

#include <bit>
#include <cstring>
#include <type_traits>

namespace quantlens::gguf {

/// Reads little-endian values from a random-access device, in large pieces and never beyond its end. After the first
/// read beyond the end it stays failed() and gives zeros and empty texts, so a loop need only test once a turn.
class ByteReader
{
public:
    /// `size`: bytes of the device, all that may be read.
    ByteReader(QIODevice& device, quint64 size)
        : m_device(device)
        , m_size(size)
    {
    }

    [[nodiscard]] bool failed() const { return m_failed; }
    [[nodiscard]] quint64 position() const { return m_position; }
    [[nodiscard]] quint64 remaining() const { return m_size - m_position; }

    /// The next number; bool is one byte.
    template<class T>
    T number()
    {
        if constexpr (std::is_floating_point_v<T>) {
            return std::bit_cast<T>(number<std::conditional_t<sizeof(T) == 4, quint32, quint64>>());
        } else {
            char raw[sizeof(T)] = {};
            take(raw, sizeof(T));
            return qFromLittleEndian<T>(raw);
        }
    }

    /// The next `count` bytes; nothing when there are fewer.
    QByteArray bytes(quint64 count);

    /// Passes over `count` bytes.
    void skip(quint64 count);

private:
    void take(char* to, quint64 count);

    QIODevice& m_device;
    quint64 m_size = 0;
    quint64 m_position = 0; // of the next byte to give
    QByteArray m_buffer;
    quint64 m_bufferStart = 0;
    bool m_failed = false;
};

} // namespace quantlens::gguf
