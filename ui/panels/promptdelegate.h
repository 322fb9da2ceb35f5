// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/tables.h"

namespace quantlens::ui {

/// A prompt of a PromptList: its id in text colour, its words dim behind it.
class PromptDelegate : public RowDelegate
{
    Q_OBJECT

public:
    using RowDelegate::RowDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace quantlens::ui
