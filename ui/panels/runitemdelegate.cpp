// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/runitemdelegate.h"

#include "ui/icons/icons.h"
#include "ui/models/format.h"
#include "ui/models/runlist.h"
#include "ui/models/runtext.h"
#include "ui/theme/theme.h"

#include <QPainter>

namespace quantlens::ui {

int RunItemDelegate::rowHeight(const QFont& font)
{
    return 2 * QFontMetrics(font).height() + 12;
}

QSize RunItemDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& /*index*/) const
{
    return {240, rowHeight(option.font)};
}

void RunItemDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const auto* runs = qobject_cast<const RunList*>(index.model());
    const store::RunListItem* item = runs ? runs->at(index.row()) : nullptr;
    if (!item)
        return;
    const Theme theme = themeFor(option.palette);
    painter->save();
    const bool chosen = option.state & QStyle::State_Selected;
    const QRect row = option.rect;
    painter->fillRect(row, chosen ? theme.selection : (index.row() % 2 ? theme.alternate : theme.view));
    if (chosen)
        painter->fillRect(QRect(row.left(), row.top(), 3, row.height()), theme.highlight);
    const QRect sign(row.left() + 12, row.center().y() - 9, 20, 20);
    paintGlyph(*painter, Glyph::Compare, sign, theme.dim);

    QFont bold = option.font;
    bold.setBold(true);
    QFont small = option.font;
    small.setPointSizeF(std::max(8.0, small.pointSizeF() * 0.9));
    const QFontMetrics smallMetrics(small);
    const int half = row.height() / 2;
    const QRect upper(row.left() + 46, row.top() + 3, row.width() - 54, half - 3);
    const QRect lower(upper.left(), row.top() + half, upper.width(), half - 3);
    painter->setFont(small);
    const auto rightPart = [&](const QRect& line, const QString& text, const QColor& color) {
        const int width = std::min(smallMetrics.horizontalAdvance(text) + 2, line.width() / 2);
        const QRect part(line.right() - width, line.top(), width, line.height());
        painter->setPen(color);
        painter->drawText(part, Qt::AlignRight | Qt::AlignVCenter,
                          smallMetrics.elidedText(text, Qt::ElideRight, width));
        return line.adjusted(0, 0, -width - 8, 0);
    };
    const bool bad = item->run.status == domain::RunStatus::Failed;
    const QRect titleRect = rightPart(upper, runStatusText(*item), bad ? theme.error : theme.text);
    const QRect subRect = rightPart(lower, format::when(item->run.started), theme.dim);
    painter->drawText(subRect, Qt::AlignLeft | Qt::AlignVCenter,
                      smallMetrics.elidedText(runSubtitle(*item), Qt::ElideRight, subRect.width()));
    painter->setFont(bold);
    painter->setPen(theme.text);
    painter->drawText(titleRect, Qt::AlignLeft | Qt::AlignVCenter,
                      QFontMetrics(bold).elidedText(runTitle(item->run), Qt::ElideMiddle, titleRect.width()));
    painter->restore();
}

} // namespace quantlens::ui
