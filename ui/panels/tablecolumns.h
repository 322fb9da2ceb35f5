// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QObject>
#include <QSet>
#include <QStringList>

class QHeaderView;
class QMenu;
class QTableView;

namespace quantlens::ui {

/// What a person made of a table's columns: which are shown, how wide they are, their order. Columns are known by their
/// titles, so a table whose columns change with what it shows keeps them too. Only what a person changed is kept: the
/// rest stays as the table lays it out. One for each table, made by addTableMenu().
class TableColumns : public QObject
{
    Q_OBJECT

public:
    /// `view` has its model and its header already and owns this. The column `always` cannot be hidden: it says what a
    /// row is.
    TableColumns(QTableView* view, int always);

    /// That of a table, nullptr where it has none.
    [[nodiscard]] static TableColumns* of(const QTableView* view);

    /// The column's title, also of one whose head shows none.
    [[nodiscard]] QString title(int column) const;
    /// One action to check for each column.
    void fillMenu(QMenu* menu);
    /// A person shows or hides a column.
    void choose(int column, bool shown);
    /// A column that says nothing for what is shown is not there, whatever was chosen; that is no choice of a person.
    void setUseful(int column, bool useful);

    /// What a person changed, to be given to restore() later; empty: nothing.
    [[nodiscard]] QByteArray state() const;
    /// What cannot be read counts as nothing.
    void restore(const QByteArray& state);

Q_SIGNALS:
    /// state() is another one, by a person.
    void changed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    [[nodiscard]] QStringList titlesInOrder() const;
    [[nodiscard]] QList<int> sizes() const;
    void takeSizes();
    void apply();
    void applyLater();

    QTableView* m_view;
    QHeaderView* m_head;
    int m_always;
    QHash<QString, bool> m_shown;
    QHash<QString, int> m_widths;
    QStringList m_order;
    QSet<QString> m_useless;
    QList<int> m_sizes; ///< by column, when the mouse was pressed
    bool m_applying = false;
    bool m_waiting = false;
};

} // namespace quantlens::ui
