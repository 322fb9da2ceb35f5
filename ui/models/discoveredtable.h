// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backends/discovered.h"

#include <QAbstractTableModel>
#include <QList>
#include <QStringList>

namespace quantlens::ui {

/// Servers that were found, one row a model, to be chosen with check marks.
class DiscoveredTable : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column {
        Model,
        Server,
        Program,
        Version,
        Quant,
        Context,
        ColumnCount,
    };
    enum Role {
        SortRole = Qt::UserRole, ///< the context by its size; invalid where it is unknown
    };

    using QAbstractTableModel::QAbstractTableModel;

    /// `known` specs are listed already: they are shown, but not checked.
    void setServers(const QList<backends::Discovered>& servers, const QStringList& known);
    /// The specs of the checked rows.
    [[nodiscard]] QStringList chosen() const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] bool setData(const QModelIndex& index, const QVariant& value, int role = Qt::EditRole) override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row
    {
        QString spec;
        QStringList cells;
        int context = 0; ///< tokens; 0: unknown
        bool known = false;
        bool checked = false;
    };

    QList<Row> m_rows;
};

} // namespace quantlens::ui
