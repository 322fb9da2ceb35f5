// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <optional>
#include <vector>

namespace quantlens::exchange {

/// Writes JSON as Python's json module does: keys in the order given, two blanks of indentation, floats always with a
/// point or an exponent and as short as they can be read back. What is no finite number becomes null.
class PythonWriter
{
public:
    /// `ascii`: everything else is escaped, as json.dumps() does by default.
    explicit PythonWriter(bool ascii)
        : m_ascii(ascii)
    {
    }

    void beginObject() { begin('{'); }
    void endObject() { end('}'); }
    void beginArray() { begin('['); }
    void endArray() { end(']'); }
    void key(const char* name) { key(QString::fromUtf8(name)); }
    void key(const QString& name);

    void text(const QString& value);
    void number(double value); ///< a float
    void integer(qint64 value);
    void boolean(bool value);
    void null();

    void member(const char* name, const QString& value) { key(name), text(value); }
    void member(const char* name, const char* value) { key(name), text(QString::fromUtf8(value)); }
    void member(const char* name, double value) { key(name), number(value); }
    void member(const char* name, const std::optional<double>& value);
    void member(const char* name, qint64 value) { key(name), integer(value); }
    void member(const char* name, bool value) { key(name), boolean(value); }

    [[nodiscard]] const QByteArray& bytes() const { return m_bytes; }

private:
    void begin(char bracket);
    void end(char bracket);
    void place();

    struct Level
    {
        bool empty = true;
    };

    bool m_ascii;
    bool m_afterKey = false;
    std::vector<Level> m_levels;
    QByteArray m_bytes;
};

} // namespace quantlens::exchange
