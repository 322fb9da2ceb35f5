// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/tables.h"

namespace quantlens::ui {

/// Cells of a RunList: a pin as its sign, bad news in the colour of errors.
class HistoryDelegate : public RowDelegate
{
    Q_OBJECT

public:
    using RowDelegate::RowDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

protected:
    [[nodiscard]] QColor textColor(const Theme& theme, const QModelIndex& index) const override;
};

} // namespace quantlens::ui
