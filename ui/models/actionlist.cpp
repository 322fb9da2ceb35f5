// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/actionlist.h"

#include "ui/actions/actioncollection.h"
#include "ui/models/fuzzy.h"

#include <utility>

namespace quantlens::ui {

ActionList::ActionList(ActionCollection* actions, QObject* parent)
    : QAbstractTableModel(parent)
    , m_collection(actions)
    , m_actions(actions->all())
{
    for (QAction* action : std::as_const(m_actions)) {
        connect(action, &QAction::changed, this, [this, action] {
            const int row = rowOf(action);
            Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
        });
    }
}

QAction* ActionList::at(int row) const
{
    return row >= 0 && row < m_actions.size() ? m_actions.at(row) : nullptr;
}

int ActionList::rowOf(const QAction* action) const
{
    return int(m_actions.indexOf(action));
}

int ActionList::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_actions.size());
}

int ActionList::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant ActionList::data(const QModelIndex& index, int role) const
{
    const QAction* action = at(index.row());
    if (!action || index.parent().isValid())
        return {};
    const auto name = [action] {
        return tr("%1: %2").arg(ActionCollection::section(action), ActionCollection::plainText(action));
    };
    const auto keys = [action] { return QKeySequence::listToString(action->shortcuts(), QKeySequence::NativeText); };
    switch (role) {
    case Qt::DisplayRole:
        return index.column() == Name ? name() : index.column() == Keys ? keys() : action->statusTip();
    case Qt::AccessibleTextRole: {
        if (index.column() != Name)
            return {};
        const QString why = ActionCollection::whyDisabled(action);
        return why.isEmpty() ? tr("%1, %2").arg(name(), keys()) : tr("%1, not possible: %2").arg(name(), why);
    }
    case Qt::DecorationRole:
        return index.column() == Name ? QVariant(action->icon()) : QVariant();
    case KeysRole:
        return keys();
    case WhyRole:
        return ActionCollection::whyDisabled(action);
    case ChangedRole:
        return action->shortcuts() != ActionCollection::standardShortcuts(action);
    case CheckedRole:
        return action->isCheckable() ? QVariant(action->isChecked()) : QVariant();
    default:
        return {};
    }
}

QVariant ActionList::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 || section >= ColumnCount)
        return {};
    const QString titles[] = {tr("Action"), tr("Shortcut"), tr("What it does")};
    return titles[section];
}

ActionFilter::ActionFilter(ActionList* list, QObject* parent)
    : QSortFilterProxyModel(parent)
    , m_list(list)
{
    setSourceModel(list);
    ActionFilter::sort(-1, Qt::AscendingOrder);
}

void ActionFilter::sort(int column, Qt::SortOrder order)
{
    const bool byFit = column < 0;
    const bool other = byFit != std::exchange(m_byFit, byFit);
    // Without a column lessThan() would not be asked.
    QSortFilterProxyModel::sort(byFit ? 0 : column, byFit ? Qt::AscendingOrder : order);
    if (other)
        invalidate();
}

void ActionFilter::setPattern(const QString& pattern)
{
    m_pattern = pattern;
    invalidate();
}

int ActionFilter::score(int row) const
{
    const QAction* action = m_list->at(row);
    const QString name = m_list->index(row, ActionList::Name).data().toString();
    // What an action does counts only where its name does not fit: then it stands below all names.
    if (const auto found = fuzzyScore(m_pattern, name))
        return 1000 + *found;
    return action->statusTip().contains(m_pattern.trimmed(), Qt::CaseInsensitive) ? 0 : -1;
}

bool ActionFilter::filterAcceptsRow(int row, const QModelIndex& /*parent*/) const
{
    return score(row) >= 0;
}

bool ActionFilter::lessThan(const QModelIndex& left, const QModelIndex& right) const
{
    if (!m_byFit)
        return QSortFilterProxyModel::lessThan(left, right);
    const int one = score(left.row());
    const int other = score(right.row());
    return one != other ? one > other : left.row() < right.row();
}

} // namespace quantlens::ui
