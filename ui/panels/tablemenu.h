// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QTableView;

namespace quantlens::ui {

enum class KeepColumns {
    Yes,
    No, ///< their number changes with what is shown
};

/// Gives a table its menus: columns to show and to hide in the head's (also by keyboard, from the rows' menu), copy as
/// TSV (Ctrl+C) and as Markdown in the rows'. Columns can be moved. The session keeps columns and order of a table
/// with an object name, unless it is not to. Call it after setModel(); the columns must be there already.
void addTableMenu(QTableView* view, KeepColumns keep = KeepColumns::Yes);

/// True when addTableMenu() was called for it to keep its columns.
[[nodiscard]] bool keepsColumns(const QTableView* view);

} // namespace quantlens::ui
