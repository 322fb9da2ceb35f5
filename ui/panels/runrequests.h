// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QStackedWidget;
class QTableView;

namespace quantlens::ui {

class LiveFilter;
class LiveTable;
class TableColumns;

/// The requests of a run as a table: filter row, order by a press on a head, columns to choose, copy.
class RunRequests : public QWidget
{
    Q_OBJECT

public:
    /// `table` outlives this.
    explicit RunRequests(LiveTable* table, QWidget* parent = nullptr);

    [[nodiscard]] QTableView* view() const { return m_view; }
    [[nodiscard]] LiveFilter* filter() const { return m_filter; }
    /// Columns that say nothing for a run are not there: its side where there is one, scores where nothing is compared.
    void fitColumns(bool severalSides, bool compares);

private:
    void makeTable();
    [[nodiscard]] QWidget* filterRow();
    void refresh();

    LiveTable* m_table;
    LiveFilter* m_filter;
    TableColumns* m_columns = nullptr;
    QTableView* m_view;
    QStackedWidget* m_stack;
    QLabel* m_empty;
    QComboBox* m_show = nullptr;
    QLineEdit* m_search = nullptr;
    QLabel* m_count = nullptr;
};

} // namespace quantlens::ui
