// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/jsonanswer.h"

#include "core/scoring/answertext.h"
#include "core/scoring/exactnumber.h"

#include <map>

namespace quantlens::scoring {

namespace {

constexpr int deepest = 256;

/// Reads one JSON value and writes it canonically. (Qt's reader keeps numbers as doubles and wants the whole text.)
class JsonCanonicaliser
{
public:
    JsonCanonicaliser(QStringView text, qsizetype begin, qint64& budget)
        : m_text(text)
        , m_at(begin)
        , m_budget(budget)
    {
    }

    qsizetype at() const { return m_at; }

    bool value(QString& out, int depth = 0)
    {
        blanks();
        if (m_at >= m_text.size() || depth > deepest || --m_budget < 0)
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
                m_at += word.size();
                out += word;
                return true;
            }
        }
        return number(out);
    }

    void blanks()
    {
        while (m_at < m_text.size() && (m_text.at(m_at) == u' ' || m_text.at(m_at) == u'\n' ||
                                        m_text.at(m_at) == u'\r' || m_text.at(m_at) == u'\t'))
            step();
    }

private:
    void step()
    {
        ++m_at;
        --m_budget;
    }

    bool take(char16_t c)
    {
        blanks();
        if (m_at >= m_text.size() || m_text.at(m_at) != c)
            return false;
        step();
        return true;
    }

    bool object(QString& out, int depth)
    {
        std::map<QString, QString> members; // the last of two equal keys wins
        step();
        if (!take(u'}')) {
            do {
                QString key;
                QString content;
                blanks();
                if (m_at >= m_text.size() || m_text.at(m_at) != u'"' || !string(key) || !take(u':') ||
                    !value(content, depth + 1))
                    return false;
                members[key] = content;
            } while (take(u','));
            if (!take(u'}'))
                return false;
        }
        out += u'{';
        for (auto member = members.cbegin(); member != members.cend(); ++member) {
            if (member != members.cbegin())
                out += u',';
            out += member->first + u':' + member->second;
        }
        out += u'}';
        return true;
    }

    bool array(QString& out, int depth)
    {
        out += u'[';
        step();
        if (!take(u']')) {
            do {
                if (!out.endsWith(u'['))
                    out += u',';
                if (!value(out, depth + 1))
                    return false;
            } while (take(u','));
            if (!take(u']'))
                return false;
        }
        out += u']';
        return true;
    }

    bool string(QString& out)
    {
        step();
        QString content;
        while (m_at < m_text.size() && m_text.at(m_at) != u'"') {
            const QChar c = m_text.at(m_at);
            if (c < QChar(u' '))
                return false;
            step();
            if (c != u'\\')
                content += c;
            else if (!escape(content))
                return false;
        }
        if (m_at >= m_text.size())
            return false;
        step();
        out += u'"';
        for (const QChar c : std::as_const(content)) {
            if (c == u'"' || c == u'\\')
                out += u'\\';
            if (c < QChar(u' '))
                out += QStringLiteral("\\u%1").arg(int(c.unicode()), 4, 16, QLatin1Char('0'));
            else
                out += c;
        }
        out += u'"';
        return true;
    }

    bool escape(QString& content)
    {
        if (m_at >= m_text.size())
            return false;
        const QChar c = m_text.at(m_at);
        step();
        switch (c.unicode()) {
        case u'n':
            content += u'\n';
            return true;
        case u't':
            content += u'\t';
            return true;
        case u'r':
            content += u'\r';
            return true;
        case u'b':
            content += u'\b';
            return true;
        case u'f':
            content += u'\f';
            return true;
        case u'"':
        case u'\\':
        case u'/':
            content += c;
            return true;
        case u'u': {
            bool ok = m_at + 4 <= m_text.size();
            const ushort code = ok ? m_text.sliced(m_at, 4).toUShort(&ok, 16) : ushort(0);
            if (ok) {
                content += QChar(code);
                m_at += 4;
            }
            return ok;
        }
        default:
            return false;
        }
    }

    bool digits()
    {
        const qsizetype from = m_at;
        while (m_at < m_text.size() && m_text.at(m_at) >= u'0' && m_text.at(m_at) <= u'9')
            step();
        return m_at > from;
    }

    bool number(QString& out)
    {
        const qsizetype from = m_at;
        if (m_text.at(m_at) == u'-')
            step();
        if (!digits())
            return false;
        if (m_at < m_text.size() && m_text.at(m_at) == u'.') {
            step();
            if (!digits())
                return false;
        }
        if (m_at < m_text.size() && (m_text.at(m_at) == u'e' || m_text.at(m_at) == u'E')) {
            step();
            if (m_at < m_text.size() && (m_text.at(m_at) == u'+' || m_text.at(m_at) == u'-'))
                step();
            if (!digits())
                return false;
        }
        const std::optional<ExactNumber> value = numberFromText(m_text.sliced(from, m_at - from));
        out += value ? toText(*value) : m_text.sliced(from, m_at - from).toString();
        return true;
    }

    QStringView m_text;
    qsizetype m_at;
    qint64& m_budget;
};

/// The first complete object or array in a text.
std::optional<QString> firstContainer(QStringView text, qint64& budget)
{
    for (qsizetype at = 0; at < text.size() && budget > 0; ++at) {
        if (text.at(at) != u'{' && text.at(at) != u'[')
            continue;
        QString out;
        if (JsonCanonicaliser(text, at, budget).value(out))
            return out;
    }
    return std::nullopt;
}

} // namespace

std::optional<QString> canonicalJsonText(QStringView text)
{
    qint64 budget = 4 * text.size() + 64;
    JsonCanonicaliser reader(text, 0, budget);
    QString out;
    if (!reader.value(out))
        return std::nullopt;
    reader.blanks();
    return reader.at() == text.size() ? std::optional(out) : std::nullopt;
}

std::optional<QString> jsonAnswer(const QString& text)
{
    // Brackets that never close make each attempt fail at the end of the text; the budget keeps that linear.
    qint64 budget = 16 * text.size() + 4096;
    for (const Fence& fence : fencedBlocks(text)) {
        if (const auto whole = canonicalJsonText(fence.body))
            return whole;
        if (const auto found = firstContainer(fence.body, budget))
            return found;
    }
    if (const auto whole = canonicalJsonText(text))
        return whole;
    return firstContainer(text, budget);
}

} // namespace quantlens::scoring
