// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/store.h"

#include <QAbstractTableModel>
#include <QList>

namespace quantlens::ui {

/// The runs of a workspace, newest first.
class RunList : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column {
        Started,
        What,
        Suite,
        Prompts,
        Status,
        ColumnCount,
    };

    using QAbstractTableModel::QAbstractTableModel;

    void setRuns(QList<store::RunListItem> runs);
    [[nodiscard]] const store::RunListItem* at(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QList<store::RunListItem> m_runs;
};

/// "F16 ↔ Q2_K", "Sweep of 6 models against F16", "Stress of Q4_K_M": by the kind of the run, one line.
[[nodiscard]] QString runTitle(const domain::RunRecord& run);
/// "demo, n = 120", with the number of failures when there are any.
[[nodiscard]] QString runSubtitle(const store::RunListItem& item);
/// "finished", "cancelled at 61 of 120", …
[[nodiscard]] QString runStatusText(const store::RunListItem& item);

} // namespace quantlens::ui
