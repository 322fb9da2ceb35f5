// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/pythonwriter.h"

#include "core/scoring/pythonjson.h"

#include <cmath>

namespace quantlens::exchange {

namespace {

constexpr int indentation = 2;

void appendEscape(QByteArray& bytes, char16_t unit)
{
    bytes += "\\u" + QByteArray::number(uint(unit), 16).rightJustified(4, '0');
}

} // namespace

void PythonWriter::place()
{
    if (m_afterKey) {
        m_afterKey = false;
        return;
    }
    if (m_levels.empty())
        return;
    if (!m_levels.back().empty)
        m_bytes += ',';
    m_levels.back().empty = false;
    m_bytes += '\n' + QByteArray(qsizetype(m_levels.size()) * indentation, ' ');
}

void PythonWriter::begin(char bracket)
{
    place();
    m_bytes += bracket;
    m_levels.emplace_back();
}

void PythonWriter::end(char bracket)
{
    if (m_levels.empty())
        return;
    const bool empty = m_levels.back().empty;
    m_levels.pop_back();
    if (!empty)
        m_bytes += '\n' + QByteArray(qsizetype(m_levels.size()) * indentation, ' ');
    m_bytes += bracket;
}

void PythonWriter::key(const QString& name)
{
    text(name);
    m_bytes += ": ";
    m_afterKey = true;
}

void PythonWriter::text(const QString& value)
{
    place();
    m_bytes += '"';
    for (qsizetype i = 0; i < value.size(); ++i) {
        const QChar character = value.at(i);
        const char16_t unit = character.unicode();
        switch (unit) {
        case u'"':
            m_bytes += "\\\"";
            continue;
        case u'\\':
            m_bytes += "\\\\";
            continue;
        case u'\n':
            m_bytes += "\\n";
            continue;
        case u'\r':
            m_bytes += "\\r";
            continue;
        case u'\t':
            m_bytes += "\\t";
            continue;
        case u'\b':
            m_bytes += "\\b";
            continue;
        case u'\f':
            m_bytes += "\\f";
            continue;
        default:
            break;
        }
        const bool paired = character.isHighSurrogate() && i + 1 < value.size() && value.at(i + 1).isLowSurrogate();
        // A surrogate without its partner has no UTF-8; 0x7f is ASCII and stays, as in Python.
        if (unit < 0x20 || (m_ascii && unit > 0x7f) || (character.isSurrogate() && !paired)) {
            appendEscape(m_bytes, unit);
            if (paired)
                appendEscape(m_bytes, value.at(++i).unicode());
        } else if (paired) {
            m_bytes += QStringView(value).sliced(i++, 2).toUtf8();
        } else {
            m_bytes += QStringView(value).sliced(i, 1).toUtf8();
        }
    }
    m_bytes += '"';
}

void PythonWriter::number(double value)
{
    if (!std::isfinite(value)) {
        null();
        return;
    }
    place();
    m_bytes += scoring::compatible::pythonFloat(value).toLatin1();
}

void PythonWriter::integer(qint64 value)
{
    place();
    m_bytes += QByteArray::number(value);
}

void PythonWriter::boolean(bool value)
{
    place();
    m_bytes += value ? "true" : "false";
}

void PythonWriter::null()
{
    place();
    m_bytes += "null";
}

void PythonWriter::member(const char* name, const std::optional<double>& value)
{
    key(name);
    value ? number(*value) : null();
}

} // namespace quantlens::exchange
