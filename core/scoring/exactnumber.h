// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace quantlens::scoring {

/// A rational number, exactly: ±digits·10^exponent / denominator, in lowest terms. Equal values have equal fields.
struct ExactNumber
{
    bool negative = false;
    QByteArray digits{};         ///< no leading zero; no trailing zero when the denominator is 1; empty: zero
    qint64 exponent = 0;         ///< 0 when the denominator is not 1
    QByteArray denominator{"1"}; ///< 1, or a number that leaves an endless decimal expansion
    bool percent = false;        ///< written with a percent sign; the value is the number before it

    bool operator==(const ExactNumber&) const = default;
};

/// From ASCII digits before and after the point (either may be empty) and a power of ten. Any length.
[[nodiscard]] ExactNumber decimalNumber(bool negative, QByteArrayView whole, QByteArrayView fraction,
                                        qint64 exponent = 0);

/// n/d. None for d = 0 and for operands of more than 400 digits.
[[nodiscard]] std::optional<ExactNumber> quotient(const ExactNumber& n, const ExactNumber& d);
[[nodiscard]] std::optional<ExactNumber> product(const ExactNumber& a, const ExactNumber& b);
[[nodiscard]] std::optional<ExactNumber> sum(const ExactNumber& a, const ExactNumber& b);
/// base^exponent; none when the result has more than 400 digits.
[[nodiscard]] std::optional<ExactNumber> power(const ExactNumber& base, qint64 exponent);

/// "-1234.5", "1/3", "6.02e+300" above 40 digits, "25%": equal values give equal texts.
[[nodiscard]] QString toText(const ExactNumber& number);
/// Reads toText()'s form and any plain decimal with an exponent.
[[nodiscard]] std::optional<ExactNumber> numberFromText(QStringView text);

/// True when the values differ by at most `tolerance` (exact arithmetic); a percentage also counts as its hundredth.
[[nodiscard]] bool sameValue(const ExactNumber& a, const ExactNumber& b, double tolerance = 0);

} // namespace quantlens::scoring
