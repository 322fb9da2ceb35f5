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
    if (element != PE_PanelButtonTool || !option->state.testFlag(State_On)) {
        QProxyStyle::drawPrimitive(element, option, painter, widget);
        return;
    }
    const Theme theme = themeFor(option->palette);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(theme.highlight);
    painter->setBrush(theme.selection);
    painter->drawRoundedRect(QRectF(option->rect).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
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
