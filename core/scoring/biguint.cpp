// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/biguint.h"

#include <algorithm>
#include <bit>

namespace quantlens::scoring {

BigUInt::BigUInt(quint32 value)
{
    if (value)
        m_limbs.push_back(value);
}

BigUInt BigUInt::fromDecimal(QByteArrayView digits)
{
    BigUInt result;
    for (const char digit : digits) {
        quint64 carry = quint64(digit - '0');
        for (quint32& limb : result.m_limbs) {
            const quint64 value = quint64(limb) * 10 + carry;
            limb = quint32(value);
            carry = value >> 32;
        }
        if (carry)
            result.m_limbs.push_back(quint32(carry));
    }
    return result;
}

QByteArray BigUInt::toDecimal() const
{
    if (isZero())
        return QByteArrayLiteral("0");
    QByteArray digits;
    BigUInt rest = *this;
    while (!rest.isZero())
        digits += char('0' + rest.divideBy(10));
    std::ranges::reverse(digits);
    return digits;
}

std::strong_ordering BigUInt::operator<=>(const BigUInt& other) const
{
    if (m_limbs.size() != other.m_limbs.size())
        return m_limbs.size() <=> other.m_limbs.size();
    return std::lexicographical_compare_three_way(m_limbs.rbegin(), m_limbs.rend(), other.m_limbs.rbegin(),
                                                  other.m_limbs.rend());
}

BigUInt BigUInt::operator+(const BigUInt& other) const
{
    BigUInt result;
    quint64 carry = 0;
    for (std::size_t i = 0; i < std::max(m_limbs.size(), other.m_limbs.size()) || carry; ++i) {
        carry += i < m_limbs.size() ? m_limbs[i] : 0;
        carry += i < other.m_limbs.size() ? other.m_limbs[i] : 0;
        result.m_limbs.push_back(quint32(carry));
        carry >>= 32;
    }
    return result;
}

BigUInt BigUInt::operator-(const BigUInt& other) const
{
    BigUInt result = *this;
    qint64 borrow = 0;
    for (std::size_t i = 0; i < result.m_limbs.size(); ++i) {
        qint64 value = qint64(result.m_limbs[i]) - borrow - (i < other.m_limbs.size() ? other.m_limbs[i] : 0);
        borrow = value < 0;
        if (borrow)
            value += qint64(1) << 32;
        result.m_limbs[i] = quint32(value);
    }
    result.trim();
    return result;
}

BigUInt BigUInt::operator*(const BigUInt& other) const
{
    BigUInt result;
    result.m_limbs.resize(m_limbs.size() + other.m_limbs.size());
    for (std::size_t i = 0; i < m_limbs.size(); ++i) {
        quint64 carry = 0;
        for (std::size_t j = 0; j < other.m_limbs.size(); ++j) {
            carry += quint64(m_limbs[i]) * other.m_limbs[j] + result.m_limbs[i + j];
            result.m_limbs[i + j] = quint32(carry);
            carry >>= 32;
        }
        result.m_limbs[i + other.m_limbs.size()] = quint32(carry);
    }
    result.trim();
    return result;
}

quint32 BigUInt::divideBy(quint32 divisor)
{
    quint64 rest = 0;
    for (auto limb = m_limbs.rbegin(); limb != m_limbs.rend(); ++limb) {
        rest = (rest << 32) | *limb;
        *limb = quint32(rest / divisor);
        rest %= divisor;
    }
    trim();
    return quint32(rest);
}

quint32 BigUInt::remainderOf(quint32 divisor) const
{
    quint64 rest = 0;
    for (auto limb = m_limbs.rbegin(); limb != m_limbs.rend(); ++limb)
        rest = ((rest << 32) | *limb) % divisor;
    return quint32(rest);
}

BigUInt::Division BigUInt::dividedBy(const BigUInt& divisor) const
{
    Division result;
    for (std::size_t i = bits(); i-- > 0;) {
        result.remainder.shiftInBit(bit(i));
        const bool fits = result.remainder >= divisor;
        if (fits)
            result.remainder = result.remainder - divisor;
        result.quotient.shiftInBit(fits);
    }
    return result;
}

void BigUInt::trim()
{
    while (!m_limbs.empty() && m_limbs.back() == 0)
        m_limbs.pop_back();
}

std::size_t BigUInt::bits() const
{
    return m_limbs.empty() ? 0 : m_limbs.size() * 32 - std::size_t(std::countl_zero(m_limbs.back()));
}

void BigUInt::shiftInBit(bool value)
{
    quint32 carry = value;
    for (quint32& limb : m_limbs) {
        const quint32 next = limb >> 31;
        limb = (limb << 1) | carry;
        carry = next;
    }
    if (carry)
        m_limbs.push_back(carry);
}

BigUInt gcd(BigUInt a, BigUInt b)
{
    while (!b.isZero()) {
        BigUInt rest = a.dividedBy(b).remainder;
        a = std::move(b);
        b = std::move(rest);
    }
    return a;
}

} // namespace quantlens::scoring
