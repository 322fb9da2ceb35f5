// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/icons/icons.h"

#include <QColor>
#include <QString>
#include <QStyledItemDelegate>

#include <functional>
#include <optional>

class QLabel;
class QLineEdit;
class QSortFilterProxyModel;
class QTableView;
class QWidget;

namespace quantlens::ui {

struct Theme;

/// Our manner of a table: whole rows, fixed row height (font height + `extra`), no grid, elided text, alternate rows,
/// the pale selection with its bar.
void setUpTable(QTableView* view, int extra = 5);

/// The order of its model until a head is pressed; the third press brings that order back.
void sortByHead(QTableView* view);

/// What stands where a list is empty: says what to do next.
[[nodiscard]] QLabel* emptyState(const QString& text, QWidget* parent);
/// The same inside a table, there whenever its model has no row. Call it after setModel(); the text may be changed
/// later.
QLabel* setEmptyText(QTableView* view, const QString& text);

/// A field whose text a table's rows have to contain.
[[nodiscard]] QLineEdit* filterField(QSortFilterProxyModel* proxy, const QString& objectName,
                                     const QString& accessibleName, QWidget* parent);

/// Calls `open` at a double click on a row, and at Return and Enter in the table; `receiver` is who does it.
void onRowOpened(QTableView* view, QObject* receiver, const std::function<void()>& open);

/// A cell that is a sign instead of its text.
struct CellSign
{
    std::optional<Glyph> glyph; ///< none: the cell is empty
    QColor color;
};

/// A plain cell on our row background: its text, or a sign.
class RowDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    /// With room above and below the text, in lists; tables have their own row height.
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

protected:
    /// The text's colour; the theme's text colour unless a subclass knows better.
    [[nodiscard]] virtual QColor textColor(const Theme& theme, const QModelIndex& index) const;
    /// The sign that stands for the text; none unless a subclass knows one.
    [[nodiscard]] virtual std::optional<CellSign> sign(const Theme& theme, const QModelIndex& index) const;
};

} // namespace quantlens::ui
