// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/exactnumber.h"

#include "core/scoring/biguint.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

namespace quantlens::scoring {

namespace {

constexpr qint64 mostDigits = 400; // of what is calculated with; longer literals are only compared
constexpr qint64 mostPlainDigits = 40;
constexpr qint64 mostExponent = 1'000'000'000'000; // beyond that, equal is all that can be asked

bool isDigits(QStringView text)
{
    return !text.isEmpty() && std::ranges::all_of(text, [](QChar c) { return c >= u'0' && c <= u'9'; });
}

/// Strips zeros at both ends.
ExactNumber withoutZeros(ExactNumber number)
{
    qsizetype leading = 0;
    while (leading < number.digits.size() && number.digits.at(leading) == '0')
        ++leading;
    qsizetype end = number.digits.size();
    while (number.denominator == "1" && end > leading && number.digits.at(end - 1) == '0')
        --end;
    number.exponent += number.digits.size() - end;
    number.digits = number.digits.sliced(leading, end - leading);
    if (number.digits.isEmpty())
        number = {.percent = number.percent};
    return number;
}

/// numerator/denominator as BigUInts; the sign is apart.
struct Fraction
{
    BigUInt n;
    BigUInt d;
};

std::optional<Fraction> fractionOf(const ExactNumber& number)
{
    if (number.digits.size() + std::abs(number.exponent) > mostDigits || number.denominator.size() > mostDigits)
        return std::nullopt;
    Fraction fraction{BigUInt::fromDecimal(number.digits), BigUInt::fromDecimal(number.denominator)};
    const QByteArray scale = '1' + QByteArray(qsizetype(std::abs(number.exponent)), '0');
    BigUInt& scaled = number.exponent < 0 ? fraction.d : fraction.n;
    scaled = scaled * BigUInt::fromDecimal(scale);
    return fraction;
}

ExactNumber fromFraction(bool negative, BigUInt n, BigUInt d)
{
    if (n.isZero())
        return {};
    const BigUInt common = gcd(n, d);
    n = n.dividedBy(common).quotient;
    d = d.dividedBy(common).quotient;
    BigUInt rest = d;
    BigUInt scaled = n;
    qint64 exponent = 0;
    const auto strip = [&](quint32 factor, quint32 partner) {
        while (rest.remainderOf(factor) == 0) {
            rest.divideBy(factor);
            scaled = scaled * BigUInt(partner);
            --exponent;
        }
    };
    strip(2, 5);
    strip(5, 2);
    if (rest == BigUInt(1))
        return withoutZeros({.negative = negative, .digits = scaled.toDecimal(), .exponent = exponent});
    return {.negative = negative, .digits = n.toDecimal(), .denominator = d.toDecimal()};
}

std::optional<ExactNumber> hundredth(const ExactNumber& number)
{
    ExactNumber result = number;
    result.percent = false;
    if (result.denominator != "1")
        return quotient(result, decimalNumber(false, "100", {}));
    if (!result.digits.isEmpty())
        result.exponent -= 2;
    return result;
}

bool within(const ExactNumber& a, const ExactNumber& b, double tolerance)
{
    if (a.negative == b.negative && a.digits == b.digits && a.exponent == b.exponent && a.denominator == b.denominator)
        return true;
    if (!(tolerance > 0) || !std::isfinite(tolerance))
        return false;
    const std::optional<ExactNumber> allowed =
        numberFromText(QString::number(tolerance, 'g', QLocale::FloatingPointShortest));
    ExactNumber minusB = b;
    minusB.negative = !b.negative && !b.digits.isEmpty();
    const std::optional<ExactNumber> difference = sum(a, minusB);
    if (!allowed || !difference)
        return false;
    ExactNumber minusAllowed = *allowed;
    minusAllowed.negative = true;
    ExactNumber distance = *difference;
    distance.negative = false;
    const std::optional<ExactNumber> excess = sum(distance, minusAllowed);
    return excess && (excess->digits.isEmpty() || excess->negative);
}

} // namespace

ExactNumber decimalNumber(bool negative, QByteArrayView whole, QByteArrayView fraction, qint64 exponent)
{
    const qint64 bounded = std::clamp(exponent, -mostExponent, mostExponent);
    return withoutZeros({.negative = negative,
                         .digits = whole.toByteArray() + fraction.toByteArray(),
                         .exponent = bounded - fraction.size()});
}

std::optional<ExactNumber> quotient(const ExactNumber& n, const ExactNumber& d)
{
    const std::optional<Fraction> x = fractionOf(n);
    const std::optional<Fraction> y = fractionOf(d);
    if (!x || !y || y->n.isZero())
        return std::nullopt;
    return fromFraction(n.negative != d.negative, x->n * y->d, x->d * y->n);
}

std::optional<ExactNumber> product(const ExactNumber& a, const ExactNumber& b)
{
    const std::optional<Fraction> x = fractionOf(a);
    const std::optional<Fraction> y = fractionOf(b);
    if (!x || !y)
        return std::nullopt;
    return fromFraction(a.negative != b.negative, x->n * y->n, x->d * y->d);
}

std::optional<ExactNumber> sum(const ExactNumber& a, const ExactNumber& b)
{
    const std::optional<Fraction> x = fractionOf(a);
    const std::optional<Fraction> y = fractionOf(b);
    if (!x || !y)
        return std::nullopt;
    const BigUInt left = x->n * y->d;
    const BigUInt right = y->n * x->d;
    const BigUInt d = x->d * y->d;
    if (a.negative == b.negative)
        return fromFraction(a.negative, left + right, d);
    return left < right ? fromFraction(b.negative, right - left, d) : fromFraction(a.negative, left - right, d);
}

std::optional<ExactNumber> power(const ExactNumber& base, qint64 exponent)
{
    if (base.digits == "1" && base.denominator == "1" && std::abs(base.exponent) < 1000 &&
        std::abs(exponent) < 1'000'000) {
        // A power of ten, however high, is an exponent.
        return ExactNumber{
            .negative = base.negative && exponent % 2 != 0, .digits = "1", .exponent = base.exponent * exponent};
    }
    if (std::abs(exponent) > 4 * mostDigits)
        return std::nullopt;
    ExactNumber result = decimalNumber(false, "1", {});
    for (qint64 i = 0; i < std::abs(exponent); ++i) {
        const std::optional<ExactNumber> next = product(result, base);
        if (!next)
            return std::nullopt;
        result = *next;
    }
    return exponent < 0 ? quotient(decimalNumber(false, "1", {}), result) : result;
}

QString toText(const ExactNumber& number)
{
    QByteArray text = number.digits.isEmpty() ? QByteArrayLiteral("0") : number.digits;
    if (number.denominator != "1") {
        text += '/' + number.denominator;
    } else if (!number.digits.isEmpty()) {
        const qint64 size = text.size();
        if (number.exponent >= 0 && size + number.exponent <= mostPlainDigits) {
            text += QByteArray(qsizetype(number.exponent), '0');
        } else if (number.exponent < 0 && std::max(size, -number.exponent + 1) <= mostPlainDigits) {
            if (-number.exponent >= size)
                text.prepend(QByteArray(qsizetype(-number.exponent - size + 1), '0'));
            text.insert(text.size() + number.exponent, '.');
        } else {
            const qint64 exponent = number.exponent + size - 1;
            if (size > 1)
                text.insert(1, '.');
            text += (exponent < 0 ? "e" : "e+") + QByteArray::number(exponent);
        }
    }
    if (number.negative)
        text.prepend('-');
    if (number.percent)
        text += '%';
    return QString::fromLatin1(text);
}

std::optional<ExactNumber> numberFromText(QStringView text)
{
    const bool percent = text.endsWith(u'%');
    if (percent)
        text.chop(1);
    const bool negative = text.startsWith(u'-');
    if (negative || text.startsWith(u'+'))
        text = text.sliced(1);
    std::optional<ExactNumber> result;
    if (const qsizetype slash = text.indexOf(u'/'); slash >= 0) {
        const QStringView n = text.first(slash);
        const QStringView d = text.sliced(slash + 1);
        if (!isDigits(n) || !isDigits(d))
            return std::nullopt;
        result = quotient(decimalNumber(negative, n.toLatin1(), {}), decimalNumber(false, d.toLatin1(), {}));
    } else {
        qint64 exponent = 0;
        if (const qsizetype e = text.indexOf(u'e', 0, Qt::CaseInsensitive); e >= 0) {
            bool ok = false;
            exponent = text.sliced(e + 1).toLongLong(&ok);
            if (!ok)
                return std::nullopt;
            text = text.first(e);
        }
        const qsizetype point = text.indexOf(u'.');
        const QStringView whole = point < 0 ? text : text.first(point);
        const QStringView fraction = point < 0 ? QStringView() : text.sliced(point + 1);
        if ((!whole.isEmpty() && !isDigits(whole)) || (!fraction.isEmpty() && !isDigits(fraction)) ||
            (whole.isEmpty() && fraction.isEmpty()))
            return std::nullopt;
        result = decimalNumber(negative, whole.toLatin1(), fraction.toLatin1(), exponent);
    }
    if (result)
        result->percent = percent;
    return result;
}

bool sameValue(const ExactNumber& a, const ExactNumber& b, double tolerance)
{
    if (within(a, b, tolerance))
        return true;
    if (a.percent == b.percent)
        return false;
    const std::optional<ExactNumber> part = hundredth(a.percent ? a : b);
    return part && within(*part, a.percent ? b : a, tolerance);
}

} // namespace quantlens::scoring
