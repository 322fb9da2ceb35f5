// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/eventstream.h"

#include <utility>

namespace quantlens::net {

QByteArrayList LineReader::feed(QByteArrayView chunk)
{
    static constexpr QByteArrayView mark = "\xEF\xBB\xBF";
    QByteArrayList lines;
    qsizetype from = 0;
    if (m_skipLineFeed && !chunk.isEmpty()) {
        if (chunk.front() == '\n')
            from = 1;
        m_skipLineFeed = false;
    }
    for (qsizetype i = from; i < chunk.size(); ++i) {
        const char c = chunk.at(i);
        if (c != '\n' && c != '\r')
            continue;
        m_line += chunk.sliced(from, i - from);
        if (std::exchange(m_atStart, false) && m_line.startsWith(mark))
            m_line.remove(0, mark.size());
        lines.append(std::exchange(m_line, {}));
        if (c == '\r') {
            if (i + 1 == chunk.size())
                m_skipLineFeed = true;
            else if (chunk.at(i + 1) == '\n')
                ++i;
        }
        from = i + 1;
    }
    if (from < chunk.size())
        m_line += chunk.sliced(from);
    return lines;
}

QByteArray LineReader::takeRest()
{
    return std::exchange(m_line, {});
}

QByteArrayList EventReader::feed(QByteArrayView chunk)
{
    QByteArrayList events;
    for (const QByteArray& line : m_lines.feed(chunk)) {
        if (line.isEmpty()) {
            if (std::exchange(m_hasData, false))
                events.append(std::exchange(m_data, {}));
            continue;
        }
        const qsizetype colon = line.indexOf(':');
        const QByteArrayView field = colon < 0 ? QByteArrayView(line) : QByteArrayView(line).first(colon);
        if (field != "data")
            continue;
        QByteArrayView value = colon < 0 ? QByteArrayView() : QByteArrayView(line).sliced(colon + 1);
        if (value.startsWith(' '))
            value = value.sliced(1);
        if (m_hasData)
            m_data += '\n';
        m_data += value;
        m_hasData = true;
    }
    return events;
}

} // namespace quantlens::net
