// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/promptdelegate.h"

#include "ui/diff/severity.h"
#include "ui/icons/icons.h"
#include "ui/models/promptlist.h"

#include <QPainter>

namespace quantlens::ui {

void PromptDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    const Theme theme = themeFor(cell.palette);
    painter->save();
    paintRowBackground(*painter, cell, theme, index.column() == 0);
    QFont font = cell.font;
    font.setBold(cell.state & QStyle::State_Selected);
    painter->setFont(font);
    const QFontMetrics metrics(font);
    QRect room = cell.rect.adjusted(6, 0, -4, 0);
    if (index.data(PromptList::NotedRole).toBool()) {
        const QRect sign(room.right() - 12, room.center().y() - 6, 13, 13);
        paintGlyph(*painter, Glyph::Note, sign, theme.dim);
        room.setRight(sign.left() - 4);
    }
    painter->setPen(index.data(PromptList::FailedRole).toBool() ? theme.error : theme.text);
    const QString id = metrics.elidedText(cell.text, Qt::ElideMiddle, room.width());
    painter->drawText(room, Qt::AlignLeft | Qt::AlignVCenter, id);
    room.setLeft(room.left() + metrics.horizontalAdvance(id) + 6);
    if (room.width() > 20) {
        painter->setFont(cell.font);
        painter->setPen(theme.dim);
        painter->drawText(
            room, Qt::AlignLeft | Qt::AlignVCenter,
            cell.fontMetrics.elidedText(index.data(PromptList::TextRole).toString(), Qt::ElideRight, room.width()));
    }
    painter->restore();
}

} // namespace quantlens::ui
