// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/scale.h"

#include <algorithm>
#include <cmath>

namespace quantlens::figures {

namespace {

/// Decades a logarithmic axis spans at most: what lies lower is on its edge.
constexpr int mostDecades = 9;

/// 1, 2, 2.5 or 5 times a power of ten, so that about `wanted` steps fill the span.
double roundStep(double span, int wanted, bool whole)
{
    const double rough = span / std::max(1, wanted);
    const double power = std::pow(10.0, std::floor(std::log10(rough)));
    double step = power * 10;
    for (const double factor : {1.0, 2.0, 2.5, 5.0}) {
        if (factor * power >= rough * 0.999) {
            step = factor * power;
            break;
        }
    }
    return whole ? std::max(1.0, std::ceil(step - 1e-9)) : step;
}

} // namespace

std::vector<double> ticks(const Axis& axis, int wanted)
{
    std::vector<double> result;
    if (!axis.names.isEmpty()) {
        const int every = std::max(1, int(std::ceil(double(axis.names.size()) / std::max(1, wanted))));
        for (int i = 0; i < axis.names.size(); i += every)
            result.push_back(i);
        return result;
    }
    if (axis.logarithmic) {
        const int low = int(std::ceil(std::log10(axis.minimum) - 1e-9));
        const int high = int(std::floor(std::log10(axis.maximum) + 1e-9));
        const int every = std::max(1, int(std::ceil(double(high - low + 1) / std::max(1, wanted))));
        // At multiples of the step, as a grid of powers of a larger base has them.
        for (int power = int(std::ceil(double(low) / every)) * every; power <= high; power += every)
            result.push_back(std::pow(10.0, power));
        return result;
    }
    const double span = axis.maximum - axis.minimum;
    if (!(span > 0))
        return {axis.minimum};
    const double step = roundStep(span, wanted, axis.format == Format::Count);
    for (double at = std::ceil(axis.minimum / step - 1e-9) * step; at <= axis.maximum + step * 1e-6; at += step)
        result.push_back(std::abs(at) < step * 1e-9 ? 0 : at);
    return result;
}

QString tickText(const Axis& axis, double value)
{
    if (!axis.names.isEmpty())
        return axis.names.value(qsizetype(std::lround(value)));
    if (axis.format == Format::Percent) {
        const double percent = value * 100;
        const bool whole = std::abs(percent - std::round(percent)) < 1e-6;
        return QString::number(percent, 'f', whole ? 0 : 1) + QStringLiteral(" %");
    }
    if (axis.logarithmic && value < 1e-4)
        return QStringLiteral("1e") + QChar(0x2212) + QString::number(-std::lround(std::log10(value)));
    QString text = QString::number(value, 'f', 6);
    while (text.endsWith(u'0'))
        text.chop(1);
    if (text.endsWith(u'.'))
        text.chop(1);
    return text.replace(u'-', QChar(0x2212));
}

double position(const Axis& axis, double value, double from, double to)
{
    double low = axis.minimum;
    double high = axis.maximum;
    if (axis.logarithmic) {
        low = std::log10(low);
        high = std::log10(high);
        value = value > 0 ? std::log10(value) : low;
    }
    const double share = high > low ? std::clamp((value - low) / (high - low), 0.0, 1.0) : 0.5;
    return from + (to - from) * share;
}

Axis linearAxis(const QString& title, double minimum, double maximum, Format format)
{
    Axis axis{title, minimum, maximum, false, format, {}};
    if (!(maximum > minimum))
        axis.maximum = minimum + (format == Format::Percent ? 0.1 : 1);
    const double step = roundStep(axis.maximum - axis.minimum, 5, format == Format::Count);
    axis.minimum = std::floor(axis.minimum / step + 1e-9) * step;
    axis.maximum = std::ceil(axis.maximum / step - 1e-9) * step;
    if (format == Format::Percent)
        axis.maximum = std::min(axis.maximum, 1.0);
    return axis;
}

Axis logarithmicAxis(const QString& title, const std::vector<double>& values, Format format)
{
    double low = std::numeric_limits<double>::infinity();
    double high = 0;
    for (const double value : values) {
        if (std::isfinite(value) && value > 0) {
            low = std::min(low, value);
            high = std::max(high, value);
        }
    }
    if (!(high > 0))
        low = high = 1e-3;
    const double top = std::ceil(std::log10(high) + 0.05);
    // Room below for values of exactly 0 and for the noise.
    const double bottom = std::max(std::floor(std::log10(low) - 0.2), top - mostDecades);
    return {title, std::pow(10.0, std::min(bottom, top - 1)), std::pow(10.0, top), true, format, {}};
}

Axis namedAxis(const QString& title, const QStringList& names)
{
    // Half a position of room at both ends.
    return {title, -0.3, std::max(0.0, double(names.size()) - 1) + 0.3, false, Format::Number, names};
}

} // namespace quantlens::figures
