// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/tables.h"

namespace quantlens::ui {

/// Cells of a SuiteDocument: what is wrong or doubtful as a sign.
class SuiteDelegate : public RowDelegate
{
    Q_OBJECT

public:
    using RowDelegate::RowDelegate;

protected:
    [[nodiscard]] std::optional<CellSign> sign(const Theme& theme, const QModelIndex& index) const override;
};

} // namespace quantlens::ui
