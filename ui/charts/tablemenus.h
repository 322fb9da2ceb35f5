// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QStringList>

class QTableView;

namespace quantlens::ui {

/// What every table offers: columns to choose from the head's menu (the first stays), copy as TSV (Ctrl+C) and as
/// Markdown in its own menu.
void addTableMenus(QTableView* view);

/// The head and the rows in sight, or of several selected rows only those; columns in sight, in their order.
[[nodiscard]] QList<QStringList> rowsInSight(const QTableView& view);

} // namespace quantlens::ui
