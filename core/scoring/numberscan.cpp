// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/numberscan.h"

#include "core/scoring/answertext.h"
#include "core/scoring/numberwords.h"

#include <QSet>

#include <algorithm>

namespace quantlens::scoring {

namespace {

bool digitAt(QStringView text, qsizetype at)
{
    return at >= 0 && at < text.size() && text.at(at) >= u'0' && text.at(at) <= u'9';
}

bool letterAt(QStringView text, qsizetype at)
{
    return at >= 0 && at < text.size() && (text.at(at).isLetter() || text.at(at) == u'_');
}

bool isCurrency(QChar c)
{
    return c.category() == QChar::Symbol_Currency;
}

bool isMonth(const QString& word, QStringView text, qsizetype begin)
{
    static const QSet<QString> months{
        QStringLiteral("january"),  QStringLiteral("jan"),    QStringLiteral("february"), QStringLiteral("feb"),
        QStringLiteral("march"),    QStringLiteral("mar"),    QStringLiteral("april"),    QStringLiteral("apr"),
        QStringLiteral("may"),      QStringLiteral("june"),   QStringLiteral("jun"),      QStringLiteral("july"),
        QStringLiteral("jul"),      QStringLiteral("august"), QStringLiteral("aug"),      QStringLiteral("september"),
        QStringLiteral("sep"),      QStringLiteral("sept"),   QStringLiteral("october"),  QStringLiteral("oct"),
        QStringLiteral("november"), QStringLiteral("nov"),    QStringLiteral("december"), QStringLiteral("dec")};
    return months.contains(word) && begin >= 0 && begin < text.size() && text.at(begin).isUpper();
}

bool namesAStep(const QString& word)
{
    static const QSet<QString> words{
        QStringLiteral("step"),    QStringLiteral("steps"),   QStringLiteral("question"), QStringLiteral("questions"),
        QStringLiteral("problem"), QStringLiteral("part"),    QStringLiteral("line"),     QStringLiteral("lines"),
        QStringLiteral("example"), QStringLiteral("figure"),  QStringLiteral("fig"),      QStringLiteral("table"),
        QStringLiteral("page"),    QStringLiteral("section"), QStringLiteral("chapter"),  QStringLiteral("equation"),
        QStringLiteral("eq"),      QStringLiteral("method"),  QStringLiteral("case"),     QStringLiteral("exercise"),
        QStringLiteral("item"),    QStringLiteral("note"),    QStringLiteral("version"),  QStringLiteral("no")};
    return words.contains(word);
}

/// "Fig. 3", "No. 3"; behind other words the point ends a sentence.
bool isAbbreviation(const QString& word)
{
    return word == u"fig" || word == u"eq" || word == u"no";
}

/// "IEEE 754": the number is part of a name.
bool namesAStandard(const QString& word)
{
    static const QSet<QString> words{QStringLiteral("ieee"), QStringLiteral("iso"),  QStringLiteral("rfc"),
                                     QStringLiteral("din"),  QStringLiteral("ansi"), QStringLiteral("utf")};
    return words.contains(word);
}

bool introducesAYear(const QString& word)
{
    static const QSet<QString> words{QStringLiteral("in"),   QStringLiteral("since"), QStringLiteral("by"),
                                     QStringLiteral("of"),   QStringLiteral("until"), QStringLiteral("during"),
                                     QStringLiteral("year"), QStringLiteral("from")};
    return words.contains(word);
}

/// Digits that are part of something else: "x2", "v1", "x^2", "a_1".
bool belongsToAWord(QStringView text, qsizetype at)
{
    if (letterAt(text, at - 1))
        return true;
    const QChar before = at > 0 ? text.at(at - 1) : QChar();
    if (before == u'^')
        return true;
    return (before == u'{' || before == u'(') && at > 1 && (text.at(at - 2) == u'^' || text.at(at - 2) == u'_');
}

/// The sign in front of the number at `begin`, with currency signs between; moves `begin` in front of it.
bool takeSign(QStringView text, qsizetype& begin, bool continues)
{
    qsizetype at = begin;
    if (at > 0 && isCurrency(text.at(at - 1)))
        --at;
    const bool blank = at > 1 && text.at(at - 1) == u' ' && (text.at(at - 2) == u'-' || text.at(at - 2) == u'–');
    const qsizetype sign = at - 1 - blank;
    if (sign < 0 || (text.at(sign) != u'-' && text.at(sign) != u'–'))
        return false;
    qsizetype before = sign - 1;
    if (!blank) {
        // "3-5" is a range or a difference, "x-5" a difference.
        const QChar c = before >= 0 ? text.at(before) : QChar(u' ');
        if (c.isLetterOrNumber() || c == u')' || c == u'%' || c == u'-' || c == u']')
            return false;
    } else {
        // "= - 5" is a number; "7 - 5" a difference; "- 5 apples" at a line's start a bullet.
        while (before >= 0 && (text.at(before) == u' ' || text.at(before) == u'*'))
            --before;
        if (before < 0 && !continues)
            return false;
        if (before >= 0 &&
            (text.at(before) != u'=' && text.at(before) != u':' && wordBefore(text, before + 1) != u"is"))
            return false;
    }
    begin = sign;
    return true;
}

/// Numbers "1." "2)" at the beginning of lines, counted from 1: places where such a number begins.
class ListNumbers
{
public:
    bool isOne(QStringView text, qsizetype begin, qsizetype end)
    {
        qsizetype at = begin;
        while (at > 0 && (text.at(at - 1) == u' ' || text.at(at - 1) == u'*' || text.at(at - 1) == u'#' ||
                          text.at(at - 1) == u'>' || text.at(at - 1) == u'(' || text.at(at - 1) == u'-'))
            --at;
        if ((at > 0 && text.at(at - 1) != u'\n') || end - begin > 3 || end >= text.size())
            return false;
        if (text.at(end) != u'.' && text.at(end) != u')')
            return false;
        qsizetype after = end + 1;
        while (after < text.size() && text.at(after) == u'*')
            ++after;
        if (after >= text.size() || (text.at(after) != u' ' && text.at(after) != u'\t'))
            return false;
        while (after < text.size() && (text.at(after) == u' ' || text.at(after) == u'\t'))
            ++after;
        if (after >= text.size() || text.at(after) == u'\n')
            return false;
        const int number = text.sliced(begin, end - begin).toInt();
        if (number != 1 && number != m_last + 1)
            return false;
        m_last = number;
        return true;
    }

private:
    int m_last = -1;
};

/// Finds all numbers of a text, from its beginning to its end.
class NumberScan
{
public:
    NumberScan(QStringView text, bool continues)
        : m_text(text)
        , m_continues(continues)
    {
    }

    std::vector<FoundNumber> run()
    {
        for (qsizetype at = 0; at < m_text.size();) {
            const QChar c = m_text.at(at);
            if (c == u'(' || c == u'[')
                ++m_depth;
            else if (c == u')' || c == u']')
                m_depth = std::max(0, m_depth - 1);
            else if (c == u'\n')
                m_depth = 0; // an unclosed bracket must not reach further
            const bool pointFirst = c == u'.' && digitAt(m_text, at + 1) && !digitAt(m_text, at - 1) &&
                                    !letterAt(m_text, at - 1) && !(at > 0 && m_text.at(at - 1) == u'.');
            if (digitAt(m_text, at) || pointFirst)
                at = digits(at);
            else if (c.isLetter())
                at = word(at);
            else
                ++at;
        }
        return std::move(m_found);
    }

private:
    qsizetype word(qsizetype begin)
    {
        qsizetype end = 0;
        if (begin == 0 || (!digitAt(m_text, begin - 1) && !letterAt(m_text, begin - 1))) {
            if (auto found = numberInWords(m_text, begin, end))
                add(std::move(*found));
        } else {
            end = wordEnd(m_text, begin);
        }
        return std::max(end, begin + 1);
    }

    qsizetype digits(qsizetype begin)
    {
        if (belongsToAWord(m_text, begin)) {
            qsizetype end = begin;
            while (end < m_text.size() && (m_text.at(end).isLetterOrNumber() || m_text.at(end) == u'_' ||
                                           (m_text.at(end) == u'.' && digitAt(m_text, end + 1))))
                ++end;
            return std::max(end, begin + 1);
        }
        qsizetype end = 0;
        const std::optional<ExactNumber> value = readNumber(m_text, begin, end);
        if (!value || isStepOrDate(begin, end))
            return end;
        FoundNumber found{begin, end, *value, isWeak(begin, end)};
        if (takeSign(m_text, found.begin, m_continues) || takeSignWord(found.begin))
            found.value.negative = !found.value.digits.isEmpty() && !found.value.negative;
        add(std::move(found));
        return end;
    }

    bool takeSignWord(qsizetype& begin) const
    {
        qsizetype before = 0;
        const QString word = wordBefore(m_text, begin, &before);
        qsizetype previous = before;
        while (previous > 0 && m_text.at(previous - 1) == u' ')
            --previous;
        if (word != u"negative" && (word != u"minus" || digitAt(m_text, previous - 1)))
            return false;
        begin = before;
        return true;
    }

    bool isStepOrDate(qsizetype begin, qsizetype end)
    {
        const bool smallInteger = end - begin <= 4 && std::all_of(m_text.begin() + begin, m_text.begin() + end,
                                                                  [](QChar c) { return c >= u'0' && c <= u'9'; });
        if (!smallInteger)
            return false;
        if (m_list.isOne(m_text, begin, end) || (begin > 0 && m_text.at(begin - 1) == u'#'))
            return remember(end, false);
        qsizetype before = 0;
        const QString previous = wordBefore(m_text, begin, &before);
        // "step: 5"? no: only "Step 3:", so nothing but blanks, "#" and brackets stands between.
        const QStringView between = m_text.sliced(before + previous.size(), begin - before - previous.size());
        if (namesAStep(previous) && !between.contains(u':') && between.contains(u'.') <= isAbbreviation(previous) &&
            (previous != u"no" || between.contains(u'.')))
            return remember(end, false);
        if (m_stepEnd >= 0) { // "steps 2 and 3", "November 23, 2026"
            const QStringView joint = m_text.sliced(m_stepEnd, begin - m_stepEnd).trimmed();
            const bool listed = joint == u"and" || joint == u"-" || joint == u"–" || joint == u"to" || joint == u"or" ||
                                joint == u"&" || joint == u",";
            if (listed && (!m_afterMonth || joint == u",") && (!m_afterMonth || end - begin == 4))
                return remember(end, m_afterMonth);
        }
        if (isMonth(previous, m_text, before))
            return remember(end, true);
        qsizetype after = end;
        const QString suffix = wordAfter(m_text, after);
        if (suffix == u"st" || suffix == u"nd" || suffix == u"rd" || suffix == u"th")
            after += 2;
        while (after < m_text.size() && m_text.at(after) == u' ')
            ++after;
        if (isWordAt(m_text, after, u"of"))
            after += 3;
        if (after > end && after < m_text.size() && isMonth(wordAfter(m_text, after), m_text, after))
            return remember(end, true);
        return false;
    }

    bool remember(qsizetype end, bool month)
    {
        m_stepEnd = end;
        m_afterMonth = month;
        return true;
    }

    bool isWeak(qsizetype begin, qsizetype end) const
    {
        if (m_depth > 0)
            return true;
        const QString following = wordAfter(m_text, end);
        const bool tight = letterAt(m_text, end);
        if (tight && (following == u"st" || following == u"nd" || following == u"rd" || following == u"th"))
            return true;
        if (following == u"step" || following == u"steps")
            return true;
        const QString previous = wordBefore(m_text, begin);
        if (previous == u"not" || namesAStandard(previous))
            return true;
        // "UTF-8", "COVID-19"
        if (begin > 2 && m_text.at(begin - 1) == u'-' && letterAt(m_text, begin - 2) && letterAt(m_text, begin - 3))
            return true;
        const QChar first = m_text.at(begin);
        return end - begin == 4 && (first == u'1' || first == u'2') && introducesAYear(previous);
    }

    void add(FoundNumber&& found)
    {
        if (m_depth > 0)
            found.weak = true;
        m_found.push_back(std::move(found));
    }

    QStringView m_text;
    bool m_continues; ///< the text stands behind "is" or "="
    int m_depth = 0;
    qsizetype m_stepEnd = -1;
    bool m_afterMonth = false;
    ListNumbers m_list;
    std::vector<FoundNumber> m_found;
};
} // namespace

std::vector<FoundNumber> findNumbers(QStringView plain, bool continues)
{
    return NumberScan(plain, continues).run();
}

} // namespace quantlens::scoring
