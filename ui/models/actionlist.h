// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QList>
#include <QSortFilterProxyModel>

class QAction;

namespace quantlens::ui {

class ActionCollection;

/// The actions of a window as a table: what they do and by which keys. Follows changes of the actions.
class ActionList : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column {
        Name, ///< "Compare: Next difference"
        Keys,
        Tip,
        ColumnCount,
    };
    enum Role {
        KeysRole = Qt::UserRole, ///< shortcuts as text, native form
        WhyRole,                 ///< why it is disabled; empty while it is enabled
        ChangedRole,             ///< true when its shortcuts are not the standard ones
        CheckedRole,             ///< of a checkable action, else invalid
    };

    explicit ActionList(ActionCollection* actions, QObject* parent = nullptr);

    [[nodiscard]] QAction* at(int row) const;
    [[nodiscard]] int rowOf(const QAction* action) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    ActionCollection* m_collection;
    QList<QAction*> m_actions;
};

/// The actions that fit what was typed, best first, unless a column is sorted by; without anything typed all of them in
/// their own order.
class ActionFilter : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    explicit ActionFilter(ActionList* list, QObject* parent = nullptr);

    void setPattern(const QString& pattern);
    /// Below 0: best first.
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
    [[nodiscard]] bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

private:
    /// Of a row of the list; below 0: it does not fit.
    [[nodiscard]] int score(int row) const;

    ActionList* m_list;
    QString m_pattern;
    bool m_byFit = true;
};

} // namespace quantlens::ui
