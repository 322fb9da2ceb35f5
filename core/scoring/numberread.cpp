// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/answertext.h"
#include "core/scoring/numberscan.h"

#include <array>

namespace quantlens::scoring {

namespace {

constexpr QChar thinSpace = u'\x2009';

bool isDigitAt(QStringView text, qsizetype at)
{
    return at >= 0 && at < text.size() && text.at(at) >= u'0' && text.at(at) <= u'9';
}

bool isAt(QStringView text, qsizetype at, char16_t c)
{
    return at >= 0 && at < text.size() && text.at(at) == c;
}

bool isBlankAt(QStringView text, qsizetype at)
{
    return isAt(text, at, u' ') || isAt(text, at, thinSpace.unicode());
}

qsizetype digitsEnd(QStringView text, qsizetype at)
{
    while (isDigitAt(text, at))
        ++at;
    return at;
}

qsizetype skipBlanks(QStringView text, qsizetype at)
{
    while (isBlankAt(text, at))
        ++at;
    return at;
}

/// Reads one number; `m_at` moves along.
class NumberReader
{
public:
    NumberReader(QStringView text, qsizetype begin)
        : m_text(text)
        , m_begin(begin)
        , m_at(begin)
    {
    }

    qsizetype at() const { return m_at; }

    std::optional<ExactNumber> read()
    {
        if (const auto based = basedInteger())
            return based;
        if (dateOrTimeOrVersion())
            return std::nullopt;
        integerPart();
        fractionPart();
        ExactNumber value = decimalNumber(false, m_whole, m_fraction, exponentPart());
        value = withPower(value);
        if (const auto scaled = timesPowerOfTen(value))
            value = *scaled;
        value = withDivision(value);
        return withSuffix(value);
    }

private:
    /// 0xFF, 0b101, 0o17.
    std::optional<ExactNumber> basedInteger()
    {
        if (!isAt(m_text, m_at, u'0') || m_at + 2 >= m_text.size())
            return std::nullopt;
        const QChar mark = m_text.at(m_at + 1).toLower();
        const int base = mark == u'x' ? 16 : mark == u'b' ? 2 : mark == u'o' ? 8 : 0;
        qsizetype end = m_at + 2;
        while (base && end < m_text.size() && m_text.at(end).isLetterOrNumber())
            ++end;
        bool ok = false;
        const qulonglong value = base ? m_text.sliced(m_at + 2, end - m_at - 2).toULongLong(&ok, base) : 0;
        if (!ok)
            return std::nullopt;
        m_at = end;
        return decimalNumber(false, QByteArray::number(value), {});
    }

    /// Length of digits + separator + digits [+ separator + digits …] made of `separator`, and how many groups.
    struct Chain
    {
        qsizetype end = 0;
        int groups = 1;
        bool shortGroups = true; ///< no group has more than four digits
    };

    Chain chain(char16_t separator) const
    {
        Chain result{digitsEnd(m_text, m_begin)};
        result.shortGroups = result.end - m_begin <= 4;
        while (isAt(m_text, result.end, separator) && isDigitAt(m_text, result.end + 1)) {
            const qsizetype from = result.end + 1;
            result.end = digitsEnd(m_text, from);
            result.shortGroups = result.shortGroups && result.end - from <= 4;
            ++result.groups;
        }
        return result;
    }

    bool dateOrTimeOrVersion()
    {
        const qsizetype first = digitsEnd(m_text, m_begin) - m_begin;
        const Chain dashes = chain(u'-');
        const Chain slashes = chain(u'/');
        const Chain dots = chain(u'.');
        const Chain colons = chain(u':');
        const bool isoDate = dashes.groups == 3 && dashes.shortGroups && (first == 4 || first <= 2) &&
                             (first == 4 || dashes.end - m_text.lastIndexOf(u'-', dashes.end - 1) == 5);
        const bool slashDate = slashes.groups == 3 && slashes.shortGroups;
        // "1.234.567" is a number with points between the thousands; other chains of points are dates or versions.
        const bool pointed = dots.groups >= 3 && !pointGroups();
        const bool time =
            colons.groups >= 2 && first <= 2 && digitsEnd(m_text, m_begin + first + 1) - (m_begin + first + 1) == 2;
        qsizetype end = 0;
        if (isoDate)
            end = std::max(end, dashes.end);
        if (slashDate)
            end = std::max(end, slashes.end);
        if (pointed)
            end = std::max(end, dots.end);
        if (time)
            end = std::max(end, colons.end);
        m_at = end ? end : m_at;
        return end != 0;
    }

    /// End of groups of three digits behind the first 1–3 digits, or 0 when the separators stand otherwise.
    qsizetype groupsOfThree(char16_t separator) const
    {
        qsizetype end = digitsEnd(m_text, m_begin);
        if (end == m_begin || end - m_begin > 3 || (m_text.at(m_begin) == u'0'))
            return 0;
        int groups = 0;
        while (isAt(m_text, end, separator) && isDigitAt(m_text, end + 1)) {
            const qsizetype next = digitsEnd(m_text, end + 1);
            if (next - end - 1 != 3)
                return separator == u' ' || separator == thinSpace ? (groups ? end : 0) : 0;
            end = next;
            ++groups;
        }
        return groups ? end : 0;
    }

    /// 1,00,000 as written in India.
    qsizetype indianGroups() const
    {
        qsizetype end = digitsEnd(m_text, m_begin);
        if (end - m_begin > 2 || end == m_begin || m_text.at(m_begin) == u'0')
            return 0;
        int pairs = 0;
        while (isAt(m_text, end, u',')) {
            const qsizetype next = digitsEnd(m_text, end + 1);
            const qsizetype size = next - end - 1;
            if (size == 3 && pairs > 0)
                return isAt(m_text, next, u',') && isDigitAt(m_text, next + 1) ? 0 : next;
            if (size != 2)
                return 0;
            end = next;
            ++pairs;
        }
        return 0;
    }

    /// 1.234.567 or 1.234,5: points between thousands.
    qsizetype pointGroups() const
    {
        const qsizetype end = groupsOfThree(u'.');
        if (!end)
            return 0;
        const bool decimalComma = isAt(m_text, end, u',') && isDigitAt(m_text, end + 1);
        const bool several = end - m_begin > 7;
        return several || decimalComma ? end : 0;
    }

    void takeDigits(QByteArray& out, qsizetype from, qsizetype to) const
    {
        for (qsizetype i = from; i < to; ++i) {
            if (isDigitAt(m_text, i))
                out += char(m_text.at(i).toLatin1());
        }
    }

    void integerPart()
    {
        qsizetype end = digitsEnd(m_text, m_begin);
        if (const qsizetype points = pointGroups()) {
            end = points;
            m_decimalMark = u',';
        } else {
            const qsizetype plain = end;
            for (const char16_t separator : {u',', u'\'', u' ', char16_t(0x2009)})
                end = std::max(end, groupsOfThree(separator));
            end = std::max(end, indianGroups());
            if (end != plain && m_text.at(plain) != u',' && isAt(m_text, end, u',')) // 1 234,5
                m_decimalMark = u',';
            if (end == plain && !tupleOrList()) {
                const qsizetype decimals = digitsEnd(m_text, end + 1) - end - 1;
                const bool leadingZero = end - m_begin == 1 && m_text.at(m_begin) == u'0';
                if (isAt(m_text, end, u',') && decimals > 0 && (decimals != 3 || leadingZero))
                    m_decimalMark = u',';
            }
            while (end == plain && isAt(m_text, underscoreEnd(end), u'_') && isDigitAt(m_text, underscoreEnd(end) + 1))
                m_underscores = digitsEnd(m_text, underscoreEnd(end) + 1);
            end = std::max(end, m_underscores);
        }
        takeDigits(m_whole, m_begin, end);
        m_at = end;
    }

    qsizetype underscoreEnd(qsizetype plain) const { return std::max(plain, m_underscores); }

    /// "1,2,3" and "(3,14)": the comma separates numbers.
    bool tupleOrList() const
    {
        if (isAt(m_text, m_begin - 1, u',') || isAt(m_text, m_begin - 1, u'(') || isAt(m_text, m_begin - 1, u'[') ||
            isAt(m_text, m_begin - 1, u'{'))
            return true;
        const qsizetype comma = digitsEnd(m_text, m_begin);
        const qsizetype end = digitsEnd(m_text, comma + 1);
        return isAt(m_text, end, u',') && isDigitAt(m_text, end + 1);
    }

    void fractionPart()
    {
        if (!isAt(m_text, m_at, m_decimalMark) || !isDigitAt(m_text, m_at + 1))
            return;
        qsizetype end = digitsEnd(m_text, m_at + 1);
        // 3.141 592 with narrow blanks.
        while (isAt(m_text, end, thinSpace.unicode()) && isDigitAt(m_text, end + 1))
            end = digitsEnd(m_text, end + 1);
        takeDigits(m_fraction, m_at + 1, end);
        m_at = end;
    }

    qint64 signedInteger(qsizetype from, qsizetype& end) const
    {
        const bool negative = isAt(m_text, from, u'-');
        const qsizetype digits = from + (negative || isAt(m_text, from, u'+'));
        end = digitsEnd(m_text, digits);
        if (end == digits) {
            end = from;
            return 0;
        }
        const qint64 value =
            end - digits > 15 ? 1'000'000'000'000'000 : m_text.sliced(digits, end - digits).toLongLong();
        return negative ? -value : value;
    }

    qint64 exponentPart()
    {
        if (!isAt(m_text, m_at, u'e') && !isAt(m_text, m_at, u'E'))
            return 0;
        qsizetype end = 0;
        const qint64 value = signedInteger(m_at + 1, end);
        if (end == m_at + 1 || (end < m_text.size() && m_text.at(end).isLetter()))
            return 0;
        m_at = end;
        return value;
    }

    /// The exponent behind ^ or **, with or without braces; none when there is none.
    std::optional<qint64> powerAt(qsizetype at, qsizetype& end) const
    {
        if (isAt(m_text, at, u'^'))
            ++at;
        else if (isAt(m_text, at, u'*') && isAt(m_text, at + 1, u'*'))
            at += 2;
        else
            return std::nullopt;
        const bool group = isAt(m_text, at, u'{') || isAt(m_text, at, u'(');
        const qsizetype from = at + group;
        const qint64 value = signedInteger(from, end);
        if (end == from)
            return std::nullopt;
        if (group) {
            if (!isAt(m_text, end, u'}') && !isAt(m_text, end, u')'))
                return std::nullopt;
            ++end;
        }
        return value;
    }

    ExactNumber withPower(const ExactNumber& base)
    {
        qsizetype end = 0;
        const std::optional<qint64> exponent = powerAt(m_at, end);
        const auto result = exponent ? power(base, *exponent) : std::nullopt;
        if (!result)
            return base;
        m_at = end;
        return *result;
    }

    /// … × 10^n
    std::optional<ExactNumber> timesPowerOfTen(const ExactNumber& base)
    {
        qsizetype at = skipBlanks(m_text, m_at);
        if (!isAt(m_text, at, u'*') && !isAt(m_text, at, u'x') && !isAt(m_text, at, u'X'))
            return std::nullopt;
        at = skipBlanks(m_text, at + 1);
        if (!isAt(m_text, at, u'1') || !isAt(m_text, at + 1, u'0'))
            return std::nullopt;
        qsizetype end = 0;
        const std::optional<qint64> exponent = powerAt(at + 2, end);
        if (!exponent || base.denominator != "1")
            return std::nullopt;
        m_at = end;
        ExactNumber result = base;
        if (!result.digits.isEmpty())
            result.exponent += std::clamp<qint64>(*exponent, -1'000'000'000'000, 1'000'000'000'000);
        return result;
    }

    /// n/d, and a whole number before a fraction: 1 1/2.
    ExactNumber withDivision(const ExactNumber& value)
    {
        qsizetype end = 0;
        const bool spaced = isAt(m_text, m_at, u' ') && isAt(m_text, m_at + 1, u'/') && isAt(m_text, m_at + 2, u' ');
        const qsizetype sign = m_at + spaced;
        if (isAt(m_text, sign, u'/') && isDigitAt(m_text, sign + 1 + spaced)) {
            if (const auto result = quotientAt(value, sign + spaced, end)) {
                m_at = end;
                return *result;
            }
            return value;
        }
        const qsizetype from = m_at + 1;
        const qsizetype slash = digitsEnd(m_text, from);
        if (!m_fraction.isEmpty() || !isBlankAt(m_text, m_at) || slash == from || slash - from > 3 ||
            !isAt(m_text, slash, u'/') || !isDigitAt(m_text, slash + 1))
            return value;
        const ExactNumber n = decimalNumber(false, m_text.sliced(from, slash - from).toLatin1(), {});
        const auto part = quotientAt(n, slash, end);
        const auto whole = part ? sum(value, *part) : std::nullopt;
        if (!whole || isAt(m_text, end, u'/'))
            return value;
        m_at = end;
        return *whole;
    }

    std::optional<ExactNumber> quotientAt(const ExactNumber& n, qsizetype slash, qsizetype& end) const
    {
        end = digitsEnd(m_text, slash + 1);
        if (isAt(m_text, end, u'.') && isDigitAt(m_text, end + 1))
            return std::nullopt;
        return quotient(n, decimalNumber(false, m_text.sliced(slash + 1, end - slash - 1).toLatin1(), {}));
    }

    ExactNumber withSuffix(ExactNumber value)
    {
        const qsizetype after = skipBlanks(m_text, m_at);
        struct Magnitude
        {
            QStringView word;
            int exponent;
        };
        static constexpr std::array magnitudes{Magnitude{u"hundred", 2}, Magnitude{u"thousand", 3},
                                               Magnitude{u"million", 6}, Magnitude{u"billion", 9},
                                               Magnitude{u"trillion", 12}};
        for (const Magnitude& magnitude : magnitudes) {
            if (after > m_at && isWordAt(m_text, after, magnitude.word)) {
                if (const auto scaled = product(value, decimalNumber(false, "1", {}, magnitude.exponent)))
                    value = *scaled;
                m_at = after + magnitude.word.size();
                return value;
            }
        }
        const auto percent = [&](QStringView word) { return isWordAt(m_text, after, word) ? word.size() : 0; };
        qsizetype size = isAt(m_text, after, u'%') ? 1 : 0;
        if (!size && after > m_at)
            size = std::max({percent(u"percent"), percent(u"per cent"), percent(u"pct")});
        if (size) {
            value.percent = true;
            m_at = after + size;
        }
        return value;
    }

    QStringView m_text;
    qsizetype m_begin;
    qsizetype m_at;
    char16_t m_decimalMark = u'.';
    qsizetype m_underscores = 0;
    QByteArray m_whole;
    QByteArray m_fraction;
};

} // namespace

std::optional<ExactNumber> readNumber(QStringView plain, qsizetype begin, qsizetype& end)
{
    NumberReader reader(plain, begin);
    const std::optional<ExactNumber> value = reader.read();
    end = std::max(reader.at(), begin + 1);
    return value;
}

} // namespace quantlens::scoring
