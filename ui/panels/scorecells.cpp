// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/scorecells.h"

#include "core/base/text.h"
#include "core/figures/figure.h"
#include "ui/models/format.h"

#include <QStringList>

#include <cmath>

namespace quantlens::ui {

ScoreCell countCell(qint64 count)
{
    return {format::integer(count), double(count)};
}

ScoreCell numberCell(double value, int decimals)
{
    return {format::decimal(value, decimals), value};
}

ScoreCell rateCell(const domain::Rate& rate)
{
    return {format::rateShort(rate), rate.n ? rate.value() : notMeasured, false, format::rate(rate)};
}

ScoreCell errorCell(const QMap<QString, qint64>& countByCode)
{
    qint64 failed = 0;
    QStringList codes;
    for (const auto& [code, count] : countByCode.asKeyValueRange()) {
        failed += count;
        codes << base::singleLine(code, 40);
    }
    ScoreCell cell = countCell(failed);
    cell.alarm = failed > 0;
    if (failed > 0)
        cell.text = QStringLiteral("%1 (%2)").arg(cell.text, codes.join(QStringLiteral(", ")));
    return cell;
}

ScoreCell natsCell(double value)
{
    return {std::isfinite(value) ? figures::numberText(value, figures::Format::Nats) : format::none(), value};
}

} // namespace quantlens::ui
