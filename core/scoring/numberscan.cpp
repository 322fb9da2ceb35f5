// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/numberscan.h"

#include "core/scoring/answertext.h"

#include <QSet>

#include <algorithm>
#include <array>

namespace quantlens::scoring {

namespace {

constexpr qsizetype longestContextWord = 24;
// A text that repeats "answer:" without line breaks must not cost its square.
constexpr qsizetype mostCues = 16;
constexpr qsizetype longestSentence = 4'000;
constexpr qsizetype tailSize = 16'000;

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

bool isGap(QChar c)
{
    return c.isSpace() || c == u'*' || c == u'(' || c == u'#' || c == u'.' || c == u':' || c == u'`';
}

/// The word that ends before `at`, lower case; blanks and light punctuation between are skipped.
QString wordBefore(QStringView text, qsizetype at, qsizetype* begin = nullptr)
{
    const qsizetype stop = std::max<qsizetype>(0, at - longestContextWord);
    while (at > stop && isGap(text.at(at - 1)) && text.at(at - 1) != u'\n')
        --at;
    qsizetype from = at;
    while (from > stop && text.at(from - 1).isLetter())
        --from;
    if (begin)
        *begin = from;
    return text.sliced(from, at - from).toString().toLower();
}

/// The word that begins behind `at`, lower case.
QString wordAfter(QStringView text, qsizetype at)
{
    while (at < text.size() && (text.at(at) == u' ' || text.at(at) == u'-'))
        ++at;
    qsizetype end = at;
    while (end < text.size() && end - at < longestContextWord && text.at(end).isLetter())
        ++end;
    return text.sliced(at, end - at).toString().toLower();
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

struct NumberWord
{
    QStringView word;
    int value;
};

constexpr std::array smallNumbers{
    NumberWord{u"zero", 0},     NumberWord{u"one", 1},        NumberWord{u"two", 2},       NumberWord{u"three", 3},
    NumberWord{u"four", 4},     NumberWord{u"five", 5},       NumberWord{u"six", 6},       NumberWord{u"seven", 7},
    NumberWord{u"eight", 8},    NumberWord{u"nine", 9},       NumberWord{u"ten", 10},      NumberWord{u"eleven", 11},
    NumberWord{u"twelve", 12},  NumberWord{u"thirteen", 13},  NumberWord{u"fourteen", 14}, NumberWord{u"fifteen", 15},
    NumberWord{u"sixteen", 16}, NumberWord{u"seventeen", 17}, NumberWord{u"eighteen", 18}, NumberWord{u"nineteen", 19},
    NumberWord{u"twenty", 20},  NumberWord{u"thirty", 30},    NumberWord{u"forty", 40},    NumberWord{u"fifty", 50},
    NumberWord{u"sixty", 60},   NumberWord{u"seventy", 70},   NumberWord{u"eighty", 80},   NumberWord{u"ninety", 90},
};

int smallNumber(QStringView word)
{
    if (word.size() < 3 || word.size() > 9)
        return -1;
    const auto found = std::ranges::find_if(
        smallNumbers, [word](const NumberWord& number) { return word.compare(number.word, Qt::CaseInsensitive) == 0; });
    return found == smallNumbers.end() ? -1 : found->value;
}

int magnitudeOf(QStringView word)
{
    constexpr std::array magnitudes{NumberWord{u"hundred", 2}, NumberWord{u"thousand", 3}, NumberWord{u"million", 6},
                                    NumberWord{u"billion", 9}};
    const auto found = std::ranges::find_if(magnitudes, [word](const NumberWord& magnitude) {
        return word.compare(magnitude.word, Qt::CaseInsensitive) == 0;
    });
    return found == magnitudes.end() ? 0 : found->value;
}

/// "the two", "both three": a count of things named before, not a result.
bool isDeterminer(const QString& word)
{
    static const QSet<QString> words{QStringLiteral("the"),  QStringLiteral("these"), QStringLiteral("those"),
                                     QStringLiteral("both"), QStringLiteral("all"),   QStringLiteral("first"),
                                     QStringLiteral("last"), QStringLiteral("other"), QStringLiteral("next"),
                                     QStringLiteral("any"),  QStringLiteral("each"),  QStringLiteral("every"),
                                     QStringLiteral("no"),   QStringLiteral("of"),    QStringLiteral("our")};
    return words.contains(word);
}

qsizetype wordEnd(QStringView text, qsizetype at)
{
    while (at < text.size() && text.at(at).isLetter())
        ++at;
    return at;
}

/// A number written out, at the word that begins at `begin`; `end` is set behind its words.
std::optional<FoundNumber> numberInWords(QStringView text, qsizetype begin, qsizetype& end)
{
    end = wordEnd(text, begin);
    const int first = smallNumber(text.sliced(begin, end - begin));
    if (first < 0)
        return std::nullopt;
    FoundNumber found{begin, end, {}, first == 1};
    qint64 total = 0;
    qint64 group = first;
    qsizetype at = end;
    for (int words = 0; words < 8; ++words) { // twenty-one thousand three hundred and five
        qsizetype next = at;
        while (next < text.size() && (text.at(next) == u' ' || text.at(next) == u'-') && next - at < 2)
            ++next;
        const bool hyphen = next > at && text.at(next - 1) == u'-';
        if (next == at)
            break;
        if (isWordAt(text, next, u"and") && next + 4 < text.size() && group >= 100)
            next += 4;
        const qsizetype close = wordEnd(text, next);
        const QStringView word = text.sliced(next, close - next);
        if (const int magnitude = magnitudeOf(word)) {
            if (magnitude == 2) {
                group *= 100;
            } else {
                total += group * (magnitude == 3 ? 1'000 : magnitude == 6 ? 1'000'000 : 1'000'000'000);
                group = 0;
            }
        } else if (const int value = smallNumber(word);
                   value > 0 &&
                   (group == 0 || (group % 100 == 0) || (group % 100 >= 20 && group % 10 == 0 && value < 10))) {
            group += value;
        } else {
            if (hyphen && !word.isEmpty()) // "two-digit"
                return std::nullopt;
            break;
        }
        found.weak = false;
        at = end = close;
    }
    found.end = end;
    found.value = decimalNumber(false, QByteArray::number(total + group), {});
    qsizetype before = 0;
    const QString previous = wordBefore(text, begin, &before);
    const QStringView between = text.sliced(before + previous.size(), begin - before - previous.size());
    if (isDeterminer(previous) && !between.contains(u'.') && !between.contains(u':'))
        return std::nullopt;
    if (previous == u"minus" || previous == u"negative") {
        found.value.negative = !found.value.digits.isEmpty();
        found.begin = before;
    }
    const QString following = wordAfter(text, end);
    if (following == u"percent" || (end < text.size() && text.at(end) == u'%'))
        found.value.percent = true;
    return found;
}

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

const FoundNumber* lastOf(const std::vector<FoundNumber>& found)
{
    const auto strong = std::find_if(found.rbegin(), found.rend(), [](const FoundNumber& n) { return !n.weak; });
    if (strong != found.rend())
        return &*strong;
    return found.empty() ? nullptr : &found.back();
}

/// What may stand between the numbers of one calculation.
bool isOperator(QStringView between)
{
    return !between.isEmpty() && std::ranges::all_of(between, [](QChar c) {
        return c.isSpace() || QStringView(u"+-*/=()^x÷≈–{}$").contains(c);
    });
}

/// The first number of a sentence, or, when a calculation begins with it, what that comes to: "3 + 4 = 7" is 7.
const FoundNumber* firstOf(const std::vector<FoundNumber>& found, QStringView text)
{
    const auto first = std::ranges::find_if(found, [](const FoundNumber& n) { return !n.weak; });
    if (first == found.end())
        return found.empty() ? nullptr : &found.front();
    const FoundNumber* result = &*first;
    bool calculated = false;
    for (auto number = first; number + 1 != found.end(); ++number) {
        const QStringView between = text.sliced(number->end, std::max<qsizetype>(0, (number + 1)->begin - number->end));
        if (!isOperator(between))
            break;
        if (between.contains(u'=')) {
            // "42 = 6 × 7": the number came first, the calculation explains it.
            const bool explained = !calculated;
            result = explained ? result : &*(number + 1);
        } else {
            calculated = true;
        }
    }
    return result;
}

std::optional<ExactNumber> valueOf(const FoundNumber* found)
{
    return found ? std::optional(found->value) : std::nullopt;
}

} // namespace

std::vector<FoundNumber> findNumbers(QStringView plain, bool continues)
{
    return NumberScan(plain, continues).run();
}

std::optional<ExactNumber> numberAnswer(const QString& text)
{
    if (const std::optional<QString> boxed = lastBoxed(text)) {
        const QString plain = plainNumbers(*boxed);
        if (const auto value = valueOf(lastOf(findNumbers(plain))))
            return value;
    }
    const QString plain = plainNumbers(text);
    const QList<qsizetype> cues = answerCues(plain);
    for (qsizetype i = cues.size() - 1; i >= std::max<qsizetype>(0, cues.size() - mostCues); --i) {
        qsizetype from = cues.at(i);
        for (int sentence = 0; sentence < 2 && from < plain.size(); ++sentence) {
            const qsizetype end = std::min(sentenceEnd(plain, from), from + longestSentence);
            const QStringView scope = QStringView(plain).sliced(from, end - from);
            if (const auto value = valueOf(firstOf(findNumbers(scope, true), scope)))
                return value;
            from = end;
            while (from < plain.size() && plain.at(from).isSpace())
                ++from;
        }
    }
    // The last number stands near the end; only a text without any there is read as a whole.
    if (plain.size() > tailSize) {
        qsizetype from = plain.size() - tailSize;
        while (from < plain.size() && !plain.at(from).isSpace())
            ++from;
        if (const auto value = valueOf(lastOf(findNumbers(QStringView(plain).sliced(from)))))
            return value;
    }
    return valueOf(lastOf(findNumbers(plain)));
}

} // namespace quantlens::scoring
