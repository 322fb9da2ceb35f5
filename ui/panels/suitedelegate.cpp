// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/suitedelegate.h"

#include "ui/models/suitedocument.h"
#include "ui/theme/theme.h"

namespace quantlens::ui {

std::optional<CellSign> SuiteDelegate::sign(const Theme& theme, const QModelIndex& index) const
{
    if (index.column() != SuiteDocument::State)
        return std::nullopt;
    switch (index.data(SuiteDocument::ProblemRole).toInt()) {
    case 2:
        return CellSign{Glyph::Cross, theme.error};
    case 1:
        return CellSign{Glyph::Warning, theme.text};
    default:
        return CellSign{std::nullopt, theme.text};
    }
}

} // namespace quantlens::ui
