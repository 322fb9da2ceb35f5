// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/codeanswer.h"

#include <QSet>
#include <QStringList>

#include <array>
#include <vector>

namespace quantlens::scoring {

namespace {

bool isNameCharacter(QChar c)
{
    return c.isLetterOrNumber() || c == u'_' || c == u'$' || c.isSurrogate();
}

/// Operators of more than one character, longest first, so that "a == b" and "a==b" are cut alike.
constexpr std::array longOperators{
    QStringView(u">>>="), QStringView(u"<<="), QStringView(u">>="), QStringView(u"**="), QStringView(u"//="),
    QStringView(u"==="),  QStringView(u"!=="), QStringView(u"..."), QStringView(u"<=>"), QStringView(u">>>"),
    QStringView(u"->"),   QStringView(u"=>"),  QStringView(u"=="),  QStringView(u"!="),  QStringView(u"<="),
    QStringView(u">="),   QStringView(u"<>"),  QStringView(u"&&"),  QStringView(u"||"),  QStringView(u"::"),
    QStringView(u"++"),   QStringView(u"--"),  QStringView(u"+="),  QStringView(u"-="),  QStringView(u"*="),
    QStringView(u"/="),   QStringView(u"%="),  QStringView(u"&="),  QStringView(u"|="),  QStringView(u"^="),
    QStringView(u"<<"),   QStringView(u">>"),  QStringView(u"**"),  QStringView(u"//"),  QStringView(u":="),
    QStringView(u"??"),   QStringView(u"?."),
};

bool isSqlKeyword(const QString& upper)
{
    static const QSet<QString> words = [] {
        const QString list = QStringLiteral(
            "ADD ALL ALTER AND ANY AS ASC AVG BEGIN BETWEEN BY CASCADE CASE CAST CHECK COALESCE COLUMN COMMIT "
            "CONSTRAINT "
            "COUNT CREATE CROSS CURRENT_DATE CURRENT_TIMESTAMP DATABASE DATE DECIMAL DEFAULT DELETE DESC DISTINCT DROP "
            "ELSE END EXCEPT EXISTS FALSE FETCH FIRST FOREIGN FROM FULL FUNCTION GROUP HAVING IF ILIKE IN INDEX INNER "
            "INSERT INT INTEGER INTERSECT INTERVAL INTO IS JOIN KEY LAST LEFT LIKE LIMIT MAX MIN NATURAL NOT NULL "
            "NULLS OFFSET ON ONLY OR ORDER OUTER OVER PARTITION PRIMARY RANK REFERENCES RETURNING RIGHT ROLLBACK ROW "
            "ROWS ROW_NUMBER SELECT SET SUM TABLE TEXT THEN TIMESTAMP TO TOP TRUE TRUNCATE UNION UNIQUE UPDATE USING "
            "VALUES VARCHAR VIEW WHEN WHERE WINDOW WITH");
        const QStringList parts = list.split(u' ');
        return QSet<QString>(parts.cbegin(), parts.cend());
    }();
    return words.contains(upper);
}

struct CodeToken
{
    QString text;
    bool comment = false;
    bool newline = false; ///< the end of a line, where that means something
    int indent = 0;       ///< of a newline token: columns at the beginning of the next line
};

/// Cuts code into words, numbers, operators, strings and comments.
class CodeLexer
{
public:
    CodeLexer(QStringView code, CodeStyle style)
        : m_code(code)
        , m_style(style)
    {
    }

    std::vector<CodeToken> run()
    {
        lineBreak(); // the first line has an indentation too
        while (m_at < m_code.size()) {
            const QChar c = m_code.at(m_at);
            if (c == u'\n') {
                ++m_at;
                lineBreak();
            } else if (c == u'\\' && m_style == CodeStyle::Python && at(1) == u'\n') {
                m_at += 2;
            } else if (c.isSpace()) {
                ++m_at;
            } else if (!comment() && !string() && !word()) {
                symbol();
            }
        }
        return std::move(m_tokens);
    }

private:
    QChar at(qsizetype ahead) const { return m_at + ahead < m_code.size() ? m_code.at(m_at + ahead) : QChar(); }

    bool startsWith(QStringView text) const { return m_code.sliced(m_at).startsWith(text); }

    void take(qsizetype end, bool isComment = false)
    {
        m_tokens.push_back({m_code.sliced(m_at, end - m_at).toString(), isComment});
        m_at = end;
    }

    qsizetype lineEnd() const
    {
        const qsizetype end = m_code.indexOf(u'\n', m_at);
        return end < 0 ? m_code.size() : end;
    }

    void lineBreak()
    {
        const bool preprocessor = m_style == CodeStyle::CLike && m_preprocessor;
        m_preprocessor = false;
        int indent = 0;
        while (m_at < m_code.size() && (m_code.at(m_at) == u' ' || m_code.at(m_at) == u'\t')) {
            indent = m_code.at(m_at) == u'\t' ? (indent / 8 + 1) * 8 : indent + 1;
            ++m_at;
        }
        if (m_at < m_code.size() && m_code.at(m_at) == u'\n')
            return; // an empty line
        if ((m_style == CodeStyle::Python && m_brackets == 0) || preprocessor)
            m_tokens.push_back({QString(), false, true, m_style == CodeStyle::Python ? indent : 0});
    }

    bool comment()
    {
        const bool hash = m_style == CodeStyle::Python && m_code.at(m_at) == u'#';
        const bool slashes = m_style == CodeStyle::CLike && startsWith(u"//");
        const bool dashes = m_style == CodeStyle::Sql && startsWith(u"--");
        if (hash || slashes || dashes) {
            qsizetype end = lineEnd();
            while (end > m_at && m_code.at(end - 1).isSpace())
                --end;
            take(end, true);
            return true;
        }
        if (m_style != CodeStyle::Python && startsWith(u"/*")) {
            const qsizetype close = m_code.indexOf(u"*/", m_at + 2);
            take(close < 0 ? m_code.size() : close + 2, true);
            return true;
        }
        return false;
    }

    bool string()
    {
        const QChar quote = m_code.at(m_at);
        if (quote != u'"' && quote != u'\'' && !(quote == u'`' && m_style != CodeStyle::Python))
            return false;
        const QString triple(3, quote);
        const bool isTriple = m_style == CodeStyle::Python && startsWith(triple);
        qsizetype end = m_at + (isTriple ? 3 : 1);
        while (end < m_code.size()) {
            const QChar c = m_code.at(end);
            if (c == u'\\' && m_style != CodeStyle::Sql)
                end += 2;
            else if (isTriple ? m_code.sliced(end).startsWith(triple) : c == quote)
                break;
            else if (c == u'\n' && !isTriple && quote != u'`' && m_style != CodeStyle::Sql)
                break; // a string that never closes ends with its line
            else
                ++end;
        }
        if (end < m_code.size() && m_code.at(end) == quote)
            end += isTriple ? 3 : 1;
        take(std::min(end, m_code.size()));
        return true;
    }

    bool word()
    {
        qsizetype end = m_at;
        const bool number = m_code.at(m_at).isDigit();
        while (end < m_code.size() && (isNameCharacter(m_code.at(end)) || (number && m_code.at(end) == u'.')))
            ++end;
        if (end == m_at)
            return false;
        take(end);
        if (m_style == CodeStyle::Sql) {
            const QString upper = m_tokens.back().text.toUpper();
            if (isSqlKeyword(upper))
                m_tokens.back().text = upper;
        }
        return true;
    }

    void symbol()
    {
        const QChar c = m_code.at(m_at);
        if (c == u'(' || c == u'[' || c == u'{')
            ++m_brackets;
        else if ((c == u')' || c == u']' || c == u'}') && m_brackets > 0)
            --m_brackets;
        if (c == u'#' && m_style == CodeStyle::CLike)
            m_preprocessor = true;
        for (const QStringView longer : longOperators) {
            if (startsWith(longer)) {
                take(m_at + longer.size());
                return;
            }
        }
        take(m_at + 1);
    }

    QStringView m_code;
    CodeStyle m_style;
    qsizetype m_at = 0;
    int m_brackets = 0;
    bool m_preprocessor = false; ///< inside a line that begins with #
    std::vector<CodeToken> m_tokens;
};

bool isOneOf(QStringView token, QStringView characters)
{
    return token.size() == 1 && characters.contains(token.front());
}

/// One blank between tokens, none where a reader would not write one. The tokens alone decide, never the source.
bool blankBetween(QStringView before, QStringView after)
{
    if (isOneOf(before, u"([.") || isOneOf(after, u")],;:."))
        return false;
    return !(isOneOf(after, u"([") && isNameCharacter(before.back()));
}

QString normalisedLines(QStringView code)
{
    QStringList lines;
    for (QStringView line : code.split(u'\n')) {
        while (!line.isEmpty() && line.back().isSpace())
            line.chop(1);
        if (!line.isEmpty())
            lines.append(line.toString());
    }
    return lines.join(u'\n');
}

} // namespace

std::optional<CodeStyle> codeStyleOf(const QString& tag)
{
    if (tag.isEmpty())
        return std::nullopt;
    static const QSet<QString> python{QStringLiteral("python"), QStringLiteral("py"), QStringLiteral("python3"),
                                      QStringLiteral("pycon"), QStringLiteral("starlark")};
    static const QSet<QString> sql{QStringLiteral("sql"),  QStringLiteral("postgresql"), QStringLiteral("mysql"),
                                   QStringLiteral("psql"), QStringLiteral("sqlite"),     QStringLiteral("tsql")};
    static const QSet<QString> cLike{
        QStringLiteral("c"),    QStringLiteral("c++"),        QStringLiteral("cpp"),  QStringLiteral("cc"),
        QStringLiteral("h"),    QStringLiteral("hpp"),        QStringLiteral("java"), QStringLiteral("javascript"),
        QStringLiteral("js"),   QStringLiteral("typescript"), QStringLiteral("ts"),   QStringLiteral("jsx"),
        QStringLiteral("tsx"),  QStringLiteral("rust"),       QStringLiteral("rs"),   QStringLiteral("c#"),
        QStringLiteral("cs"),   QStringLiteral("csharp"),     QStringLiteral("php"),  QStringLiteral("kotlin"),
        QStringLiteral("css"),  QStringLiteral("json"),       QStringLiteral("dart"), QStringLiteral("scala"),
        QStringLiteral("swift")};
    if (python.contains(tag))
        return CodeStyle::Python;
    if (sql.contains(tag))
        return CodeStyle::Sql;
    return cLike.contains(tag) ? CodeStyle::CLike : CodeStyle::Lines;
}

QString normalisedCode(QStringView code, CodeStyle style)
{
    QString plain = code.toString();
    plain.replace(QLatin1StringView("\r\n"), QLatin1StringView("\n"));
    if (style == CodeStyle::Lines)
        return normalisedLines(plain);
    QString out;
    std::vector<int> indents{0};
    bool lineBegins = true;
    QString previous;
    for (const CodeToken& token : CodeLexer(plain, style).run()) {
        if (token.newline) {
            // Levels, not columns: two blanks or four or a tab mean the same. A block cut out of an indented text may
            // begin at any column.
            if (out.isEmpty())
                indents = {token.indent};
            while (indents.size() > 1 && token.indent < indents.back())
                indents.pop_back();
            if (token.indent > indents.back())
                indents.push_back(token.indent);
            if (!out.isEmpty())
                out += u'\n';
            out += QString(4 * qsizetype(indents.size() - 1), u' ');
            lineBegins = true;
            continue;
        }
        if (!lineBegins && !out.isEmpty() && blankBetween(previous, token.text))
            out += u' ';
        out += token.text;
        previous = token.text;
        lineBegins = token.comment && style != CodeStyle::Python;
        if (lineBegins)
            out += u'\n';
    }
    return out.trimmed();
}

} // namespace quantlens::scoring
