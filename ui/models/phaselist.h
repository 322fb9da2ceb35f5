// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runners/estimate.h"

#include <QAbstractTableModel>
#include <QList>

namespace quantlens::ui {

/// What a run would send, phase by phase in the order they are asked.
class PhaseList : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column {
        Turn,
        Model,
        Phase,
        Requests,
        InFlight,
        Tokens,
        ColumnCount,
    };

    enum Role {
        SortRole = Qt::UserRole, ///< numbers by their size
    };

    using QAbstractTableModel::QAbstractTableModel;

    void setEstimate(const runners::RunPlan& plan, const runners::RunEstimate& estimate);
    void clear();

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row
    {
        int turn = 0;
        QString model;
        runners::PhaseEstimate phase;
    };

    QList<Row> m_rows;
};

} // namespace quantlens::ui
