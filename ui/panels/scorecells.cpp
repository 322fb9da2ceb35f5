// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/scorecells.h"

#include "core/figures/figure.h"
#include "ui/models/format.h"

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

ScoreCell natsCell(double value)
{
    return {std::isfinite(value) ? figures::numberText(value, figures::Format::Nats) : format::none(), value};
}

} // namespace quantlens::ui
