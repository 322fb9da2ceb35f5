// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/format.h"

#include "core/base/text.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>
#include <utility>

namespace quantlens::ui::format {

namespace {

struct FormatText
{
    Q_DECLARE_TR_FUNCTIONS(Format)
};

QString withMinus(QString text)
{
    return text.replace(u'-', QChar(0x2212));
}

} // namespace

QString none()
{
    return QStringLiteral("–");
}

QString decimal(double value, int decimals)
{
    return std::isfinite(value) ? withMinus(QLocale().toString(value, 'f', decimals)) : none();
}

QString integer(qint64 value)
{
    return withMinus(QLocale().toString(value));
}

QString bytes(quint64 value)
{
    return QLocale().formattedDataSize(qint64(value), value < 1024 * 1024 ? 0 : 1);
}

QString parameters(quint64 value)
{
    if (value == 0)
        return none();
    if (value >= 1'000'000'000)
        return FormatText::tr("%1 B").arg(decimal(double(value) / 1e9, 2));
    if (value >= 1'000'000)
        return FormatText::tr("%1 M").arg(decimal(double(value) / 1e6, 1));
    return integer(qint64(value));
}

QString milliseconds(double value)
{
    if (!std::isfinite(value) || value < 0)
        return none();
    return value < 1000 ? FormatText::tr("%1 ms").arg(decimal(value, 0))
                        : FormatText::tr("%1 s").arg(decimal(value / 1000, 2));
}

QString speed(double perSecond)
{
    return perSecond > 0 ? decimal(perSecond, perSecond < 100 ? 1 : 0) : none();
}

QString promptId(const QString& id, const QString& suite)
{
    const bool named =
        !suite.isEmpty() && id.size() > suite.size() + 1 && id.startsWith(suite) && id.at(suite.size()) == u'/';
    return base::singleLine(named ? id.sliced(suite.size() + 1) : id, 80);
}

QString duration(double ms)
{
    if (!std::isfinite(ms) || ms < 0)
        return none();
    const qint64 seconds = qint64(std::min(ms, 1e13) / 1000 + 0.5);
    if (seconds < 60)
        return FormatText::tr("%1 s").arg(seconds);
    if (seconds < 3600)
        return FormatText::tr("%1 min %2 s").arg(seconds / 60).arg(seconds % 60);
    return FormatText::tr("%1 h %2 min").arg(seconds / 3600).arg(seconds % 3600 / 60);
}

QString rateShort(const domain::Rate& rate)
{
    if (rate.n == 0)
        return none();
    if (rate.count == 0) // none seen is not none there: the rule of three
        return FormatText::tr("0 of %1 (at most %2 %)")
            .arg(integer(rate.n), decimal(std::min(100.0, 300.0 / double(rate.n)), 1));
    return FormatText::tr("%1 % [%2, %3]")
        .arg(decimal(rate.value() * 100, 1), decimal(rate.low * 100, 1), decimal(rate.high * 100, 1));
}

QString rate(const domain::Rate& rate)
{
    return rate.count == 0 ? rateShort(rate) : FormatText::tr("%1, n = %2").arg(rateShort(rate), integer(rate.n));
}

QString when(const QDateTime& utc)
{
    if (!utc.isValid())
        return none();
    const QDateTime local = utc.toLocalTime();
    const QDate today = QDate::currentDate();
    if (local.date() == today)
        return FormatText::tr("today %1").arg(QLocale().toString(local.time(), QStringLiteral("HH:mm")));
    if (local.date().addDays(1) == today)
        return FormatText::tr("yesterday");
    const bool thisYear = local.date().year() == today.year();
    return QLocale().toString(local.date(), thisYear ? QStringLiteral("d MMM") : QStringLiteral("d MMM yyyy"));
}

QString plainTip(const QString& text)
{
    return text.isEmpty() ? QString() : QStringLiteral("<qt>") + base::htmlEscaped(text) + QStringLiteral("</qt>");
}

QString shortened(const QString& text, qsizetype most)
{
    if (text.size() <= most)
        return text;
    QString shown = text.left(most);
    if (!shown.isEmpty() && shown.back().isHighSurrogate())
        shown.chop(1);
    return shown + u'…';
}

QString flip(domain::FlipState value)
{
    switch (value) {
    case domain::FlipState::NoReference:
        return FormatText::tr("no reference");
    case domain::FlipState::BothRight:
        return FormatText::tr("both right");
    case domain::FlipState::RightToWrong:
        return FormatText::tr("right → wrong");
    case domain::FlipState::WrongToRight:
        return FormatText::tr("wrong → right");
    case domain::FlipState::BothWrongSame:
        return FormatText::tr("both wrong, alike");
    case domain::FlipState::BothWrongDifferent:
        return FormatText::tr("both wrong, differently");
    }
    std::unreachable();
}

QString unit(domain::Unit value)
{
    switch (value) {
    case domain::Unit::Tokens:
        return FormatText::tr("engine tokens");
    case domain::Unit::Words:
        return FormatText::tr("words");
    case domain::Unit::Lines:
        return FormatText::tr("lines");
    }
    std::unreachable();
}

QString unitSingular(domain::Unit value)
{
    switch (value) {
    case domain::Unit::Tokens:
        return FormatText::tr("token");
    case domain::Unit::Words:
        return FormatText::tr("word");
    case domain::Unit::Lines:
        return FormatText::tr("line");
    }
    std::unreachable();
}

} // namespace quantlens::ui::format
