// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayList>

namespace quantlens::net {

/// Cuts a byte stream into lines ended by LF, CRLF or CR, however the chunks fall. A leading UTF-8 byte order mark is
/// dropped.
class LineReader
{
public:
    /// Lines completed by `chunk`, without their ends.
    [[nodiscard]] QByteArrayList feed(QByteArrayView chunk);
    /// What stands behind the last line end; empties the reader.
    [[nodiscard]] QByteArray takeRest();
    /// Bytes kept back: a line that has not ended yet.
    [[nodiscard]] qsizetype pending() const { return m_line.size(); }

private:
    QByteArray m_line;
    bool m_skipLineFeed = false; ///< the last chunk ended in CR
    bool m_atStart = true;
};

/// Reads server-sent events (WHATWG HTML, "Server-sent events"): the data of each event, lines joined by LF. Comments,
/// ids, event names and retry times are skipped.
class EventReader
{
public:
    /// Data of the events completed by `chunk`; events without data are left out.
    [[nodiscard]] QByteArrayList feed(QByteArrayView chunk);
    /// Bytes kept back: an event that has not ended yet.
    [[nodiscard]] qsizetype pending() const { return m_lines.pending() + m_data.size(); }

private:
    LineReader m_lines;
    QByteArray m_data;
    bool m_hasData = false;
};

} // namespace quantlens::net
