// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/sparkline.h"

#include "ui/models/format.h"
#include "ui/theme/theme.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace quantlens::ui {

Sparkline::Sparkline(const QString& what, QWidget* parent)
    : QWidget(parent)
    , m_what(what)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    tell();
}

void Sparkline::append(double value)
{
    if (m_values.size() == most)
        m_values.erase(m_values.begin());
    m_values.push_back(std::isfinite(value) ? std::max(0.0, value) : 0.0);
    tell();
    update();
}

void Sparkline::setValues(std::vector<double> values)
{
    if (values.size() > most)
        values.erase(values.begin(), values.end() - std::ptrdiff_t(most));
    for (double& value : values)
        value = std::isfinite(value) ? std::max(0.0, value) : 0.0;
    m_values = std::move(values);
    tell();
    update();
}

void Sparkline::tell()
{
    const QString text = m_values.empty() ? tr("%1: nothing yet").arg(m_what)
                                          : tr("%1: %2, at most %3")
                                                .arg(m_what, format::decimal(m_values.back(), 0),
                                                     format::decimal(*std::ranges::max_element(m_values), 0));
    setAccessibleName(text);
    setToolTip(text.toHtmlEscaped());
}

void Sparkline::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Theme theme = themeFor(palette());
    const QRectF area = QRectF(rect()).adjusted(1, 3, -3, -2);
    painter.setPen(theme.grid);
    painter.drawLine(area.bottomLeft(), area.bottomRight());
    if (m_values.empty())
        return;
    const double top = std::max(1.0, *std::ranges::max_element(m_values));
    const double step = m_values.size() > 1 ? area.width() / double(m_values.size() - 1) : 0;
    QPainterPath line;
    for (std::size_t i = 0; i < m_values.size(); ++i) {
        const QPointF at(area.left() + step * double(i), area.bottom() - area.height() * m_values[i] / top);
        if (i == 0)
            line.moveTo(at);
        else
            line.lineTo(at);
    }
    QPainterPath filled = line;
    filled.lineTo(area.left() + step * double(m_values.size() - 1), area.bottom());
    filled.lineTo(area.bottomLeft());
    filled.closeSubpath();
    painter.fillPath(filled, theme.overView(theme.link, 0.18));
    painter.setPen(QPen(theme.link, 1.4));
    painter.drawPath(line);
    painter.setBrush(theme.link);
    painter.setPen(Qt::NoPen);
    painter.drawEllipse(line.currentPosition(), 2, 2);
}

} // namespace quantlens::ui
