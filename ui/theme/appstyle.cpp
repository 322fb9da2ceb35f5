// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/appstyle.h"

#include "ui/icons/icons.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QPainter>
#include <QStyleFactory>
#include <QStyleOption>

namespace quantlens::ui {

AppStyle::AppStyle(const QString& name)
    : QProxyStyle(QStyleFactory::create(name))
    , m_fusion(baseStyle()->name() == QLatin1String("fusion"))
{
}

QString AppStyle::shownName()
{
    const auto* ours = qobject_cast<const AppStyle*>(QApplication::style());
    return ours ? ours->baseStyle()->name() : QApplication::style()->name();
}

void AppStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                             const QWidget* widget) const
{
    const bool checkedButton = element == PE_PanelButtonTool && option->state.testFlag(State_On);
    if (!checkedButton)
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    const bool outlined = m_fusion && (element == PE_IndicatorCheckBox || element == PE_IndicatorItemViewItemCheck ||
                                       element == PE_IndicatorRadioButton || element == PE_Frame);
    if (!checkedButton && !outlined)
        return;
    const Theme theme = themeFor(option->palette);
    const QRectF edge = QRectF(option->rect).adjusted(0.5, 0.5, -0.5, -0.5);
    painter->save();
    if (checkedButton) {
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(theme.highlight);
        painter->setBrush(theme.selection);
        painter->drawRoundedRect(edge, 3, 3);
    } else if (element == PE_Frame) {
        painter->setPen(theme.border);
        painter->drawRect(edge);
    } else {
        painter->setPen(option->state.testFlag(State_Enabled) ? theme.dim : theme.border);
        if (element == PE_IndicatorRadioButton) {
            painter->setRenderHint(QPainter::Antialiasing);
            painter->drawEllipse(edge);
        } else {
            painter->drawRect(edge);
        }
    }
    painter->restore();
}

QIcon AppStyle::standardIcon(StandardPixmap which, const QStyleOption* option, const QWidget* widget) const
{
    if (which == SP_ToolBarHorizontalExtensionButton)
        return icon(Glyph::Forward);
    if (which == SP_ToolBarVerticalExtensionButton)
        return icon(Glyph::Down);
    return QProxyStyle::standardIcon(which, option, widget);
}

} // namespace quantlens::ui
