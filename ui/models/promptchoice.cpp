// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/promptchoice.h"

#include "core/base/text.h"

namespace quantlens::ui {

void PromptChoice::setPrompts(QList<domain::Prompt> prompts, const QStringList& checked)
{
    beginResetModel();
    m_prompts = std::move(prompts);
    m_checked = QSet<QString>(checked.cbegin(), checked.cend());
    endResetModel();
    Q_EMIT checkedChanged();
}

void PromptChoice::setChecked(const QStringList& ids)
{
    m_checked = QSet<QString>(ids.cbegin(), ids.cend());
    if (!m_prompts.isEmpty())
        Q_EMIT dataChanged(index(0, Id), index(int(m_prompts.size()) - 1, Id), {Qt::CheckStateRole});
    Q_EMIT checkedChanged();
}

QStringList PromptChoice::checked() const
{
    QStringList ids;
    for (const domain::Prompt& prompt : m_prompts) {
        if (m_checked.contains(prompt.id))
            ids.append(prompt.id);
    }
    return ids;
}

int PromptChoice::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_prompts.size());
}

int PromptChoice::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant PromptChoice::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= m_prompts.size() || index.parent().isValid())
        return {};
    const domain::Prompt& prompt = m_prompts.at(index.row());
    if (role == Qt::CheckStateRole && index.column() == Id)
        return m_checked.contains(prompt.id) ? Qt::Checked : Qt::Unchecked;
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case Id:
        return base::singleLine(prompt.id, 80);
    case Category:
        return base::singleLine(prompt.category, 60);
    case Text:
        return prompt.messages.isEmpty() ? QString() : base::singleLine(prompt.messages.last().content, 200);
    default:
        return {};
    }
}

bool PromptChoice::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (role != Qt::CheckStateRole || !index.isValid() || index.row() >= m_prompts.size() || index.column() != Id)
        return false;
    const QString& id = m_prompts.at(index.row()).id;
    if (value.toInt() == Qt::Checked)
        m_checked.insert(id);
    else
        m_checked.remove(id);
    Q_EMIT dataChanged(index, index, {Qt::CheckStateRole});
    Q_EMIT checkedChanged();
    return true;
}

QVariant PromptChoice::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount || role != Qt::DisplayRole)
        return {};
    const QString titles[] = {tr("Prompt"), tr("Category"), tr("Text")};
    return titles[section];
}

Qt::ItemFlags PromptChoice::flags(const QModelIndex& index) const
{
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (index.isValid() && index.column() == Id)
        flags |= Qt::ItemIsUserCheckable;
    return flags;
}

} // namespace quantlens::ui
