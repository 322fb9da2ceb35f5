// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/retryafter.h"

#include <QLocale>
#include <QTimeZone>

#include <algorithm>
#include <cmath>

namespace quantlens::net {

namespace {

constexpr double longestRetryAfterMs = 3'600'000;

} // namespace

QDateTime httpDate(const QByteArray& text)
{
    // The day of the week is not looked at: a wrong one is no reason to lose the date.
    QString date = QString::fromLatin1(text.left(64)).simplified();
    date.remove(0, date.indexOf(u' ') + 1);
    for (const QString& format : {QStringLiteral("dd MMM yyyy hh:mm:ss 'GMT'"),
                                  QStringLiteral("dd-MMM-yy hh:mm:ss 'GMT'"), QStringLiteral("MMM d hh:mm:ss yyyy")}) {
        QDateTime parsed = QLocale::c().toDateTime(date, format);
        if (!parsed.isValid())
            continue;
        parsed.setTimeZone(QTimeZone::UTC);
        return parsed;
    }
    return {};
}

int retryAfterMs(const QByteArray& retryAfter, const QByteArray& date, const QDateTime& now)
{
    const QByteArray text = retryAfter.trimmed();
    bool isNumber = false;
    double ms = text.toDouble(&isNumber) * 1000;
    if (!isNumber) {
        const QDateTime until = httpDate(text);
        if (!until.isValid())
            return -1;
        const QDateTime sent = httpDate(date.trimmed());
        ms = std::max(0.0, double((sent.isValid() ? sent : now).msecsTo(until)));
    }
    if (std::isnan(ms) || ms < 0)
        return -1;
    return int(std::min(ms, longestRetryAfterMs));
}

} // namespace quantlens::net
