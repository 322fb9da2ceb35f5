// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStyledItemDelegate>

class QLabel;
class QTableView;
class QWidget;

namespace quantlens::ui {

struct Theme;

/// Our manner of a table: whole rows, fixed row height (font height + `extra`), no grid, elided text, alternate rows,
/// the pale selection with its bar.
void setUpTable(QTableView* view, int extra = 5);

/// What stands where a list is empty: says what to do next.
[[nodiscard]] QLabel* emptyState(const QString& text, QWidget* parent);

/// A plain cell on our row background.
class RowDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

protected:
    /// The text's colour; the theme's text colour unless a subclass knows better.
    [[nodiscard]] virtual QColor textColor(const Theme& theme, const QModelIndex& index) const;
};

} // namespace quantlens::ui
