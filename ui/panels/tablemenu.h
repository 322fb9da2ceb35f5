// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QTableView;

namespace quantlens::ui {

class TableColumns;

/// Gives a table its menus: columns to show and to hide in the head's (also by keyboard, from the rows' menu), copy as
/// TSV (Ctrl+C) and as Markdown in the rows'. Columns can be moved. What a person makes of them is remembered for every
/// table with an object name. Call it after setModel(); `always` is the column that cannot be hidden.
TableColumns* addTableMenu(QTableView* view, int always = 0);

} // namespace quantlens::ui
