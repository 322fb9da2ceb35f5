// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/tables.h"

namespace quantlens::ui {

/// Cells of a LiveTable: state signs, side letters, progress bars, severity chips and marks.
class LiveDelegate : public RowDelegate
{
    Q_OBJECT

public:
    using RowDelegate::RowDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

protected:
    [[nodiscard]] QColor textColor(const Theme& theme, const QModelIndex& index) const override;
};

/// Paints a LiveTable::PairMark, centred: ≠ changed, ✗ right to wrong, ✓ wrong to right.
void paintPairMark(QPainter& painter, const QRect& rect, int mark, const Theme& theme);

/// The fork sign with a position behind it, centred; the text may be empty.
void paintForkMark(QPainter& painter, const QRect& rect, const QString& text, const Theme& theme);

/// Paints the mark of a cell; the data of `role` is a LiveTable::PairMark.
class MarkDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit MarkDelegate(int role, QObject* parent = nullptr);

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    int m_role;
};

} // namespace quantlens::ui
