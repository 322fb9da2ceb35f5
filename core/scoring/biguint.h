// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <compare>
#include <vector>

namespace quantlens::scoring {

/// A natural number of any size, for exact fractions of a few hundred digits (schoolbook algorithms).
class BigUInt
{
public:
    BigUInt() = default;
    explicit BigUInt(quint32 value);

    /// From ASCII digits only.
    [[nodiscard]] static BigUInt fromDecimal(QByteArrayView digits);
    [[nodiscard]] QByteArray toDecimal() const;

    [[nodiscard]] bool isZero() const { return m_limbs.empty(); }
    [[nodiscard]] bool operator==(const BigUInt&) const = default;
    [[nodiscard]] std::strong_ordering operator<=>(const BigUInt& other) const;

    [[nodiscard]] BigUInt operator+(const BigUInt& other) const;
    [[nodiscard]] BigUInt operator-(const BigUInt& other) const; ///< `other` must not be larger
    [[nodiscard]] BigUInt operator*(const BigUInt& other) const;

    /// Divides by a small number in place; returns the remainder.
    quint32 divideBy(quint32 divisor);
    [[nodiscard]] quint32 remainderOf(quint32 divisor) const;

    /// Quotient and remainder; the divisor must not be zero.
    struct Division;
    [[nodiscard]] Division dividedBy(const BigUInt& divisor) const;

private:
    void trim();
    [[nodiscard]] std::size_t bits() const;
    [[nodiscard]] bool bit(std::size_t index) const { return (m_limbs[index / 32] >> (index % 32)) & 1U; }
    void shiftInBit(bool value);

    std::vector<quint32> m_limbs; ///< lowest first, no leading zeros
};

struct BigUInt::Division
{
    BigUInt quotient;
    BigUInt remainder;
};

[[nodiscard]] BigUInt gcd(BigUInt a, BigUInt b);

} // namespace quantlens::scoring
