// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/requestbody.h"

#include <algorithm>
#include <utility>

namespace quantlens::net {

RequestBody::RequestBody(QByteArray bytes)
    : m_bytes(std::move(bytes))
{
    // Unbuffered: what is read ahead could be read again.
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

qint64 RequestBody::bytesAvailable() const
{
    return m_bytes.size() - m_read + QIODevice::bytesAvailable();
}

qint64 RequestBody::readData(char* data, qint64 most)
{
    const qint64 count = std::min<qint64>(most, m_bytes.size() - m_read);
    if (count == 0)
        return most > 0 ? -1 : 0;
    std::copy_n(m_bytes.constData() + m_read, count, data);
    m_read += count;
    return count;
}

} // namespace quantlens::net
