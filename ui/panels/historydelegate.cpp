// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/historydelegate.h"

#include "ui/models/runlist.h"
#include "ui/theme/theme.h"

namespace quantlens::ui {

QColor HistoryDelegate::textColor(const Theme& theme, const QModelIndex& index) const
{
    return index.data(RunList::AlarmRole).toBool() ? theme.error : theme.text;
}

std::optional<CellSign> HistoryDelegate::sign(const Theme& theme, const QModelIndex& index) const
{
    if (index.column() != RunList::Pinned)
        return std::nullopt;
    const bool pinned = !index.data().toString().isEmpty();
    return CellSign{pinned ? std::optional(Glyph::Pin) : std::nullopt, theme.link};
}

} // namespace quantlens::ui
