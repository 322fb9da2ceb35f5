// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/appstyle.h"

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

} // namespace quantlens::ui
