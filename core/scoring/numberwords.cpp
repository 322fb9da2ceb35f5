// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/numberwords.h"

#include "core/scoring/answertext.h"

#include <QSet>

#include <algorithm>
#include <array>

namespace quantlens::scoring {

namespace {

constexpr qsizetype longestContextWord = 24;

bool isGap(QChar c)
{
    return c.isSpace() || c == u'*' || c == u'(' || c == u'#' || c == u'.' || c == u':' || c == u'`';
}

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

} // namespace

QString wordBefore(QStringView text, qsizetype at, qsizetype* begin)
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

QString wordAfter(QStringView text, qsizetype at)
{
    while (at < text.size() && (text.at(at) == u' ' || text.at(at) == u'-'))
        ++at;
    qsizetype end = at;
    while (end < text.size() && end - at < longestContextWord && text.at(end).isLetter())
        ++end;
    return text.sliced(at, end - at).toString().toLower();
}

qsizetype wordEnd(QStringView text, qsizetype at)
{
    while (at < text.size() && text.at(at).isLetter())
        ++at;
    return at;
}

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

} // namespace quantlens::scoring
