// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/diff/severity.h"
#include "ui/models/format.h"
#include "ui/panels/parts.h"

#include <QPainter>

#include <algorithm>
#include <numeric>

namespace quantlens::ui {

SeverityBar::SeverityBar(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void SeverityBar::setCounts(qint64 identical, qint64 minor, qint64 moderate, qint64 severe)
{
    m_counts = {identical, minor, moderate, severe};
    QStringList parts;
    for (std::size_t i = 0; i < m_counts.size(); ++i)
        parts << tr("%1 %2").arg(format::integer(m_counts.at(i)), severityLabel(domain::Severity(i)));
    setAccessibleName(tr("Severity: %1").arg(parts.join(QStringLiteral(", "))));
    setToolTip(parts.join(u'\n'));
    update();
}

QSize SeverityBar::sizeHint() const
{
    return {160, fontMetrics().height() + 5};
}

void SeverityBar::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    const Theme theme = themeFor(palette());
    const qint64 total = std::accumulate(m_counts.begin(), m_counts.end(), qint64(0));
    const QRect frame = rect().adjusted(0, 0, -1, -1);
    if (total == 0) {
        painter.setPen(theme.border);
        painter.drawRect(frame);
        painter.setPen(theme.dim);
        painter.drawText(frame, Qt::AlignCenter, tr("nothing compared yet"));
        return;
    }
    QFont small = font();
    small.setPointSizeF(std::max(8.0, small.pointSizeF() * 0.85));
    painter.setFont(small);
    qint64 before = 0;
    for (std::size_t i = 0; i < m_counts.size(); ++i) {
        const qint64 count = m_counts.at(i);
        if (count == 0)
            continue;
        const int left = int(frame.width() * before / total);
        before += count;
        const int right = int(frame.width() * before / total);
        const QRect part(frame.left() + left, frame.top(), right - left, frame.height());
        const SeverityColors& colors = theme.severity(domain::Severity(i));
        painter.setPen(colors.edge);
        painter.setBrush(colors.fill);
        painter.drawRect(part);
        const QString text = format::integer(count);
        if (painter.fontMetrics().horizontalAdvance(text) + 4 <= part.width()) {
            painter.setPen(colors.text);
            painter.drawText(part, Qt::AlignCenter, text);
        }
    }
}

RateBar::RateBar(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void RateBar::setRate(const domain::Rate& rate)
{
    m_rate = rate;
    setAccessibleName(format::rate(rate));
    update();
}

QSize RateBar::sizeHint() const
{
    return {70, 14};
}

void RateBar::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    const Theme theme = themeFor(palette());
    const double middle = height() / 2.0;
    painter.setPen(theme.grid);
    painter.drawLine(QPointF(0, middle), QPointF(width(), middle));
    if (m_rate.n == 0)
        return;
    // A scale of its own for small rates: at 0…1 an interval of 2 % would be a dot.
    const double top = m_rate.high <= 0.1 ? 0.1 : m_rate.high <= 0.35 ? 0.35 : 1.0;
    const auto x = [&](double value) { return 3 + (width() - 7) * value / top; };
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.link, 1.5));
    painter.drawLine(QPointF(x(m_rate.low), middle), QPointF(x(m_rate.high), middle));
    for (const double end : {m_rate.low, m_rate.high})
        painter.drawLine(QPointF(x(end), middle - 3), QPointF(x(end), middle + 3));
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.link);
    painter.drawEllipse(QPointF(x(m_rate.value()), middle), 3, 3);
}

} // namespace quantlens::ui
