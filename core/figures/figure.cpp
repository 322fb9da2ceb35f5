// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/figure.h"

#include <algorithm>
#include <cmath>

namespace quantlens::figures {

namespace {

QString fixed(double value, int decimals)
{
    const QString digits = QString::number(std::abs(value), 'f', decimals);
    const bool zero = digits.count(u'0') + digits.count(u'.') == digits.size();
    return value < 0 && !zero ? QChar(0x2212) + digits : digits;
}

/// Three significant digits, never as 1e-05 above a billionth.
QString significant(double value)
{
    if (value == 0)
        return QStringLiteral("0");
    const double size = std::abs(value);
    if (size < 1e-9 || size >= 1e9)
        return QString::number(value, 'e', 1);
    return fixed(value, std::clamp(2 - int(std::floor(std::log10(size))), 0, 11));
}

/// Without the sign of the unit, as inside an interval's brackets.
QString bareNumber(double value, Format format)
{
    if (!std::isfinite(value))
        return QStringLiteral("–");
    switch (format) {
    case Format::Count:
        return fixed(value, 0);
    case Format::Percent:
        return fixed(value * 100, 1);
    case Format::Fraction:
        return fixed(value, 3);
    case Format::Nats:
        return significant(value);
    case Format::Bits:
    case Format::Seconds:
        return fixed(value, 2);
    case Format::Number:
    case Format::Gigabytes:
        return significant(value);
    }
    return {};
}

} // namespace

Figure missingFigure(const QString& id, const QString& title, const QString& why)
{
    Figure figure;
    figure.id = id;
    figure.title = title;
    figure.missing = why;
    return figure;
}

QString numberText(double value, Format format)
{
    const QString bare = bareNumber(value, format);
    return format == Format::Percent && std::isfinite(value) ? bare + QStringLiteral(" %") : bare;
}

QString valueText(const Value& value, Format format)
{
    if (!std::isfinite(value.value))
        return value.note.isEmpty() ? QStringLiteral("no data") : value.note;
    QString text = numberText(value.value, format);
    // None seen is not none there: the rule of three.
    if (format == Format::Percent && value.value == 0 && value.n > 0 && value.high)
        text = QStringLiteral("0 of %1 (at most %2 %)")
                   .arg(value.n)
                   .arg(fixed(std::min(100.0, 300.0 / double(value.n)), 1));
    else if (value.low && value.high)
        text += QStringLiteral(" [%1, %2]").arg(bareNumber(*value.low, format), bareNumber(*value.high, format));
    if (value.n > 0 && !(format == Format::Percent && value.value == 0))
        text += QStringLiteral(", n = %1").arg(value.n);
    return text;
}

QList<QStringList> dataRows(const Figure& figure)
{
    QList<QStringList> rows;
    const auto exact = [](double value) { return std::isfinite(value) ? QString::number(value, 'g', 12) : QString(); };
    if (figure.kind == Kind::Tree) {
        rows.append({QStringLiteral("from"), QStringLiteral("to"), QStringLiteral("runs"), QStringLiteral("token"),
                     QStringLiteral("probability"), QStringLiteral("output"), QStringLiteral("answer")});
        for (const Branch& branch : figure.branches)
            rows.append({exact(branch.from), exact(branch.to), QString::number(branch.runs), branch.label,
                         branch.probability ? exact(*branch.probability) : QString(),
                         branch.variant >= 0 ? QString::number(branch.variant + 1) : QString(), branch.answer});
        return rows;
    }
    const bool plot = figure.kind == Kind::Plot;
    const bool boxes = figure.kind == Kind::Boxes;
    QStringList head{QStringLiteral("item")};
    if (figure.kind == Kind::Grid)
        head << QStringLiteral("category");
    head << QStringLiteral("measure");
    if (plot)
        head << (figure.x.title.isEmpty() ? QStringLiteral("x") : figure.x.title);
    head << QStringLiteral("value");
    if (boxes)
        head << QStringLiteral("smallest") << QStringLiteral("25 %") << QStringLiteral("75 %")
             << QStringLiteral("largest");
    head << QStringLiteral("low") << QStringLiteral("high") << QStringLiteral("n") << QStringLiteral("note");
    rows.append(head);
    for (const Value& value : figure.values) {
        QStringList row{figure.items.value(value.item).label};
        if (figure.kind == Kind::Grid)
            row << figure.rows.value(value.row);
        row << figure.measures.value(value.measure).name;
        if (plot)
            row << (figure.x.names.isEmpty() ? exact(value.x) : figure.x.names.value(int(value.x)));
        row << exact(value.value);
        if (boxes) {
            for (const std::size_t i : {0U, 1U, 3U, 4U})
                row << (value.quartiles ? exact(value.quartiles->at(i)) : QString());
        }
        row << (value.low ? exact(*value.low) : QString()) << (value.high ? exact(*value.high) : QString())
            << QString::number(value.n) << value.note;
        rows.append(row);
    }
    return rows;
}

QString describe(const Figure& figure, qsizetype most)
{
    if (figure.empty())
        return figure.title + QStringLiteral(": ") + figure.missing;
    QStringList parts;
    for (const Value& value : figure.values) {
        if (parts.size() >= most)
            break;
        if (!std::isfinite(value.value))
            continue;
        QString name = figure.items.value(value.item).label;
        if (figure.kind == Kind::Grid)
            name += QStringLiteral(", ") + figure.rows.value(value.row);
        if (!figure.measures.value(value.measure).name.isEmpty())
            name += QStringLiteral(", ") + figure.measures.value(value.measure).name;
        parts << name + QStringLiteral(": ") + valueText(value, figure.format);
    }
    for (const Branch& branch : figure.branches) {
        if (branch.variant >= 0 && parts.size() < most)
            parts << QStringLiteral("output %1: %2").arg(QString::number(branch.variant + 1), branch.ending);
    }
    return figure.title + QStringLiteral(". ") + figure.subtitle + QStringLiteral(". ") +
           parts.join(QStringLiteral("; "));
}

} // namespace quantlens::figures
