// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QSortFilterProxyModel;
class QTableView;
class QWidget;

namespace quantlens::ui {

/// The table of models: status lights, columns to choose, several rows at once. `proxy` shows a ModelTable.
[[nodiscard]] QTableView* makeModelView(QSortFilterProxyModel* proxy, QWidget* parent);

} // namespace quantlens::ui
