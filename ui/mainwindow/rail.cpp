// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/rail.h"

#include "ui/theme/theme.h"

#include <QAction>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

namespace quantlens::ui {

namespace {

constexpr int railWidth = 76;

/// A rail's button: the pale selection instead of the style's pressed look.
class RailButton final : public QToolButton
{
public:
    using QToolButton::QToolButton;

protected:
    void paintEvent(QPaintEvent* /*event*/) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const Theme theme = themeFor(palette());
        const QRectF frame = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
        if (isChecked() || underMouse() || hasFocus()) {
            painter.setPen(isChecked() || hasFocus() ? theme.highlight : QColor(Qt::transparent));
            painter.setBrush(isChecked() ? theme.selection : theme.hover);
            painter.drawRoundedRect(frame, 3, 3);
        }
        const int text = fontMetrics().height();
        const int top = (height() - 22 - 5 - text) / 2;
        icon().paint(&painter, QRect((width() - 22) / 2, top, 22, 22));
        painter.setPen(isEnabled() ? theme.text : theme.dim);
        painter.drawText(QRect(0, top + 27, width(), text), Qt::AlignCenter,
                         fontMetrics().elidedText(defaultAction()->iconText(), Qt::ElideRight, width() - 2));
    }
};

} // namespace

Rail::Rail(const QList<QAction*>& places, QWidget* parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("rail"));
    setAccessibleName(tr("Places"));
    setFixedWidth(railWidth);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(4, 6, 4, 4);
    column->setSpacing(4);
    for (QAction* place : places) {
        auto* button = new RailButton(this);
        button->setDefaultAction(place);
        button->setObjectName(QStringLiteral("rail-") + place->objectName());
        button->setAccessibleName(place->iconText());
        button->setFocusPolicy(Qt::TabFocus);
        button->setFixedSize(railWidth - 8, fontMetrics().height() + 40);
        QFont font = button->font();
        font.setPointSizeF(std::max(8.0, font.pointSizeF() * 0.92));
        button->setFont(font);
        column->addWidget(button);
    }
    column->addStretch(1);
}

void Rail::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.setPen(themeFor(palette()).border);
    painter.drawLine(rect().topRight(), rect().bottomRight());
}

} // namespace quantlens::ui
