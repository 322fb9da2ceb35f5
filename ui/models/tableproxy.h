// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSortFilterProxyModel>

namespace quantlens::ui {

/// Order and filter of a table. Numbers of the sort role are sorted by size; what has none there (invalid or NaN)
/// stands last whichever way the column is sorted. Unless a subclass knows better, a row is shown when any of its cells
/// contains the filter's text.
class TableProxy : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    explicit TableProxy(QObject* parent = nullptr);

protected:
    [[nodiscard]] bool lessThan(const QModelIndex& a, const QModelIndex& b) const override;
};

} // namespace quantlens::ui
