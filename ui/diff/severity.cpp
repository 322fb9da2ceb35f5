// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/diff/severity.h"

#include <QCoreApplication>
#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace quantlens::ui {

namespace {

constexpr int severitySignSize = 12;
constexpr int severityBoxSize = 18;

/// Fonts of small marks: nine tenths, never below 8 points.
QFont severityFont(QFont font)
{
    if (font.pointSizeF() > 0)
        font.setPointSizeF(std::max(8.0, font.pointSizeF() * 0.9));
    return font;
}

void paintSeverityBox(QPainter& painter, const QRectF& box, const SeverityColors& colors)
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colors.edge, 1));
    painter.setBrush(colors.fill);
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 2, 2);
}

QRectF severityCentred(const QRectF& rect, QSizeF size)
{
    return QRectF(
        QPointF(std::round(rect.center().x() - size.width() / 2), std::round(rect.center().y() - size.height() / 2)),
        size);
}

} // namespace

QString severityLabel(domain::Severity severity)
{
    const auto tr = [](const char* text) { return QCoreApplication::translate("quantlens::ui::Severity", text); };
    switch (severity) {
    case domain::Severity::Identical:
        return tr("identical");
    case domain::Severity::Minor:
        return tr("minor");
    case domain::Severity::Moderate:
        return tr("moderate");
    case domain::Severity::Severe:
        return tr("severe");
    }
    return {};
}

void paintSeveritySign(QPainter& painter, const QRectF& rect, domain::Severity severity, const QColor& color)
{
    painter.save();
    painter.translate(rect.topLeft());
    painter.scale(rect.width() / 12, rect.height() / 12);
    if (severity == domain::Severity::Identical) {
        painter.fillRect(QRectF(1, 3, 10, 2), color);
        painter.fillRect(QRectF(1, 7.5, 10, 2), color);
    } else {
        QColor off = color;
        off.setAlphaF(0.25F);
        for (int bar = 0; bar < 3; ++bar)
            painter.fillRect(QRectF(bar * 4, 8 - bar * 4, 3, 4 + bar * 4), bar < int(severity) ? color : off);
    }
    painter.restore();
}

void paintSeverityIcon(QPainter& painter, const QRectF& rect, domain::Severity severity, const Theme& theme)
{
    const SeverityColors& colors = theme.severity(severity);
    const double side = std::min({double(severityBoxSize), rect.width(), rect.height()});
    const QRectF box = severityCentred(rect, {side, side});
    painter.save();
    paintSeverityBox(painter, box, colors);
    const double inset = side * (severityBoxSize - severitySignSize) / 2 / severityBoxSize;
    paintSeveritySign(painter, box.adjusted(inset, inset, -inset, -inset), severity, colors.text);
    painter.restore();
}

QSize severityChipSize(const QFont& font, domain::Severity severity)
{
    const QFontMetricsF metrics(severityFont(font));
    return {int(std::ceil(4 + severitySignSize + 4 + metrics.horizontalAdvance(severityLabel(severity)) + 6)),
            std::max(severityBoxSize, int(std::ceil(metrics.height())) + 2)};
}

void paintSeverityChip(QPainter& painter, const QRectF& rect, domain::Severity severity, const Theme& theme)
{
    const SeverityColors& colors = theme.severity(severity);
    painter.save();
    const QSizeF size = severityChipSize(painter.font(), severity);
    const QRectF box(rect.x(), std::round(rect.center().y() - size.height() / 2), std::min(size.width(), rect.width()),
                     size.height());
    paintSeverityBox(painter, box, colors);
    const QRectF left(box.x() + 4, box.y(), severitySignSize, box.height());
    paintSeveritySign(painter, severityCentred(left, {severitySignSize, severitySignSize}), severity, colors.text);
    painter.setFont(severityFont(painter.font()));
    painter.setPen(colors.text);
    painter.drawText(box.adjusted(4 + severitySignSize + 4, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                     severityLabel(severity));
    painter.restore();
}

void paintSimilarityBar(QPainter& painter, const QRectF& rect, double value, const Theme& theme)
{
    painter.fillRect(rect, theme.grid);
    if (value > 0) // false for NaN
        painter.fillRect(QRectF(rect.x(), rect.y(), rect.width() * std::min(1.0, value), rect.height()), theme.dim);
}

void paintRowBackground(QPainter& painter, const QStyleOptionViewItem& option, const Theme& theme, bool firstColumn)
{
    QColor background = option.features.testFlag(QStyleOptionViewItem::Alternate) ? theme.alternate : theme.view;
    if (option.state.testFlag(QStyle::State_Selected))
        background = theme.selection;
    else if (option.state.testFlag(QStyle::State_MouseOver))
        background = theme.hover;
    painter.fillRect(option.rect, background);
    if (firstColumn && option.state.testFlag(QStyle::State_Selected))
        painter.fillRect(QRect(option.rect.x(), option.rect.y(), 3, option.rect.height()), theme.highlight);
}

SeverityChip::SeverityChip(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setSeverity(m_severity);
}

void SeverityChip::setSeverity(domain::Severity severity)
{
    m_severity = severity;
    setAccessibleName(tr("Severity: %1").arg(severityLabel(severity)));
    updateGeometry();
    update();
}

QSize SeverityChip::sizeHint() const
{
    return severityChipSize(font(), m_severity);
}

void SeverityChip::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    paintSeverityChip(painter, rect(), m_severity, themeFor(palette()));
}

SeverityDelegate::SeverityDelegate(int role, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_role(role)
{
}

void SeverityDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Theme theme = themeFor(option.palette);
    paintRowBackground(*painter, option, theme, index.column() == 0);
    const QVariant value = index.data(m_role);
    if (value.canConvert<int>() && value.toInt() >= 0 && value.toInt() <= int(domain::Severity::Severe))
        paintSeverityIcon(*painter, option.rect, domain::Severity(value.toInt()), theme);
}

QSize SeverityDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const
{
    return {severityBoxSize + 12, std::max(severityBoxSize + 2, option.fontMetrics.height() + 7)};
}

SimilarityDelegate::SimilarityDelegate(int role, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_role(role)
{
}

void SimilarityDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Theme theme = themeFor(option.palette);
    paintRowBackground(*painter, option, theme, index.column() == 0);
    const QVariant value = index.data(m_role);
    bool ok = false;
    const double similarity = value.toDouble(&ok);
    if (!ok || std::isnan(similarity))
        return;
    painter->save();
    painter->setFont(severityFont(option.font));
    painter->setPen(theme.text);
    const QRect cell = option.rect.adjusted(4, 2, -4, -3);
    painter->drawText(cell.adjusted(0, 0, 0, -4), Qt::AlignRight | Qt::AlignVCenter,
                      QLocale().toString(similarity, 'f', 3));
    paintSimilarityBar(*painter, QRectF(cell.x(), cell.bottom() - 2, cell.width(), 3), similarity, theme);
    painter->restore();
}

QSize SimilarityDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const
{
    return {option.fontMetrics.horizontalAdvance(QStringLiteral("0.000")) + 16, option.fontMetrics.height() + 7};
}

} // namespace quantlens::ui
