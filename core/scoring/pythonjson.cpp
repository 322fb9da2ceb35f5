// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/pythonjson.h"

#include <QList>

#include <charconv>
#include <cmath>
#include <map>

namespace quantlens::scoring::compatible {

namespace {

constexpr int deepestPythonValue = 900; // Python's own recursion limit is 1000

/// By code points, as Python sorts text (UTF-16 sorts surrogates before U+E000).
struct CodePointLess
{
    bool operator()(const QString& a, const QString& b) const { return a.toUcs4() < b.toUcs4(); }
};

class PythonJson
{
public:
    explicit PythonJson(QStringView text)
        : m_text(text)
    {
    }

    std::optional<QString> run()
    {
        QString out;
        if (!value(out, 0))
            return std::nullopt;
        blanks();
        return m_at == m_text.size() ? std::optional(out) : std::nullopt;
    }

private:
    void blanks()
    {
        while (m_at < m_text.size() && QStringView(u" \t\n\r").contains(m_text.at(m_at)))
            ++m_at;
    }

    bool take(char16_t c)
    {
        blanks();
        const bool found = m_at < m_text.size() && m_text.at(m_at) == c;
        m_at += found;
        return found;
    }

    bool value(QString& out, int depth)
    {
        blanks();
        if (m_at >= m_text.size() || depth > deepestPythonValue)
            return false;
        const QChar c = m_text.at(m_at);
        if (c == u'{')
            return object(out, depth);
        if (c == u'[')
            return array(out, depth);
        if (c == u'"')
            return string(out);
        for (const QStringView word : {u"true", u"false", u"null", u"NaN", u"Infinity", u"-Infinity"}) {
            if (m_text.sliced(m_at).startsWith(word)) {
                out += word;
                m_at += word.size();
                return true;
            }
        }
        return number(out);
    }

    bool object(QString& out, int depth)
    {
        ++m_at;
        std::map<QString, QString, CodePointLess> members; // by the key, with the whole member as it is written
        if (!take(u'}')) {
            do {
                blanks();
                QString key;
                QString member;
                if (m_at >= m_text.size() || m_text.at(m_at) != u'"' || !string(member, &key) || !take(u':'))
                    return false;
                member += u':';
                if (!value(member, depth + 1))
                    return false;
                members[key] = member;
            } while (take(u','));
            if (!take(u'}'))
                return false;
        }
        QString body;
        for (const auto& [key, member] : members)
            body += (body.isEmpty() ? QString() : QStringLiteral(",")) + member;
        out += u'{' + body + u'}';
        return true;
    }

    bool array(QString& out, int depth)
    {
        ++m_at;
        out += u'[';
        bool first = true;
        if (!take(u']')) {
            do {
                if (!first)
                    out += u',';
                first = false;
                if (!value(out, depth + 1))
                    return false;
            } while (take(u','));
            if (!take(u']'))
                return false;
        }
        out += u']';
        return true;
    }

    /// One character of a string; false at an escape Python refuses.
    bool character(QString& content)
    {
        const QChar c = m_text.at(m_at++);
        if (c < QChar(u' '))
            return false;
        if (c != u'\\') {
            content += c;
            return true;
        }
        if (m_at >= m_text.size())
            return false;
        const QChar escaped = m_text.at(m_at++);
        const qsizetype simple = QStringView(u"\"\\/bfnrt").indexOf(escaped);
        if (simple >= 0) {
            content += QStringView(u"\"\\/\b\f\n\r\t").at(simple);
            return true;
        }
        bool ok = escaped == u'u' && m_at + 4 <= m_text.size();
        const ushort code = ok ? m_text.sliced(m_at, 4).toUShort(&ok, 16) : ushort(0);
        if (ok) {
            content += QChar(code);
            m_at += 4;
        }
        return ok;
    }

    bool string(QString& out, QString* raw = nullptr)
    {
        ++m_at;
        QString content;
        while (m_at < m_text.size() && m_text.at(m_at) != u'"') {
            if (!character(content))
                return false;
        }
        if (m_at >= m_text.size())
            return false;
        ++m_at;
        if (raw)
            *raw = content;
        out += u'"';
        for (const QChar c : std::as_const(content)) {
            const qsizetype simple = QStringView(u"\"\\\b\f\n\r\t").indexOf(c);
            if (simple >= 0) {
                out += u'\\';
                out += QStringView(u"\"\\bfnrt").at(simple);
            } else if (c < QChar(u' ') || c > QChar(u'~')) {
                out += QStringLiteral("\\u%1").arg(int(c.unicode()), 4, 16, QLatin1Char('0'));
            } else {
                out += c;
            }
        }
        out += u'"';
        return true;
    }

    bool digits()
    {
        const qsizetype from = m_at;
        while (m_at < m_text.size() && m_text.at(m_at) >= u'0' && m_text.at(m_at) <= u'9')
            ++m_at;
        return m_at > from;
    }

    bool number(QString& out)
    {
        const qsizetype from = m_at;
        m_at += m_text.at(m_at) == u'-';
        const qsizetype firstDigit = m_at;
        if (!digits())
            return false;
        if (m_text.at(firstDigit) == u'0')
            m_at = firstDigit + 1; // "01" ends behind the zero
        bool isFloat = false;
        const qsizetype whole = m_at;
        if (m_at < m_text.size() && m_text.at(m_at) == u'.') {
            ++m_at;
            isFloat = digits();
            if (!isFloat)
                m_at = whole;
        }
        const qsizetype mantissa = m_at;
        if (m_at < m_text.size() && (m_text.at(m_at) == u'e' || m_text.at(m_at) == u'E')) {
            ++m_at;
            m_at += m_at < m_text.size() && (m_text.at(m_at) == u'+' || m_text.at(m_at) == u'-');
            if (digits())
                isFloat = true;
            else
                m_at = mantissa;
        }
        const QStringView written = m_text.sliced(from, m_at - from);
        if (!isFloat) {
            out += written == u"-0" ? QStringLiteral("0") : written.toString();
            return true;
        }
        out += pythonFloat(written.toDouble());
        return true;
    }

    QStringView m_text;
    qsizetype m_at = 0;
};

} // namespace

std::optional<QString> pythonJson(QStringView text)
{
    return PythonJson(text).run();
}

QString pythonFloat(double value)
{
    if (std::isnan(value))
        return QStringLiteral("NaN");
    if (std::isinf(value))
        return value > 0 ? QStringLiteral("Infinity") : QStringLiteral("-Infinity");
    const double magnitude = std::abs(value);
    const bool scientific = value != 0 && (magnitude >= 1e16 || magnitude < 1e-4);
    char buffer[64];
    const auto result = std::to_chars(buffer, buffer + sizeof buffer, value,
                                      scientific ? std::chars_format::scientific : std::chars_format::fixed);
    QString text = QString::fromLatin1(buffer, result.ptr - buffer);
    if (!scientific && !text.contains(u'.'))
        text += QStringLiteral(".0");
    return text;
}

} // namespace quantlens::scoring::compatible
