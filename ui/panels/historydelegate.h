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

protected:
    [[nodiscard]] std::optional<CellSign> sign(const Theme& theme, const QModelIndex& index) const override;
    [[nodiscard]] QColor textColor(const Theme& theme, const QModelIndex& index) const override;
};

} // namespace quantlens::ui
