// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/wireanswer.h"

namespace quantlens::test {

void ResponseReader::readHead(qsizetype end)
{
    m_head = m_raw.first(end);
    m_bodyStart = end + 4;
    m_next = m_bodyStart;
    const QByteArrayList lines = m_head.split('\n');
    for (const QByteArray& line : lines.sliced(1)) {
        const qsizetype colon = line.indexOf(':');
        if (colon < 0)
            continue;
        const QByteArray name = line.first(colon).trimmed().toLower();
        const QByteArray value = line.sliced(colon + 1).trimmed().toLower();
        if (name == "content-length")
            m_length = value.toLongLong();
        else if (name == "transfer-encoding")
            m_chunked = value.contains("chunked");
        else if (name == "connection")
            m_closes = m_closes || value.contains("close");
    }
    const int status = lines.first().split(' ').value(1).toInt();
    if (status == 204 || status == 304)
        m_length = 0;
    if (!m_chunked && m_length < 0)
        m_closes = true;
}

void ResponseReader::readChunks()
{
    while (true) {
        const qsizetype lineEnd = m_raw.indexOf("\r\n", m_next);
        if (lineEnd < 0)
            return;
        bool isNumber = false;
        const qsizetype size =
            m_raw.sliced(m_next, lineEnd - m_next).split(';').first().trimmed().toLongLong(&isNumber, 16);
        if (!isNumber || size < 0) { // not HTTP: give up, the connection's end is the end
            m_closes = true;
            return;
        }
        if (m_raw.size() < lineEnd + 2 + size + 2)
            return;
        m_body += m_raw.sliced(lineEnd + 2, size);
        m_next = lineEnd + 2 + size + 2;
        if (size == 0) {
            m_complete = true;
            return;
        }
    }
}

bool ResponseReader::feed(const QByteArray& bytes)
{
    m_raw += bytes;
    if (m_bodyStart < 0) {
        const qsizetype end = m_raw.indexOf("\r\n\r\n");
        if (end < 0)
            return false;
        readHead(end);
    }
    if (m_chunked) {
        readChunks();
    } else {
        m_body = m_raw.sliced(m_bodyStart);
        m_complete = m_length >= 0 && m_body.size() >= m_length;
    }
    return m_complete;
}

} // namespace quantlens::test
