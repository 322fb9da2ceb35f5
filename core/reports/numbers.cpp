// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reports/numbers.h"

#include <algorithm>
#include <cmath>

namespace quantlens::reports {

QString percent(double fraction)
{
    return QString::number(fraction * 100, 'f', 1);
}

QString rateText(const domain::Rate& rate)
{
    if (rate.n == 0)
        return QStringLiteral("no data");
    if (rate.count == 0)
        return QStringLiteral("0 of %1 (at most %2 %)").arg(rate.n).arg(percent(std::min(1.0, 3.0 / double(rate.n))));
    return QStringLiteral("%1 % [%2, %3], n = %4")
        .arg(percent(rate.value()), percent(rate.low), percent(rate.high))
        .arg(rate.n);
}

QString intervalText(const domain::Rate& rate)
{
    if (rate.n == 0)
        return QStringLiteral("–");
    return QStringLiteral("%1 % [%2, %3]").arg(percent(rate.value()), percent(rate.low), percent(rate.high));
}

QString decimalText(double value, int decimals)
{
    if (!std::isfinite(value))
        return QStringLiteral("–");
    const QString digits = QString::number(std::abs(value), 'f', decimals);
    const bool zero = digits.count(u'0') + digits.count(u'.') == digits.size();
    return value < 0 && !zero ? QChar(u'−') + digits : digits;
}

QString durationText(double ms)
{
    if (!std::isfinite(ms) || ms < 0)
        return QStringLiteral("–");
    if (ms < 1000)
        return QStringLiteral("%1 ms").arg(qRound64(ms));
    if (ms < 60'000)
        return QStringLiteral("%1 s").arg(ms / 1000, 0, 'f', ms < 10'000 ? 1 : 0);
    const qint64 seconds = qRound64(ms / 1000);
    if (seconds < 3600)
        return QStringLiteral("%1 min %2 s").arg(seconds / 60).arg(seconds % 60);
    return QStringLiteral("%1 h %2 min").arg(seconds / 3600).arg(seconds % 3600 / 60);
}

QString shiftText(const domain::Fork& fork)
{
    return QStringLiteral("%1%2 nat").arg(fork.bounded ? QStringLiteral("> ") : QString()).arg(fork.shift, 0, 'f', 2);
}

} // namespace quantlens::reports
