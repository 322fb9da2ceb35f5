// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/historydelegate.h"

#include "ui/diff/severity.h"
#include "ui/icons/icons.h"
#include "ui/models/runlist.h"
#include "ui/theme/theme.h"

#include <QPainter>

namespace quantlens::ui {

QColor HistoryDelegate::textColor(const Theme& theme, const QModelIndex& index) const
{
    return index.data(RunList::AlarmRole).toBool() ? theme.error : theme.text;
}

void HistoryDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    if (index.column() != RunList::Pinned) {
        RowDelegate::paint(painter, option, index);
        return;
    }
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    const Theme theme = themeFor(cell.palette);
    painter->save();
    paintRowBackground(*painter, cell, theme, true);
    if (!cell.text.isEmpty())
        paintGlyph(*painter, Glyph::Pin, QRectF(cell.rect.center().x() - 6.5, cell.rect.center().y() - 6.5, 14, 14),
                   theme.link);
    painter->restore();
}

} // namespace quantlens::ui
