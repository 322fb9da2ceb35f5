// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/prompt.h"

#include <QAbstractTableModel>
#include <QList>
#include <QSet>
#include <QStringList>

namespace quantlens::ui {

/// The prompts of a suite, each to be checked or not.
class PromptChoice : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column {
        Id,
        Category,
        Text,
        ColumnCount,
    };

    using QAbstractTableModel::QAbstractTableModel;

    void setPrompts(QList<domain::Prompt> prompts, const QStringList& checked);
    void setChecked(const QStringList& ids);
    /// In the order of the suite.
    [[nodiscard]] QStringList checked() const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role = Qt::EditRole) override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;

Q_SIGNALS:
    void checkedChanged();

private:
    QList<domain::Prompt> m_prompts;
    QSet<QString> m_checked;
};

} // namespace quantlens::ui
