// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

#include <algorithm>

namespace quantlens::suites {

/// The lines of a file with LF, CRLF or CR ends, without their ends; a byte order mark in front is skipped.
class LineSplitter
{
public:
    explicit LineSplitter(QByteArrayView bytes)
        : m_rest(bytes.startsWith("\xEF\xBB\xBF") ? bytes.sliced(3) : bytes)
    {
    }

    /// False at the end.
    [[nodiscard]] bool next(QByteArrayView& line)
    {
        if (m_rest.isEmpty())
            return false;
        qsizetype end = 0;
        while (end < m_rest.size() && m_rest.at(end) != '\n' && m_rest.at(end) != '\r')
            ++end;
        line = m_rest.first(end);
        if (end + 1 < m_rest.size() && m_rest.at(end) == '\r' && m_rest.at(end + 1) == '\n')
            ++end;
        m_rest = m_rest.sliced(std::min(end + 1, m_rest.size()));
        return true;
    }

private:
    QByteArrayView m_rest;
};

} // namespace quantlens::suites
