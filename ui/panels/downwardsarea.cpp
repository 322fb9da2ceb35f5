// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/downwardsarea.h"

#include "ui/panels/parts.h"

#include <QEvent>
#include <QScrollBar>

#include <algorithm>

namespace quantlens::ui {

DownwardsArea::DownwardsArea(const QString& objectName, const QString& accessibleName, QWidget* parent)
    : QScrollArea(parent)
{
    nameControl(this, objectName, accessibleName);
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
}

QSize DownwardsArea::minimumSizeHint() const
{
    const QSize least = QScrollArea::minimumSizeHint();
    if (!widget())
        return least;
    const int contents = widget()->minimumSizeHint().width() + verticalScrollBar()->sizeHint().width();
    return {std::max(least.width(), contents), least.height()};
}

bool DownwardsArea::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == widget() && event->type() == QEvent::LayoutRequest)
        updateGeometry();
    return QScrollArea::eventFilter(watched, event);
}

} // namespace quantlens::ui
