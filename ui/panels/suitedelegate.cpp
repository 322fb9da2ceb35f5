// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/suitedelegate.h"

#include "ui/diff/severity.h"
#include "ui/icons/icons.h"
#include "ui/models/suitedocument.h"
#include "ui/theme/theme.h"

#include <QPainter>

namespace quantlens::ui {

void SuiteDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    if (index.column() != SuiteDocument::State) {
        RowDelegate::paint(painter, option, index);
        return;
    }
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    const Theme theme = themeFor(cell.palette);
    painter->save();
    paintRowBackground(*painter, cell, theme, true);
    const int problem = index.data(SuiteDocument::ProblemRole).toInt();
    const QRectF sign(cell.rect.center().x() - 7, cell.rect.center().y() - 6.5, 14, 14);
    if (problem == 2)
        paintGlyph(*painter, Glyph::Cross, sign, theme.error);
    else if (problem == 1)
        paintGlyph(*painter, Glyph::Warning, sign, theme.text);
    painter->restore();
}

} // namespace quantlens::ui
