// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QTableView;

namespace quantlens::ui {

/// Gives a table its menus: columns to show and to hide in the head's (also by keyboard, from the rows' menu), copy as
/// TSV (Ctrl+C) and as Markdown in the rows'. Columns can be moved. The session keeps columns and order of a table
/// with an object name. Call it after setModel(); the columns must be there already.
void addTableMenu(QTableView* view);

/// True when addTableMenu() was called for it.
[[nodiscard]] bool keepsColumns(const QTableView* view);

} // namespace quantlens::ui
